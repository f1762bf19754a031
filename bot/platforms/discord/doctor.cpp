#include "bot/platforms/discord/doctor.h"

#include <nlohmann/json.hpp>

#include "bot/http/ascii.h"
#include "bot/platforms/check_levels.h"
#include "bot/platforms/clock_check.h"
#include "bot/platforms/discord/manifest.h"
#include "bot/platforms/discord/route.h"
#include "bot/platforms/discord/settings.h"
#include "bot/platforms/json_read.h"

namespace allybot::platforms::discord {
namespace {

using Level = Check::Level;
using nlohmann::json;

Check token_check(const http::ClientOutcome& outcome) {
  const Connection connection = connection_of(outcome);
  switch (connection.kind) {
    case Connection::Kind::On: return good("Discord accepts the token of application " + connection.detail);
    case Connection::Kind::Refused:
      return failure("Discord refuses DISCORD_BOT_TOKEN",
                     "Make a new one: discord.com/developers, the application, Bot, Reset Token.");
    case Connection::Kind::Unreachable:
      return failure("Discord cannot be reached: " + connection.detail,
                     "Let this machine call https://discord.com (HTTPS_PROXY is honoured), or mend DISCORD_API_URL.");
  }
  return {};
}

// https://docs.discord.com/developers/resources/application#application-object
void check_application(const json& application, const DoctorInput& input, std::vector<Check>& checks) {
  if (!http::equal_ignoring_case(text_at(application, {"verify_key"}), input.public_key))
    checks.push_back(failure("DISCORD_PUBLIC_KEY is another application's: every request would be refused",
                             "Copy the Public Key of the application's General Information."));
  const std::string wanted = input.public_url + kInteractionsPath;
  if (text_at(application, {"interactions_endpoint_url"}) == wanted)
    checks.push_back(good("Discord sends interactions to " + wanted));
  else
    checks.push_back(failure("Discord does not send interactions to this bot",
                             "Start the bot, and set the Interactions Endpoint URL of General Information to " + wanted + " ."));
  if (true_at(application, {"bot_public"}))
    checks.push_back(warning("anybody may add this bot to a server of theirs",
                             "Switch off Public Bot: the application's page Bot, Authorization Flow."));
}

void check_servers(const RestApi& api, const std::string& application, std::vector<Check>& checks) {
  const Answered answered = read_answer(api.get("/users/@me/guilds?limit=100"));
  if (!answered.ok || !answered.body->is_array()) return;
  if (answered.body->empty())
    checks.push_back(
        warning("the bot is in no server", "Add it with View Channels and Send Messages: " + invitation(application)));
  else
    checks.push_back(good("The bot is in " + std::to_string(answered.body->size()) + " server(s)"));
}

}  // namespace

Connection connection_of(const http::ClientOutcome& outcome) {
  const Answered answered = read_answer(outcome);
  if (answered.ok && is_id(text_at(*answered.body, {"id"}))) return {Connection::Kind::On, text_at(*answered.body, {"id"})};
  if (answered.status == 401) return {Connection::Kind::Refused, "token_refused"};
  return {Connection::Kind::Unreachable, answered.ok ? "garbage" : reason_of(outcome, answered)};
}

std::vector<Check> doctor(const RestApi& api, TimePoint now, const DoctorInput& input) {
  std::vector<Check> checks;
  if (input.public_url.rfind("https://", 0) != 0)
    checks.push_back(warning("ALLYBOT_PUBLIC_URL is not set, or not https",
                             "Set it to the https address at which Discord reaches this bot: it calls no others."));
  const http::ClientOutcome outcome = api.get("/applications/@me");
  checks.push_back(token_check(outcome));
  if (checks.back().level == Level::Good) {
    const json application = *read_answer(outcome).body;
    check_application(application, input, checks);
    check_servers(api, text_at(application, {"id"}), checks);
  }
  if (auto clock = clock_check(outcome, now, "Discord")) checks.push_back(std::move(*clock));
  return checks;
}

}  // namespace allybot::platforms::discord
