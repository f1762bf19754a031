#include "bot/platforms/matrix/facts.h"

#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/matrix/route.h"

namespace allybot::platforms::matrix {
namespace {

using nlohmann::json;

constexpr std::size_t kMostWord = 64;
constexpr std::int64_t kUnlessTold = 0;
constexpr std::int64_t kToChangeUnlessTold = 50;

ChannelFacts cannot_post(const char* why) {
  ChannelFacts facts;
  facts.can_post = false;
  facts.why_not = why;
  return facts;
}

tl::unexpected<Error> not_told(const Answered& answered) { return fail(Code::Unavailable, "room not told: " + answered.error); }

/// https://spec.matrix.org/v1.15/client-server-api/#mroompower_levels
std::int64_t level_of(const json& levels, const std::string& user) {
  return number_at(levels, {"users", user}).value_or(number_at(levels, {"users_default"}).value_or(kUnlessTold));
}

std::int64_t level_to_write(const json& levels) {
  return number_at(levels, {"events", "m.room.message"}).value_or(number_at(levels, {"events_default"}).value_or(kUnlessTold));
}

}  // namespace

// https://spec.matrix.org/v1.16/client-server-api/#profiles
Result<MemberFacts> Facts::member(const MemberKey& member) const {
  if (!is_member_id(member.member.str())) return fail(Code::Invalid, "member is no id of Matrix's");
  const std::string user = user_of(member.member);
  MemberFacts facts;
  if (!admin_room_.empty()) {
    const Answered levels = read_answer(api_.call(http::Method::Get, room_path(admin_room_) + "/state/m.room.power_levels"));
    if (!levels.ok) return fail(Code::Unavailable, "power levels of the admins' room not told: " + levels.error);
    const auto needed = number_at(*levels.body, {"state_default"}).value_or(kToChangeUnlessTold);
    facts.admin = level_of(*levels.body, user) >= needed;
  }
  const Answered answered =
      read_answer(api_.call(http::Method::Get, std::string(kClient) + "/profile/" + encoded(user) + "/m.tz"));
  const std::string zone = text_at(*answered.body, {"m.tz"});
  if (answered.ok && zone.size() <= kMostWord && printable(zone) == zone) facts.zone = zone;
  return facts;
}

Result<ChannelFacts> Facts::channel(const ChannelKey& channel) const {
  if (is_direct_channel(channel)) return ChannelFacts{};
  if (!is_room_id(channel.channel.str())) return fail(Code::Invalid, "channel is no id of Matrix's");
  const std::string room = room_path(channel.channel.str());
  const Answered members = read_answer(api_.call(http::Method::Get, room + "/joined_members"));
  if (members.says("m_forbidden")) return cannot_post("not_invited");
  if (members.says("m_not_found")) return cannot_post("not_found");
  const json* joined = find(*members.body, {"joined"});
  if (!members.ok || joined == nullptr || !joined->is_object()) return not_told(members);

  const Answered levels = read_answer(api_.call(http::Method::Get, room + "/state/m.room.power_levels"));
  if (!levels.ok && !levels.says("m_not_found")) return not_told(levels);
  if (levels.ok && level_of(*levels.body, own_id_) < level_to_write(*levels.body)) return cannot_post("read_only");

  ChannelFacts facts;
  for (const auto& [user, profile] : joined->items())
    if (server_of(user) != server_of(own_id_)) facts.has_outsiders = true;
  return facts;
}

}  // namespace allybot::platforms::matrix
