#include "bot/platforms/mattermost/adapter.h"

#include "bot/platforms/credential.h"
#include "bot/platforms/in_hand.h"
#include "bot/platforms/mattermost/checks.h"
#include "bot/platforms/mattermost/limits.h"
#include "bot/platforms/mattermost/manifest.h"
#include "bot/platforms/mattermost/parse.h"
#include "bot/platforms/mattermost/people.h"
#include "bot/platforms/mattermost/rates.h"
#include "bot/platforms/mattermost/render.h"
#include "bot/platforms/mattermost/send.h"
#include "bot/platforms/mattermost/settings.h"
#include "bot/platforms/mattermost/verify.h"
#include "bot/platforms/sentences.h"
#include "bot/platforms/server_settings.h"

namespace allybot::platforms::mattermost {
namespace {

constexpr std::size_t kMostToken = 128;

struct Settings {
  std::string server_url;
  Secret bot_token;
  std::vector<Secret> command_tokens;
};

Capabilities capabilities_of_mattermost() {
  Capabilities all;
  all.slash = all.private_answers = all.buttons = all.forms = all.update = all.threads = all.direct_messages = true;
  all.dedupes_for = kDedupesFor;
  all.look_up = true;
  all.most_text = kMessage.most;
  all.most_buttons = kButtons.most;
  all.rates = kPostRates;
  return all;
}

class MattermostAdapter final : public Adapter {
 public:
  MattermostAdapter(const Environment& environment, const Settings& settings)
      : environment_(environment),
        check_input_{settings.server_url, environment.public_url, environment.command, settings.command_tokens},
        verifier_(settings.command_tokens, environment.buttons),
        api_(environment.client, settings.server_url, settings.bot_token),
        people_(api_, environment.clock),
        parser_(
            environment.buttons, ResponseHosts(settings.server_url), [this](std::string_view key) { return say({}, key); },
            [this](const Named& one) { people_.learn(one); }),
        renderer_(
            environment.buttons, {environment.public_url + kActionsPath, environment.public_url + kDialogsPath},
            [this](std::string_view language, std::string_view key) { return say(language, key); },
            [this](std::string_view id) { return people_.name_of(id); }),
        sender_(api_, ResponseHosts(settings.server_url), people_) {}

  const PlatformId& platform() const override { return platform_; }
  const Capabilities& capabilities() const override { return capabilities_; }

  std::vector<InboundRoute> routes() const override {
    // A trigger opens a dialog for three seconds on old servers. Commands by GET get 405: a token would be in an address.
    const milliseconds patience(3000);
    return {{http::Method::Post, kCommandsPath, {"application/x-www-form-urlencoded"}, kMostCommandBytes, patience},
            {http::Method::Post, kActionsPath, {"application/json"}, kMostActionBytes, patience},
            {http::Method::Post, kDialogsPath, {"application/json"}, kMostDialogBytes, patience}};
  }

  Result<std::variant<Authentic, Fetch>> authenticate(http::RawRequest raw, TimePoint now) override {
    return in_hand(verifier_.verify(std::move(raw), now));
  }

  Result<std::variant<std::vector<Inbound>, Fetch>> parse(const Authentic& request, TimePoint now) override {
    std::vector<Inbound> all;
    all.push_back(parser_.parse(request, now, people_.own_id()));
    return std::variant<std::vector<Inbound>, Fetch>(std::move(all));
  }

  Rendered render(const Reply& reply, const Origin& origin, Timing timing, TimePoint now) override {
    return renderer_.render(reply, origin, timing, now);
  }

  http::Response acknowledge(const Origin& /*origin*/) override { return http::json_response("{}"); }

  Result<std::string> post(const Card& card, const ChannelKey& channel, const std::string& /*address*/, TimePoint now) override {
    return renderer_.post(card, channel, now);
  }

  SendOutcome send(const Outgoing& outgoing) override { return sender_.send(outgoing); }
  LookUp look_up(const Outgoing& outgoing) override { return sender_.look_up(outgoing); }
  Result<MemberFacts> member_facts(const MemberKey& member) override { return people_.member(member); }
  Result<ChannelFacts> channel_facts(const ChannelKey& channel) override { return people_.channel(channel); }
  std::vector<CardFault> faults(const Card& card) const override { return card_faults(card); }
  Connection connect() override { return people_.connect(); }
  std::vector<Check> checks() override { return find_out(api_, check_input_); }

  std::vector<BackgroundTask> background_tasks() override {
    // A server that was away at start has not told who we are: without it no conversation is known as ours.
    return {{"mattermost.identity", milliseconds(60000), [this] { people_.learn_own_id(); }}};
  }

 private:
  std::string say(std::string_view language, std::string_view key) const { return sentence(environment_, language, key); }

  const PlatformId platform_{kPlatform};
  const Environment environment_;
  const Capabilities capabilities_ = capabilities_of_mattermost();
  const CheckInput check_input_;
  const MattermostVerifier verifier_;
  const RestApi api_;
  People people_;
  const Parser parser_;
  Renderer renderer_;
  const Sender sender_;
};

Result<Settings> read_settings(const Environment& environment) {
  const auto value = [&environment](const char* name) { return environment.setting(name).value_or(std::string()); };
  const auto wrong = [](const std::string& sentence) { return fail(Code::Invalid, sentence); };
  Settings settings;
  auto address = server_address(environment, kServerUrl);
  if (!address) return tl::unexpected(address.error());
  settings.server_url = std::move(*address);
  settings.bot_token = Secret(value(kBotToken));
  if (!is_credential(settings.bot_token.reveal(), kMostToken))
    return wrong("MATTERMOST_BOT_TOKEN is empty or has a character that no token has; copy it again without spaces.");
  auto tokens = tokens_in(environment, kCommandTokens, "the token of the slash command");
  if (!tokens) return tl::unexpected(tokens.error());
  settings.command_tokens = std::move(*tokens);

  if (!http::parse_url(environment.public_url))
    return wrong(
        "Mattermost needs ALLYBOT_PUBLIC_URL, the address by which its server reaches the bot: buttons and forms are sent "
        "there.");
  return settings;
}

Result<std::unique_ptr<Adapter>> make(const Environment& environment) {
  auto settings = read_settings(environment);
  if (!settings) return tl::unexpected(settings.error());
  return std::unique_ptr<Adapter>(std::make_unique<MattermostAdapter>(environment, *settings));
}

}  // namespace

const Platform& declaration() {
  static const Platform platform{
      kPlatform,
      {
          {kServerUrl, "Address of the Mattermost server, as people open it.", true, false, "https://chat.example.org"},
          {kBotToken, "Access token of the bot account: lets the bot post and ask.", true, true, "xxxxxxxxxxxxxxxxxxxxxxxxxx"},
          {kCommandTokens,
           "Tokens of the slash command, one for each team, comma-separated; old ones beside new ones while they are changed.",
           true, true, "xxxxxxxxxxxxxxxxxxxxxxxxxx"},
      },
      capabilities_of_mattermost(),
      make,
      [](const ManifestInput& input) { return std::optional<std::string>(manifest(input)); },
      card_faults,
  };
  return platform;
}

}  // namespace allybot::platforms::mattermost
