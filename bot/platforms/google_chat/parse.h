// Reads what Google Chat sent, once it is proven, in the form of a Chat app and in that of a Workspace add-on.
// https://developers.google.com/workspace/chat/receive-respond-interactions
// Must never let a press count for a place that it does not come from.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "bot/core/inbound.h"
#include "bot/core/time.h"
#include "bot/platforms/authentic.h"
#include "bot/platforms/buttons.h"
#include "bot/platforms/google_chat/people.h"
#include "bot/platforms/google_chat/route.h"

namespace allybot::platforms::google_chat {

/// Any thread may call it.
class Parser {
 public:
  /// `workspace` is the app's project number; `say` gives the adapter's own sentences by language and key.
  Parser(const Buttons& buttons, std::string workspace, People& people,
         std::function<std::string(std::string_view language, std::string_view key)> say)
      : buttons_(buttons), workspace_(std::move(workspace)), people_(people), say_(std::move(say)) {}

  Inbound parse(const Authentic& request, TimePoint now) const;

 private:
  struct Event;
  static Event event_of(const nlohmann::json& body);
  Inbound said(const Event& event, Origin origin, Route route, bool readable) const;
  Inbound pressed(const Event& event, Origin origin, Route route, TimePoint now) const;
  std::string typed(const nlohmann::json& message) const;
  Inbound unusable(Origin origin, Code code, const char* for_log, std::string_view key) const;

  const Buttons& buttons_;
  const std::string workspace_;
  People& people_;
  std::function<std::string(std::string_view language, std::string_view key)> say_;
};

}  // namespace allybot::platforms::google_chat
