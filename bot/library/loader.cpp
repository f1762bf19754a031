#include "bot/library/loader.h"

#include <algorithm>

#include "bot/core/text.h"
#include "bot/library/kind.h"
#include "bot/library/series_file.h"

namespace allybot::library {
namespace {

/// FNV-1a: names a revision, guards nothing.
std::uint64_t hash_of(std::string_view bytes, std::uint64_t hash = 0xCBF29CE484222325ULL) {
  for (const char c : bytes) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001B3ULL;
  }
  return hash;
}

std::string hex(std::uint64_t number) {
  std::string text;
  for (int shift = 60; shift >= 0; shift -= 4) text += "0123456789abcdef"[(number >> static_cast<unsigned>(shift)) & 0xFU];
  return text;
}

bool has_error(const std::vector<Finding>& findings) {
  return std::any_of(findings.begin(), findings.end(), [](const Finding& f) { return f.level == Finding::Level::Error; });
}

Finding unreadable(const std::string& path, const Error& error, std::size_t most) {
  Finding finding{
      path, 1, 1, Finding::Level::Error, "unreadable", "The file cannot be read.", "Give the bot the right to read it."};
  if (error.code == Code::TooLarge) {
    finding.code = "too-large";
    finding.message = "The file is larger than " + std::to_string(most / 1024) + " KiB.";
    finding.hint = "Shorten it, or split it.";
  }
  return finding;
}

bool same(const std::vector<Finding>& some, const std::vector<Finding>& others) {
  return std::equal(some.begin(), some.end(), others.begin(), others.end(), [](const Finding& one, const Finding& other) {
    return one.path == other.path && one.line == other.line && one.column == other.column && one.code == other.code &&
           one.message == other.message;
  });
}

const std::string& row_name(const TopicRow& row) { return row.id; }
const std::string& row_name(const Source& row) { return row.id; }
const std::string& row_name(const FilePlan& row) { return row.slug; }
const std::string& row_name(const Series& row) { return row.slug; }
/// These files are one row, which is good or not as a whole.
std::string row_name(const Help&) { return {}; }
std::string row_name(const Phrases&) { return {}; }
std::string row_name(const PublicHolidays&) { return {}; }
const std::string& row_name(const Observance& row) { return row.id; }
std::string row_name(const OwnHoliday&) { return {}; }

std::string in_quotes(std::string_view text) { return "\"" + printable(cut_code_points(text, 60)) + "\""; }

std::vector<std::string_view> views(const std::set<std::string>& words) { return {words.begin(), words.end()}; }

}  // namespace

void Loader::read_item_file(const FoundFile& file, ItemState& state) {
  state.stamp = file.stamp;
  state.real = file.real;
  state.read = {};
  state.unfinished = false;
  const auto bytes = read_bytes(file.real, kMostItemBytes);
  if (!bytes) {
    state.findings = {unreadable(file.path, bytes.error(), kMostItemBytes)};
    return;
  }
  ItemFile read = read_item(SourceText(file.path, *bytes), *find_kind(file.kind), file.language, file.name);
  state.findings = std::move(read.findings);
  state.unfinished = read.unfinished;
  if (read.item) state.read = {std::make_shared<const Item>(std::move(*read.item)), hash_of(*bytes)};
}

template <class Row>
void Loader::read_table(const FoundFile& file, TableState<Row>& state, Table<Row> (*read)(const SourceText&), bool touched) {
  if (state.known && state.stamp == file.stamp && !touched && !has_error(state.table.findings)) return;
  state.known = true;
  state.stamp = file.stamp;
  const auto hash_before = state.hash;
  const auto findings_before = state.table.findings;
  read_rows_of(file, state, read);
  changed_ = changed_ || state.hash != hash_before || !same(state.table.findings, findings_before);
}

