#include "bot/platforms/discord/facts.h"

#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/platforms/discord/route.h"

namespace allybot::platforms::discord {
namespace {

constexpr std::chrono::minutes kRoleTrusted{5};
constexpr std::chrono::seconds kChannelTrusted{30};  // "give me the right" is mended within seconds
constexpr std::size_t kMostKept = 10000;

constexpr std::uint64_t kAdministrator = 1ULL << 3U;
constexpr std::uint64_t kManageServer = 1ULL << 5U;
constexpr std::uint64_t kViewChannel = 1ULL << 10U;
constexpr std::uint64_t kSendMessages = 1ULL << 11U;
constexpr std::uint64_t kSendInThreads = 1ULL << 38U;

/// No rights when it is no number.
std::uint64_t bits(std::string_view rights) {
  std::int64_t read = 0;
  return parse_number(rights, read) && read > 0 ? static_cast<std::uint64_t>(read) : 0;
}

template <class Map>
void make_room(Map& map) {
  if (map.size() >= kMostKept) map.clear();
}

ChannelFacts cannot_post(const char* why) { return {false, why, false}; }

}  // namespace

bool runs_the_server(std::string_view rights) { return (bits(rights) & (kAdministrator | kManageServer)) != 0; }

bool may_post(std::string_view rights, bool in_thread) {
  const std::uint64_t has = bits(rights);
  if ((has & kAdministrator) != 0) return true;
  return (has & kViewChannel) != 0 && (has & (in_thread ? kSendInThreads : kSendMessages)) != 0;
}

void Facts::learn(const ToldRights& told) {
  const TimePoint now = clock_.now();
  const Lock lock(mutex_);
  if (!told.of_member.empty()) {
    make_room(admins_);
    admins_[told.member] = {runs_the_server(told.of_member), now + kRoleTrusted};
  }
  if (told.bot_is_there && told.of_bot.empty()) return;
  ChannelFacts facts;
  // Not there or not allowed: both are mended in the channel's settings.
  if (!told.bot_is_there || !may_post(told.of_bot, told.in_thread)) facts = cannot_post("not_invited");
  make_room(channels_);
  channels_[told.channel] = {facts, now + kChannelTrusted};
}

Result<MemberFacts> Facts::member(const MemberKey& member) const {
  if (!is_id(member.member.str())) return fail(Code::Invalid, "member is no id of Discord's");
  const TimePoint now = clock_.now();
  const Lock lock(mutex_);
  const auto found = admins_.find(member);
  if (found == admins_.end() || now >= found->second.until) return fail(Code::Unavailable, "no interaction has told the role");
  MemberFacts facts;
  facts.admin = found->second.value;
  return facts;
}

// https://docs.discord.com/developers/resources/channel#get-channel
Result<ChannelFacts> Facts::channel(const ChannelKey& channel) const {
  const bool direct = is_direct_channel(channel);
  const std::string id = direct ? direct_member(channel.channel).str() : channel.channel.str();
  if (!is_id(id)) return fail(Code::Invalid, "channel is no id of Discord's");
  if (direct) return ChannelFacts{};  // whether they take our messages shows when one is sent
  {
    const TimePoint now = clock_.now();
    const Lock lock(mutex_);
    if (const auto found = channels_.find(channel); found != channels_.end() && now < found->second.until)
      return found->second.value;
  }
  const http::ClientOutcome outcome = api_.get("/channels/" + id);
  const Answered answered = read_answer(outcome);
  if (answered.ok) return ChannelFacts{};  // seen; whether we may post shows when we do
  if (answered.code == 50001 || answered.code == 50013) return cannot_post("not_invited");
  if (answered.code == 10003) return cannot_post("not_found");
  if (answered.status == 429) return fail(Code::TooMany, "channel: " + reason_of(outcome, answered));
  return fail(Code::Unavailable, "channel: " + reason_of(outcome, answered));
}

}  // namespace allybot::platforms::discord
