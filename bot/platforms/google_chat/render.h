// Replies as Google Chat wants them: the first answer inside the request, later ones by calls of our own.
// Must never show one member's answer to a space: it is a message that this member alone sees. Must never block.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "bot/platforms/adapter.h"
#include "bot/platforms/google_chat/people.h"
#include "bot/platforms/google_chat/route.h"
#include "bot/platforms/render_cache.h"

namespace allybot::platforms::google_chat {

/// Any thread may call it.
class Renderer {
 public:
  struct Form {
    bool addon = false;    ///< answers are those of a Workspace add-on
    std::string function;  ///< what a press calls: any word, for an add-on our own address
  };
  /// `say` gives the adapter's own sentences by language and key.
  Renderer(const Buttons& buttons, Form form, std::function<std::string(std::string_view language, std::string_view key)> say,
           NameOf name_of)
      : buttons_(buttons), form_(std::move(form)), say_(std::move(say)), name_of_(std::move(name_of)) {}

  Rendered render(const Reply& reply, const Origin& origin, Timing timing, TimePoint now);
  /// A call as text for the outbox.
  Result<std::string> post(const Card& card, const ChannelKey& channel, TimePoint now);

 private:
  std::string fields(const Card& card, const ChannelKey& where, const MemberId& who, bool for_anyone, TimePoint now);
  void answer(const std::string& fields, bool in_place, const Origin& origin, const Route& route, Timing timing,
              Rendered& into) const;
  std::string in_request(const std::string& message, bool update, bool pressed) const;

  const Buttons& buttons_;
  const Form form_;
  std::function<std::string(std::string_view language, std::string_view key)> say_;
  NameOf name_of_;
  RenderCache cache_;
};

/// What Google Chat would cut of the card.
std::vector<CardFault> card_faults(const Card& card);

}  // namespace allybot::platforms::google_chat
