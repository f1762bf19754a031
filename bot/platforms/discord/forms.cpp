#include "bot/platforms/discord/forms.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/platforms/discord/limits.h"
#include "bot/platforms/discord/message.h"
#include "bot/platforms/discord/text.h"
#include "bot/platforms/json_read.h"

namespace allybot::platforms::discord {
namespace {

using Json = nlohmann::ordered_json;
using nlohmann::json;

constexpr int kActionRow = 1;
constexpr int kSelect = 3;
constexpr int kTextInput = 4;
constexpr int kTextDisplay = 10;
constexpr int kLabelComponent = 18;

/// Discord refuses a label of blanks.
std::string cut_or_ellipsis(std::string_view text, const Limit& limit, Cutter& cutter) {
  const std::string shown(trim(printable(text)));
  return shown.empty() ? "\xE2\x80\xA6" : cutter.text(shown, limit);
}

Json text_input(const Field& field) {
  const std::size_t most = std::clamp<std::size_t>(field.max_length, 1, kInputCharacters);
  Json input{{"type", kTextInput},
             {"custom_id", field.name},
             {"style", field.kind == Field::Kind::LongText ? 2 : 1},
             {"required", !field.optional},
             {"max_length", most}};
  if (!field.initial.empty()) input["value"] = cut(field.initial, {"initial", most, Unit::Utf16});
  return input;
}

Json select(const Field& field, Cutter& cutter) {
  Json options = Json::array();
  for (const Choice& choice : field.choices) {
    Json option{{"label", cut_or_ellipsis(choice.label.empty() ? choice.value : choice.label, kOption, cutter)},
                {"value", choice.value}};
    if (choice.value == field.initial) option["default"] = true;
    options.push_back(std::move(option));
  }
  Json made{{"type", kSelect}, {"custom_id", field.name}, {"options", std::move(options)}, {"required", !field.optional}};
  if (field.optional) made["min_values"] = 0;
  return made;
}

/// A choice that Discord cannot show (too many, or an empty value) is typed instead.
bool is_choosable(const Field& field) {
  if (field.kind != Field::Kind::Choose || field.choices.empty() || field.choices.size() > kOptions.most) return false;
  return std::all_of(field.choices.begin(), field.choices.end(),
                     [](const Choice& choice) { return !choice.value.empty() && fits(choice.value, kOption); });
}

Json label_of(const Field& field, Cutter& cutter) {
  Json made{{"type", kLabelComponent}, {"label", cut_or_ellipsis(field.label, kLabel, cutter)}};
  if (!trim(field.hint).empty()) made["description"] = cutter.text(printable(field.hint), kHint);
  made["component"] = is_choosable(field) ? select(field, cutter) : text_input(field);
  return made;
}

void read_input(const json& input, std::map<std::string, std::string>& into) {
  const std::string name = text_at(input, {"custom_id"});
  if (name.empty()) return;
  const json* chosen = first_at(input, {"values"});
  into[name] = to_nfc(chosen != nullptr && chosen->is_string() ? chosen->get<std::string>() : text_at(input, {"value"}));
}

}  // namespace

bool fits_modal(const Form& form) { return !form.fields.empty() && form.fields.size() <= kModalComponents; }

std::string modal(const Form& form, const std::string& custom_id) {
  Cutter cutter;
  Json components = Json::array();
  // An explanation may go where there is no room for it; a question may not.
  if (!trim(form.intro).empty() && form.fields.size() < kModalComponents)
    components.push_back(Json{{"type", kTextDisplay}, {"content", cutter.escaped(form.intro, kIntro, escape)}});
  for (const Field& field : form.fields) components.push_back(label_of(field, cutter));
  return dumped(Json{{"custom_id", custom_id},
                     {"title", cut_or_ellipsis(form.title, kModalTitle, cutter)},
                     {"components", std::move(components)}});
}

std::map<std::string, std::string> modal_values(const json& components) {
  std::map<std::string, std::string> values;
  if (!components.is_array()) return values;
  for (const json& component : components) {
    const auto type = number_at(component, {"type"});
    if (type == kLabelComponent) {
      if (const json* input = find(component, {"component"}); input != nullptr) read_input(*input, values);
    } else if (type == kActionRow) {
      const json* row = find(component, {"components"});
      if (row == nullptr || !row->is_array()) continue;
      for (const json& input : *row) read_input(input, values);
    }
  }
  return values;
}

}  // namespace allybot::platforms::discord
