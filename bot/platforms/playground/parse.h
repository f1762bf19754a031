// What the page sent, in our words: a command, a press, a form, words to complete, a reset.
// Must never be given a request that the guard has not passed.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "bot/platforms/authentic.h"
#include "bot/platforms/buttons.h"
#include "bot/platforms/playground/workspace.h"

namespace allybot::platforms::playground {

inline constexpr const char* kCommandsPath = "/playground/commands";
inline constexpr const char* kPressesPath = "/playground/presses";
inline constexpr const char* kFormsPath = "/playground/forms";
inline constexpr const char* kCompletionsPath = "/playground/completions";
inline constexpr const char* kResetPath = "/playground/reset";

/// Origin::route: what the page was doing.
inline constexpr const char* kRouteReset = "reset";
/// "press 12": pressed in message 12.
inline constexpr std::string_view kRoutePress = "press ";

/// Any thread may call it. What a member says to others is kept in the workspace here: the playground is the platform too.
class Parser {
 public:
  struct Words {
    std::string command;  ///< "ally"
    std::function<std::string(std::string_view language, std::string_view key)> say;
  };
  Parser(const Buttons& buttons, Workspace& workspace, Words words);

  /// Invalid when it is not what our page sends.
  Result<Inbound> parse(const Authentic& request, TimePoint now) const;

 private:
  struct Sent;
  Result<Inbound> typed(Sent sent, TimePoint now) const;
  Result<Inbound> pressed(Sent sent, TimePoint now) const;
  Result<Inbound> filled(Sent sent, TimePoint now) const;

  const Buttons& buttons_;
  Workspace& workspace_;
  Words words_;
};

}  // namespace allybot::platforms::playground
