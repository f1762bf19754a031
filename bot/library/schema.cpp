#include "bot/library/schema.h"

#include "bot/core/text.h"

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
    case FieldForm::Slugs: return list_of(text + ", \"pattern\": \"^[A-Za-z0-9-]+$\"", field);
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

}  // namespace

std::string schema_of(const Kind& kind) {
  std::string properties, required;
  for (const Field& field : kind.fields) {
    properties += std::string(properties.empty() ? "" : ",\n") + "    " + json_quoted(field.name) + ": {" + form_of(field) +
                  ", \"description\": " + json_quoted(field.meaning) + "}";
    if (field.required) required += (required.empty() ? "" : ", ") + json_quoted(field.name);
  }
  return "{\n  \"$schema\": \"http://json-schema.org/draft-07/schema#\",\n  \"title\": " +
         json_quoted("Front matter of " + std::string(kind.name)) +
         ",\n  \"type\": \"object\",\n  \"additionalProperties\": false,\n  \"required\": [" + required +
         "],\n  \"properties\": {\n" + properties + "\n  }\n}\n";
}

}  // namespace allybot::library
