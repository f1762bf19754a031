// What lies in the content folder, and its bytes.
// Must never leave the content folder: a link that points out of it is a finding, and is not followed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/result.h"
#include "bot/library/item.h"

namespace allybot::library {

inline constexpr std::size_t kMostItemFiles = 20'000;
/// Where items lie that somebody suggested and nobody has published.
inline constexpr std::string_view kProposalsFolder = "_proposals";

/// Tells whether a file changed, without reading it.
struct Stamp {
  std::int64_t modified = 0, changed = 0;  ///< nanoseconds; `changed` moves with renames and links too
  std::uint64_t size = 0, inode = 0, device = 0;
  friend bool operator==(const Stamp&, const Stamp&) = default;
};

struct FoundFile {
  enum class Role { Item, Topics, Sources, Plans, Holidays, PublicHolidays, Observances, Help, Phrases, Series, Other };
  Role role = Role::Other;
  std::string path;  ///< below the content root, with slashes: "en/tips/say-whose-idea.md"
  std::string real;  ///< what to open
  std::string language, kind, name;
  Stamp stamp;
};

struct FolderScan {
  bool found = false;  ///< the folder is there
  std::vector<FoundFile> files;
  std::vector<Finding> findings;
  std::vector<std::string> folders;  ///< real folders, to be watched
};

FolderScan scan_content(const std::string& root);
/// The items below _proposals, "_proposals/en/tips/give-credit.md". The bot never shows them, so scan_content() leaves them out.
FolderScan scan_proposals(const std::string& root);
/// NotFound, TooLarge, or Unavailable when the file cannot be read.
Result<std::string> read_bytes(const std::string& real, std::size_t most);
/// The file changes whole or not at all. Unavailable, with a sentence, when it cannot be written.
Result<void> write_whole(const std::string& path, std::string_view text);
/// "en", "pt-BR": small letters, then parts with a hyphen.
bool is_language_tag(std::string_view text);

}  // namespace allybot::library
