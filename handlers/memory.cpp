#include "handlers/memory.h"

#include <algorithm>
#include <initializer_list>

#include "bot/core/log.h"
#include "bot/core/text.h"
#include "bot/library/holidays.h"

namespace allybot::handlers {
namespace {

constexpr milliseconds kTrusted{60000};

/// Whether the library speaks the language, or its base ("pt" for "pt-BR").
bool is_spoken(const library::Library& library, std::string_view language) {
  const std::string_view base = language.substr(0, language.find('-'));
  for (const std::string& spoken : library.languages())
    if (spoken == language || spoken == base) return true;
  return false;
}

std::string first_spoken(std::initializer_list<std::string_view> candidates, const Defaults& defaults,
                         const library::Library& library) {
  for (const std::string_view candidate : candidates) {
    if (candidate.empty()) continue;
    if (candidate == defaults.language || is_spoken(library, candidate)) return std::string(candidate);
  }
  return defaults.language;
}

struct ZoneCandidate {
  std::string_view zone;
  From from;
};

void take_zone(Preferences& into, std::initializer_list<ZoneCandidate> candidates, const Defaults& defaults) {
  for (const ZoneCandidate& candidate : candidates) {
    if (candidate.zone.empty()) continue;
    into.zone = candidate.zone;
    into.zone_from = candidate.from;
    return;
  }
  into.zone = defaults.zone;
  into.zone_from = From::Setting;
}

std::string first_set(std::string_view one, std::string_view two, std::string_view three) {
  if (!one.empty()) return std::string(one);
  return std::string(two.empty() ? three : two);
}

}  // namespace

void RateLimit::drop_old(Times& times, TimePoint now) const {
  std::size_t old = 0;
  while (old < times.after.size() && now - times.at(old) >= span_) ++old;
  times.after.erase(times.after.begin(), times.after.begin() + static_cast<std::ptrdiff_t>(old));
}

void RateLimit::add(Times& times, TimePoint now) {
  constexpr milliseconds kLongAgo{std::chrono::hours(24 * 7)};
  if (times.after.empty()) {
    times.first = now;
  } else if (now - times.first > kLongAgo) {
    const std::uint32_t passed = times.after.front();
    for (std::uint32_t& after : times.after) after -= passed;
    times.first += milliseconds(passed);
  }
  // A clock that was set back or far ahead must not wrap round.
  const auto after = std::clamp(now - times.first, milliseconds(0), kLongAgo * 2);
  times.after.push_back(static_cast<std::uint32_t>(after.count()));
}

void RateLimit::make_room(TimePoint now) {
  if (now - cleared_at_ >= span_) {
    cleared_at_ = now;
    std::erase_if(members_, [&](const auto& member) {
      const Times& times = member.second;
      return times.after.empty() || now - times.at(times.after.size() - 1) >= span_;
    });
  }
  if (members_.size() >= most_members_) members_.erase(members_.begin());
}

bool RateLimit::take(const MemberKey& member, TimePoint now) {
  const std::string key = member.str();
  const Lock lock(mutex_);
  auto found = members_.find(key);
  if (found == members_.end()) {
    make_room(now);
    found = members_.emplace(key, Times{}).first;
  }
  drop_old(found->second, now);
  if (found->second.after.size() >= most_) return false;
  add(found->second, now);
  return true;
}

bool RateLimit::has_room(const MemberKey& member, TimePoint now) {
  const std::string key = member.str();
  const Lock lock(mutex_);
  const auto found = members_.find(key);
  if (found == members_.end()) return true;
  drop_old(found->second, now);
  return found->second.after.size() < most_;
}

const char* name_of(From from) {
  switch (from) {
    case From::Asked: return "asked";
    case From::Plan: return "plan";
    case From::Channel: return "channel";
    case From::Member: return "member";
    case From::Platform: return "platform";
    case From::Setting: return "setting";
  }
  return "setting";
}

Verdicts verdicts_in(const std::vector<store::Feedback>& feedback) {
  Verdicts verdicts;
  for (const store::Feedback& one : feedback) (one.useful ? verdicts.useful : verdicts.not_for_me).push_back(one.item);
  return verdicts;
}

template <class Value>
Choices::Chosen<Value> Choices::find(const Known<Value>& known, const std::string& key, TimePoint now) {
  const auto found = known.by_key.find(key);
  if (found == known.by_key.end() || now - found->second.read_at >= kTrusted) return nullptr;
  return found->second.value;
}

template <class Value>
Choices::Chosen<Value> Choices::keep(Known<Value>& known, const std::string& key, Value value, TimePoint now) const {
  if (known.by_key.size() >= most_ && now - known.cleared_at >= kTrusted) {
    known.cleared_at = now;
    std::erase_if(known.by_key, [&](const auto& one) { return now - one.second.read_at >= kTrusted; });
  }
  if (known.by_key.size() >= most_) known.by_key.erase(known.by_key.begin());
  auto& kept = known.by_key[key];
  kept = {value == *known.nothing ? known.nothing : std::make_shared<const Value>(std::move(value)), now};
  return kept.value;
}

Choices::Chosen<Choices::OfMember> Choices::known(const MemberKey& member, TimePoint now) {
  const std::string key = member.str();
  {
    const Lock lock(mutex_);
    if (auto chosen = find(members_, key, now)) return chosen;
  }
  auto read = store::read<OfMember>(store_, [&](store::Reader& reader) -> Result<OfMember> {
    auto settings = reader.member_settings(member);
    if (!settings) return tl::unexpected(settings.error());
    const auto feedback = reader.feedback_of(member);
    if (!feedback) return tl::unexpected(feedback.error());
    return OfMember{std::move(*settings), verdicts_in(*feedback)};
  });
  if (!read) log::warning("settings-unread", {{"code", name_of(read.error().code)}});
  const Lock lock(mutex_);
  return read ? keep(members_, key, std::move(*read), now) : members_.nothing;
}

store::MemberSettings Choices::of(const MemberKey& member, TimePoint now) { return known(member, now)->settings; }

Verdicts Choices::verdicts_of(const MemberKey& member, TimePoint now) { return known(member, now)->verdicts; }

store::ChannelSettings Choices::of(const ChannelKey& channel, TimePoint now) {
  const std::string key = channel.str();
  {
    const Lock lock(mutex_);
    if (const auto chosen = find(channels_, key, now)) return *chosen;
  }
  auto settings =
      store::read<store::ChannelSettings>(store_, [&](store::Reader& reader) { return reader.channel_settings(channel); });
  if (!settings) {
    log::warning("settings-unread", {{"code", name_of(settings.error().code)}});
    return {};
  }
  const Lock lock(mutex_);
  return *keep(channels_, key, std::move(*settings), now);
}

void Choices::forget(const MemberKey& member) {
  const Lock lock(mutex_);
  members_.by_key.erase(member.str());
}

void Choices::forget(const ChannelKey& channel) {
  const Lock lock(mutex_);
  channels_.by_key.erase(channel.str());
}

void Choices::forget_all() {
  const Lock lock(mutex_);
  members_.by_key.clear();
  channels_.by_key.clear();
}

void Answered::note(const ChannelKey& channel) {
  const Lock lock(mutex_);
  channels_.insert(channel);
}

std::vector<ChannelKey> Answered::take() {
  const Lock lock(mutex_);
  std::vector<ChannelKey> taken(channels_.begin(), channels_.end());
  channels_.clear();
  return taken;
}

Preferences private_preferences(const store::MemberSettings& member, const store::ChannelSettings& channel, const Origin& origin,
                                const Defaults& defaults, const library::Library& library) {
  Preferences made;
  made.language = first_spoken({member.language, origin.language, channel.language}, defaults, library);
  made.region = library::country_of(first_set(member.region, channel.region, defaults.region));
  made.audience = member.audience;
  take_zone(made, {{member.zone, From::Member}, {origin.zone, From::Platform}, {channel.zone, From::Channel}}, defaults);
  return made;
}

Preferences public_preferences(const store::MemberSettings& member, const store::ChannelSettings& channel, const Origin& origin,
                               const Defaults& defaults, const library::Library& library) {
  Preferences made;
  made.language = first_spoken({channel.language, member.language, origin.language}, defaults, library);
  made.region = library::country_of(first_set(channel.region, member.region, defaults.region));
  take_zone(made, {{channel.zone, From::Channel}, {member.zone, From::Member}, {origin.zone, From::Platform}}, defaults);
  return made;
}

}  // namespace allybot::handlers
