#include "bot/platforms/slack/adapter.h"

#include <nlohmann/json.hpp>

#include "bot/core/mutex.h"
#include "bot/platforms/credential.h"
#include "bot/platforms/in_hand.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/sentences.h"
#include "bot/platforms/slack/doctor.h"
#include "bot/platforms/slack/facts.h"
#include "bot/platforms/slack/limits.h"
#include "bot/platforms/slack/manifest.h"
#include "bot/platforms/slack/parse.h"
#include "bot/platforms/slack/rates.h"
#include "bot/platforms/slack/render.h"
#include "bot/platforms/slack/send.h"
#include "bot/platforms/slack/settings.h"
#include "bot/platforms/slack/socket_mode.h"
#include "bot/platforms/slack/text.h"
#include "bot/platforms/slack/verify.h"

namespace allybot::platforms::slack {
namespace {

struct Settings {
  Secret signing_secret;  ///< empty: nothing comes by HTTP
  std::optional<Secret> previous_signing_secret;
  Secret bot_token;
  std::optional<Secret> app_token;  ///< Socket Mode
  std::string api_url;
  bool verify_delivery = false;
};

Capabilities capabilities_of(bool look_up) {
  Capabilities all;
  all.slash = all.private_answers = all.buttons = all.forms = all.update = all.threads = all.direct_messages = true;
  all.dedupes_for = milliseconds(0);  // no key is documented for chat.postMessage
  all.look_up = look_up;
  all.most_text = kAllText.most;
  all.most_buttons = kButtons.most;
  all.rates = kPostRates;
  return all;
}

class SlackAdapter final : public Adapter {
 public:
  SlackAdapter(const Environment& environment, const Settings& settings)
      : environment_(environment),
        capabilities_(capabilities_of(settings.verify_delivery)),
        verifier_(verifier_of(settings)),
        app_api_(app_api_of(environment, settings)),
        hosts_(settings.api_url),
        api_(environment.client, settings.api_url, settings.bot_token),
        parser_(environment.buttons, hosts_, [this](std::string_view key) { return say(key); }),
        renderer_(environment.buttons, [this](std::string_view key) { return say(key); }),
        sender_(api_, hosts_, settings.verify_delivery),
        facts_(api_, environment.clock) {
    doctor_.over_http = verifier_ != nullptr;
    doctor_.public_url = environment.public_url;
    doctor_.bot_token_kind = settings.bot_token.reveal().substr(0, settings.bot_token.reveal().find('-'));
    doctor_.secret_looks_right = settings.signing_secret.reveal().size() == 32 &&
                                 settings.signing_secret.reveal().find_first_not_of("0123456789abcdef") == std::string::npos;
    doctor_.verify_delivery = settings.verify_delivery;
  }

  const PlatformId& platform() const override { return platform_; }
  const Capabilities& capabilities() const override { return capabilities_; }

  std::vector<InboundRoute> routes() const override {
    if (!verifier_) return {};
    const std::vector<std::string> form{"application/x-www-form-urlencoded"};
    const std::vector<std::string> json{"application/json"};
    return {{http::Method::Post, kCommandsPath, form, kMostBodyBytes, milliseconds(3000)},
            {http::Method::Post, kInteractivityPath, form, kMostBodyBytes, milliseconds(3000)},
            {http::Method::Post, kEventsPath, json, kMostBodyBytes, milliseconds(3000)}};
  }

  Result<std::variant<Authentic, Fetch>> authenticate(http::RawRequest raw, TimePoint now) override {
    if (!verifier_) return fail(Code::Unauthorized, "SLACK_SIGNING_SECRET is not set");
    return in_hand(verifier_->verify(std::move(raw), now));
  }

  Result<std::variant<std::vector<Inbound>, Fetch>> parse(const Authentic& request, TimePoint now) override {
    std::vector<Inbound> all;
    all.push_back(parser_.parse(request, now, own_member()));
    return std::variant<std::vector<Inbound>, Fetch>(std::move(all));
  }

  Rendered render(const Reply& reply, const Origin& origin, Timing timing, TimePoint now) override {
    return renderer_.render(reply, origin, timing, now);
  }

  http::Response acknowledge(const Origin& /*origin*/) override { return http::empty_response(); }

  Result<std::string> post(const Card& card, const ChannelKey& channel, const std::string& /*address*/, TimePoint now) override {
    return renderer_.post(card, channel, now);
  }

  SendOutcome send(const Outgoing& outgoing) override { return sender_.send(outgoing); }
  LookUp look_up(const Outgoing& outgoing) override { return sender_.look_up(outgoing); }
  Result<MemberFacts> member_facts(const MemberKey& member) override { return facts_.member(member); }
  Result<ChannelFacts> channel_facts(const ChannelKey& channel) override { return facts_.channel(channel); }
  std::vector<CardFault> faults(const Card& card) const override { return card_faults(card); }

  Connection connect() override {
    const http::ClientOutcome outcome = api_.ask("auth.test", {});
    Connection connection = connection_of(outcome);
    if (connection.kind == Connection::Kind::On) {
      const std::string told = text_at(*read_answer(outcome).body, {"user_id"});
      const Lock lock(mutex_);
      if (is_id(told)) own_member_ = told;
    }
    return connection;
  }

