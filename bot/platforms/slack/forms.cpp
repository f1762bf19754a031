#include "bot/platforms/slack/forms.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/platforms/slack/blocks.h"
#include "bot/platforms/slack/limits.h"
#include "bot/platforms/slack/text.h"

namespace allybot::platforms::slack {
namespace {

using Json = nlohmann::ordered_json;

Json option_of(const Choice& choice, Cutter& cutter) {
  return Json{{"text", plain_text_object(choice.label.empty() ? choice.value : choice.label, kOption, cutter, kOption.field)},
              {"value", cut(choice.value, kOption)}};
}

Json text_input(const Field& field) {
  const std::size_t most = std::min(std::max<std::size_t>(field.max_length, 1), kInputCharacters);
  Json element{{"type", "plain_text_input"},
               {"action_id", kInputAction},
               {"multiline", field.kind == Field::Kind::LongText},
               {"max_length", most}};
  if (!field.initial.empty()) element["initial_value"] = cut(field.initial, {"initial", most, Unit::Utf16});
  return element;
}

Json select_input(const Field& field, Cutter& cutter) {
  Json options = Json::array();
  Json initial;
  const std::size_t shown = cutter.number(field.choices.size(), kOptions);
  for (std::size_t i = 0; i < shown; ++i) {
    options.push_back(option_of(field.choices[i], cutter));
    if (field.choices[i].value == field.initial) initial = options.back();
  }
  Json element{{"type", "static_select"}, {"action_id", kInputAction}, {"options", std::move(options)}};
  if (!initial.is_null()) element["initial_option"] = std::move(initial);
  return element;
}

Json input_of(const Field& field, Cutter& cutter) {
  Json block{{"type", "input"},
             {"block_id", field.name},
             {"optional", field.optional},
             {"label", plain_text_object(field.label, kLabel, cutter, kLabel.field)},
             {"element", field.kind == Field::Kind::Choose ? select_input(field, cutter) : text_input(field)}};
  if (!trim(field.hint).empty()) block["hint"] = plain_text_object(field.hint, kHint, cutter, kHint.field);
  return block;
}

}  // namespace

std::string form_view(const Form& form, const FormTicket& ticket, const std::string& cancel) {
  Cutter cutter;
  Json blocks = Json::array();
  if (!trim(form.intro).empty()) {
    const std::string intro = mrkdwn(text_line(form.intro), kText, cutter, "intro");
    blocks.push_back(Json{{"type", "section"}, {"text", Json{{"type", "mrkdwn"}, {"text", intro}, {"verbatim", true}}}});
  }
  for (const Field& field : form.fields) blocks.push_back(input_of(field, cutter));
  FormTicket kept = ticket;
  if (kept.text().size() > kPrivateMetadata) kept.response_url.clear();
  return dumped(Json{{"type", "modal"},
                     {"callback_id", kFormCallback},
                     {"private_metadata", kept.text()},
                     {"title", plain_text_object(form.title, kViewTitle, cutter, kViewTitle.field)},
                     {"submit", plain_text_object(form.submit, kViewTitle, cutter, "submit")},
                     {"close", plain_text_object(cancel, kViewTitle, cutter, "cancel")},
                     {"blocks", std::move(blocks)}});
}

std::string form_problems(const FormProblems& problems) {
  Json errors = Json::object();
  for (const auto& [field, problem] : problems.by_field) errors[field] = problem;
  return dumped(Json{{"response_action", "errors"}, {"errors", std::move(errors)}});
}

}  // namespace allybot::platforms::slack
