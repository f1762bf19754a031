// Replies as Discord wants them: the first answer inside the request, later ones by the interaction's token.
// Must never show one member's answer to another, never put private words into a message that others see, and never block.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/platforms/adapter.h"
#include "bot/platforms/discord/message.h"
#include "bot/platforms/discord/route.h"
#include "bot/platforms/render_cache.h"

namespace allybot::platforms::discord {

/// Any thread may call it.
class Renderer {
 public:
  /// `say` gives the adapter's own sentences by language and key.
  Renderer(const Buttons& buttons, std::function<std::string(std::string_view language, std::string_view key)> say);

  Rendered render(const Reply& reply, const Origin& origin, Timing timing, TimePoint now);
  static http::Response acknowledge(const Origin& origin);
  Result<std::string> post(const Card& card, const ChannelKey& channel, TimePoint now);

 private:
  /// Where a message stands and who may press its buttons.
  struct Target {
    ChannelKey where;
    MemberId who;
    bool for_channel = false;  ///< buttons are for anyone there
    Overflow overflow = Overflow::Embed;
  };
  void show(const Card& card, bool replace, const Origin& origin, const Route& route, Timing timing, TimePoint now,
            Rendered& into);
  void open(const Form& form, const Origin& origin, const Route& route, Timing timing, TimePoint now, Rendered& into);
  /// The message's JSON, `envelope` first: an open object.
  std::string message(const Card& card, const Target& target, TimePoint now, std::string_view envelope);
  std::vector<std::string> values(const Card& card, const Target& target, TimePoint now) const;

  const Buttons& buttons_;
  std::function<std::string(std::string_view language, std::string_view key)> say_;
  RenderCache cache_;
};

/// What Discord would cut of the card in a channel, where it may not have an embed.
std::vector<CardFault> card_faults(const Card& card);

}  // namespace allybot::platforms::discord
