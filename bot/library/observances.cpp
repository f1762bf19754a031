#include "bot/library/observances.h"

#include "bot/library/table_reading.h"

namespace allybot::library {
namespace {

std::string text_of(const YamlValue* value) { return value != nullptr && value->is_text() ? value->text : std::string(); }

TextByLanguage texts_of(const YamlValue* value) {
  TextByLanguage texts;
  if (value == nullptr || !value->is_map()) return texts;
  for (const YamlEntry& entry : value->entries)
    if (entry.value.is_text()) texts[entry.key] = entry.value.text;
  return texts;
}

std::vector<std::string> words_of(const YamlValue* value) {
  std::vector<std::string> words;
  if (value == nullptr || !value->is_list()) return words;
  for (const YamlValue& item : value->items)
    if (item.is_text()) words.push_back(item.text);
  return words;
}

DayPost post_of(const YamlValue* value) {
  if (value == nullptr || !value->is_map()) return {};
  return {ItemId(text_of(value->get("item"))), texts_of(value->get("text"))};
}

int number_of(const std::string& text, int otherwise) {
  std::int64_t number = 0;
  return parse_number(text, number) && number >= 0 && number <= 366 ? static_cast<int>(number) : otherwise;
}

}  // namespace

Table<Observance> read_observances(const SourceText& source) {
  Table<Observance> table = read_rows<Observance>(source, "id", [](const YamlValue& value, FieldReader& reader) {
    Observance row;
    row.id = text_of(value.get("id"));
    row.title = texts_of(value.get("title"));
    row.rule = text_of(value.get("rule"));
    if (const YamlValue* dates = value.get("dates"); dates != nullptr && dates->is_map())
      for (const YamlEntry& entry : dates->entries) row.dates.push_back(entry.value.text);
    row.days = std::max(1, number_of(text_of(value.get("days")), 1));
    row.regions = words_of(value.get("regions"));
    row.kind = text_of(value.get("kind"));
    row.opt_in = text_of(value.get("opt_in")) != "false";  // what cannot be read is not posted unasked
    for (const std::string& word : words_of(value.get("before_days")))
      if (const int days = number_of(word, 0); days > 0) row.before_days.push_back(days);
    row.before = post_of(value.get("before"));
    row.on = post_of(value.get("on"));
    row.after = post_of(value.get("after"));
    row.url = text_of(value.get("url"));
    const bool usable = !row.id.empty() && row.title.count(std::string(kFallbackLanguage)) > 0 && !row.on.empty() &&
                        (!row.rule.empty() || !row.dates.empty());
    if (!usable)
      reader.error(value.offset, "day", "The day cannot be used.",
                   "It needs id, title in English, rule or dates, and what is posted on the day.");
    return row;
  });
  return table;
}

}  // namespace allybot::library
