#include "bot/platforms/rocket_chat/parse.h"

#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/platforms/cut.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/rocket_chat/membership.h"
#include "bot/platforms/rocket_chat/route.h"
#include "bot/platforms/rocket_chat/text.h"
#include "bot/platforms/sentences.h"

namespace allybot::platforms::rocket_chat {
namespace {

using nlohmann::json;

constexpr std::size_t kMostPlaceName = 100;

/// False, or what tells of the bot that wrote it.
bool is_said_by_a_bot(const json& body) {
  const json* bot = find(body, {"bot"});
  return bot != nullptr && !bot->is_null() && *bot != json(false);
}

Fetch asking(http::ClientRequest request, std::string_view purpose, const std::string& about) {
  return {std::move(request), std::string(purpose) + about, std::nullopt};
}

}  // namespace

// https://docs.rocket.chat/docs/integrations : what an outgoing webhook of the event "Message Sent" posts
std::variant<Inbound, Fetch> Parser::parse(const Authentic& request) const {
  const std::string& raw = request.raw().body;
  if (request.proof() == kBySubscription) return news(raw);
  const bool readable = is_valid_utf8(raw);
  const auto body = read_json(readable ? raw : with_valid_utf8(raw));
  if (!body || !body->is_object()) return Ignored{"not-a-message"};
  const std::string message = text_at(*body, {"message_id"});
  if (!is_id(message)) return Ignored{"not-a-message"};  // another event, such as somebody's joining a room
  const std::string member = text_at(*body, {"user_id"});
  if (is_said_by_a_bot(*body) || member == people_.own_id()) return Ignored{"bot"};
  if (true_at(*body, {"isEdited"})) return Ignored{"edited"};
  if (find(*body, {"message"}) != nullptr) return Ignored{"file"};  // of the event that a file came
  const std::string room = text_at(*body, {"channel_id"});
  if (!is_id(member)) return Ignored{"no-member"};
  if (!is_id(room)) return Ignored{"no-place"};

  Route route;
  route.place_name = cut_code_points(trim(printable(text_at(*body, {"channel_name"}))), kMostPlaceName);
  Origin origin;
  if (route.place_name.empty()) {  // conversations have no name
    const auto kind = rooms_.kind(room, member);
    if (!kind) return asking(rooms_.ask_for(room), kRoomFetch, room);
    if (*kind == Rooms::Kind::NotOurs) return Ignored{"no-place"};
    origin.direct = *kind == Rooms::Kind::OfTheMember;
  }
  if (const std::string thread = text_at(*body, {"tmid"}); origin.direct && is_id(thread)) route.thread = thread;
  origin.member = {PlatformId(kPlatform), workspace_, MemberId(member)};
  origin.channel = {PlatformId(kPlatform), workspace_, origin.direct ? direct_channel(origin.member.member) : ChannelId(room)};
  origin.request = RequestId(message);
  origin.route = route.text();
  people_.learn(member, text_at(*body, {"user_name"}));

  const std::string own_name = people_.own_name();
  const std::string typed = text_at(*body, {"text"});
  const std::string word = text_at(*body, {"trigger_word"});
  const Spoken spoken = spoken_text(typed, {own_name, word}, [this](std::string_view name) { return people_.id_of(name); });
  if (!origin.direct && !spoken.called_first) return Ignored{"not-called"};
  if (!readable) {
    std::string sentence = say_(kSayNotText);
    return Unusable{std::move(origin), Error{Code::Invalid, "message is not UTF-8", std::move(sentence)}};
  }
  for (const std::string& name : spoken.unknown_names)
    if (auto asked = people_.ask_for(name)) return asking(std::move(*asked), kNameFetch, name);
  const auto entry = origin.direct ? Command::Entry::Direct : Command::Entry::Mention;
  return Command{std::move(origin), to_nfc(trim(spoken.text)), entry};
}

Inbound Parser::news(std::string_view text) const {
  const RoomNews told = RoomNews::read(text);
  Lifecycle change;
  change.kind = told.joined ? Lifecycle::Kind::AddedToChannel : Lifecycle::Kind::RemovedFromChannel;
  change.origin.member = {PlatformId(kPlatform), workspace_, {}};  // nobody says who did it
  change.origin.channel = {PlatformId(kPlatform), workspace_, ChannelId(told.room)};
  return change;
}

}  // namespace allybot::platforms::rocket_chat
