// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events
#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/platforms/json_read.h"
#include "bot/platforms/teams/parse.h"
#include "bot/platforms/teams/route.h"

namespace allybot::platforms::teams {
namespace {

using nlohmann::json;
using Kind = Lifecycle::Kind;

struct Change {
  std::string_view event;
  Kind kind;
};
constexpr Change kChanges[] = {
    {"channelDeleted", Kind::ChannelGone},    {"teamDeleted", Kind::ChannelGone},        {"teamHardDeleted", Kind::ChannelGone},
    {"teamArchived", Kind::ChannelGone},      {"channelRestored", Kind::AddedToChannel}, {"teamRestored", Kind::AddedToChannel},
    {"teamUnarchived", Kind::AddedToChannel},
};

}  // namespace

Inbound Parser::conversation_changed(const json& activity, Envelope from) const {
  learn(activity, from);
  const auto names_us = [&](const char* list) {
    const json* members = find(activity, {list});
    return members != nullptr && members->is_array() &&
           std::any_of(members->begin(), members->end(), [&](const json& one) { return is_us(one, activity); });
  };
  if (names_us("membersAdded")) {
    if (from.origin.channel.channel.empty()) return Ignored{"no-member"};
    return Lifecycle{std::move(from.origin), Kind::AddedToChannel};
  }
  if (names_us("membersRemoved")) {
    if (from.origin.channel.channel.empty()) return Ignored{"no-member"};
    return Lifecycle{std::move(from.origin), Kind::RemovedFromChannel};
  }

  const std::string event = text_at(activity, {"channelData", "eventType"});
  const auto* change =
      std::find_if(std::begin(kChanges), std::end(kChanges), [&](const Change& one) { return one.event == event; });
  const std::string channel = text_at(activity, {"channelData", "channel", "id"});
  if (event == "channelRenamed" && is_conversation_id(channel)) {
    people_.learn_place(channel, {from.origin.address, text_at(activity, {"channelData", "channel", "name"}), false});
    return Ignored{"renamed"};
  }
  if (change == std::end(kChanges)) return Ignored{"conversationupdate"};
  if (is_conversation_id(channel)) from.origin.channel.channel = ChannelId(channel);
  if (from.origin.channel.channel.empty()) return Ignored{"no-channel"};
  from.origin.member.member = MemberId();  // who did it need not hear of us
  return Lifecycle{std::move(from.origin), change->kind};
}

// Of one person's install nothing else tells. The whole tenant's end is told by nothing: what we keep stays.
Inbound Parser::installation_changed(const json& activity, Envelope from) const {
  learn(activity, from);
  if (from.origin.channel.channel.empty()) return Ignored{"no-member"};
  const std::string action = text_at(activity, {"action"});
  if (action == "add") return Lifecycle{std::move(from.origin), Kind::AddedToChannel};
  if (action == "remove") return Lifecycle{std::move(from.origin), Kind::RemovedFromChannel};
  return Ignored{"installationupdate"};
}

}  // namespace allybot::platforms::teams
