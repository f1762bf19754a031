#include "bot/platforms/webex/adapter.h"

#include "bot/core/log.h"
#include "bot/core/text.h"
#include "bot/http/ascii.h"
#include "bot/platforms/credential.h"
#include "bot/platforms/in_hand.h"
#include "bot/platforms/sentences.h"
#include "bot/platforms/webex/checks.h"
#include "bot/platforms/webex/limits.h"
#include "bot/platforms/webex/parse.h"
#include "bot/platforms/webex/rates.h"
#include "bot/platforms/webex/render.h"
#include "bot/platforms/webex/send.h"
#include "bot/platforms/webex/settings.h"
#include "bot/platforms/webex/verify.h"

namespace allybot::platforms::webex {
namespace {

constexpr const char* kUsualApi = "https://webexapis.com/v1";
constexpr std::size_t kShortestSecret = 16;

struct Settings {
  std::string api_url;
  Secret token, webhook_secret;
  Circle circle;
  bool new_signature = false;
};

Capabilities capabilities_of_webex() {
  Capabilities all;
  all.buttons = all.forms = all.update = all.threads = all.direct_messages = true;
  all.most_text = kMessage.most;
  all.most_buttons = kButtons.most;
  all.rates = kPostRates;
  return all;
}

class WebexAdapter final : public Adapter {
 public:
  WebexAdapter(const Environment& environment, const Settings& settings)
      : environment_(environment),
        check_input_{environment.public_url, !settings.circle.admins.empty(), !settings.circle.domains.empty()},
        verifier_(settings.webhook_secret, settings.new_signature),
        api_(environment.client, settings.api_url, settings.token),
        hooks_(api_, environment.clock, environment.public_url + kEventsPath, settings.webhook_secret),
        people_(api_, settings.circle),
        rooms_(api_, people_),
        parser_(environment.buttons, api_, people_, rooms_,
                [this](std::string_view language, std::string_view key) { return say(language, key); }),
        renderer_(
            environment.buttons, [this](std::string_view language, std::string_view key) { return say(language, key); },
            [this](std::string_view id) { return people_.name_of(id); }),
        sender_(api_) {}

  const PlatformId& platform() const override { return platform_; }
  const Capabilities& capabilities() const override { return capabilities_; }

  std::vector<InboundRoute> routes() const override {
    // How long Webex waits is not published; answers are messages of our own, so nobody gains by its waiting.
    return {{http::Method::Post, kEventsPath, {"application/json"}, kMostBodyBytes, milliseconds(6000)}};
  }

  Result<std::variant<Authentic, Fetch>> authenticate(http::RawRequest raw, TimePoint /*now*/) override {
    return in_hand(verifier_.verify(std::move(raw)));
  }
  Result<std::variant<std::vector<Inbound>, Fetch>> parse(const Authentic& request, TimePoint now) override {
    return parser_.parse(request, now);
  }
  void fetched(const std::string& purpose, const http::ClientOutcome& outcome) override { parser_.fetched(purpose, outcome); }

  Rendered render(const Reply& reply, const Origin& origin, Timing timing, TimePoint now) override {
    return renderer_.render(reply, origin, timing, now);
  }
  http::Response acknowledge(const Origin& /*origin*/) override { return http::empty_response(); }
  Result<std::string> post(const Card& card, const ChannelKey& channel, const std::string& /*address*/, TimePoint now) override {
    return renderer_.post(card, channel, now);
  }

  SendOutcome send(const Outgoing& outgoing) override { return sender_.send(outgoing); }
  Result<MemberFacts> member_facts(const MemberKey& member) override { return people_.member(member); }
  Result<ChannelFacts> channel_facts(const ChannelKey& channel) override { return rooms_.channel(channel); }
  std::vector<CardFault> faults(const Card& card) const override { return card_faults(card); }

  Connection connect() override {
    Connection connection = people_.connect();
    if (connection.kind != Connection::Kind::On) return connection;
    // Without them nobody is heard, but nudges go out: the platform is on, and hooks_ tries again.
    if (const std::string why = hooks_.mend(); !why.empty()) log::warning("webex.webhooks_not_registered", {{"why", why}});
    return connection;
  }
  std::vector<Check> checks() override { return find_out(api_, hooks_, check_input_); }
  std::vector<BackgroundTask> background_tasks() override {
    return {{"webex.webhooks", milliseconds(60000), [this] { hooks_.keep(); }}};
  }

 private:
  std::string say(std::string_view language, std::string_view key) const { return sentence(environment_, language, key); }

