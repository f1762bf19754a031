// Proves where a request comes from: a command by its token, a press and a form by the value that we signed.
// Must never read more of a body than its proof, and never say why a proof failed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/secret.h"
#include "bot/core/time.h"
#include "bot/platforms/authentic.h"
#include "bot/platforms/buttons.h"

namespace allybot::platforms::mattermost {

inline constexpr const char* kByToken = "token";  ///< Authentic::proof() of a command
inline constexpr const char* kByButton = "button";
inline constexpr const char* kByForm = "form";

/// A press as its JSON tells it. All but what the value binds is the word of whoever sent it.
struct PressBody {
  std::string value, workspace, place, shown;  ///< our own context: v, t, c, k
  std::string channel, channel_name, user, trigger_id;
};
/// Nothing when the body is no press of a button of ours by its form.
std::optional<PressBody> read_press(std::string_view body);
/// Unauthorized unless we signed the value for that place, and the press comes from there.
Result<Buttons::Opened> open_press(const Buttons& buttons, const PressBody& press, TimePoint now);

/// Our form travels as the dialog's state: the signed token, the place it was opened in and how to answer there.
struct FormTicket {
  std::string token, workspace, place;
  std::string response_url;
  TimePoint url_good_until{};
  std::string channel_name;
  std::string nonce;  ///< makes two openings of one form two requests

  std::string text() const;
  static std::optional<FormTicket> read(std::string_view text);
};

struct FormBody {
  FormTicket ticket;
  std::string user;
};
std::optional<FormBody> read_form(std::string_view body);
Result<Buttons::Opened> open_form(const Buttons& buttons, const FormBody& form, TimePoint now);

/// Any thread may call it.
class MattermostVerifier : private Verifier {
 public:
  MattermostVerifier(std::vector<Secret> command_tokens, const Buttons& buttons)
      : command_tokens_(std::move(command_tokens)), buttons_(buttons) {}

  /// Unauthorized, without a reason for the sender. An expired value, or one of somebody else's, is genuine.
  Result<Authentic> verify(http::RawRequest raw, TimePoint now) const;

 private:
  bool is_accepted(std::string_view token) const;
  Result<void> check_command(const http::RawRequest& raw) const;

  std::vector<Secret> command_tokens_;
  const Buttons& buttons_;
};

}  // namespace allybot::platforms::mattermost
