#include "bot/platforms/google_chat/checks.h"

#include "bot/platforms/check_levels.h"
#include "bot/platforms/google_chat/route.h"
#include "bot/platforms/google_chat/settings.h"

namespace allybot::platforms::google_chat {
namespace {

Check check_token(TokenSource& tokens) {
  const TokenSource::Given given = tokens.get();
  if (given.token) return good("Google gives the service account a token");
  if (given.why.kind != SendOutcome::Kind::TokenDead)
    return failure("Google's login does not answer: " + given.why.reason,
                   "see that this machine may reach oauth2.googleapis.com; a proxy is named by HTTPS_PROXY");
  return failure("Google refuses the service account (" + given.why.reason + ")",
                 "see that this machine's clock is right and that the key of GOOGLECHAT_SERVICE_ACCOUNT still stands in Google "
                 "Cloud, IAM, Service accounts, Keys");
}

/// "ally" as people see it: "Ally".
std::string app_name(std::string command) {
  if (command.empty()) command = "ally";
  if (command[0] >= 'a' && command[0] <= 'z') command[0] = static_cast<char>(command[0] - 'a' + 'A');
  return command;
}

}  // namespace

bool fetch_keys(SigningKeys& keys, http::Client& client, TimePoint now) {
  if (const auto fetch = keys.due(now)) keys.fetched(fetch->purpose, client.send(fetch->request));
  return keys.count() > 0;
}

std::vector<Check> find_out(TokenSource& tokens, SigningKeys& keys, http::Client& client, const std::string& public_url,
                            const std::string& audience, TimePoint now) {
  std::vector<Check> checks;
  const auto own = http::parse_url(public_url);
  if (!own || own->scheme != "https")
    checks.push_back(failure("ALLYBOT_PUBLIC_URL is no https address: Google Chat cannot reach the bot",
                             "put a TLS proxy in front (deploy/nginx.conf) and set the https address"));
  else
    checks.push_back(good("Requests have to come to " + public_url + kEventsPath + " for the audience " + audience +
                          " (only Google's console shows what it is)"));
  checks.push_back(check_token(tokens));
  if (fetch_keys(keys, client, now))
    checks.push_back(good(std::to_string(keys.count()) + " keys of Google's prove what comes in"));
  else
    checks.push_back(
        failure("the keys that prove what comes in cannot be had", "see that this machine may reach www.googleapis.com"));
  return checks;
}

// https://developers.google.com/workspace/chat/configure-chat-api
std::string checklist(const ManifestInput& input) {
  const auto value = [&input](const char* name) { return input.setting ? input.setting(name).value_or("") : std::string(); };
  const std::string endpoint = input.public_url + kEventsPath;
  const bool by_number = value(kAudience) == "project";
  const bool addon = value(kAppKind) == "addon";
  const std::string number = value(kProjectNumber);
  std::string text = "Google Cloud console, project " +
                     (number.empty() ? std::string("(set GOOGLECHAT_PROJECT_NUMBER)") : number) +
                     ", APIs and services, Google Chat API, Configuration:\n\n"
                     "[ ] Build this Chat app as a Workspace add-on: " +
                     (addon ? "on" : "off") +
                     "\n"
                     "[ ] App name: " +
                     app_name(input.command) +
                     "\n"
                     "[ ] Description: Small steps for gender equality\n"
                     "[ ] Interactive features: on\n"
                     "[ ] Functionality: Join spaces and group conversations: on\n"
                     "[ ] Connection settings: HTTP endpoint URL\n"
                     "[ ] Use a common HTTP endpoint URL for all triggers: " +
                     endpoint +
                     "\n"
                     "[ ] Authentication audience: " +
                     (by_number ? "Project number" : "HTTP endpoint URL") +
                     "\n"
                     "[ ] Commands, Add a command:\n"
                     "    Command ID: 1\n"
                     "    Command type: Slash command\n"
                     "    Slash command name: /" +
                     input.command +
                     "\n"
                     "    Description: A tip, a myth, or something to read; only you see it\n"
                     "    Opens a dialog: off\n"
                     "[ ] Visibility: the people or groups who may use it\n\n"
                     "What to type after /" +
                     input.command + ":\n";
  for (const ManifestInput::Verb& verb : input.verbs)
    text += "    " + verb.name + (verb.arguments.empty() ? "" : ' ' + verb.arguments) + ": " + verb.help + '\n';
  text.pop_back();
  return text;
}

}  // namespace allybot::platforms::google_chat
