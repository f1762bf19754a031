#include "bot/platforms/mattermost/forms.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/platforms/mattermost/limits.h"
#include "bot/platforms/mattermost/message.h"
#include "bot/platforms/mattermost/text.h"

namespace allybot::platforms::mattermost {
namespace {

using Json = nlohmann::ordered_json;

void add_text(Json& element, const Field& field) {
  // A line takes 150 characters; what may be longer needs the larger box.
  const bool is_long = field.kind == Field::Kind::LongText || field.max_length > kTextCharacters;
  const std::size_t most = std::clamp<std::size_t>(field.max_length, 1, is_long ? kLongTextCharacters : kTextCharacters);
  element["type"] = is_long ? "textarea" : "text";
  element["max_length"] = most;
  if (!field.initial.empty()) element["default"] = cut(field.initial, {"initial", most});
}

void add_choices(Json& element, const Field& field) {
  Json options = Json::array();
  for (const Choice& choice : field.choices) {
    if (options.size() == kOptions.most) break;
    options.push_back(
        Json{{"text", cut(choice.label.empty() ? choice.value : choice.label, kOption)}, {"value", cut(choice.value, kOption)}});
  }
  const bool known = std::any_of(field.choices.begin(), field.choices.end(),
                                 [&field](const Choice& choice) { return choice.value == field.initial; });
  element["type"] = "select";
  element["options"] = std::move(options);
  if (known && !field.initial.empty()) element["default"] = field.initial;
}

Json element_of(const Field& field) {
  Json element{{"display_name", cut(field.label, kLabel)}, {"name", field.name}, {"optional", field.optional}};
  if (field.kind == Field::Kind::Choose)
    add_choices(element, field);
  else
    add_text(element, field);
  if (!trim(field.hint).empty()) element["help_text"] = cut(field.hint, kHint);
  return element;
}

}  // namespace

std::string open_dialog(const Form& form, const std::string& trigger_id, const std::string& dialogs_url,
                        const FormTicket& ticket) {
  Json elements = Json::array();
  for (const Field& field : form.fields) elements.push_back(element_of(field));
  Json dialog{{"callback_id", "allybot"},
              {"title", cut(printable(form.title), kDialogTitle)},
              {"elements", std::move(elements)},
              {"notify_on_cancel", false},
              {"state", ticket.text()}};
  if (!trim(form.submit).empty()) dialog["submit_label"] = cut(printable(form.submit), kSubmit);
  if (!trim(form.intro).empty()) dialog["introduction_text"] = markdown_text(form.intro, markdown_rules());
  return dumped(Json{{"trigger_id", trigger_id}, {"url", dialogs_url}, {"dialog", std::move(dialog)}});
}

std::string form_problems(const FormProblems& problems) {
  Json errors = Json::object();
  for (const auto& [field, problem] : problems.by_field) errors[field] = problem;
  return dumped(Json{{"errors", std::move(errors)}});
}

}  // namespace allybot::platforms::mattermost
