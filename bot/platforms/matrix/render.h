// Replies as Matrix wants them: never in the answer to a request, always by messages of our own to the member's own room with us.
// Must never answer in a shared room: everybody sees what is said there. Must never block.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "bot/platforms/adapter.h"
#include "bot/platforms/matrix/rooms.h"
#include "bot/platforms/matrix/route.h"
#include "bot/platforms/render_cache.h"

namespace allybot::platforms::matrix {

/// Any thread may call it.
class Renderer {
 public:
  /// `say` gives the adapter's own sentences by language and key.
  Renderer(Random& random, const Rooms& rooms, std::function<std::string(std::string_view language, std::string_view key)> say)
      : random_(random), rooms_(rooms), say_(std::move(say)) {}

  Rendered render(const Reply& reply, const Origin& origin, Timing timing, TimePoint now);
  /// A call as text for the outbox.
  Result<std::string> post(const Card& card, const ChannelKey& channel);

 private:
  void answer(const Card& card, const Origin& origin, const Route& route, Rendered& into);
  std::string content(const Card& card, const Line& above, const Route& route);
  Line asked_in(const Origin& origin) const;
  std::string transaction_of(const Origin& origin);

  Random& random_;
  const Rooms& rooms_;
  std::function<std::string(std::string_view language, std::string_view key)> say_;
  RenderCache cache_;
};

/// What Matrix would cut of the card.
std::vector<CardFault> card_faults(const Card& card);

}  // namespace allybot::platforms::matrix
