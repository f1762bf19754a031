// Replies as Rocket.Chat wants them: always as a direct message of our own, never in the answer to a request.
// Must never answer in a room: all would read it, and an integration may be set to post answers to another one. Must never block.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "bot/platforms/adapter.h"
#include "bot/platforms/cut.h"

namespace allybot::platforms::rocket_chat {

/// Says nothing; an empty body would count as a failure.
inline constexpr const char* kNoAnswer = "{}";

/// Any thread may call it. Buttons and forms are the dialogue's: what comes here has none.
class Renderer {
 public:
  using Say = std::function<std::string(std::string_view language, std::string_view key)>;
  using NameOf = std::function<std::optional<std::string>(std::string_view id)>;
  Renderer(Say say, NameOf name_of) : say_(std::move(say)), name_of_(std::move(name_of)) {}

  Rendered render(const Reply& reply, const Origin& origin, Timing timing) const;
  /// A message as text for the outbox.
  Result<std::string> post(const Card& card, const ChannelKey& channel) const;

 private:
  void answer(const Card& card, const Origin& origin, Rendered& into) const;
  std::string content(const Card& card) const;

  const Say say_;
  const NameOf name_of_;
};

/// What Rocket.Chat would refuse of the card.
std::vector<CardFault> card_faults(const Card& card);

}  // namespace allybot::platforms::rocket_chat
