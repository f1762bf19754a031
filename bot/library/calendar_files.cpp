#include "bot/library/calendar_files.h"

#include <utility>

#include "bot/library/kind.h"
#include "bot/library/table_reading.h"

namespace allybot::library {
namespace {

constexpr std::size_t kMostText = 800;
constexpr std::size_t kLeastSteps = 4, kMostSteps = 12;

/// What says no more than that it is a day, in English: the action is missing.
bool is_bare_greeting(std::string_view text) {
  static constexpr std::string_view kGreetings[] = {"happy ",          "merry ",       "best wishes",        "greetings",
                                                    "congratulations", "we celebrate", "today we celebrate", "let's celebrate"};
  constexpr std::size_t kShort = 60;
  const std::string folded = fold_case(trim(text));
  const bool greets = std::any_of(std::begin(kGreetings), std::end(kGreetings),
                                  [&](std::string_view greeting) { return folded.compare(0, greeting.size(), greeting) == 0; });
  return count_code_points(folded) < 25 || (greets && count_code_points(folded) < 2 * kShort);
}

/// A yearly rule of dates; whether it has any is the schedule's to find out.
void check_rule(const std::string& rule, const YamlValue& value, FieldReader& reader) {
  bool good = rule.rfind("FREQ=YEARLY;", 0) == 0;
  for (const std::string_view part : split(rule, ';')) {
    const std::string_view name = part.substr(0, part.find('='));
    good = good && (name == "FREQ" || name == "BYMONTH" || name == "BYMONTHDAY" || name == "BYDAY" || name == "BYYEARDAY");
  }
  if (!good)
    reader.error(value.offset, "rule", "This is no yearly rule.",
                 "Write it as FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8, with BYDAY=4TH for the fourth Thursday; or give dates.");
}

/// What every reader of one file needs.
struct Reading {
  FieldReader& reader;
  const std::set<std::string>& items;

  void text_by_language(std::string_view name, const YamlValue& value) const {
    if (!value.is_map() || value.get(kFallbackLanguage) == nullptr)
      return reader.error(value.offset, "wrong-type", "The field \"" + std::string(name) + "\" is given by language.",
                          "Write it as " + std::string(name) + ": {en: ...}.");
    for (const auto& entry : value.entries) reader.text(name, entry.value, kMostText);
  }

  void item(std::string_view name, const YamlValue& value) const {
    const auto id = reader.text(name, value, kMostIdLength);
    if (!id || items.count(*id) != 0) return;
    const std::vector<std::string_view> known(items.begin(), items.end());
    reader.error(value.offset, "unknown-item", "\"" + printable(*id) + "\" is no item.",
                 did_you_mean(*id, known, "Use an item's id."));
  }

  void number(std::string_view name, const YamlValue& value, int most) const { (void)reader.number(name, value, most); }

  /// {item: id} or {text: {en: ...}}.
  void post(std::string_view name, const YamlValue& value) const {
    if (!value.is_map())
      return reader.error(value.offset, "wrong-type", "The field \"" + std::string(name) + "\" has to be a map.",
                          "Write {item: tips/...} or {text: {en: ...}}.");
    read_row(value, "a post",
             {{"item", false, [this](std::string_view key, const YamlValue& id) { item(key, id); }},
              {"text", false, [this](std::string_view key, const YamlValue& text) { text_by_language(key, text); }}},
             reader);
    if (value.entries.empty()) reader.error(value.offset, "empty", "The post is empty.", "Name an item, or write a text.");
    const YamlValue* text = value.get("text");
    const YamlValue* english = text != nullptr && text->is_map() ? text->get(kFallbackLanguage) : nullptr;
    if (english != nullptr && english->is_text() && is_bare_greeting(english->text))
      reader.error(english->offset, "bare-greeting", "This says no more than that it is a day.",
                   "Say one thing to do, and what for; no greeting alone.");
  }

