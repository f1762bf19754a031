#include "bot/platforms/server_settings.h"

#include "bot/core/text.h"
#include "bot/platforms/credential.h"

namespace allybot::platforms {
namespace {

constexpr std::size_t kMostToken = 256;

std::string value_of(const Environment& environment, const std::string& name) {
  return environment.setting(name).value_or(std::string());
}

}  // namespace

Result<std::string> server_address(const Environment& environment, const std::string& name) {
  std::string address = value_of(environment, name);
  while (!address.empty() && address.back() == '/') address.pop_back();
  const auto server = http::parse_url(address);
  if (!server || server->path_and_query.find('?') != std::string::npos)
    return fail(Code::Invalid, name + " must be the address that people open, such as https://chat.example.org.");
  if (server->scheme != "https" && !http::is_loopback_host(server->host))
    return fail(Code::Invalid, name + " must begin with https://, for the bot's token travels with every call.");
  return address;
}

Result<std::vector<Secret>> tokens_in(const Environment& environment, const std::string& name, const std::string& copy) {
  std::vector<Secret> tokens;
  const std::string all = value_of(environment, name);
  for (const std::string_view token : split(all, ',')) {
    if (trim(token).empty()) continue;
    if (!is_credential(trim(token), kMostToken))
      return fail(Code::Invalid, name + " has a token with a space or a strange character; separate tokens by commas.");
    tokens.emplace_back(std::string(trim(token)));
  }
  if (tokens.empty()) return fail(Code::Invalid, name + " is empty; copy " + copy + '.');
  return tokens;
}

}  // namespace allybot::platforms
