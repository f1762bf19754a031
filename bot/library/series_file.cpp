#include "bot/library/series_file.h"

#include "bot/library/table_reading.h"

namespace allybot::library {
namespace {

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

std::string text_of(const YamlValue* value) { return value != nullptr && value->is_text() ? value->text : std::string(); }

/// "first-steps" for "series/first-steps.yaml".
std::string slug_of(const std::string& path) {
  const std::size_t begin = path.rfind('/') + 1;
  return path.substr(begin, path.rfind('.') - begin);
}

bool is_usable(const Series& series) {
  const std::string english(kFallbackLanguage);
  return series.title.count(english) > 0 && series.welcome.count(english) > 0 && series.end.count(english) > 0 &&
         !series.steps.empty();
}

}  // namespace

Table<Series> read_series(const SourceText& source) {
  Table<Series> table;
  const auto document = read_document(source, table.findings);
  if (!document) return table;
  Series series;
  series.slug = slug_of(source.path());
  series.title = texts_of(document->get("title"));
  series.welcome = texts_of(document->get("welcome"));
  series.end = texts_of(document->get("end"));
  series.audience = words_of(document->get("audience"));
  series.topics = words_of(document->get("topics"));
  series.a_week = text_of(document->get("pace")) == "twice-weekly" ? 2 : 1;
  if (const YamlValue* steps = document->get("steps"); steps != nullptr && steps->is_list())
    for (const YamlValue& step : steps->items)
      if (const std::string item = text_of(step.get("item")); !item.empty())
        series.steps.push_back({ItemId(item), texts_of(step.get("lead_in"))});
  if (!is_usable(series)) {
    table.findings.push_back(source.error(document->offset, "series", "The series cannot be used.",
                                          "It needs title, welcome and end in English, and steps that each name an item."));
    return table;
  }
  table.readable = true;
  table.rows.push_back(std::move(series));
  return table;
}

}  // namespace allybot::library
