#include "bot/library/check.h"

#include <algorithm>
#include <map>

#include "bot/core/text.h"
#include "bot/library/calendar_files.h"
#include "bot/library/duplicates.h"
#include "bot/library/loader.h"
#include "bot/library/points.h"
#include "bot/library/schema.h"
#include "bot/library/snapshot.h"
#include "bot/library/spelling.h"
#include "bot/library/style.h"
#include "bot/library/translations.h"

namespace allybot::library {
namespace {

/// One run over one content folder.
class Run {
 public:
  Run(const std::string& root, const Clock& clock, const std::string& language)
      : root_(root), only_(language), today_(std::chrono::floor<std::chrono::days>(clock.now())) {}

  CheckReport check(const std::vector<ExtraCheck>& extra, const PlanCheck& plans) {
    Loader loader(root_);
    auto content = loader.load();
    report_.findings = loader.findings();
    if (!content) {
      add({"", 1, 1, Finding::Level::Error, "no-content", content.error().for_log + ".",
           "Check the path of the content folder."});
      return finish();
    }
    read_helpers();
    check_items();
    check_pairs(**content);
    check_others(**content);
    const auto proposals = check_proposals(**content);
    check_translations(**content);
    const auto library = make_snapshot(std::move(**content));
    if (only_.empty()) {
      add_all(old_schemas(root_, *library));
      if (plans)
        for (const FilePlan& plan : library->file_plans()) add_all(plans(*library, plan));
      for (const Item& item : proposals)
        for (const auto& one : extra) add_all(as_warnings(one(*library, item)));
    }
    for (const auto& language : library->languages())
      for (const Item* item : library->items("", language))
        if (item->language == language && (only_.empty() || only_ == language))
          for (const auto& one : extra) add_all(one(*library, *item));
    return finish();
  }

 private:
  void add(Finding finding) { report_.findings.push_back(std::move(finding)); }
  void add_all(std::vector<Finding> findings) {
    report_.findings.insert(report_.findings.end(), std::make_move_iterator(findings.begin()),
                            std::make_move_iterator(findings.end()));
  }

  void read_helpers() {
    scan_ = scan_content(root_);
    const auto rules = read_bytes(root_ + "/style.yaml", kMostTableBytes);
    if (rules) {
      auto table = read_style_rules(SourceText("style.yaml", *rules));
      rules_ = std::move(table.rows);
      add_all(std::move(table.findings));
    } else {
      add({"style.yaml", 1, 1, Finding::Level::Warning, "missing-file", "There are no rules of style to check by.",
           "Put style.yaml back."});
    }
  }

  /// The dictionary of a language with the words of the whole library, names above all, and the language's own.
  Spelling& spelling_of(const std::string& language) {
    auto& spelling = spellings_[language];
    if (spelling) return *spelling;
    const auto path = language + "/words.txt";
    const auto words = read_bytes(root_ + "/words.txt", kMostTableBytes).value_or(std::string()) + "\n" +
                       read_bytes(root_ + "/" + path, kMostTableBytes).value_or(std::string());
    spelling = std::make_unique<Spelling>(language, words);
    if (!spelling->available())
      add({path, 1, 1, Finding::Level::Warning, "no-dictionary",
           "Spelling was not checked: no dictionary of " + language + " is installed.",
           "Install " + dictionary_package(language) + "."});
    return *spelling;
  }

  void check_items() {
    for (const FoundFile& found : scan_.files) {
      ++report_.files;
      if (found.role != FoundFile::Role::Item || !(only_.empty() || only_ == found.language)) continue;
      const auto bytes = read_bytes(found.real, kMostItemBytes);
      if (!bytes) continue;
      const SourceText source(found.path, *bytes);
      const Kind& kind = *find_kind(found.kind);
      const ItemFile file = read_item(source, kind, found.language, found.name);
      if (!file.item) continue;
      add_all(check_style(source, kind, file, rules_));
      Spelling& spelling = spelling_of(found.language);
      for (const Passage& passage : passages_of(source, kind, file))
        if (passage.field != "title" || !kind.title_is_a_name) add_all(spelling.check(source, words_in(passage)));
      check_dates(source, file);
      places_[found.path] = source.place_of(offset_of(file.offsets, "title"));
    }
  }

  /// Items that wait in _proposals: they have to load and to name topics and sources that there are. How they read is for whoever
  /// publishes them to mend.
  std::vector<Item> check_proposals(const Content& content) {
    std::set<std::string> topics, sources;
    for (const auto& topic : content.topics) topics.insert(topic.id);
    for (const auto& source : content.sources) sources.insert(source.id);
    const FolderScan scan = scan_proposals(root_);
    add_all(scan.findings);
    std::vector<Item> items;
    for (const FoundFile& found : scan.files) {
      if (found.role != FoundFile::Role::Item) continue;
      ++report_.files;
      const auto bytes = read_bytes(found.real, kMostItemBytes);
      if (!bytes) {
        add({found.path, 1, 1, Finding::Level::Error, "unreadable", "The file cannot be read.",
             "Give the bot the right to read it, or make it smaller."});
        continue;
      }
      const SourceText source(found.path, *bytes);
      const Kind& kind = *find_kind(found.kind);
      ItemFile file = read_item(source, kind, found.language, found.name);
      add_all(file.findings);
      if (!file.item) continue;
      add_all(check_references(source, file, {&topics, &sources}));
      add_all(as_warnings(check_style(source, kind, file, rules_)));
      items.push_back(std::move(*file.item));
    }
    return items;
  }

