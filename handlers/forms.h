// Which buttons open a form, read from the registry; and a form once more, with what was typed in it.
// Must never be left to a handler: it would be forgotten in one of them.
#pragma once

#include <optional>

#include "bot/core/card.h"
#include "bot/core/reply.h"
#include "handlers/registry.h"

namespace allybot::handlers {

/// Whether a press with that action is answered with a form, unless something is in the way.
bool opens_form(const Action& action);
/// Sets Button::opens_form.
void mark_forms(Card& card);
void mark_forms(Reply& reply);

/// The form that `entry` is sent from, with the values of `call`; nothing when it cannot be opened now.
std::optional<Form> form_again(const Entry& entry, const Call& call);

}  // namespace allybot::handlers
