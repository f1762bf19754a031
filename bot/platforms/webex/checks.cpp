#include "bot/platforms/webex/checks.h"

#include <nlohmann/json.hpp>

#include "bot/platforms/check_levels.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/webex/people.h"
#include "bot/platforms/webex/route.h"
#include "bot/platforms/webex/settings.h"

namespace allybot::platforms::webex {
namespace {

void check_address(const CheckInput& input, std::vector<Check>& checks) {
  const auto own = http::parse_url(input.public_url);
  if (!own || own->scheme != "https")
    checks.push_back(failure("ALLYBOT_PUBLIC_URL is no https address: Webex cannot reach the bot",
                             "put a TLS proxy in front (deploy/nginx.conf) and set the https address"));
}

bool check_account(const Api& api, std::vector<Check>& checks) {
  const http::ClientOutcome outcome = api.get(kMe);
  const Answered answered = read_answer(outcome);
  if (answered.status == 0) {
    checks.push_back(failure("Webex does not answer: " + answered.error,
                             "see that this machine may reach webexapis.com; a proxy is named by HTTPS_PROXY"));
    return false;
  }
  if (answered.status == 401) {
    checks.push_back(failure("Webex refuses WEBEX_BOT_TOKEN",
                             "copy it again; it is shown once: developer.webex.com, My Webex Apps, the bot, Regenerate Access "
                             "Token"));
    return false;
  }
  if (!answered.ok || !is_id(text_at(*answered.body, {"id"}))) {
    checks.push_back(failure("Webex does not tell whose WEBEX_BOT_TOKEN is: " + answered.error,
                             answered.tracking.empty()
                                 ? std::string("try again in a minute; status.webex.com tells of outages")
                                 : "try again in a minute; its support knows the call as " + answered.tracking));
    return false;
  }
  checks.push_back(good("Webex takes the bot's token"));
  if (text_at(*answered.body, {"type"}) != "bot")
    checks.push_back(warning("WEBEX_BOT_TOKEN is a person's: it ends after hours, and reads all that they read",
                             "create a bot (allybot manifest webex) and use its token"));
  return true;
}

void check_hooks(const Hooks& hooks, const CheckInput& input, std::vector<Check>& checks) {
  std::string why;
  const auto all = hooks.own(why);
  if (!all) {
    checks.push_back(warning("Webex does not tell the bot's webhooks: " + why, "try again in a minute"));
    return;
  }
  std::string missing;
  bool off = false, elsewhere = false, twice = false;
  for (const Wanted& wanted : kWanted) {
    std::size_t count = 0;
    for (const Hook& one : *all) {
      if (one.resource != wanted.resource || one.event != wanted.event) continue;
      ++count;
      off = off || !one.active;
      elsewhere = elsewhere || one.target != input.public_url + kEventsPath || !one.filter.empty();
    }
    if (count == 0) missing += (missing.empty() ? "" : ", ") + name_of(wanted).substr(name_of(wanted).find(' ') + 1);
    twice = twice || count > 1;
  }
  if (!missing.empty()) checks.push_back(warning("no webhook tells of " + missing, "start the bot: it registers them itself"));
  if (off)
    checks.push_back(warning("Webex has switched a webhook off: the bot did not answer it for a while",
                             "see that " + input.public_url + kEventsPath +
                                 " can be reached from the internet; the bot switches it on within an hour, or when it starts"));
  if (elsewhere)
    checks.push_back(
        warning("a webhook of the bot leads to another address",
                "start the bot: it leads them to " + input.public_url + kEventsPath + "; one bot account can serve one Allybot"));
  if (twice)
    checks.push_back(warning("a webhook is there twice: everything would be told twice", "start the bot: it removes one"));
  if (missing.empty() && !off && !elsewhere && !twice)
    checks.push_back(good("the webhooks lead to " + input.public_url + kEventsPath));
}

}  // namespace

std::vector<Check> find_out(const Api& api, const Hooks& hooks, const CheckInput& input) {
  std::vector<Check> checks;
  check_address(input, checks);
  if (check_account(api, checks)) check_hooks(hooks, input, checks);
  if (!input.has_domains)
    checks.push_back(warning(std::string(kDomains) + " is empty: anybody with a Webex account may write to the bot",
                             "name the domains of your people's addresses there, comma-separated"));
  if (!input.has_admins)
    checks.push_back(warning(std::string(kAdmins) + " is empty: Webex tells no bot who is an administrator",
                             "put the addresses of those who may name leads there, comma-separated"));
  return checks;
}

std::string checklist(const ManifestInput& input) {
  std::string name = input.command.empty() ? std::string("ally") : input.command;
  if (name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 'a' + 'A');
  std::string text =
      "https://developer.webex.com/my-apps/new/bot, signed in as an account of your organisation that stays:\n\n"
      "[ ] Bot name: " +
      name +
      "\n"
      "[ ] Bot username: a free one; the bot's address is that name and @webex.bot\n"
      "[ ] Icon: any of 512 by 512 pixels\n"
      "[ ] Description: Small, practical steps for gender equality at work, asked for in private.\n"
      "[ ] Add Bot; its access token, shown once, is WEBEX_BOT_TOKEN\n\n"
      "Then, beside it:\n\n"
      "[ ] WEBEX_WEBHOOK_SECRET: sixteen characters or more that nobody knows (openssl rand -hex 32)\n"
      "[ ] WEBEX_DOMAINS: the domains of your people's addresses\n"
      "[ ] WEBEX_ADMINS: the addresses of those who may name leads\n"
      "[ ] In Control Hub, Apps, Bots: allow the bot, where your organisation allows none by itself\n"
      "[ ] Nothing to register: when it starts, the bot leads its webhooks to " +
      input.public_url + kEventsPath +
      "\n"
      "[ ] Add the bot to each space that shall have nudges\n\n"
      "What to write to it, directly or after @" +
      name + " at the beginning of a message:\n";
  for (const ManifestInput::Verb& verb : input.verbs)
    text += "    " + verb.name + (verb.arguments.empty() ? "" : ' ' + verb.arguments) + ": " + verb.help + '\n';
  text.pop_back();
  return text;
}

}  // namespace allybot::platforms::webex
