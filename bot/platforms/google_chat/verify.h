// Proves that Google Chat sent a request to our app. https://developers.google.com/workspace/chat/verify-requests-from-chat
// Must never build what it expects from the request. The token does not cover the body: nothing here replaces TLS.
#pragma once

#include <string>
#include <vector>

#include "bot/platforms/authentic.h"
#include "bot/platforms/bearer.h"

namespace allybot::platforms::google_chat {

inline constexpr const char* kByToken = "token";  ///< Authentic::proof()
inline constexpr const char* kChatAccount = "chat@system.gserviceaccount.com";

/// The two settings of the console's "Authentication audience".
enum class AudienceKind { Url, ProjectNumber };

struct Expected {
  AudienceKind kind = AudienceKind::Url;
  std::string audience;  ///< exactly as typed in the console
  std::string email;     ///< of the Google ID token; unused with a project number
};

/// An add-on's requests come from an account of its own project.
std::string addon_account(const std::string& project_number);

/// Any thread may call it.
class GoogleChatVerifier : private Verifier {
 public:
  GoogleChatVerifier(Expected expected, SigningKeys& keys) : expected_(std::move(expected)), keys_(keys) {}

  /// A Fetch when the token may be good and its key is not known yet; Unavailable when it is too early to ask for keys.
  Result<std::variant<Authentic, Fetch>> verify(http::RawRequest raw, TimePoint now) const;

 private:
  const char* fault_in(const Jwt& token, TimePoint now) const;

  const Expected expected_;
  SigningKeys& keys_;
};

}  // namespace allybot::platforms::google_chat
