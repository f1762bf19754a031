// Reads what Webex told us, once it is proven: messages, presses, forms and changes of spaces, as our own values.
// https://developer.webex.com/docs/webhooks
// Must never listen to bots, nor let a press count for a space that it does not come from: the value in it is what the client
// sends.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "bot/core/inbound.h"
#include "bot/core/time.h"
#include "bot/platforms/adapter.h"
#include "bot/platforms/webex/api.h"
#include "bot/platforms/webex/kept.h"
#include "bot/platforms/webex/people.h"
#include "bot/platforms/webex/rooms.h"

namespace allybot::platforms::webex {

/// Any thread may call it.
class Parser {
 public:
  /// `say` gives the adapter's own sentences by language and key.
  Parser(const Buttons& buttons, const Api& api, People& people, Rooms& rooms,
         std::function<std::string(std::string_view language, std::string_view key)> say)
      : buttons_(buttons), api_(api), people_(people), rooms_(rooms), say_(std::move(say)) {}

  /// A Fetch where Webex has to be asked first; fetched() takes its answer.
  Result<std::variant<std::vector<Inbound>, Fetch>> parse(const Authentic& request, TimePoint now);
  void fetched(const std::string& purpose, const http::ClientOutcome& outcome);

 private:
  /// One event, with what every kind has.
  struct Event {
    const nlohmann::json& data;
    std::string resource, kind, id, room, person, actor;
    Ourselves us;
  };
  /// A message or an action as it was told; `answered.ok` says whether.
  struct Told {
    Answered answered;
    bool readable = true;
  };
  using Read = std::variant<Inbound, Fetch>;

  Read event(const Event& event, TimePoint now);
  Read message(const Event& event);
  Read action(const Event& event, TimePoint now);
  Inbound pressed(const Event& event, const nlohmann::json& action, const Room& room, TimePoint now);
  Read membership(const Event& event);
  Inbound room(const Event& event);

  /// Nothing when it was asked already, whatever came of it.
  std::optional<Fetch> ask(const std::string& purpose, const std::string& path) const;
  std::optional<Fetch> ask_for_room(const std::string& room) const;
  /// Whether the person may ask, when that is known without an address.
  std::optional<Fetch> ask_for_person(const std::string& person) const;
  Told told(const std::string& purpose) const;
  Origin origin_of(const Event& event, const std::string& person, const std::string& room, bool direct) const;
  Inbound unusable(Origin origin, Code code, const std::string& for_log, std::string_view key) const;

  const Buttons& buttons_;
  const Api& api_;
  People& people_;
  Rooms& rooms_;
  std::function<std::string(std::string_view language, std::string_view key)> say_;
  Kept kept_;
};

}  // namespace allybot::platforms::webex
