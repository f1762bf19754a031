// Replies as Slack wants them: an answer in the request, calls of our own, or both.
// Must never show one member's answer to another, and never block.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "bot/platforms/adapter.h"
#include "bot/platforms/render_cache.h"
#include "bot/platforms/slack/route.h"

namespace allybot::platforms::slack {

/// Any thread may call it.
class Renderer {
 public:
  /// `say` gives the adapter's own sentences by key.
  Renderer(const Buttons& buttons, std::function<std::string(std::string_view key)> say);

  Rendered render(const Reply& reply, const Origin& origin, Timing timing, TimePoint now);
  /// Arguments of chat.postMessage.
  Result<std::string> post(const Card& card, const ChannelKey& channel, TimePoint now);

 private:
  /// The ways to reach the member of a request, best first.
  enum class Way { InRequest, ResponseUrl, Ephemeral, Direct, Nowhere };
  static Way way_of(const Origin& origin, const Route& route, Timing timing);

  void show(const Card& card, bool replace, const Origin& origin, const Route& route, Timing timing, TimePoint now,
            Rendered& into);
  void open(const Form& form, const Origin& origin, const Route& route, Timing timing, TimePoint now, Rendered& into);
  /// Arguments of chat.postMessage; `for_channel`: buttons are for anyone there.
  std::string message(const Card& card, const ChannelKey& where, const MemberId& who, bool for_channel, TimePoint now);
  std::string fields(const Card& card, const ChannelKey& where, const MemberId& who, bool for_channel, TimePoint now,
                     std::string_view envelope);
  std::vector<std::string> values(const Card& card, const ChannelKey& where, const MemberId& who, bool for_channel,
                                  TimePoint now) const;
  static void call(Rendered& into, const Origin& origin, std::string target, std::string body);

  const Buttons& buttons_;
  std::function<std::string(std::string_view key)> say_;
  RenderCache cache_;
};

/// What Slack would cut of the card.
std::vector<CardFault> card_faults(const Card& card);

}  // namespace allybot::platforms::slack
