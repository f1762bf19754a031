#include "bot/platforms/teams/adapter.h"

#include "bot/core/text.h"
#include "bot/http/ascii.h"
#include "bot/platforms/credential.h"
#include "bot/platforms/in_hand.h"
#include "bot/platforms/sentences.h"
#include "bot/platforms/teams/checks.h"
#include "bot/platforms/teams/limits.h"
#include "bot/platforms/teams/manifest.h"
#include "bot/platforms/teams/package.h"
#include "bot/platforms/teams/parse.h"
#include "bot/platforms/teams/rates.h"
#include "bot/platforms/teams/render.h"
#include "bot/platforms/teams/send.h"
#include "bot/platforms/teams/settings.h"
#include "bot/platforms/teams/token_request.h"
#include "bot/platforms/teams/verify.h"

namespace allybot::platforms::teams {
namespace {

constexpr std::size_t kMostSecret = 512;
constexpr const char* kKeys = "teams";

struct Settings {
  Expected expected;
  Secret client_secret;
  std::set<std::string> admins;
  bool targeted = false;
};

Capabilities capabilities_of_teams() {
  Capabilities all;
  all.buttons = all.forms = all.update = all.threads = all.direct_messages = true;
  all.most_text = kMessage.most;
  all.most_buttons = kButtons.most;
  all.rates = kPostRates;
  return all;
}

class TeamsAdapter final : public Adapter {
 public:
  TeamsAdapter(const Environment& environment, const Settings& settings)
      : environment_(environment),
        check_input_{environment.public_url, settings.expected.cloud.name, !settings.admins.empty()},
        hosts_(settings.expected.cloud),
        keys_(settings.expected.cloud.openid_url, kKeys),
        verifier_(settings.expected, keys_),
        tokens_(environment.client, environment.clock,
                [credentials = Credentials{settings.expected.cloud.token_url, settings.expected.cloud.scope,
                                           settings.expected.client_id, settings.client_secret}](TimePoint) {
                  return token_request(credentials);
                }),
        connector_(tokens_, hosts_),
        people_(connector_, environment.clock,
                {settings.expected.client_id, settings.expected.tenant_id, settings.admins, settings.expected.cloud.service_url}),
        parser_(environment.buttons, settings.expected.tenant_id, settings.expected.client_id, people_,
                [this](std::string_view language, std::string_view key) { return say(language, key); }),
        renderer_(
            environment.buttons, hosts_, settings.expected.cloud.service_url, settings.targeted,
            [this](std::string_view language, std::string_view key) { return say(language, key); },
            [this](std::string_view id) { return people_.name_of(id); }),
        sender_(connector_, people_) {}

  const PlatformId& platform() const override { return platform_; }
  const Capabilities& capabilities() const override { return capabilities_; }

  std::vector<InboundRoute> routes() const override {
    // The connector waits fifteen seconds; answers are calls of our own, so nobody gains by its waiting.
    return {{http::Method::Post, kMessagesPath, {"application/json"}, kMostBodyBytes, milliseconds(6000)}};
  }

  Result<std::variant<Authentic, Fetch>> authenticate(http::RawRequest raw, TimePoint now) override {
    return verifier_.verify(std::move(raw), now);
  }

  Result<std::variant<std::vector<Inbound>, Fetch>> parse(const Authentic& request, TimePoint now) override {
    return in_hand(parser_.parse(request, now));
  }

  void fetched(const std::string& purpose, const http::ClientOutcome& outcome) override { keys_.fetched(purpose, outcome); }

  Rendered render(const Reply& reply, const Origin& origin, Timing timing, TimePoint now) override {
    return renderer_.render(reply, origin, timing, now);
  }

  http::Response acknowledge(const Origin& /*origin*/) override { return http::empty_response(); }

  Result<std::string> post(const Card& card, const ChannelKey& channel, const std::string& address, TimePoint now) override {
    return renderer_.post(card, channel, address, now);
  }

  SendOutcome send(const Outgoing& outgoing) override { return sender_.send(outgoing); }
  Result<MemberFacts> member_facts(const MemberKey& member) override { return people_.member(member); }
  Result<ChannelFacts> channel_facts(const ChannelKey& channel) override { return people_.channel(channel); }
  std::vector<CardFault> faults(const Card& card) const override { return card_faults(card); }

  Connection connect() override {
    fetch_keys(keys_, environment_.client, environment_.clock.now());  // without them a first request asks itself
    const TokenSource::Given given = tokens_.get();
    if (given.token) return {Connection::Kind::On, {}};
    const bool refused = given.why.kind == SendOutcome::Kind::TokenDead;
    return {refused ? Connection::Kind::Refused : Connection::Kind::Unreachable,
            given.code.empty() ? given.why.reason : given.why.reason + ' ' + given.code};
  }

