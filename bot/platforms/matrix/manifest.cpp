#include "bot/platforms/matrix/manifest.h"

#include "bot/crypto/crypto.h"
#include "bot/platforms/matrix/route.h"
#include "bot/platforms/matrix/settings.h"

namespace allybot::platforms::matrix {
namespace {

constexpr std::size_t kTokenBytes = 32;

/// As a regular expression in a quoted text of YAML.
std::string exactly(std::string_view user) {
  std::string pattern;
  for (const char c : user) {
    if (std::string_view(".+*?()[]{}^$|\\/-").find(c) != std::string_view::npos) pattern += "\\\\";
    pattern += c;
  }
  return pattern;
}

}  // namespace

std::string registration(const ManifestInput& input) {
  const auto value = [&input](const char* name) { return input.setting ? input.setting(name).value_or("") : std::string(); };
  const auto token = [&value](const char* name) {
    const std::string known = value(name);
    return known.empty() ? crypto::to_base64url(crypto::random_bytes(kTokenBytes)) : known;
  };
  std::string user = value(kUserId);
  if (!is_user_id(user)) user = '@' + input.command + ":example.org";
  const std::string local = user.substr(1, user.find(':') - 1);
  return "# Save this as allybot.yaml beside the homeserver's configuration, and name it there; for Synapse:\n"
         "#   app_service_config_files: [/etc/matrix-synapse/allybot.yaml]\n"
         "# Keep it as secret as a password. The bot is given the same two tokens:\n"
         "#   MATRIX_USER_ID=" +
         user +
         ", MATRIX_AS_TOKEN (as_token below), MATRIX_HS_TOKEN (hs_token below)\n"
         "id: " +
         kServiceId + "\nurl: \"" + input.public_url + kBase + "\"\nas_token: \"" + token(kAsToken) + "\"\nhs_token: \"" +
         token(kHsToken) + "\"\nsender_localpart: \"" + local +
         "\"\nrate_limited: false\nreceive_ephemeral: false\nnamespaces:\n  users:\n    - exclusive: true\n      regex: \"" +
         exactly(user) + "\"\n  aliases: []\n  rooms: []";
}

}  // namespace allybot::platforms::matrix
