// Requests as a Zulip server sends them to an outgoing webhook, with made-up ids.
// Must never hold an id, a token or a name of a real organization.
#pragma once

#include <string>

#include "bot/http/message.h"

namespace allybot::fakes {

inline constexpr const char* kZulipToken = "fakezulipwebhooktoken0000000000";
inline constexpr const char* kZulipKey = "fakezulipapikey00000000000000000";
inline constexpr const char* kZulipEmail = "ally-bot@zulip.example";
inline constexpr const char* kZulipName = "Ally";
inline constexpr int kZulipBot = 9;

struct ZulipPlace {
  int member = 5;
  std::string member_name = "Kim Fake";
  int channel = 7;
  std::string channel_name = "ops";
  std::string topic = "stand-up";
  std::string realm = "acme";
  long message = 112;
};

/// Said in a channel; a call of the bot stands before it unless it has one. As JSON.
std::string zulip_mention(const std::string& text, const ZulipPlace& place = {});
/// Said to the bot alone, or with others (ids) in the conversation.
std::string zulip_direct(const std::string& text, const ZulipPlace& place = {}, const std::string& others = {});
http::RawRequest zulip_request(std::string body);

}  // namespace allybot::fakes
