// What readers bear, and the calendars that they subscribe to, in the memory store.
#include <algorithm>

#include "bot/store/memory/transaction.h"

namespace allybot::store {
namespace {

std::vector<Feed> oldest_first(std::vector<Feed> feeds) {
  std::sort(feeds.begin(), feeds.end(), [](const Feed& one, const Feed& other) {
    return std::tie(one.created_at, one.token_hash) < std::tie(other.created_at, other.token_hash);
  });
  return feeds;
}

}  // namespace

Result<std::vector<ChannelKey>> MemoryTransaction::channels_led_by(const MemberKey& member) {
  std::vector<ChannelKey> found;
  for (const auto& [key, at] : tables_.leads.rows())
    if (key.first.platform == member.platform && key.first.workspace == member.workspace && key.second == member.member)
      found.push_back(key.first);
  return found;
}

Result<Attention> MemoryTransaction::attention(const ChannelKey& channel) {
  const Attention* found = tables_.attention.find(channel);
  return found == nullptr ? Attention{} : *found;
}

Result<std::vector<ChannelKey>> MemoryTransaction::unanswered_channels(int at_least, std::size_t most) {
  std::vector<ChannelKey> found;
  for (const auto& [channel, row] : tables_.attention.rows())
    if (row.unanswered >= at_least && !row.asked_about && found.size() < most) found.push_back(channel);
  return found;
}

Result<std::vector<TimePoint>> MemoryTransaction::posts_between(const ChannelKey& channel, TimePoint from, TimePoint to) {
  std::vector<TimePoint> found;
  const auto& rows = tables_.deliveries.by_channel();
  for (auto at = rows.lower_bound({channel, static_cast<Delivery::State>(0), 0}); at != rows.end() && std::get<0>(*at) == channel;
       ++at) {
    const Delivery::State state = std::get<1>(*at);
    if (state == Delivery::State::Skipped || state == Delivery::State::Dead) continue;
    const Delivery& delivery = tables_.deliveries.find(std::get<2>(*at))->delivery;
    if (!delivery.plan.empty() && delivery.due_at >= from && delivery.due_at < to) found.push_back(delivery.due_at);
  }
  std::sort(found.begin(), found.end());
  return found;
}

Result<std::optional<Feed>> MemoryTransaction::feed(const std::string& token_hash) {
  const Feed* found = tables_.feeds.find(token_hash);
  return found == nullptr ? std::nullopt : std::optional(*found);
}

Result<std::vector<Feed>> MemoryTransaction::feeds_of(const ChannelKey& channel) {
  std::vector<Feed> found;
  for (const auto& [hash, row] : tables_.feeds.rows())
    if (row.owner.platform == channel.platform && row.owner.workspace == channel.workspace && row.channel == channel.channel)
      found.push_back(row);
  return oldest_first(std::move(found));
}

Result<std::vector<Feed>> MemoryTransaction::feeds_by(const MemberKey& owner) {
  std::vector<Feed> found;
  for (const auto& [hash, row] : tables_.feeds.rows())
    if (row.owner == owner) found.push_back(row);
  return oldest_first(std::move(found));
}

Result<void> MemoryTransaction::set_attention(const ChannelKey& channel, const Attention& attention) {
  undo_.set(tables_.attention, channel, attention == Attention{} ? std::optional<Attention>() : std::optional(attention));
  return {};
}

Result<void> MemoryTransaction::add_feed(const Feed& feed) {
  if (tables_.feeds.find(feed.token_hash) != nullptr) return fail(Code::Conflict, "a feed with this token exists");
  undo_.set(tables_.feeds, feed.token_hash, std::optional(feed));
  return {};
}

Result<bool> MemoryTransaction::remove_feed(const std::string& token_hash) {
  if (tables_.feeds.find(token_hash) == nullptr) return false;
  undo_.set(tables_.feeds, token_hash, std::optional<Feed>());
  return true;
}

}  // namespace allybot::store
