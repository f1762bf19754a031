#include "handlers/forms.h"

#include <algorithm>

namespace allybot::handlers {
namespace {

std::vector<std::string_view> names_of_openers() {
  std::vector<std::string_view> names;
  for (const Entry& entry : action_entries())
    for (const Entry& sent : action_entries())
      if (sent.form != nullptr && sent.form == entry.read) names.push_back(entry.name);
  return names;
}

}  // namespace

bool opens_form(const Action& action) {
  static const std::vector<std::string_view> names = names_of_openers();
  return std::find(names.begin(), names.end(), action.name) != names.end();
}

void mark_forms(Card& card) {
  for (Button& button : card.buttons) button.opens_form = button.url.empty() && opens_form(button.action);
}

void mark_forms(Reply& reply) {
  std::visit(
      [](auto& kind) {
        if constexpr (requires { kind.card; }) mark_forms(kind.card);
      },
      reply);
}

std::optional<Form> form_again(const Entry& entry, const Call& call) {
  if (entry.form == nullptr || call.form == nullptr) return std::nullopt;
  auto opened = entry.form(call);
  auto* form = opened ? std::get_if<OpenForm>(&*opened) : nullptr;
  if (form == nullptr) return std::nullopt;
  for (Field& field : form->form.fields)
    if (const auto typed = call.form->find(field.name); typed != call.form->end()) field.initial = typed->second;
  return std::move(form->form);
}

}  // namespace allybot::handlers
