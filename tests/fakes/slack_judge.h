// Judges a payload as Slack would: limits, required parts, markup. https://docs.slack.dev/reference/block-kit
// Must never share a line with the renderer that it judges, its limits included.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace allybot::fakes {

/// What Slack would refuse of a message (chat.postMessage, an answer, a response_url), and what would call people or make links
/// that no card asked for; one sentence each. `links` is how the addresses begin that cards may lead to: example.org in the cards
/// of tests, while the cards of the library lead to its sources.
std::vector<std::string> slack_complaints_of_message(const nlohmann::json& message,
                                                     std::string_view links = "https://example.org/");
/// The same of a view.
std::vector<std::string> slack_complaints_of_view(const nlohmann::json& view);

}  // namespace allybot::fakes