  std::vector<Check> checks() override {
    return find_out(tokens_, keys_, environment_.client, check_input_, environment_.clock.now());
  }

  std::vector<BackgroundTask> background_tasks() override {
    // So that neither a nudge nor a member waits for a token or a key.
    return {{"teams.token", milliseconds(60000), [this] { tokens_.keep_fresh(); }},
            {"teams.keys", milliseconds(60000), [this] { fetch_keys(keys_, environment_.client, environment_.clock.now()); }}};
  }

 private:
  std::string say(std::string_view language, std::string_view key) const { return sentence(environment_, language, key); }

  const PlatformId platform_{kPlatform};
  const Environment environment_;
  const Capabilities capabilities_ = capabilities_of_teams();
  const CheckInput check_input_;
  const ServiceHosts hosts_;
  SigningKeys keys_;
  const TeamsVerifier verifier_;
  TokenSource tokens_;
  const Connector connector_;
  People people_;
  const Parser parser_;
  Renderer renderer_;
  const Sender sender_;
};

Result<Settings> read_settings(const Environment& environment) {
  const auto value = [&environment](const char* name) { return environment.setting(name).value_or(std::string()); };
  const auto wrong = [](const std::string& sentence) { return fail(Code::Invalid, sentence); };
  Settings settings;
  settings.expected.client_id = http::lower_case(value(kClientId));
  settings.expected.tenant_id = http::lower_case(value(kTenantId));
  if (!is_guid(settings.expected.client_id))
    return wrong("TEAMS_CLIENT_ID must be the app's Application (client) id, such as 99999999-8888-7777-6666-555555555555.");
  if (!is_guid(settings.expected.tenant_id))
    return wrong("TEAMS_TENANT_ID must be the Directory (tenant) id, such as aaaa0000-0000-0000-0000-000000000001.");
  settings.client_secret = Secret(value(kClientSecret));
  if (!is_credential(settings.client_secret.reveal(), kMostSecret))
    return wrong("TEAMS_CLIENT_SECRET is empty or has a character that no secret has; copy its value again without spaces.");
  const std::string admins = value(kAdmins);
  for (const std::string_view one : split(admins, ',')) {
    if (trim(one).empty()) continue;
    if (!is_guid(trim(one)))
      return wrong("TEAMS_ADMINS must be Entra object ids, such as 0a0a0a0a-1111-2222-3333-444444444444, separated by commas.");
    settings.admins.insert(http::lower_case(trim(one)));
  }
  const std::string targeted = http::lower_case(value(kTargeted));
  if (!targeted.empty() && targeted != "on" && targeted != "off") return wrong("TEAMS_TARGETED_MESSAGES must be on or off.");
  settings.targeted = targeted == "on";
  auto cloud = make_cloud({value(kCloud), settings.expected.tenant_id, value(kServiceUrl), value(kLoginUrl)});
  if (!cloud) return tl::unexpected(cloud.error());
  settings.expected.cloud = std::move(*cloud);
  return settings;
}

Result<std::unique_ptr<Adapter>> make(const Environment& environment) {
  auto settings = read_settings(environment);
  if (!settings) return tl::unexpected(settings.error());
  return std::unique_ptr<Adapter>(std::make_unique<TeamsAdapter>(environment, *settings));
}

}  // namespace

const Platform& declaration() {
  static const Platform platform{
      kPlatform,
      {
          {kClientId, "Application (client) id of the bot's app in Entra.", true, false, "99999999-8888-7777-6666-555555555555"},
          {kClientSecret, "A client secret of that app: lets the bot post.", true, true,
           "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
          {kTenantId, "Directory (tenant) id: the one organisation that the bot answers.", true, false,
           "aaaa0000-0000-0000-0000-000000000001"},
          {kAdmins, "Entra object ids of those who may name leads, comma-separated: Teams tells no bot who administers.", false,
           false, "0a0a0a0a-1111-2222-3333-444444444444"},
          {kCloud, "Microsoft's cloud: public, gcc, gcchigh, dod or china.", false, false, "public"},
          {kServiceUrl,
           "Where to post before a message has told it; needed for dod and china, whose addresses are not published.", false,
           false, "https://smba.trafficmanager.net/teams/"},
          {kTargeted,
           "on: who has not installed the bot is answered in the channel, by a message that they alone see (a preview of "
           "Microsoft's: try it first).",
           false, false, "on"},
          {kAboutUrl, "Your organisation's page on the bot, which its app package names.", false, false,
           "https://intranet.example.org/allybot"},
          {kLoginUrl, "Another login than Microsoft's, for tests.", false, false, "http://127.0.0.1:9000"},
      },
      capabilities_of_teams(),
      make,
      [](const ManifestInput& input) { return std::optional<std::string>(manifest(input)); },
      card_faults,
      package_files,
  };
  return platform;
}

}  // namespace allybot::platforms::teams