template <class Row>
void Loader::read_rows_of(const FoundFile& file, TableState<Row>& state, Table<Row> (*read)(const SourceText&)) {
  const auto bytes = read_bytes(file.real, kMostTableBytes);
  if (!bytes) {
    state.table.findings = {unreadable(file.path, bytes.error(), kMostTableBytes)};
    return;
  }
  Table<Row> table = read(SourceText(file.path, *bytes));
  if (!table.readable) {  // the last good rows stay
    state.table.findings = std::move(table.findings);
    return;
  }
  for (const Row& before : state.table.rows)  // a bad row keeps its last good version
    if (std::find(table.bad_ids.begin(), table.bad_ids.end(), row_name(before)) != table.bad_ids.end())
      table.rows.push_back(before);
  state.hash = hash_of(*bytes);
  state.table = std::move(table);
}

void Loader::read_file(const FoundFile& file, const std::set<std::string>& touched) {
  const bool was_touched = touched.count(file.real) != 0;
  switch (file.role) {
    case FoundFile::Role::Item: {
      const auto [at, is_new] = items_.try_emplace(file.path);
      ItemState& state = at->second;
      // What could not be read last time is read again: it may have been caught half-written.
      if (!is_new && !was_touched && state.stamp == file.stamp && state.real == file.real && !has_error(state.findings)) return;
      const auto hash_before = state.read.hash;
      const auto findings_before = state.findings;
      read_item_file(file, state);
      changed_ = changed_ || is_new || state.read.hash != hash_before || !same(state.findings, findings_before);
      return;
    }
    case FoundFile::Role::Topics: return read_table(file, topics_, &read_topics, was_touched);
    case FoundFile::Role::Sources: return read_table(file, sources_, &read_sources, was_touched);
    case FoundFile::Role::Plans: return read_table(file, plans_, &read_file_plans, was_touched);
    case FoundFile::Role::Series: return read_table(file, series_[file.path], &read_series, was_touched);
    case FoundFile::Role::Holidays: return read_table(file, own_holidays_, &read_own_holidays, was_touched);
    case FoundFile::Role::PublicHolidays: return read_table(file, public_holidays_, &read_public_holidays, was_touched);
    case FoundFile::Role::Observances: return read_table(file, observances_, &read_observances, was_touched);
    case FoundFile::Role::Help: return read_table(file, help_[file.language], &read_help, was_touched);
    case FoundFile::Role::Phrases: return read_table(file, phrases_[file.language], &read_phrases, was_touched);
    case FoundFile::Role::Other: return;
  }
}

std::vector<Finding> Loader::references_of(const std::string& path, const ItemState& state) const {
  const Item& item = *state.read.item;
  const KnownIds known{topics_.table.readable ? &topic_ids_ : nullptr, sources_.table.readable ? &source_ids_ : nullptr};
  if (has_known_references(item, known)) return {};
  // Places are not kept in memory for the one item in thousands that needs them.
  const auto bytes = read_bytes(state.real, kMostItemBytes);
  const auto name = path.substr(path.rfind('/') + 1);
  const SourceText source(path, bytes ? std::string_view(*bytes) : std::string_view());
  auto file = read_item(source, *find_kind(item.kind), item.language, name.substr(0, name.size() - 3));
  file.item = item;
  return check_references(source, file, known);
}

void Loader::add_items(Content& content) {
  std::uint64_t revision = 0xCBF29CE484222325ULL;
  for (auto& [path, state] : items_) {
    std::vector<Finding> findings = state.findings;
    if (state.read.item) {
      const auto references = references_of(path, state);
      findings.insert(findings.end(), references.begin(), references.end());
      if (references.empty()) state.live = state.read;
    }
    if (state.live.item) {
      content.items.push_back(state.live.item);
      revision = hash_of(path, revision ^ state.live.hash);
    }
    for (const Finding& finding : findings) {
      if (finding.level != Finding::Level::Error) continue;
      content.quarantined.push_back({finding.path, finding.line, finding.column, finding.message});
      break;
    }
    content.findings.insert(content.findings.end(), std::make_move_iterator(findings.begin()),
                            std::make_move_iterator(findings.end()));
  }
  for (const auto hash : {topics_.hash, sources_.hash, plans_.hash, own_holidays_.hash, public_holidays_.hash, observances_.hash})
    revision = hash_of("table", revision ^ hash);
  for (const auto& [language, state] : help_) revision = hash_of(language, revision ^ state.hash);
  for (const auto& [language, state] : phrases_) revision = hash_of(language, revision ^ state.hash);
  content.revision = hex(revision);
}

