#include "handlers/post.h"

namespace allybot::handlers {
namespace {

constexpr std::chrono::hours kGrace{2};  // as for nudges: what could not be posted by then is skipped

}  // namespace

Result<store::Delivery> post_to_channel(const Services& services, const Card& card, const ChannelKey& channel,
                                        const std::string& address, std::string key, TimePoint now) {
  auto payload = services.render_post(card, channel, address);
  if (!payload) return tl::unexpected(payload.error());
  store::Delivery delivery;
  delivery.key = std::move(key);
  delivery.channel = channel;
  delivery.address = address;
  delivery.payload = std::move(*payload);
  delivery.idempotency = random_name(services.random);
  delivery.created_at = now;
  delivery.due_at = now;
  delivery.next_try = now;
  delivery.expires_at = now + kGrace;
  delivery.changed_at = now;
  return delivery;
}

Result<store::Delivery> post_to_member(const Services& services, const Card& card, const MemberKey& member,
                                       const std::string& address, std::string key, TimePoint now) {
  return post_to_channel(services, card, own_conversation(member), address, std::move(key), now);
}

ChannelKey own_conversation(const MemberKey& member) {
  return {member.platform, member.workspace, ChannelId('@' + member.member.str())};
}

bool is_own_conversation(const ChannelKey& channel) { return channel.channel.str().compare(0, 1, "@") == 0; }

Showing showing_in(const Services& services, const ChannelKey& channel) {
  if (is_own_conversation(channel)) return Showing::Direct;
  return services.hears && !services.hears(channel.platform) ? Showing::Posted : Showing::Public;
}

MemberKey owner_of(const ChannelKey& own_conversation) {
  return {own_conversation.platform, own_conversation.workspace, MemberId(own_conversation.channel.str().substr(1))};
}

std::string random_name(Random& random) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string name;
  for (int i = 0; i < 32; ++i) name += kHex[random.below(16)];
  return name;
}

}  // namespace allybot::handlers
