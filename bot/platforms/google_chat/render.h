// Replies as Google Chat wants them: the first answer inside the request, later ones by calls of our own.
// Must never show one member's answer to a space: it is a message that this member alone sees. Must never block.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "bot/platforms/adapter.h"
#include "bot/platforms/google_chat/card.h"
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
  /// A dialog cannot be opened, nor kept open, once this was said: the answer will be a message.
  http::Response acknowledge(const Origin& origin) const;
  /// A call as text for the outbox.
  Result<std::string> post(const Card& card, const ChannelKey& channel, TimePoint now);

 private:
  /// One answer on its way out.
  struct Asking;

  void show(const Card& card, bool in_place, const Asking& asking, Rendered& into);
  void ask(const allybot::Form& form, const FormProblems& problems, const Asking& asking, Rendered& into) const;
  void message(const std::string& fields, bool in_place, const Asking& asking, Rendered& into) const;
  std::string in_request(const std::string& message, bool update, bool pressed) const;
  std::string dialog(const std::string& card) const;
  std::string closed_dialog(const std::string& said) const;
  std::string filled(const Card& card, On where, const ChannelKey& place, const MemberId& who, bool for_anyone, TimePoint now);

  const Buttons& buttons_;
  const Form form_;
  std::function<std::string(std::string_view language, std::string_view key)> say_;
  NameOf name_of_;
  RenderCache cache_;
};

/// What Google Chat would cut of the card.
std::vector<CardFault> card_faults(const Card& card);

}  // namespace allybot::platforms::google_chat