  RowKey titled(std::string_view name, bool required) const {
    return {name, required, [this](std::string_view key, const YamlValue& value) { text_by_language(key, value); }};
  }
  RowKey one_of(std::string_view name, std::vector<std::string_view> choices) const {
    return {name, true, [this, choices = std::move(choices)](std::string_view key, const YamlValue& value) {
              (void)reader.choice(key, value, choices);
            }};
  }
  RowKey posted(std::string_view name, bool required) const {
    return {name, required, [this](std::string_view key, const YamlValue& value) { post(key, value); }};
  }
  RowKey address(std::string_view name, bool required) const {
    return {name, required, [this](std::string_view key, const YamlValue& value) { (void)reader.address(key, value); }};
  }
};

/// Nothing of a row is kept here.
struct CheckedDay {};

void check_days(const YamlValue& value, FieldReader& reader) {
  if (!value.is_map())
    return reader.error(value.offset, "wrong-type", "The dates are given by year.", "Write dates: {2027: 2027-10-04}.");
  for (const auto& entry : value.entries) {
    const auto day = reader.day("dates", entry.value);
    if (day && entry.value.text.compare(0, 4, entry.key) != 0)
      reader.error(entry.value.offset, "date", "The date lies in another year than its key.", "Mend one of them.");
  }
}

}  // namespace

std::vector<Finding> check_observances(const SourceText& source, const std::set<std::string>& items) {
  auto table = read_rows<CheckedDay>(source, "id", [&](const YamlValue& value, FieldReader& reader) {
    CheckedDay row;
    const Reading reading{reader, items};
    const auto whole_numbers = [&](std::string_view key, const YamlValue& list) {
      for (const auto& word : reader.list(key, list, 10)) {
        std::int64_t number = 0;
        if (!parse_number(word, number) || number > 366)
          reader.error(list.offset, "wrong-type", "Days before are whole numbers, 0 or more.", "Write them as [7] or [].");
      }
    };
    read_row(value, "a day",
             {{"id", true,
               [&](std::string_view key, const YamlValue& id) {
                 const auto text = reader.text(key, id, kMostIdLength);
                 if (text && !is_slug(*text))
                   reader.error(id.offset, "slug", "An id is made of small letters, digits and hyphens.", "Rename it.");
               }},
              reading.titled("title", true),
              {"rule", false,
               [&](std::string_view key, const YamlValue& rule) {
                 if (const auto text = reader.text(key, rule, 200)) check_rule(*text, rule, reader);
               }},
              {"dates", false, [&](std::string_view, const YamlValue& dates) { check_days(dates, reader); }},
              {"days", true, [&](std::string_view key, const YamlValue& days) { reading.number(key, days, 60); }},
              {"regions", true, [&](std::string_view key, const YamlValue& regions) { reader.list(key, regions, 100); }},
              reading.one_of("kind", {"core", "care", "where-men-are", "pay", "wider"}),
              {"opt_in", true, [&](std::string_view key, const YamlValue& flag) { (void)reader.flag(key, flag); }},
              {"before_days", false, whole_numbers},
              reading.posted("before", false),
              reading.posted("on", true),
              reading.posted("after", false),
              reading.address("url", true)},
             reader);
    const YamlValue* ahead = value.get("before_days");
    if (value.get("before") == nullptr && ahead != nullptr && ahead->is_list() && !ahead->items.empty())
      reader.error(ahead->offset, "missing-key", "There are days before, and nothing to post on them.",
                   "Add before:, or write [].");
    if (value.get("rule") == nullptr && value.get("dates") == nullptr)
      reader.error(value.offset, "missing-key", "The day has neither a rule nor dates.", "Add rule: or dates:.");
    return row;
  });
  return std::move(table.findings);
}

std::vector<Finding> check_series(const SourceText& source, const std::set<std::string>& items,
                                  const std::set<std::string>& topics) {
  std::vector<Finding> findings;
  const auto document = read_document(source, findings);
  if (!document) return findings;
  FieldReader reader(source, findings);
  const Reading reading{reader, items};
  if (!document->is_map()) {
    reader.error(document->offset, "wrong-type", "A series is a map of fields.", "Begin with title: {en: ...}.");
    return findings;
  }
  const auto steps = [&](std::string_view, const YamlValue& list) {
    if (!list.is_list() || list.items.empty())
      return reader.error(list.offset, "wrong-type", "The steps have to be a list.", "Begin each with a hyphen: - item: ...");
    if (list.items.size() < kLeastSteps || list.items.size() > kMostSteps)
      reader.error(list.offset, "steps", "A series has 4 to 12 steps; here are " + std::to_string(list.items.size()) + ".",
                   "Add some, or make two series of it.");
    for (const auto& step : list.items) {
      if (!step.is_map()) {
        reader.error(step.offset, "wrong-type", "A step has to be a map of fields.", "Write it as - item: tips/...");
        continue;
      }
      read_row(step, "a step",
               {{"item", true, [&](std::string_view key, const YamlValue& id) { reading.item(key, id); }},
                reading.titled("lead_in", false)},
               reader);
    }
  };
  read_row(*document, "a series",
           {reading.titled("title", true),
            {"audience", true,
             [&](std::string_view key, const YamlValue& value) {
               for (const auto& word : reader.list(key, value, 6))
                 if (std::find(std::begin(kAudiences), std::end(kAudiences), word) == std::end(kAudiences))
                   reader.error(value.offset, "unknown-value", "\"" + printable(word) + "\" is no audience.",
                                did_you_mean(word, {std::begin(kAudiences), std::end(kAudiences)}, "Use one of the audiences."));
             }},
            {"topics", true,
             [&](std::string_view key, const YamlValue& value) {
               for (const auto& word : reader.list(key, value, 6))
                 if (topics.count(word) == 0)
                   reader.error(value.offset, "unknown-topic", "\"" + printable(word) + "\" is not a topic of topics.yaml.",
                                did_you_mean(word, {topics.begin(), topics.end()}, "Use a topic's id."));
             }},
            {"points", true, [&](std::string_view key, const YamlValue& value) { reader.list(key, value, 20); }},
            reading.one_of("pace", {"weekly", "twice-weekly"}),
            {"weeks", true, [&](std::string_view key, const YamlValue& value) { reading.number(key, value, 52); }},
            reading.titled("welcome", true),
            {"steps", true, steps},
            reading.titled("end", true)},
           reader);
  return findings;
}

}  // namespace allybot::library
