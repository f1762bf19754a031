#include "handlers/post.h"

#include "bot/core/direct_channel.h"

namespace allybot::handlers {
namespace {

constexpr std::chrono::hours kGrace{2};  // as for nudges: what could not be posted by then is skipped

}  // namespace

Result<store::Delivery> post_to_channel(const Services& services, const Card& card, const std::string& language,
                                        const ChannelKey& channel, const std::string& address, std::string key, TimePoint now) {
  auto payload = services.render_post(card, language, channel, address);
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

Result<store::Delivery> post_to_member(const Services& services, const Card& card, const std::string& language,
                                       const MemberKey& member, const std::string& address, std::string key, TimePoint now) {
  return post_to_channel(services, card, language, direct_channel(member), address, std::move(key), now);
}

Showing showing_in(const Services& services, const ChannelKey& channel) {
  if (is_direct_channel(channel)) return Showing::Direct;
  return services.hears && !services.hears(channel.platform) ? Showing::Posted : Showing::Public;
}

std::string random_name(Random& random) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string name;
  for (int i = 0; i < 32; ++i) name += kHex[random.below(16)];
  return name;
}

}  // namespace allybot::handlers
