#include "bot/platforms/playground/workspace.h"

#include <algorithm>

namespace allybot::platforms::playground {
namespace {

constexpr Member kMembers[] = {
    {"U1", "Maya Okafor", "maya", "Workspace admin", true},
    {"U2", "Jonas Lindqvist", "jonas", "Backend engineer", false},
    {"U3", "Priya Raman", "priya", "Engineering manager", false},
};

constexpr Channel kChannels[] = {
    {"general", "general", "Everybody, about everything"},
    {"engineering", "engineering", "Building things together"},
    {"dads-and-allies", "dads-and-allies", "An employee group: caring, leave and standing up for others"},
};

}  // namespace

std::span<const Member> members() { return kMembers; }
std::span<const Channel> channels() { return kChannels; }

const Member* find_member(std::string_view id) {
  for (const Member& member : kMembers)
    if (member.id == id) return &member;
  return nullptr;
}

ChannelId private_channel(const MemberId& member) { return ChannelId('D' + member.str()); }

MemberId owner_of(const ChannelId& channel) {
  for (const Member& member : kMembers)
    if (channel == private_channel(MemberId(member.id))) return MemberId(member.id);
  return {};
}

bool is_channel(const ChannelId& channel) {
  for (const Channel& one : kChannels)
    if (channel.str() == one.id) return true;
  return !owner_of(channel).empty();
}

bool may_read(const ChannelId& channel, const MemberId& member) {
  if (!is_channel(channel) || find_member(member.str()) == nullptr) return false;
  const MemberId owner = owner_of(channel);
  return owner.empty() || owner == member;
}

std::uint64_t Workspace::add(Message message, const std::string& key) {
  const Lock lock(mutex_);
  if (const auto known = ids_.find(key); !key.empty() && known != ids_.end()) return known->second;
  message.id = message.changed = ++sequence_;
  note_key(key, message.id);
  const ChannelId channel = message.channel;
  messages_.push_back(std::move(message));
  const auto in_channel = [&](const Message& one) { return one.channel == channel; };
  if (static_cast<std::size_t>(std::count_if(messages_.begin(), messages_.end(), in_channel)) > kMostMessages)
    messages_.erase(std::find_if(messages_.begin(), messages_.end(), in_channel));
  return messages_.back().id;
}

bool Workspace::replace(std::uint64_t id, const MemberId& member, std::string content, const std::string& key) {
  const Lock lock(mutex_);
  if (!key.empty() && ids_.count(key) > 0) return true;
  const auto found = std::find_if(messages_.begin(), messages_.end(), [&](const Message& one) { return one.id == id; });
  if (found == messages_.end() || !can_see(*found, member)) return false;
  // A post that others see too stays as they know it.
  if (found->only_for.empty() && owner_of(found->channel).empty()) return false;
  found->content = std::move(content);
  found->changed = ++sequence_;
  note_key(key, id);
  return true;
}

std::optional<Message> Workspace::find(std::uint64_t id, const MemberId& member) const {
  const Lock lock(mutex_);
  for (const Message& one : messages_)
    if (one.id == id && can_see(one, member)) return one;
  return std::nullopt;
}

std::optional<std::uint64_t> Workspace::kept_under(const std::string& key) const {
  const Lock lock(mutex_);
  const auto known = ids_.find(key);
  if (known == ids_.end()) return std::nullopt;
  return known->second;
}

Workspace::News Workspace::news(const MemberId& member, std::uint64_t epoch, std::uint64_t sequence) const {
  const Lock lock(mutex_);
  News news{epoch_, sequence_, {}};
  const std::uint64_t after = epoch == epoch_ ? sequence : 0;
  for (const Message& one : messages_)
    if (one.changed > after && can_see(one, member)) news.messages.push_back(one);
  return news;
}

void Workspace::empty() {
  const Lock lock(mutex_);
  messages_.clear();
  ids_.clear();
  keys_.clear();
  ++epoch_;
}

bool Workspace::can_see(const Message& message, const MemberId& member) const {
  return may_read(message.channel, member) && (message.only_for.empty() || message.only_for == member);
}

void Workspace::note_key(const std::string& key, std::uint64_t id) {
  if (key.empty()) return;
  ids_.emplace(key, id);
  keys_.push_back(key);
  if (keys_.size() <= kMostKeys) return;
  ids_.erase(keys_.front());
  keys_.pop_front();
}

}  // namespace allybot::platforms::playground
