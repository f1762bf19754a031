// Fuzz targets: each takes any bytes and aborts when a promise does not hold. One file for each target, of the same name;
// its saved inputs lie in corpus/<name>, and every build replays them (replay/).
// Must never depend on time, chance or a network: an input that fails once fails always.
#pragma once

#include <span>
#include <string_view>

namespace allybot::fuzz {

/// Bytes as an HTTP request of Slack's, or as a frame of its sockets: what is not proven is never parsed, what is proven gives
/// ids and text of the right form.
void slack_verify_parse(std::string_view input);
/// Bytes as the text of a card: what Slack is sent is JSON, within limits, without markup that the card did not ask for.
void slack_card(std::string_view input);
/// Bytes as an HTTP request to Mattermost's paths, and as what members typed in a genuine one: what is not proven is never
/// parsed, two readers of a proven body see the same, and answers keep within limits and call nobody.
void mattermost_parse(std::string_view input);
/// Bytes as a request to Discord's paths, as what a member typed or pressed, and as what a button of ours is about: what is not
/// signed is never parsed, and answers keep within limits and call nobody.
void discord_parse(std::string_view input);
/// Bytes as an activity under a good token, as an Authorization, and as what a member typed or pressed: without the private key
/// nothing is proven, answers go to the member's own chat alone, keep within limits and call nobody.
void teams_parse(std::string_view input);
/// Bytes as an activity under a good signature, as an Authorization, and as what a member typed: without the key nothing is
/// proven, and answers keep within limits, call nobody and hold nothing to press.
void teams_outgoing_parse(std::string_view input);
/// Bytes as an event under a good token, as an Authorization, as what a member typed, and as what a button of ours is about:
/// without the private key nothing is proven, answers in a space are for one member alone, keep within limits and call nobody.
void google_chat_parse(std::string_view input);
/// Bytes as a transaction under a good token, as an event, as a token, and as what a member typed: without the token nothing is
/// proven, answers go to the member's own room alone, keep within limits and call nobody.
void matrix_parse(std::string_view input);
/// Bytes as what Zulip posts, with a good token or without, and as what a member typed: without the token nothing is proven,
/// answers are read by the member alone, keep within limits and call nobody.
void zulip_parse(std::string_view input);
/// Bytes as what Rocket.Chat posts, with a good token or without, and as what a member typed: without a token nothing is proven,
/// answers go to the member's own room alone, keep within limits and call nobody.
void rocket_chat_parse(std::string_view input);
/// Bytes as a webhook's body with a good signature or without, as what the API gives for a message or an action, and as what a
/// member typed or pressed: without the secret nothing is proven, answers go to the member's own space alone, keep within limits
/// and call nobody.
void webex_parse(std::string_view input);
/// Bytes as a button's value, and as what a value is made for: only what was signed opens, and opens to the same.
void buttons(std::string_view input);

struct Target {
  const char* name;
  void (*run)(std::string_view input);
};
std::span<const Target> targets();

}  // namespace allybot::fuzz