void Loader::check_plans(Content& content) const {
  content.plans.clear();
  std::set<std::string> days(observances_.table.bad_ids.begin(), observances_.table.bad_ids.end());
  for (const Observance& day : observances_.table.rows) days.insert(day.id);
  const auto with_usual = [&] {
    auto all = days;
    all.insert("usual");
    return all;
  }();
  for (FilePlan plan : plans_.table.rows) {
    // While the file of the ids cannot be read, that is what is wrong, and told.
    const auto judge = [&](const char* field, const std::vector<std::string>& words, const std::set<std::string>& known,
                           bool is_told, const char* code, const char* is_none, const char* what_to_do) {
      for (const std::string& word : words) {
        if (known.count(word) != 0) continue;
        const bool is_first = !plan.names_unknown;
        plan.names_unknown = true;
        if (!is_told) continue;
        const Finding finding = error_in(plan, std::string(field) + ":" + word, code, in_quotes(word) + is_none,
                                         did_you_mean(word, views(known), what_to_do));
        content.findings.push_back(finding);
        if (is_first) content.quarantined.push_back({finding.path, finding.line, finding.column, finding.message});
      }
    };
    const auto judge_days = [&](const char* field, const std::vector<std::string>& words, const std::set<std::string>& known) {
      judge(field, words, known, observances_.table.readable || !observances_.known, "unknown-day",
            " is not a day of observances.yaml.", "Use a day's id.");
    };
    judge("topics", plan.topics, topic_ids_, topics_.table.readable, "unknown-topic", " is not a topic of topics.yaml.",
          "Use a topic's id.");
    judge_days("days", plan.days, with_usual);
    judge_days("without", plan.without, days);
    content.plans.push_back(std::move(plan));
  }
}

void Loader::finish(Content& content) {
  std::stable_sort(content.findings.begin(), content.findings.end(), [](const Finding& one, const Finding& other) {
    if (one.path != other.path) return one.path < other.path;
    return one.line != other.line ? one.line < other.line : one.column < other.column;
  });
}

void Loader::forget_gone(const FolderScan& scan) {
  std::set<std::string> present;
  for (const FoundFile& file : scan.files) present.insert(file.path);
  // A link that is broken for now is no deleted file: its last good version stays.
  for (const Finding& finding : scan.findings) present.insert(finding.path);
  const auto erase_gone = [&](auto& states, const std::string& suffix) {
    for (auto at = states.begin(); at != states.end();) {
      const bool gone = present.count(at->first + suffix) == 0;
      changed_ = changed_ || gone;
      at = gone ? states.erase(at) : std::next(at);
    }
  };
  erase_gone(items_, "");
  erase_gone(series_, "");
  erase_gone(help_, "/help.yaml");
  erase_gone(phrases_, "/phrases.yaml");
  const auto forget_table = [&](auto& state, const char* path) {
    if (!state.known || present.count(path) != 0) return;
    state = {};
    changed_ = true;
  };
  forget_table(plans_, "schedules.yaml");
  forget_table(own_holidays_, "holidays.yaml");
  forget_table(public_holidays_, "public-holidays.txt");
  forget_table(observances_, "observances.yaml");
}

