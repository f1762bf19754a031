#include "bot/platforms/webex/rooms.h"

#include <nlohmann/json.hpp>
#include <set>

#include "bot/core/text.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/webex/route.h"

namespace allybot::platforms::webex {
namespace {

using nlohmann::json;

constexpr std::size_t kMostKept = 20000;
constexpr std::size_t kMostTitle = 200;  // bytes

ChannelFacts cannot_post(const char* why) {
  ChannelFacts facts;
  facts.can_post = false;
  facts.why_not = why;
  return facts;
}

}  // namespace

std::string room_path(const std::string& room) { return "/rooms/" + room; }

std::optional<Room> Rooms::find(const std::string& room) const {
  const Lock lock(mutex_);
  const auto known = rooms_.find(room);
  if (known == rooms_.end()) return std::nullopt;
  return known->second;
}

void Rooms::learn(const json& room) {
  const std::string id = text_at(room, {"id"});
  const std::string type = text_at(room, {"type"});
  if (!is_id(id) || (type != "direct" && type != "group")) return;
  const Lock lock(mutex_);
  if (rooms_.size() >= kMostKept) rooms_.clear();  // asked for again with the next event
  rooms_[id] = {type == "direct", std::string(trim(printable(cut_bytes(text_at(room, {"title"}), kMostTitle))))};
}

void Rooms::forget(const std::string& room) {
  const Lock lock(mutex_);
  rooms_.erase(room);
}

// https://developer.webex.com/docs/api/v1/rooms/get-room-details
Result<ChannelFacts> Rooms::channel(const ChannelKey& channel) const {
  if (is_direct_channel(channel)) return ChannelFacts{};
  const std::string& id = channel.channel.str();
  if (!is_id(id)) return fail(Code::Invalid, "channel is no id of Webex's");
  const Answered room = read_answer(api_.get(room_path(id)));
  if (room.status == 403 || (room.status == 404 && room.webex_own)) return cannot_post("not_invited");
  if (!room.ok) return fail(Code::Unavailable, "space not told: " + room.error);
  if (true_at(*room.body, {"isReadOnly"})) return cannot_post("read_only");

  const Answered members = read_answer(api_.get("/memberships?max=1000&roomId=" + id));
  const json* all = platforms::find(*members.body, {"items"});
  if (!members.ok || all == nullptr || !all->is_array())
    return fail(Code::Unavailable, "members of the space not told: " + members.error);
  const std::string own = people_.own().id;
  bool moderator = false;
  std::set<std::string> organisations;
  ChannelFacts facts;
  for (const json& one : *all) {
    const std::string email = text_at(one, {"personEmail"});
    if (text_at(one, {"personId"}) == own) moderator = true_at(one, {"isModerator"});
    if (is_bots(email)) continue;
    organisations.insert(text_at(one, {"personOrgId"}));
    if (!people_.welcomes(email)) facts.has_outsiders = true;
  }
  if (true_at(*room.body, {"isAnnouncementOnly"}) && !moderator) return cannot_post("read_only");
  facts.has_outsiders = facts.has_outsiders || organisations.size() > 1;
  return facts;
}

}  // namespace allybot::platforms::webex
