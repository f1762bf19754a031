#include "bot/library/schema.h"

#include <filesystem>

#include "bot/core/text.h"
#include "bot/library/files.h"
#include "bot/library/kind.h"
#include "bot/library/observances.h"
#include "bot/library/source_text.h"
#include "bot/library/tables.h"

namespace allybot::library {
namespace {

std::string choices_of(const Field& field) {
  std::string all;
  for (const auto choice : field.choices) all += (all.empty() ? "" : ", ") + json_quoted(choice);
  return "\"enum\": [" + all + "]";
}

std::string list_of(const std::string& each, const Field& field) {
  std::string text = "\"type\": \"array\", \"uniqueItems\": true";
  if (field.required) text += ", \"minItems\": 1";
  if (field.most != 0) text += ", \"maxItems\": " + std::to_string(field.most);
  return text + ", \"items\": {" + each + "}";
}

/// What a value may be, without the braces.
std::string form_of(const Field& field) {
  std::string text = "\"type\": \"string\"";
  switch (field.form) {
    case FieldForm::Text: return text + ", \"minLength\": 1, \"maxLength\": " + std::to_string(field.most);
    case FieldForm::Slugs: return list_of("\"$ref\": \"ids.json#/definitions/" + std::string(field.name) + "\"", field);
    case FieldForm::Choices: return list_of(choices_of(field), field);
    case FieldForm::Choice: return choices_of(field);
    case FieldForm::Regions: return list_of(text + ", \"pattern\": \"^[A-Z]{2}$\"", field);
    case FieldForm::Points: return list_of(text + ", \"pattern\": \"^S(0[1-9]|[1-5][0-9]|60)$\"", field);
    case FieldForm::Number: return "\"type\": \"integer\", \"minimum\": 1, \"maximum\": " + std::to_string(field.most);
    case FieldForm::Flag: return "\"type\": \"boolean\"";
    case FieldForm::Day: return text + ", \"pattern\": \"^[0-9]{4}-[0-9]{2}-[0-9]{2}$\"";
    case FieldForm::Mark: return text + ", \"pattern\": \"^[0-9a-f]{12}$\"";
    case FieldForm::Address: return text + ", \"pattern\": \"^https://\"";
  }
  return text;
}

constexpr std::string_view kBegin = "{\n  \"$schema\": \"http://json-schema.org/draft-07/schema#\",\n";

std::string object_of(std::string_view title, const std::vector<Field>& fields) {
  std::string properties, required;
  for (const Field& field : fields) {
    properties += std::string(properties.empty() ? "" : ",\n") + "    " + json_quoted(field.name) + ": {" + form_of(field) +
                  ", \"description\": " + json_quoted(field.meaning) + "}";
    if (field.required) required += (required.empty() ? "" : ", ") + json_quoted(field.name);
  }
  return "\"title\": " + json_quoted(title) +
         ",\n  \"type\": \"object\",\n  \"additionalProperties\": false,\n  \"required\": [" + required +
         "],\n  \"properties\": {\n" + properties + "\n  }";
}

/// A choice of ids, each with what it stands for.
std::string definition_of(std::string_view name, const std::vector<std::pair<std::string, std::string>>& ids) {
  std::string choices, meanings;
  for (const auto& [id, meaning] : ids) {
    choices += (choices.empty() ? "\n        " : ",\n        ") + json_quoted(id);
    meanings += (meanings.empty() ? "\n        " : ",\n        ") + json_quoted(meaning);
  }
  return "    " + json_quoted(name) + ": {\n      \"enum\": [" + choices + "],\n      \"enumDescriptions\": [" + meanings +
         "],\n      \"markdownEnumDescriptions\": [" + meanings + "]\n    }";
}

std::string ids_of(const Library& library) {
  std::vector<std::pair<std::string, std::string>> topics, sources;
  for (const Topic& topic : library.topics("en")) topics.emplace_back(topic.id, topic.title);
  for (const Source& source : library.sources())
    sources.emplace_back(source.id, source.claim + (source.caveat.empty() ? "" : " To keep in mind: " + source.caveat));
  std::vector<std::pair<std::string, std::string>> observances;
  for (const Observance& day : library.observances()) observances.emplace_back(day.id, text_in(day.title, "en"));
  std::vector<std::pair<std::string, std::string>> days{{"usual", "All that are on without being named."}};
  days.insert(days.end(), observances.begin(), observances.end());
  return std::string(kBegin) + "  \"definitions\": {\n" + definition_of("topics", topics) + ",\n" +
         definition_of("sources", sources) + ",\n" + definition_of("days", days) + ",\n" + definition_of("without", observances) +
         "\n  }\n}\n";
}

/// As read_file_plans() reads them.
std::string schedules() {
  std::vector<std::string_view> names = kind_names();
  const std::vector<Field> fields = {
      {"slug", FieldForm::Text, &Item::title, true, kMostIdLength, {}, "A short name, unique in this file."},
      {"channel",
       FieldForm::Text,
       &Item::title,
       true,
       200,
       {},
       "Where it posts: platform:workspace:channel, by the platform's ids."},
      {"words",
       FieldForm::Text,
       &Item::title,
       true,
       200,
       {},
       "When, as typed to the bot: every Tuesday 10:00, weekdays 9:30, first Monday 2pm."},
      {"zone", FieldForm::Text, &Item::title, false, 60, {}, "Whose clock counts: an IANA name such as Europe/Berlin."},
      {"kinds", FieldForm::Choices, &Item::topics, false, 7, std::move(names), "What to draw from; left out: tips and myths."},
      {"topics", FieldForm::Slugs, &Item::topics, false, 20, {}, "Only these topics; left out: all."},
      {"days",
       FieldForm::Slugs,
       &Item::topics,
       false,
       100,
       {},
       "Keeps days of observance instead: usual, and ids of those that are off unless they are named."},
      {"without", FieldForm::Slugs, &Item::topics, false, 100, {}, "Days of observance that it leaves out."},
      {"start", FieldForm::Day, &Item::publish, false, 0, {}, "The first day, such as 2027-10-01."},
      {"until", FieldForm::Day, &Item::expire, false, 0, {}, "The last day."}};
  return std::string(kBegin) + "  \"title\": \"Plans kept as files\",\n  \"type\": \"array\",\n  \"items\": {\n  " +
         object_of("A plan", fields) + "\n  }\n}\n";
}

}  // namespace

std::vector<std::pair<std::string, std::string>> schemas_of(const Library& library) {
  std::vector<std::pair<std::string, std::string>> all;
  for (const Kind& kind : kinds())
    all.emplace_back(std::string(kind.name) + ".json",
                     std::string(kBegin) + "  " + object_of("Front matter of " + std::string(kind.name), kind.fields) + "\n}\n");
  all.emplace_back("schedules.json", schedules());
  all.emplace_back("ids.json", ids_of(library));
  return all;
}

std::vector<Finding> old_schemas(const std::string& root, const Library& library) {
  std::vector<Finding> findings;
  if (!std::filesystem::is_directory(root + "/schema")) return findings;
  for (const auto& [name, text] : schemas_of(library)) {
    const auto kept = read_bytes(root + "/schema/" + name, 8U << 20U);
    if (kept && *kept == text) continue;
    findings.push_back({"schema/" + name, 1, 1, Finding::Level::Warning, "old-schema",
                        "What editors know of the content is not what the content is.", "Run: allybot content schema --write."});
  }
  return findings;
}

}  // namespace allybot::library
