// Reads what Zulip sent, once it is proven: a mention of the bot, or a direct message to it, as a command.
// Must never take what several read for a direct message, nor listen to bots.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <variant>

#include <nlohmann/json_fwd.hpp>

#include "bot/core/inbound.h"
#include "bot/platforms/adapter.h"
#include "bot/platforms/zulip/people.h"

namespace allybot::platforms::zulip {

inline constexpr const char* kNames = "zulip.names";  ///< purpose of the fetch of everybody's names

/// Any thread may call it.
class Parser {
 public:
  /// `say` gives the adapter's own sentences by key.
  Parser(std::string bot_email, People& people, std::function<std::string(std::string_view key)> say)
      : bot_email_(std::move(bot_email)), people_(people), say_(std::move(say)) {}

  std::variant<Inbound, Fetch> parse(const Authentic& request) const;

 private:
  /// Where it was said, into `origin`; false when it is no place of Zulip's.
  bool read_place(const nlohmann::json& message, Origin& origin) const;

  const std::string bot_email_;
  People& people_;
  std::function<std::string(std::string_view key)> say_;
};

}  // namespace allybot::platforms::zulip
