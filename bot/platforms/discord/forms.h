// A form as Discord's modal, and what a modal brings back. https://docs.discord.com/developers/components/using-modal-components
// Must never open one that Discord would refuse: what does not fit into five inputs is no modal.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "bot/core/form.h"
#include "bot/core/reply.h"

namespace allybot::platforms::discord {

/// Whether a modal can hold all of it.
bool fits_modal(const Form& form);
/// `data` of a modal; `custom_id` comes back with what was typed.
std::string modal(const Form& form, const std::string& custom_id);
/// Values by field name, out of `data.components` of a submission: labels of today and rows of old.
std::map<std::string, std::string> modal_values(const nlohmann::json& components);

}  // namespace allybot::platforms::discord
