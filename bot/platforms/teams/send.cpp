#include "bot/platforms/teams/send.h"

namespace allybot::platforms::teams {
namespace {

using Kind = SendOutcome::Kind;

std::string activities(const std::string& conversation) { return "v3/conversations/" + segment(conversation) + "/activities"; }

}  // namespace

SendOutcome Sender::send(const Outgoing& outgoing) const {
  const Call call = Call::read(outgoing.payload);
  if (call.body.empty()) return {Kind::Refused, {}, "payload_unreadable", {}};
  if (call.what == Call::What::Post) return post(call, call.activity);
  const Connector::Said said =
      connector_.call(http::Method::Put, call.service, activities(call.conversation) + '/' + segment(call.activity), call.body);
  // The message that was pressed in is gone, the member's conversation is not.
  return is_gone(said) ? post(call, {}) : outcome_of_update(said);
}

// https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-send-and-receive-messages
SendOutcome Sender::post(const Call& call, const std::string& seen_in) const {
  const bool direct = call.conversation.substr(0, 1) == "@";
  const std::string member = direct ? call.conversation.substr(1) : std::string();
  std::string conversation = call.conversation;
  if (direct) {
    SendOutcome why;
    conversation = people_.conversation_with(member, call.service, why);
    if (conversation.empty())
      return why.reason == kNotInstalled && !seen_in.empty() ? post_for_one(call, seen_in, member, std::move(why)) : why;
  }
  const Connector::Said said = connector_.call(http::Method::Post, call.service, activities(conversation), call.body);
  SendOutcome outcome = outcome_of_post(said);
  if (direct && is_gone(said) && outcome.kind == Kind::Gone) {
    // What we remembered was old; the next try asks for a new one. A few tries of an outbox end, so this does.
    people_.forget_conversation(member, conversation);
    return {Kind::NotSent, {}, outcome.reason, {}};
  }
  return outcome;
}

// https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages
SendOutcome Sender::post_for_one(const Call& call, const std::string& seen_in, const std::string& member,
                                 SendOutcome otherwise) const {
  if (!is_conversation_id(seen_in) || !is_member_id(member) || call.body.substr(0, 1) != "{") return otherwise;
  const std::string body = R"({"recipient":{"id":")" + member + R"("},)" + call.body.substr(1);
  const SendOutcome outcome =
      outcome_of_post(connector_.call(http::Method::Post, call.service, activities(seen_in) + "?isTargetedActivity=true", body));
  const bool settled = outcome.kind == Kind::Sent || outcome.kind == Kind::Unknown || outcome.kind == Kind::Wait;
  return settled ? outcome : otherwise;  // what has to be mended is that the member has not installed the bot
}

}  // namespace allybot::platforms::teams
