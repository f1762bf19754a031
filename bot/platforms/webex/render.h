// Replies as Webex wants them: never in the answer to a request, always as messages of our own to the member.
// Must never answer in a space where others read. Must never block.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "bot/platforms/adapter.h"
#include "bot/platforms/render_cache.h"
#include "bot/platforms/webex/route.h"

namespace allybot::platforms::webex {

/// Any thread may call it.
///
/// A press in the member's own space with us replaces the message that it was made in, and a form becomes what its answer says:
/// the new message is posted and the old one deleted, for Webex changes no card.
class Renderer {
 public:
  using Say = std::function<std::string(std::string_view language, std::string_view key)>;
  using NameOf = std::function<std::optional<std::string>(std::string_view id)>;
  Renderer(const Buttons& buttons, Say say, NameOf name_of)
      : buttons_(buttons), say_(std::move(say)), name_of_(std::move(name_of)) {}

  Rendered render(const Reply& reply, const Origin& origin, Timing timing, TimePoint now);
  /// A call as text for the outbox.
  Result<std::string> post(const Card& card, const ChannelKey& channel, TimePoint now);

 private:
  /// Whose press counts, and in which language the button is named behind which others lie.
  struct Audience {
    ChannelKey about;
    MemberId who;
    bool anyone = false;
    std::string language;
  };
  void answer(std::string message, bool in_place, const Origin& origin, const Route& route, Rendered& into) const;
  std::string message(const Card& card, const std::string& above, const Audience& audience, TimePoint now);
  std::string form(const Form& form, const std::string& above, const Origin& origin, TimePoint now) const;
  std::string asked_in(const Origin& origin, const Route& route) const;

  const Buttons& buttons_;
  const Say say_;
  const NameOf name_of_;
  RenderCache cache_;
};

/// What Webex would cut of the card.
std::vector<CardFault> card_faults(const Card& card);

}  // namespace allybot::platforms::webex
