#include "bot/platforms/adaptive_form.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/core/text.h"

namespace allybot::platforms {
namespace {

using Json = nlohmann::ordered_json;

// Nobody publishes a limit: those of our own forms (bot/core/form.h).
constexpr Limit kTitle{"title", 100};
constexpr Limit kLabel{"label", 100};
constexpr Limit kButton{"button", 64};
constexpr Limit kHint{"hint", 150};
constexpr Limit kOption{"choice", 75};
constexpr std::size_t kOptions = 100;
constexpr std::size_t kTextCharacters = 3000;

void add_text(Json& input, const Field& field) {
  const std::size_t most = std::clamp<std::size_t>(field.max_length, 1, kTextCharacters);
  input["type"] = "Input.Text";
  input["isMultiline"] = field.kind == Field::Kind::LongText;
  input["maxLength"] = most;
  if (!trim(field.hint).empty()) input["placeholder"] = cut(printable(field.hint), kHint);
  if (!field.initial.empty()) input["value"] = cut(field.initial, {"initial", most});
}

void add_choices(Json& input, const Field& field) {
  Json choices = Json::array();
  for (const Choice& choice : field.choices) {
    if (choices.size() == kOptions) break;
    choices.push_back(Json{{"title", cut(printable(choice.label.empty() ? choice.value : choice.label), kOption)},
                           {"value", cut(choice.value, kOption)}});
  }
  input["type"] = "Input.ChoiceSet";
  input["style"] = "compact";
  const bool known = std::any_of(field.choices.begin(), field.choices.end(),
                                 [&field](const Choice& choice) { return choice.value == field.initial; });
  if (known && !field.initial.empty()) input["value"] = field.initial;
  input["choices"] = std::move(choices);
}

Json input_of(const Field& field, const std::string& needed) {
  Json input{{"type", ""}, {"id", field.name}, {"label", cut(printable(field.label), kLabel)}};
  if (field.kind == Field::Kind::Choose)
    add_choices(input, field);
  else
    add_text(input, field);
  if (!field.optional) {
    input["isRequired"] = true;
    input["errorMessage"] = needed;
  }
  return input;
}

}  // namespace

std::string adaptive_form(const Form& form, const std::string& above, const FormTicket& ticket, const CardDialect& dialect) {
  Json body = Json::array();
  const std::string title = cut(printable(trim(form.title)), kTitle);
  if (!above.empty()) body.push_back(adaptive_small_print(above));
  if (!title.empty()) body.push_back(adaptive_heading(title, dialect));
  if (!trim(form.intro).empty()) body.push_back(adaptive_paragraph(text_line(form.intro)));
  for (const Field& field : form.fields) body.push_back(input_of(field, ticket.needed));
  std::string label = trim(form.submit).empty() ? title : cut(printable(trim(form.submit)), kButton);
  if (label.empty()) label = "OK";
  body.push_back(Json{
      {"type", "ActionSet"},
      {"actions", Json::array({Json{
                      {"type", "Action.Submit"}, {"title", label}, {"data", dialect.data(ticket.value, ticket.place, true)}}})}});
  return dumped(adaptive_message_of(std::move(body), title.empty() ? label : title, dialect));
}

}  // namespace allybot::platforms
