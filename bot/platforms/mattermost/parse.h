// Reads what Mattermost sent, once it is proven: commands, presses and forms, as our own values.
// Must never take on trust what the proof does not cover: of a press and a form that is place, member and action alone.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/inbound.h"
#include "bot/core/time.h"
#include "bot/platforms/authentic.h"
#include "bot/platforms/buttons.h"
#include "bot/platforms/mattermost/route.h"
#include "bot/platforms/mattermost/text.h"

namespace allybot::platforms::mattermost {

/// Any thread may call it.
class Parser {
 public:
  /// `say` gives the adapter's own sentences by key; `learn` is told of names that a request tells.
  Parser(const Buttons& buttons, ResponseHosts hosts, std::function<std::string(std::string_view key)> say,
         std::function<void(const Named&)> learn);

  /// `bot` is our own member id where it is known: it tells our conversations from those of two people.
  Inbound parse(const Authentic& request, TimePoint now, const std::string& bot) const;

 private:
  Inbound command(const http::RawRequest& raw, const std::string& bot) const;
  Inbound press(const http::RawRequest& raw, TimePoint now) const;
  Inbound form(const http::RawRequest& raw, TimePoint now) const;

  std::string response_url(std::string url) const;
  Inbound unusable(Origin origin, Code code, const char* for_log, std::string_view key) const;

  const Buttons& buttons_;
  ResponseHosts hosts_;
  std::function<std::string(std::string_view key)> say_;
  std::function<void(const Named&)> learn_;
};

}  // namespace allybot::platforms::mattermost