Content Loader::collect(FolderScan scan) {
  Content content;
  for (const Finding& finding : scan.findings)
    if (finding.level == Finding::Level::Error)
      content.quarantined.push_back({finding.path, finding.line, finding.column, finding.message});
  content.findings = std::move(scan.findings);
  topic_ids_.clear();
  for (const auto& topic : topics_.table.rows) topic_ids_.insert(topic.id);
  topic_ids_.insert(topics_.table.bad_ids.begin(), topics_.table.bad_ids.end());
  source_ids_.clear();
  for (const auto& source : sources_.table.rows) source_ids_.insert(source.id);
  source_ids_.insert(sources_.table.bad_ids.begin(), sources_.table.bad_ids.end());

  content.topics = topics_.table.rows;
  content.sources = sources_.table.rows;
  const auto add_table = [&](const auto& state) {
    content.findings.insert(content.findings.end(), state.table.findings.begin(), state.table.findings.end());
    const auto first = std::find_if(state.table.findings.begin(), state.table.findings.end(),
                                    [](const Finding& finding) { return finding.level == Finding::Level::Error; });
    if (first != state.table.findings.end())
      content.quarantined.push_back({first->path, first->line, first->column, first->message});
  };
  add_table(topics_);
  add_table(sources_);
  add_table(plans_);
  add_table(own_holidays_);
  add_table(public_holidays_);
  content.holidays = Holidays(public_holidays_.table.rows.empty() ? PublicHolidays() : public_holidays_.table.rows.front(),
                              own_holidays_.table.rows);
  content.observances = observances_.table.rows;
  // What is wrong in it is for content check to list: it reads the whole file again.
  for (const Finding& finding : observances_.table.findings)
    content.quarantined.push_back({finding.path, finding.line, finding.column, finding.message});
  for (const auto& [language, state] : help_) {
    add_table(state);
    if (!state.table.rows.empty()) content.help[language] = state.table.rows.front();
  }
  for (const auto& [language, state] : phrases_) {
    add_table(state);
    if (!state.table.rows.empty()) content.phrases[language] = state.table.rows.front();
  }
  for (const auto& [path, state] : series_) {
    if (!state.table.rows.empty()) content.series.push_back(state.table.rows.front());
    // What is wrong in it is for content check to list: it reads the whole file again.
    for (const Finding& finding : state.table.findings)
      content.quarantined.push_back({finding.path, finding.line, finding.column, finding.message});
  }
  check_plans(content);
  add_items(content);
  finish(content);
  return content;
}

Result<std::optional<Content>> Loader::load(const std::set<std::string>& touched) {
  FolderScan scan = scan_content(root_);
  if (!scan.found)
    return fail(Code::NotFound, "the content folder " + root_ + " is missing or cannot be read; set ALLYBOT_CONTENT");
  folders_ = std::move(scan.folders);
  for (const auto name : {"topics.yaml", "sources.yaml"}) {
    const bool there =
        std::any_of(scan.files.begin(), scan.files.end(), [&](const FoundFile& file) { return file.path == name; });
    if (!there)
      scan.findings.push_back({name, 1, 1, Finding::Level::Warning, "missing-file", "The file is missing.",
                               "Put it back; until then what it held before the change is used."});
  }
  for (const FoundFile& file : scan.files) read_file(file, touched);
  forget_gone(scan);
  changed_ = changed_ || !same(scan.findings, folder_findings_);
  folder_findings_ = scan.findings;
  unfinished_ = std::any_of(items_.begin(), items_.end(), [](const auto& one) { return one.second.unfinished; });
  if (!changed_) return std::optional<Content>();

  Content content = collect(std::move(scan));
  findings_ = content.findings;
  if (std::all_of(content.items.begin(), content.items.end(), [](const auto& item) { return item->draft; })) {
    std::string why = "the content folder " + root_ + " has no item that can be shown";
    if (!content.findings.empty()) why += "; run: allybot content check";
    return fail(Code::NotFound, std::move(why));
  }
  changed_ = false;
  return std::optional<Content>(std::move(content));
}

}  // namespace allybot::library
