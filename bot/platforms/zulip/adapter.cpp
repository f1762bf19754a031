#include "bot/platforms/zulip/adapter.h"

#include "bot/core/text.h"
#include "bot/platforms/credential.h"
#include "bot/platforms/in_hand.h"
#include "bot/platforms/sentences.h"
#include "bot/platforms/server_settings.h"
#include "bot/platforms/zulip/checks.h"
#include "bot/platforms/zulip/limits.h"
#include "bot/platforms/zulip/parse.h"
#include "bot/platforms/zulip/people.h"
#include "bot/platforms/zulip/rates.h"
#include "bot/platforms/zulip/render.h"
#include "bot/platforms/zulip/route.h"
#include "bot/platforms/zulip/send.h"
#include "bot/platforms/zulip/settings.h"
#include "bot/platforms/zulip/verify.h"

namespace allybot::platforms::zulip {
namespace {

constexpr const char* kUsualTopic = "allybot";
constexpr std::size_t kMostCredential = 256;

struct Settings {
  std::string server_url, bot_email, topic;
  Secret api_key, token;
};

Capabilities capabilities_of_zulip() {
  Capabilities all;
  all.threads = all.direct_messages = true;
  all.look_up = true;
  all.most_text = kMessage.most;
  all.rates = kPostRates;
  return all;
}

class ZulipAdapter final : public Adapter {
 public:
  ZulipAdapter(const Environment& environment, const Settings& settings)
      : environment_(environment),
        check_input_{environment.public_url, settings.bot_email, settings.topic},
        verifier_(settings.token, settings.bot_email),
        api_(environment.client, settings.server_url, settings.bot_email, settings.api_key),
        people_(api_, environment.clock),
        parser_(settings.bot_email, people_, [this](std::string_view key) { return say({}, key); }),
        renderer_(
            settings.topic, [this](std::string_view language, std::string_view key) { return say(language, key); },
            [this](std::string_view id) { return people_.name_of(id); }),
        sender_(api_, settings.bot_email) {}

  const PlatformId& platform() const override { return platform_; }
  const Capabilities& capabilities() const override { return capabilities_; }

  std::vector<InboundRoute> routes() const override {
    // Zulip waits ten seconds, and tells the whole conversation when it waited in vain.
    return {{http::Method::Post, kMessagesPath, {"application/json"}, kMostBodyBytes, milliseconds(6000)}};
  }

  Result<std::variant<Authentic, Fetch>> authenticate(http::RawRequest raw, TimePoint /*now*/) override {
    return in_hand(verifier_.verify(std::move(raw)));
  }
  Result<std::variant<std::vector<Inbound>, Fetch>> parse(const Authentic& request, TimePoint /*now*/) override {
    auto read = parser_.parse(request);
    if (auto* fetch = std::get_if<Fetch>(&read)) return std::variant<std::vector<Inbound>, Fetch>(std::move(*fetch));
    return in_hand(std::move(std::get<Inbound>(read)));
  }
  void fetched(const std::string& purpose, const http::ClientOutcome& outcome) override {
    if (purpose == kNames) people_.told_names(outcome);
  }

  Rendered render(const Reply& reply, const Origin& origin, Timing timing, TimePoint /*now*/) override {
    return renderer_.render(reply, origin, timing);
  }
  http::Response acknowledge(const Origin& /*origin*/) override { return http::json_response(kNoAnswer); }
  Result<std::string> post(const Card& card, const ChannelKey& channel, const std::string& address, TimePoint /*now*/) override {
    return renderer_.post(card, channel, address);
  }

  SendOutcome send(const Outgoing& outgoing) override { return sender_.send(outgoing); }
  LookUp look_up(const Outgoing& outgoing) override { return sender_.look_up(outgoing); }
  Result<MemberFacts> member_facts(const MemberKey& member) override { return people_.member(member); }
  Result<ChannelFacts> channel_facts(const ChannelKey& channel) override { return people_.channel(channel); }
  std::vector<CardFault> faults(const Card& card) const override { return card_faults(card); }
  Connection connect() override { return people_.connect(); }
  std::vector<Check> checks() override { return find_out(api_, check_input_); }

 private:
  std::string say(std::string_view language, std::string_view key) const { return sentence(environment_, language, key); }

  const PlatformId platform_{kPlatform};
  const Environment environment_;
  const Capabilities capabilities_ = capabilities_of_zulip();
  const CheckInput check_input_;
  const ZulipVerifier verifier_;
  const RestApi api_;
  People people_;
  const Parser parser_;
  const Renderer renderer_;
  const Sender sender_;
};

Result<Settings> read_settings(const Environment& environment) {
  const auto value = [&environment](const char* name) { return environment.setting(name).value_or(std::string()); };
  const auto wrong = [](const std::string& sentence) { return fail(Code::Invalid, sentence); };
  Settings settings;
  auto address = server_address(environment, kServerUrl);
  if (!address) return tl::unexpected(address.error());
  settings.server_url = std::move(*address);
  settings.bot_email = value(kBotEmail);
  if (!is_credential(settings.bot_email, kMostCredential) || settings.bot_email.find('@') == std::string::npos ||
      settings.bot_email.find(':') != std::string::npos)
    return wrong("ZULIP_BOT_EMAIL must be the bot's email, such as ally-bot@chat.example.org.");
  settings.api_key = Secret(value(kApiKey));
  if (!is_credential(settings.api_key.reveal(), kMostCredential))
    return wrong("ZULIP_API_KEY is empty or has a character that no key has; copy it again without spaces.");
  settings.token = Secret(value(kWebhookToken));
  if (!is_credential(settings.token.reveal(), kMostCredential))
    return wrong("ZULIP_WEBHOOK_TOKEN is empty or has a character that no token has; copy it again without spaces.");
  settings.topic = value(kTopicName).empty() ? kUsualTopic : value(kTopicName);
  if (!is_valid_utf8(settings.topic) || printable(settings.topic) != settings.topic || !fits(settings.topic, kTopic))
    return wrong("ZULIP_TOPIC must be a topic of at most 60 characters, such as allybot.");
  return settings;
}

Result<std::unique_ptr<Adapter>> make(const Environment& environment) {
  auto settings = read_settings(environment);
  if (!settings) return tl::unexpected(settings.error());
  return std::unique_ptr<Adapter>(std::make_unique<ZulipAdapter>(environment, *settings));
}

}  // namespace

const Platform& declaration() {
  static const Platform platform{
      kPlatform,
      {
          {kServerUrl, "Address of the Zulip organization, as people open it.", true, false, "https://chat.example.org"},
          {kBotEmail, "Email of the bot, of type Outgoing webhook.", true, false, "ally-bot@chat.example.org"},
          {kApiKey, "The bot's API key: lets it post and ask.", true, true, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
          {kWebhookToken, "The token that Zulip sends with each message, as the bot's zuliprc has it.", true, true,
           "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
          {kTopicName, "The topic to post to where no plan was made in another.", false, false, "allybot"},
      },
      capabilities_of_zulip(),
      make,
      [](const ManifestInput& input) { return std::optional<std::string>(checklist(input)); },
      card_faults,
  };
  return platform;
}

}  // namespace allybot::platforms::zulip
