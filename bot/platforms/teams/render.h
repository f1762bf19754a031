// Replies as Teams wants them: by calls of our own to the member's conversation, in the answer to a request only what is looked
// for in the message extension.
// Must never answer in a channel: Teams shows a message there to everybody. Must never block.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "bot/platforms/adapter.h"
#include "bot/platforms/adaptive_card.h"
#include "bot/platforms/render_cache.h"
#include "bot/platforms/teams/clouds.h"
#include "bot/platforms/teams/extension.h"
#include "bot/platforms/teams/route.h"

namespace allybot::platforms::teams {

using NameOf = std::function<std::optional<std::string>(std::string_view id)>;

/// Any thread may call it.
///
/// An answer goes to the member's own conversation with us, and stays about the channel it was asked in; a press there changes
/// the message that it was made in. A form becomes what its answer says.
class Renderer {
 public:
  /// `service` is where to post when nothing told another; `targeted`: a channel may show a message to one member.
  Renderer(const Buttons& buttons, ServiceHosts hosts, std::string service, bool targeted,
           std::function<std::string(std::string_view language, std::string_view key)> say, NameOf name_of)
      : buttons_(buttons),
        hosts_(std::move(hosts)),
        service_(std::move(service)),
        targeted_(targeted),
        say_(std::move(say)),
        name_of_(std::move(name_of)) {}

  Rendered render(const Reply& reply, const Origin& origin, Timing timing, TimePoint now);
  /// A call as text for the outbox.
  Result<std::string> post(const Card& card, const ChannelKey& channel, const std::string& address, TimePoint now);

 private:
  /// What a dialog shows of the reply; empty: nothing, it closes.
  std::string in_dialog(const Reply& reply, const Origin& origin, TimePoint now);
  void answer(std::string activity, bool in_place, const Origin& origin, const Route& route, Rendered& into) const;
  std::string message(const Card& card, const std::string& above, const ChannelKey& about, const MemberId& who, bool for_anyone,
                      TimePoint now, const CardDialect& dialect, RenderCache& cache);
  std::string form(const Form& form, const std::string& above, const Origin& origin, TimePoint now,
                   const CardDialect& dialect) const;
  std::string asked_in(const Origin& origin, const Route& route) const;
  std::string service_of(const std::string& address) const;

  const Buttons& buttons_;
  const ServiceHosts hosts_;
  const std::string service_;
  const bool targeted_;
  std::function<std::string(std::string_view language, std::string_view key)> say_;
  NameOf name_of_;
  RenderCache cache_, dialogs_;
  ExtensionAnswers extension_;
};

/// What Teams would cut of the card.
std::vector<CardFault> card_faults(const Card& card);

}  // namespace allybot::platforms::teams
