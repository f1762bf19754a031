// Replies as Zulip wants them: in the answer to a direct message, else as a direct message of our own.
// Must never answer in a channel or a conversation of several: all would read it. Must never block.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "bot/platforms/adapter.h"
#include "bot/platforms/cut.h"
#include "bot/platforms/zulip/route.h"

namespace allybot::platforms::zulip {

/// Says nothing.
inline constexpr const char* kNoAnswer = R"({"response_not_required":true})";

/// Any thread may call it. Buttons and forms are the dialogue's: what comes here has none.
class Renderer {
 public:
  using Say = std::function<std::string(std::string_view language, std::string_view key)>;
  using NameOf = std::function<std::optional<std::string>(std::string_view id)>;
  /// `topic` is where to post when nothing told another.
  Renderer(std::string topic, Say say, NameOf name_of)
      : topic_(std::move(topic)), say_(std::move(say)), name_of_(std::move(name_of)) {}

  Rendered render(const Reply& reply, const Origin& origin, Timing timing) const;
  /// A message as text for the outbox.
  Result<std::string> post(const Card& card, const ChannelKey& channel, const std::string& address) const;

 private:
  void answer(const Card& card, const Origin& origin, Timing timing, Rendered& into) const;
  std::string content(const Card& card) const;

  const std::string topic_;
  const Say say_;
  const NameOf name_of_;
};

/// What Zulip would cut of the card.
std::vector<CardFault> card_faults(const Card& card);

}  // namespace allybot::platforms::zulip