  const PlatformId platform_{kPlatform};
  const Environment environment_;
  const Capabilities capabilities_ = capabilities_of_webex();
  const CheckInput check_input_;
  const WebexVerifier verifier_;
  const Api api_;
  Hooks hooks_;
  People people_;
  Rooms rooms_;
  Parser parser_;
  Renderer renderer_;
  const Sender sender_;
};

/// What stands between commas, in small letters; nothing when one of them cannot be.
std::optional<std::set<std::string>> list_of(const std::string& text, bool (*is_one)(std::string_view)) {
  std::set<std::string> all;
  for (const std::string_view one : split(text, ',')) {
    if (trim(one).empty()) continue;
    if (!is_one(trim(one))) return std::nullopt;
    all.insert(http::lower_case(trim(one)));
  }
  return all;
}

bool is_domain(std::string_view text) {
  return is_credential(text, 253) && text.find_first_of("@:/") == std::string_view::npos &&
         text.find('.') != std::string_view::npos;
}

bool is_email(std::string_view text) {
  const std::size_t at = text.find('@');
  return at != std::string_view::npos && at > 0 && is_credential(text, 320) && is_domain(text.substr(at + 1));
}

Result<Settings> read_settings(const Environment& environment) {
  const auto value = [&environment](const char* name) { return environment.setting(name).value_or(std::string()); };
  const auto wrong = [](const std::string& sentence) { return fail(Code::Invalid, sentence); };
  Settings settings;
  settings.token = Secret(value(kBotToken));
  if (!is_credential(settings.token.reveal()))
    return wrong("WEBEX_BOT_TOKEN is empty or has a character that no token has; copy it again without spaces.");
  settings.webhook_secret = Secret(value(kWebhookSecret));
  if (!is_credential(settings.webhook_secret.reveal()) || settings.webhook_secret.reveal().size() < kShortestSecret)
    return wrong("WEBEX_WEBHOOK_SECRET must be 16 characters or more without spaces; make one with openssl rand -hex 32.");
  auto admins = list_of(value(kAdmins), is_email);
  if (!admins) return wrong("WEBEX_ADMINS must be addresses such as kim@example.org, separated by commas.");
  auto domains = list_of(value(kDomains), is_domain);
  if (!domains) return wrong("WEBEX_DOMAINS must be domains such as example.org, separated by commas.");
  settings.circle = {std::move(*admins), std::move(*domains)};
  const std::string newer = http::lower_case(value(kNewSignature));
  if (!newer.empty() && newer != "on" && newer != "off") return wrong("WEBEX_NEW_SIGNATURE must be on or off.");
  settings.new_signature = newer == "on";

  settings.api_url = value(kApiUrl).empty() ? kUsualApi : value(kApiUrl);
  while (!settings.api_url.empty() && settings.api_url.back() == '/') settings.api_url.pop_back();
  const auto api = http::parse_url(settings.api_url);
  if (!api || api->path_and_query.find('?') != std::string::npos ||
      (api->scheme != "https" && !http::is_loopback_host(api->host)))
    return wrong("WEBEX_API_URL must be an https address such as https://webexapis.com/v1.");
  if (!http::parse_url(environment.public_url))
    return wrong("ALLYBOT_PUBLIC_URL must be the address that Webex reaches the bot by: the bot registers it there itself.");
  return settings;
}

Result<std::unique_ptr<Adapter>> make(const Environment& environment) {
  auto settings = read_settings(environment);
  if (!settings) return tl::unexpected(settings.error());
  return std::unique_ptr<Adapter>(std::make_unique<WebexAdapter>(environment, *settings));
}

}  // namespace

const Platform& declaration() {
  static const Platform platform{
      kPlatform,
      {
          {kBotToken, "The bot's access token: lets it post and ask.", true, true, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
          {kWebhookSecret, "Sixteen characters or more of your making: proves that Webex calls.", true, true,
           "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
          {kDomains, "Domains of the addresses whose people the bot answers, comma-separated; empty: everybody's.", false, false,
           "example.org"},
          {kAdmins, "Addresses of those who may name leads, comma-separated: Webex tells no bot who administers.", false, false,
           "kim@example.org"},
          {kNewSignature,
           "on: a request without X-Spark-Signature is proven by X-Webex-Signature, of which Webex publishes no form.", false,
           false, "on"},
          {kApiUrl, "Another API than Webex's, for tests.", false, false, "http://127.0.0.1:9000/v1"},
      },
      capabilities_of_webex(),
      make,
      [](const ManifestInput& input) { return std::optional<std::string>(checklist(input)); },
      card_faults,
  };
  return platform;
}

}  // namespace allybot::platforms::webex
