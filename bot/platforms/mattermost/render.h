// Replies as Mattermost wants them: an answer in the request, calls of our own, or both.
// Must never show one member's answer to another, never answer in the channel's view, and never block.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/platforms/adapter.h"
#include "bot/platforms/mattermost/route.h"
#include "bot/platforms/mattermost/text.h"
#include "bot/platforms/render_cache.h"

namespace allybot::platforms::mattermost {

/// Where Mattermost sends presses and forms.
struct Addresses {
  std::string actions, dialogs;
};

/// Any thread may call it.
///
/// Mattermost cannot change an ephemeral message, and a bot may not send one but as the answer to a command: what a press in a
/// channel brings is a short note beside the message, or a message in the member's conversation with us and a note that says
/// so. Such a message stays about the channel it was asked in; in the conversation itself presses change it in place.
class Renderer {
 public:
  /// `say` gives the adapter's own sentences by language and key.
  Renderer(const Buttons& buttons, Addresses addresses,
           std::function<std::string(std::string_view language, std::string_view key)> say, NameOf name_of);

  Rendered render(const Reply& reply, const Origin& origin, Timing timing, TimePoint now);
  /// A post as JSON for the outbox.
  Result<std::string> post(const Card& card, const ChannelKey& channel, TimePoint now);

 private:
  /// Where a message stands and who may press its buttons.
  struct Target {
    ChannelKey about;  ///< the place that its buttons act on
    MemberId who;
    Shown shown = Shown::Ephemeral;
  };
  struct Message {
    std::string text, attachments;  ///< JSON
  };

  void show(const Card& card, bool replace, const Origin& origin, const Route& route, Timing timing, TimePoint now,
            Rendered& into);
  void answer_press(const Card& card, bool replace, const Origin& origin, const Route& route, TimePoint now, Rendered& into);
  void send_directly(const Card& card, const Origin& origin, const Route& route, TimePoint now, Rendered& into);
  void open(const Form& form, const Origin& origin, const Route& route, Timing timing, TimePoint now, Rendered& into);

  Message message(const Card& card, const Target& target, TimePoint now);
  std::string ephemeral(const Card& card, const Origin& origin, TimePoint now);
  /// The card as a note, when it is short and has nothing to press.
  std::string short_note(const Card& card) const;

  const Buttons& buttons_;
  const Addresses addresses_;
  std::function<std::string(std::string_view language, std::string_view key)> say_;
  NameOf name_of_;
  RenderCache cache_;
};

/// What Mattermost would cut of the card.
std::vector<CardFault> card_faults(const Card& card);

}  // namespace allybot::platforms::mattermost
