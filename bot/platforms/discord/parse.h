// Turns proven requests of Discord's into our words. https://docs.discord.com/developers/interactions/receiving-and-responding
// Must never read a request without an Authentic, and never let a button value through that we did not sign for this place.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "bot/core/inbound.h"
#include "bot/core/time.h"
#include "bot/platforms/authentic.h"
#include "bot/platforms/buttons.h"
#include "bot/platforms/discord/route.h"

namespace allybot::platforms::discord {

/// What an interaction tells of rights, as decimal bit sets; empty where it tells nothing.
struct ToldRights {
  MemberKey member;
  ChannelKey channel;
  std::string of_member;
  std::string of_bot;        ///< in that channel
  bool in_thread = false;    ///< posting there is a right of its own
  bool bot_is_there = true;  ///< false when a member brought the bot along for themselves alone
};

/// Any thread may call it.
class Parser {
 public:
  /// `say` gives the adapter's own sentences by language and key; `learn` hears what every interaction tells of rights.
  Parser(const Buttons& buttons, std::function<std::string(std::string_view language, std::string_view key)> say,
         std::function<void(const ToldRights&)> learn);

  Inbound parse(const Authentic& request, TimePoint now) const;

 private:
  struct Read;  ///< one interaction, with what all kinds of them have
  Inbound interaction(const http::RawRequest& raw, TimePoint now) const;
  Inbound command(Read read) const;
  Inbound typing(Read read) const;
  Inbound press(Read read, TimePoint now) const;
  Inbound form(Read read, TimePoint now) const;
  Inbound event(const http::RawRequest& raw) const;

  /// Our value in the interaction's custom_id, opened for its place; moves a direct message to the workspace it is about.
  Result<Buttons::Opened> open(Read& read, TimePoint now) const;
  Inbound unusable(Origin origin, Code code, const char* for_log, std::string_view key) const;

  const Buttons& buttons_;
  std::function<std::string(std::string_view language, std::string_view key)> say_;
  std::function<void(const ToldRights&)> learn_;
};

}  // namespace allybot::platforms::discord
