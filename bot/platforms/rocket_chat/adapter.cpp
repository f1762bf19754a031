#include "bot/platforms/rocket_chat/adapter.h"

#include "bot/platforms/credential.h"
#include "bot/platforms/in_hand.h"
#include "bot/platforms/rocket_chat/checks.h"
#include "bot/platforms/rocket_chat/limits.h"
#include "bot/platforms/rocket_chat/membership.h"
#include "bot/platforms/rocket_chat/parse.h"
#include "bot/platforms/rocket_chat/people.h"
#include "bot/platforms/rocket_chat/rates.h"
#include "bot/platforms/rocket_chat/render.h"
#include "bot/platforms/rocket_chat/rooms.h"
#include "bot/platforms/rocket_chat/route.h"
#include "bot/platforms/rocket_chat/send.h"
#include "bot/platforms/rocket_chat/settings.h"
#include "bot/platforms/rocket_chat/verify.h"
#include "bot/platforms/sentences.h"
#include "bot/platforms/server_settings.h"

namespace allybot::platforms::rocket_chat {
namespace {

constexpr std::size_t kMostCredential = 256;

struct Settings {
  std::string server_url, user_id;
  Secret auth_token;
  std::vector<Secret> webhook_tokens;
};

Capabilities capabilities_of_rocket_chat() {
  Capabilities all;
  all.threads = all.direct_messages = true;
  all.look_up = true;
  all.most_text = kMessage.most;
  all.rates = kPostRates;
  return all;
}

class RocketChatAdapter final : public Adapter {
 public:
  RocketChatAdapter(const Environment& environment, const Settings& settings)
      : environment_(environment),
        check_input_{environment.public_url, settings.user_id},
        verifier_(settings.webhook_tokens),
        api_(environment.client, settings.server_url, settings.user_id, settings.auth_token),
        people_(api_, environment.clock, settings.user_id),
        rooms_(api_, environment.clock, settings.user_id),
        parser_(WorkspaceId(http::parse_url(settings.server_url)->host), people_, rooms_,
                [this](std::string_view key) { return say({}, key); }),
        renderer_([this](std::string_view language, std::string_view key) { return say(language, key); },
                  [this](std::string_view id) { return people_.name_of(id); }),
        sender_(api_, rooms_, environment.clock) {}

  const PlatformId& platform() const override { return platform_; }
  const Capabilities& capabilities() const override { return capabilities_; }

  std::vector<InboundRoute> routes() const override {
    return {{http::Method::Post, kMessagesPath, {"application/json"}, kMostBodyBytes}};
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
    if (purpose.compare(0, kRoomFetch.size(), kRoomFetch) == 0) rooms_.told(purpose.substr(kRoomFetch.size()), outcome);
    if (purpose.compare(0, kNameFetch.size(), kNameFetch) == 0) people_.told(purpose.substr(kNameFetch.size()), outcome);
  }

  Rendered render(const Reply& reply, const Origin& origin, Timing timing, TimePoint /*now*/) override {
    return renderer_.render(reply, origin, timing);
  }
  http::Response acknowledge(const Origin& /*origin*/) override { return http::json_response(kNoAnswer); }
  Result<std::string> post(const Card& card, const ChannelKey& channel, const std::string& /*address*/,
                           TimePoint /*now*/) override {
    return renderer_.post(card, channel);
  }

  SendOutcome send(const Outgoing& outgoing) override { return sender_.send(outgoing); }
  LookUp look_up(const Outgoing& outgoing) override { return sender_.look_up(outgoing); }
  Result<MemberFacts> member_facts(const MemberKey& member) override { return people_.member(member); }
  Result<ChannelFacts> channel_facts(const ChannelKey& channel) override { return rooms_.facts(channel); }
  std::vector<CardFault> faults(const Card& card) const override { return card_faults(card); }
  Connection connect() override { return people_.connect(); }
  std::vector<Check> checks() override { return find_out(api_, check_input_); }
  std::vector<FrameSource> frame_sources() override {
    return {{"rooms", [this](Intake& intake, const std::stop_token& stop) { Membership(api_).run(intake, stop); }}};
  }

 private:
  std::string say(std::string_view language, std::string_view key) const { return sentence(environment_, language, key); }

  const PlatformId platform_{kPlatform};
  const Environment environment_;
  const Capabilities capabilities_ = capabilities_of_rocket_chat();
  const CheckInput check_input_;
  const RocketChatVerifier verifier_;
  const RestApi api_;
  People people_;
  Rooms rooms_;
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
  settings.user_id = value(kUserId);
  if (!is_id(settings.user_id))
    return wrong(
        "ROCKETCHAT_USER_ID must be the bot's user id, which stands beside its token: letters and digits, no user name.");
  settings.auth_token = Secret(value(kAuthToken));
  if (!is_credential(settings.auth_token.reveal(), kMostCredential))
    return wrong("ROCKETCHAT_AUTH_TOKEN is empty or has a character that no token has; copy it again without spaces.");
  auto tokens = tokens_in(environment, kWebhookTokens, "the tokens of the outgoing webhooks");
  if (!tokens) return tl::unexpected(tokens.error());
  settings.webhook_tokens = std::move(*tokens);
  return settings;
}

Result<std::unique_ptr<Adapter>> make(const Environment& environment) {
  auto settings = read_settings(environment);
  if (!settings) return tl::unexpected(settings.error());
  return std::unique_ptr<Adapter>(std::make_unique<RocketChatAdapter>(environment, *settings));
}

}  // namespace

const Platform& declaration() {
  static const Platform platform{
      kPlatform,
      {
          {kServerUrl, "Address of the Rocket.Chat workspace, as people open it.", true, false, "https://chat.example.org"},
          {kUserId, "Id of the bot's user, as it stands beside its token.", true, false, "aobEdbYhXfu5hkeqG"},
          {kAuthToken, "A personal access token of the bot's user: lets it post and ask.", true, true,
           "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
          {kWebhookTokens, "Tokens of the outgoing webhooks, comma-separated: prove what comes in.", true, true,
           "xxxxxxxxxxxxxxxxxxxxxxxx,xxxxxxxxxxxxxxxxxxxxxxxx"},
      },
      capabilities_of_rocket_chat(),
      make,
      [](const ManifestInput& input) { return std::optional<std::string>(checklist(input)); },
      card_faults,
  };
  return platform;
}

}  // namespace allybot::platforms::rocket_chat
