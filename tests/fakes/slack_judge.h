// Judges a payload as Slack would: limits, required parts, markup. https://docs.slack.dev/reference/block-kit
// Must never share a line with the renderer that it judges, its limits included.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace allybot::fakes {

/// What Slack would refuse of a message (chat.postMessage, an answer, a response_url), and what would call people or make links
/// that no card asked for; one sentence each.
std::vector<std::string> slack_complaints_of_message(const nlohmann::json& message);
/// The same of a view.
std::vector<std::string> slack_complaints_of_view(const nlohmann::json& view);

}  // namespace allybot::fakes
