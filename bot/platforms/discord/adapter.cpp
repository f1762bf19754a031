#include "bot/platforms/discord/adapter.h"

#include "bot/platforms/credential.h"
#include "bot/platforms/discord/doctor.h"
#include "bot/platforms/discord/facts.h"
#include "bot/platforms/discord/limits.h"
#include "bot/platforms/discord/manifest.h"
#include "bot/platforms/discord/parse.h"
#include "bot/platforms/discord/rates.h"
#include "bot/platforms/discord/registered.h"
#include "bot/platforms/discord/render.h"
#include "bot/platforms/discord/send.h"
#include "bot/platforms/discord/settings.h"
#include "bot/platforms/discord/verify.h"
#include "bot/platforms/in_hand.h"
#include "bot/platforms/sentences.h"

namespace allybot::platforms::discord {
namespace {

constexpr const char* kAbout = "https://allybot.example.org";  // of our User-Agent, while we have no address

struct Settings {
  std::string public_key;
  Secret bot_token;
  std::string api_url;
};

Capabilities capabilities_of_discord() {
  Capabilities all;
  all.slash = all.private_answers = all.buttons = all.forms = all.update = all.threads = all.direct_messages = true;
  all.dedupes_for = kDedupesFor;
  all.look_up = false;  // reading a channel's messages back would be a right that nothing else needs
  all.most_text = kContent.most;
  all.most_buttons = kButtons.most;
  all.rates = kPostRates;
  return all;
}

RestApi rest_api(const Environment& environment, const Settings& settings) {
  return {environment.client, environment.clock, settings.api_url, settings.bot_token,
          environment.public_url.empty() ? std::string(kAbout) : environment.public_url};
}

class DiscordAdapter final : public Adapter {
 public:
  DiscordAdapter(const Environment& environment, const Settings& settings, crypto::Ed25519PublicKey public_key)
      : environment_(environment),
        doctor_{environment.public_url, settings.public_key},
        verifier_(std::move(public_key)),
        api_(rest_api(environment, settings)),
        facts_(api_, environment.clock),
        parser_(
            environment.buttons, [this](std::string_view language, std::string_view key) { return say(language, key); },
            [this](const ToldRights& told) { facts_.learn(told); }),
        renderer_(environment.buttons, [this](std::string_view language, std::string_view key) { return say(language, key); }),
        sender_(api_) {}

  const PlatformId& platform() const override { return platform_; }
  const Capabilities& capabilities() const override { return capabilities_; }

  std::vector<InboundRoute> routes() const override {
    const std::vector<std::string> json{"application/json"};
    return {{http::Method::Post, kInteractionsPath, json, kMostBodyBytes, milliseconds(3000)},
            {http::Method::Post, kEventsPath, json, kMostBodyBytes, milliseconds(3000)}};
  }

  Result<std::variant<Authentic, Fetch>> authenticate(http::RawRequest raw, TimePoint now) override {
    return in_hand(verifier_.verify(std::move(raw), now));
  }

  Result<std::variant<std::vector<Inbound>, Fetch>> parse(const Authentic& request, TimePoint now) override {
    return in_hand(parser_.parse(request, now));
  }

  Rendered render(const Reply& reply, const Origin& origin, Timing timing, TimePoint now) override {
    return renderer_.render(reply, origin, timing, now);
  }

  http::Response acknowledge(const Origin& origin) override { return Renderer::acknowledge(origin); }

  Result<std::string> post(const Card& card, const ChannelKey& channel, const std::string& /*address*/, TimePoint now) override {
    return renderer_.post(card, channel, now);
  }

  SendOutcome send(const Outgoing& outgoing) override { return sender_.send(outgoing); }
  Result<MemberFacts> member_facts(const MemberKey& member) override { return facts_.member(member); }
  Result<ChannelFacts> channel_facts(const ChannelKey& channel) override { return facts_.channel(channel); }
  std::vector<CardFault> faults(const Card& card) const override { return card_faults(card); }
  Connection connect() override { return connection_of(api_.get("/applications/@me")); }
  std::vector<Check> checks() override { return doctor(api_, environment_.clock.now(), doctor_); }

 private:
  std::string say(std::string_view language, std::string_view key) const { return sentence(environment_, language, key); }

  const PlatformId platform_{kPlatform};
  const Environment environment_;
  const Capabilities capabilities_ = capabilities_of_discord();
  const DoctorInput doctor_;
  const DiscordVerifier verifier_;
  const RestApi api_;
  Facts facts_;
  const Parser parser_;
  Renderer renderer_;
  Sender sender_;
};

Result<Settings> read_settings(const Environment& environment) {
  const auto wrong = [](const std::string& sentence) { return fail(Code::Invalid, sentence); };
  Settings settings;
  settings.public_key = environment.setting(kPublicKey).value_or(std::string());
  settings.bot_token = Secret(environment.setting(kBotToken).value_or(std::string()));
  if (settings.bot_token.empty()) return wrong("DISCORD_BOT_TOKEN is empty.");
  if (!is_credential(settings.bot_token.reveal()))
    return wrong("DISCORD_BOT_TOKEN has a character that no token has; copy it again without spaces.");

  settings.api_url = environment.setting(kApiUrl).value_or(kDefaultApiUrl);
  while (!settings.api_url.empty() && settings.api_url.back() == '/') settings.api_url.pop_back();
  const auto api = http::parse_url(settings.api_url);
  if (!api || api->path_and_query.find('?') != std::string::npos) return wrong("DISCORD_API_URL must be an address.");
  if (api->scheme != "https" && !http::is_loopback_host(api->host)) return wrong("DISCORD_API_URL must begin with https://.");
  return settings;
}

Result<std::unique_ptr<Adapter>> make(const Environment& environment) {
  auto settings = read_settings(environment);
  if (!settings) return tl::unexpected(settings.error());
  auto key = read_public_key(settings->public_key);
  if (!key)
    return fail(Code::Invalid,
                "DISCORD_PUBLIC_KEY must be the 64 hex digits of the application's Public Key (General Information).");
  return std::unique_ptr<Adapter>(std::make_unique<DiscordAdapter>(environment, *settings, std::move(*key)));
}

}  // namespace

const Platform& declaration() {
  static const Platform platform{
      kPlatform,
      {
          {kPublicKey, "Public Key of the application's General Information: proves that a request is Discord's.", true, false,
           "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"},
          {kBotToken, "Token of the application's page Bot: lets the bot post.", true, true, "xxxxxxxx.xxxxxx.xxxxxxxx"},
          {kApiUrl, "Address of the REST API with its version; for tests.", false, false, kDefaultApiUrl},
      },
      capabilities_of_discord(),
      make,
      [](const ManifestInput& input) {
        return std::optional<std::string>(manifest({input, {}, {}}));
      },
      card_faults,
  };
  return platform;
}

Registration registration() {
  return {kPlatform, manifest, [](const Environment& environment, const RegistrationInput& input) -> Result<Comparison> {
            auto settings = read_settings(environment);
            if (!settings) return tl::unexpected(settings.error());
            return compare(std::shared_ptr<const RestApi>(new RestApi(rest_api(environment, *settings))), input);
          }};
}

}  // namespace allybot::platforms::discord
