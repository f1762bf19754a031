// Reads what a homeserver pushed, once it is proven: messages, invites and changes of rooms, as our own values.
// https://spec.matrix.org/v1.15/application-service-api/#pushing-events
// Must never take a room for a member's own while it is not known who else is in there.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "bot/core/inbound.h"
#include "bot/core/time.h"
#include "bot/platforms/adapter.h"
#include "bot/platforms/authentic.h"
#include "bot/platforms/matrix/conversations.h"
#include "bot/platforms/matrix/rooms.h"
#include "bot/platforms/matrix/route.h"

namespace allybot::platforms::matrix {

struct Identity {
  std::string user_id;            ///< "@ally:example.org"
  std::string command;            ///< "ally"
  std::set<std::string> servers;  ///< whose members may invite the bot
};

/// Any thread may call it.
class Parser {
 public:
  /// `say` gives the adapter's own sentences by language and key.
  Parser(Identity identity, const Api& api, Rooms& rooms, Conversations& conversations,
         std::function<std::string(std::string_view language, std::string_view key)> say);

  /// A Fetch where the homeserver has to be asked first; fetched() takes its answer.
  Result<std::variant<std::vector<Inbound>, Fetch>> parse(const Authentic& request);
  void fetched(const std::string& purpose, const http::ClientOutcome& outcome);

 private:
  /// One event, with what every kind has.
  struct Event {
    const nlohmann::json& json;
    std::string type, room, sender, id;
    bool readable = true;
  };

  /// By somebody who may.
  bool invites_us(const Event& event) const;
  Inbound asked_about(const http::RawRequest& raw) const;
  /// What has to be asked before this event can be read. Changes nothing: what comes after it may have to be asked, too.
  std::optional<Fetch> needed(const Event& event) const;
  Inbound event(const Event& event);
  Inbound message(const Event& event) const;
  Inbound own_membership(const Event& event);
  Inbound invited(const Event& event);
  Inbound membership(const Event& event, const std::string& user);
  Inbound encrypted(const Event& event);
  Origin origin_of(const Event& event, bool direct) const;
  Inbound unusable(Origin origin, Code code, const char* for_log, std::string_view key) const;

  const Identity identity_;
  const std::string workspace_;
  const Api& api_;
  Rooms& rooms_;
  Conversations& conversations_;
  std::function<std::string(std::string_view language, std::string_view key)> say_;
};

}  // namespace allybot::platforms::matrix