  static std::vector<Finding> as_warnings(std::vector<Finding> findings) {
    for (Finding& finding : findings)
      if (finding.level == Finding::Level::Error) finding.level = Finding::Level::Warning;
    return findings;
  }

  void check_dates(const SourceText& source, const ItemFile& file) {
    const Item& item = *file.item;
    if (item.draft) return;
    if (!item.note.empty())
      add(source.warning(offset_of(file.offsets, "note"), "open-note", "A note to the editors is still in it.",
                         "Do what it says, then take the line out."));
    if (item.review_by && *item.review_by < today_)
      add(source.warning(offset_of(file.offsets, "review_by"), "past-review", "It is past its review_by, and leaves rotation.",
                         "Look at its claims again, then move the date."));
    if (item.expire && *item.expire <= today_)
      add(source.warning(offset_of(file.offsets, "expire"), "expired", "It has expired, so nobody sees it.",
                         "Take the file out."));
  }

  Finding at_title(const Item& item, Finding::Level level, std::string code, std::string message, std::string hint) const {
    const auto place = places_.find(item.path);
    const auto at = place == places_.end() ? SourceText::Place{} : place->second;
    return {item.path, at.line, at.column, level, std::move(code), std::move(message), std::move(hint)};
  }

  void check_pairs(const Content& content) {
    std::map<std::pair<std::string, std::string>, const Item*> titles, actions;
    std::vector<const Item*> shown;
    for (const auto& item : content.items) {
      const auto [same, is_new] = titles.try_emplace({item->language, fold_case(item->title)}, item.get());
      if (!is_new)
        add(at_title(*item, Finding::Level::Error, "doubled-title", "The title is that of " + same->second->path + " too.",
                     "Give one of them another title."));
      if (item->draft) continue;
      shown.push_back(item.get());
      if (item->action.empty()) continue;
      const auto [twin, is_first] = actions.try_emplace({item->language, fold_case(item->action)}, item.get());
      if (!is_first)
        add(at_title(*item, Finding::Level::Warning, "near-duplicate", "The action is that of " + twin->second->path + " too.",
                     "Ask for something else."));
    }
    for (const Alike& pair : near_duplicates(shown))
      add(at_title(
          *pair.other, Finding::Level::Warning, "near-duplicate",
          "It shares " + std::to_string(static_cast<int>(pair.share * 100)) + " % of its wording with " + pair.one->path + ".",
          "Rewrite one of them, or take it out."));
  }

  void check_others(const Content& content) {
    std::set<std::string> ids, topics;
    for (const auto& item : content.items) ids.insert(item->id.str());
    for (const auto& topic : content.topics) topics.insert(topic.id);
    for (const FoundFile& found : scan_.files) {
      if (found.role != FoundFile::Role::Observances && found.role != FoundFile::Role::Series) continue;
      const auto bytes = read_bytes(found.real, kMostTableBytes);
      if (!bytes) continue;
      const SourceText source(found.path, *bytes);
      if (found.role == FoundFile::Role::Observances) add_all(check_observances(source, ids));
      if (found.role == FoundFile::Role::Series) add_all(check_series(source, ids, topics));
    }
    add_all(Coverage(root_, scan_, content, today_).findings());
    for (const Source& source : content.sources)
      if (source.review_by && *source.review_by < today_)
        add({"sources.yaml", 1, 1, Finding::Level::Warning, "past-review", "The source " + source.id + " is past its review_by.",
             "Look at the claim again, then move the date."});
  }

  void check_translations(const Content& content) {
    const Translations translations(scan_, content);
    add_all(translations.faults());
    if (only_.empty()) return;
    auto& findings = report_.findings;
    findings.erase(std::remove_if(findings.begin(), findings.end(),
                                  [&](const Finding& finding) { return !finding.path.starts_with(only_ + "/"); }),
                   findings.end());
    const auto is_its_own = [&](const FoundFile& file) { return file.language == only_; };
    if (std::none_of(scan_.files.begin(), scan_.files.end(), is_its_own))
      return add({only_, 1, 1, Finding::Level::Error, "no-content", "There is nothing in the language " + printable(only_) + ".",
                  "Name a folder of the content, such as en or de."});
    add_all(translations.gaps(only_));
  }

  CheckReport finish() {
    auto& findings = report_.findings;
    std::stable_sort(findings.begin(), findings.end(), [](const Finding& one, const Finding& other) {
      if (one.path != other.path) return one.path < other.path;
      return one.line != other.line ? one.line < other.line : one.column < other.column;
    });
    std::string folder = root_;
    while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
    for (Finding& finding : findings) {
      finding.path = finding.path.empty() ? folder : folder + "/" + finding.path;
      const bool is_info = finding.level == Finding::Level::Info;
      ++(finding.level == Finding::Level::Error ? report_.errors : is_info ? report_.infos : report_.warnings);
    }
    return std::move(report_);
  }

  const std::string root_, only_;  ///< the only language looked at; empty: all
  const Date today_;
  CheckReport report_;
  FolderScan scan_;
  std::vector<StyleRule> rules_;
  std::map<std::string, std::unique_ptr<Spelling>> spellings_;  ///< by language
  std::map<std::string, SourceText::Place> places_;
};

}  // namespace

CheckReport check_content(const std::string& root, const Clock& clock, const std::vector<ExtraCheck>& extra,
                          const std::string& language, const PlanCheck& plans) {
  return Run(root, clock, language).check(extra, plans);
}

}  // namespace allybot::library