  std::vector<Check> checks() override { return doctor(api_, app_api_.get(), environment_.clock.now(), doctor_); }

  std::vector<FrameSource> frame_sources() override {
    if (!app_api_) return {};
    return {
        {"sockets", [this](Intake& intake, const std::stop_token& stop) {
           listen_by_sockets({*app_api_, environment_.clock, environment_.random, environment_.metrics, hosts_}, intake, stop);
         }}};
  }

 private:
  static std::unique_ptr<SlackVerifier> verifier_of(const Settings& settings) {
    if (settings.signing_secret.empty()) return nullptr;
    return std::make_unique<SlackVerifier>(settings.signing_secret, settings.previous_signing_secret);
  }
  static std::unique_ptr<WebApi> app_api_of(const Environment& environment, const Settings& settings) {
    if (!settings.app_token) return nullptr;
    return std::make_unique<WebApi>(environment.client, settings.api_url, *settings.app_token);
  }
  std::string say(std::string_view key) const { return sentence(environment_, {}, key); }
  std::string own_member() {
    const Lock lock(mutex_);
    return own_member_;
  }

  const PlatformId platform_{kPlatform};
  const Environment environment_;
  const Capabilities capabilities_;
  const std::unique_ptr<SlackVerifier> verifier_;  ///< none without a signing secret
  const std::unique_ptr<WebApi> app_api_;          ///< none without Socket Mode
  const ResponseHosts hosts_;
  const WebApi api_;
  const Parser parser_;
  Renderer renderer_;
  const Sender sender_;
  Facts facts_;
  DoctorInput doctor_;
  Mutex mutex_;
  std::string own_member_ BOT_GUARDED_BY(mutex_);  ///< our bot's member id, once auth.test has told it
};

Result<Settings> read_settings(const Environment& environment) {
  const auto value = [&environment](const char* name) { return environment.setting(name).value_or(std::string()); };
  const auto wrong = [](const std::string& sentence) { return fail(Code::Invalid, sentence); };
  Settings settings;
  settings.signing_secret = Secret(value(kSigningSecret));
  settings.bot_token = Secret(value(kBotToken));
  if (environment.setting(kAppToken)) settings.app_token = Secret(value(kAppToken));
  if (settings.app_token && (settings.app_token->empty() || !is_credential(settings.app_token->reveal())))
    return wrong("SLACK_APP_TOKEN is empty or has a character that no token has; copy it again without spaces.");
  if (settings.signing_secret.empty() && (!settings.app_token || environment.setting(kSigningSecret)))
    return wrong("SLACK_SIGNING_SECRET is empty.");
  if (settings.bot_token.empty()) return wrong("SLACK_BOT_TOKEN is empty.");
  if (!is_credential(settings.bot_token.reveal()))
    return wrong("SLACK_BOT_TOKEN has a character that no token has; copy it again without spaces.");
  if (Secret previous{value(kSigningSecretPrevious)}; !previous.empty()) settings.previous_signing_secret = std::move(previous);

  settings.api_url = environment.setting(kApiUrl).value_or(kDefaultApiUrl);
  const auto api = http::parse_url(settings.api_url);
  const std::string end = "/api/";
  const bool ends_right = settings.api_url.size() > end.size() &&
                          settings.api_url.compare(settings.api_url.size() - end.size(), end.size(), end) == 0;
  if (!api || !ends_right) return wrong("SLACK_API_URL must be an address that ends in /api/.");
  if (api->scheme != "https" && !http::is_loopback_host(api->host)) return wrong("SLACK_API_URL must begin with https://.");

  const std::string verify = value(kVerifyDelivery);
  if (!verify.empty() && verify != "history") return wrong("SLACK_VERIFY_DELIVERY can only be history, or left out.");
  settings.verify_delivery = verify == "history";
  return settings;
}

Result<std::unique_ptr<Adapter>> make(const Environment& environment) {
  auto settings = read_settings(environment);
  if (!settings) return tl::unexpected(settings.error());
  return std::unique_ptr<Adapter>(std::make_unique<SlackAdapter>(environment, *settings));
}

}  // namespace

const Platform& declaration() {
  static const Platform platform{
      kPlatform,
      {
          {kSigningSecret, "Signing Secret of the app's Basic Information: proves that a request is Slack's.", true, true,
           "0123456789abcdef0123456789abcdef", kAppToken},
          {kBotToken, "Bot User OAuth Token of OAuth & Permissions: lets the bot post and ask.", true, true, "xoxb-..."},
          {kAppToken,
           "App-Level Token with the scope connections:write, for Socket Mode: no public address and no signing secret needed.",
           false, true, "xapp-..."},
          {kSigningSecretPrevious, "The signing secret before the current one, while it is being changed.", false, true, ""},
          {kApiUrl, "Address of the Web API, ending in /api/; for tests and for GovSlack.", false, false, kDefaultApiUrl},
          {kVerifyDelivery,
           "history: after a send without an answer, look into the channel's history before posting again (asks for history "
           "scopes).",
           false, false, "history"},
      },
      capabilities_of(false),  // SLACK_VERIFY_DELIVERY may add it
      make,
      [](const ManifestInput& input) { return std::optional<std::string>(manifest(input)); },
      card_faults,
  };
  return platform;
}

}  // namespace allybot::platforms::slack
