// Reads the content folder again and again, each time only what changed, and keeps the last good version of every file.
// Must never let one bad file touch another: what cannot be read is quarantined by itself.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "bot/library/files.h"
#include "bot/library/holidays.h"
#include "bot/library/item_file.h"
#include "bot/library/library.h"
#include "bot/library/observances.h"
#include "bot/library/tables.h"

namespace allybot::library {

/// Everything that a snapshot is made of.
struct Content {
  std::vector<std::shared_ptr<const Item>> items;  ///< by path, drafts among them
  std::vector<TopicRow> topics;
  std::vector<Source> sources;
  std::vector<FilePlan> plans;
  std::vector<Series> series;  ///< by slug
  Holidays holidays;
  std::vector<Observance> observances;     ///< as in the file
  std::map<std::string, Help> help;        ///< by language
  std::map<std::string, Phrases> phrases;  ///< by language
  std::vector<Finding> findings;           ///< by path and place
  std::vector<Quarantined> quarantined;
  std::string revision;
};

/// One thread at a time.
class Loader {
 public:
  explicit Loader(std::string root) : root_(std::move(root)) {}

  /// Nothing when all is as it was at the last load that succeeded. NotFound when the folder is missing or holds no item that can
  /// be shown; what was loaded before stays known. `touched` are files to read again even when their stamp is the same.
  Result<std::optional<Content>> load(const std::set<std::string>& touched = {});
  /// Of the last load, one that failed too.
  const std::vector<Finding>& findings() const { return findings_; }
  /// Folders of the last load, for a watcher.
  const std::vector<std::string>& folders() const { return folders_; }
  /// A file was caught half-written: look again soon, even when nothing tells of a change.
  bool unfinished() const { return unfinished_; }

 private:
  struct Version {
    std::shared_ptr<const Item> item;
    std::uint64_t hash = 0;
  };
  struct ItemState {
    Stamp stamp;
    std::string real;
    Version read;  ///< what the file says now; no item when it has an error
    Version live;  ///< the last version that had no error
    std::vector<Finding> findings;
    bool unfinished = false;
  };
  template <class Row>
  struct TableState {
    bool known = false;
    Stamp stamp;
    std::uint64_t hash = 0;
    Table<Row> table;  ///< findings of now, rows of the last good version
  };

  void read_file(const FoundFile& file, const std::set<std::string>& touched);
  void read_item_file(const FoundFile& file, ItemState& state);
  void forget_gone(const FolderScan& scan);
  Content collect(FolderScan scan);
  template <class Row>
  void read_table(const FoundFile& file, TableState<Row>& state, Table<Row> (*read)(const SourceText&), bool touched);
  template <class Row>
  void read_rows_of(const FoundFile& file, TableState<Row>& state, Table<Row> (*read)(const SourceText&));
  std::vector<Finding> references_of(const std::string& path, const ItemState& state) const;
  void check_plans(Content& content) const;
  void add_items(Content& content);
  static void finish(Content& content);

  std::string root_;
  std::map<std::string, ItemState> items_;  ///< by path
  TableState<TopicRow> topics_;
  TableState<Source> sources_;
  TableState<FilePlan> plans_;
  std::map<std::string, TableState<Series>> series_;  ///< by path
  TableState<OwnHoliday> own_holidays_;
  TableState<PublicHolidays> public_holidays_;
  TableState<Observance> observances_;
  std::map<std::string, TableState<Help>> help_;
  std::map<std::string, TableState<Phrases>> phrases_;
  std::set<std::string> topic_ids_, source_ids_;
  std::vector<std::string> folders_;
  std::vector<Finding> folder_findings_, findings_;
  bool unfinished_ = false;
  bool changed_ = true;  ///< since the last load that succeeded
};

}  // namespace allybot::library
