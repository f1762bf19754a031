#include "tests/fakes/discord_requests.h"

#include <openssl/evp.h>

#include <memory>
#include <span>

#include "bot/core/check.h"
#include "bot/core/text.h"
#include "bot/crypto/crypto.h"

namespace allybot::fakes {
namespace {

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

/// Bytes that are no UTF-8 stay as they are: so would a broken client's.
std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      (out += '\\') += c;
    else if (c == '\n')
      out += "\\n";
    else
      out += c;
  }
  return out + '"';
}

}  // namespace

std::string ed25519_signature(std::string_view message, std::string_view seed) {
  const std::string key_bytes = crypto::from_hex(seed).value_or("");
  const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, bytes_of(key_bytes), key_bytes.size()), EVP_PKEY_free);
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  BOT_CHECK(key != nullptr && context != nullptr);
  BOT_CHECK(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1);
  std::uint8_t signature[64];
  std::size_t length = sizeof signature;
  BOT_CHECK(EVP_DigestSign(context.get(), signature, &length, bytes_of(message), message.size()) == 1);
  return crypto::to_hex(std::span<const std::uint8_t>(signature, length));
}

http::RawRequest discord_request(std::string path, std::string body, TimePoint at, std::string_view seed) {
  http::RawRequest raw;
  raw.method = http::Method::Post;
  raw.path = std::move(path);
  const std::string timestamp = std::to_string(to_unix_seconds(at));
  raw.headers.add("Content-Type", "application/json");
  raw.headers.add("X-Signature-Ed25519", ed25519_signature(timestamp + body, seed));
  raw.headers.add("X-Signature-Timestamp", timestamp);
  raw.body = std::move(body);
  raw.peer = "127.0.0.1";
  return raw;
}

DiscordPlace discord_direct() {
  DiscordPlace place;
  place.guild.clear();
  place.channel = "100000000000000777";
  place.owners = R"({"0":"0"})";
  return place;
}

std::string discord_interaction(int type, const std::string& data, const DiscordPlace& place, const std::string& more) {
  const std::string user =
      R"({"id":")" + place.user + R"(","username":"kim","global_name":"Kim","avatar":null,"discriminator":"0"})";
  const bool direct = place.guild.empty();
  std::string body = R"({"app_permissions":")" + place.app_permissions + R"(","application_id":")" + kDiscordApplication +
                     R"(","authorizing_integration_owners":)" + place.owners + R"(,"channel":{"id":")" + place.channel +
                     R"(","type":)" + std::to_string(direct ? 1 : place.channel_type) + R"(},"channel_id":")" + place.channel +
                     R"(","context":)" + (direct ? "1" : "0") + R"(,"data":)" + data + R"(,"entitlements":[])";
  if (!direct)
    body += R"(,"guild":{"features":[],"id":")" + place.guild + R"(","locale":"en-US"},"guild_id":")" + place.guild +
            R"(","guild_locale":"en-US")";
  body += R"(,"id":")" + place.interaction + R"(","locale":")" + place.locale + '"';
  body += direct ? R"(,"user":)" + user
                 : R"(,"member":{"permissions":")" + place.permissions + R"(","roles":[],"user":)" + user + '}';
  if (!more.empty()) body += ',' + more;
  return body + R"(,"token":")" + place.token + R"(","type":)" + std::to_string(type) + R"(,"version":1})";
}

std::string discord_command(const std::string& text, const DiscordPlace& place) {
  const std::string options =
      text.empty() ? std::string() : R"(,"options":[{"name":"words","type":3,"value":)" + quoted(text) + "}]";
  return discord_interaction(2, R"({"id":"100000000000000666","name":"ally","type":1)" + options + '}', place);
}

std::string discord_typing(const std::string& text, const DiscordPlace& place) {
  return discord_interaction(
      4,
      R"({"id":"100000000000000666","name":"ally","type":1,"options":[{"focused":true,"name":"words","type":3,"value":)" +
          quoted(text) + "}]}",
      place);
}

std::string discord_press(const std::string& custom_id, const DiscordPlace& place, bool ephemeral) {
  return discord_interaction(3, R"({"component_type":2,"id":2,"custom_id":)" + quoted(custom_id) + '}', place,
                             R"("message":{"id":"100000000000000888","channel_id":")" + place.channel + R"(","flags":)" +
                                 (ephemeral ? "64" : "0") + R"(,"content":"a card","type":0})");
}

std::string discord_form(const std::string& custom_id, const std::vector<std::pair<std::string, std::string>>& values,
                         const DiscordPlace& place) {
  std::string components;
  for (const auto& [name, value] : values) {
    if (!components.empty()) components += ',';
    components +=
        R"({"type":18,"id":1,"component":{"type":4,"id":2,"custom_id":)" + quoted(name) + R"(,"value":)" + quoted(value) + "}}";
  }
  return discord_interaction(5, R"({"custom_id":)" + quoted(custom_id) + R"(,"components":[)" + components + "]}", place);
}

http::RawRequest discord_sent(const std::string& body, TimePoint at) {
  return discord_request("/discord/interactions", body, at);
}

http::RawRequest discord_event(const std::string& event, TimePoint at) {
  return discord_request(
      "/discord/events",
      R"({"version":1,"application_id":")" + std::string(kDiscordApplication) + R"(","type":1,"event":)" + event + '}', at);
}

}  // namespace allybot::fakes
