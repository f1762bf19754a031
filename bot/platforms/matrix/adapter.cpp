#include "bot/platforms/matrix/adapter.h"

#include "bot/core/text.h"
#include "bot/platforms/credential.h"
#include "bot/platforms/in_hand.h"
#include "bot/platforms/matrix/checks.h"
#include "bot/platforms/matrix/facts.h"
#include "bot/platforms/matrix/limits.h"
#include "bot/platforms/matrix/manifest.h"
#include "bot/platforms/matrix/parse.h"
#include "bot/platforms/matrix/rates.h"
#include "bot/platforms/matrix/render.h"
#include "bot/platforms/matrix/send.h"
#include "bot/platforms/matrix/settings.h"
#include "bot/platforms/matrix/sync.h"
#include "bot/platforms/matrix/verify.h"
#include "bot/platforms/sentences.h"

namespace allybot::platforms::matrix {
namespace {

struct Settings {
  std::string homeserver_url;
  Identity identity;
  Way way = Way::Pushed;
  Secret token, hs_token;  ///< what we call with, and what the homeserver does
  std::string admin_room;
};

Capabilities capabilities_of_matrix() {
  Capabilities all;
  all.threads = all.direct_messages = true;
  all.dedupes_for = kDedupesFor;
  all.look_up = true;
  all.most_text = kHtml.most;
  all.rates = kPostRates;
  return all;
}

/// "ally" as people see it: "Ally".
std::string shown_name(std::string command) {
  if (!command.empty() && command[0] >= 'a' && command[0] <= 'z') command[0] = static_cast<char>(command[0] - 'a' + 'A');
  return command;
}

class MatrixAdapter final : public Adapter {
 public:
  MatrixAdapter(const Environment& environment, const Settings& settings)
      : environment_(environment),
        way_(settings.way),
        user_id_(settings.identity.user_id),
        verifier_(settings.hs_token),
        api_(environment.client, settings.homeserver_url, settings.token),
        conversations_(api_, rooms_, user_id_),
        parser_(settings.identity, api_, rooms_, conversations_,
                [this](std::string_view language, std::string_view key) { return say(language, key); }),
        renderer_(environment.random, rooms_,
                  [this](std::string_view language, std::string_view key) { return say(language, key); }),
        sender_(api_, rooms_, conversations_, user_id_),
        facts_(api_, user_id_, settings.admin_room),
        sync_(api_, verifier_, environment.random, user_id_) {
    rooms_.learn_own_name(shown_name(environment.command));
  }

  const PlatformId& platform() const override { return platform_; }
  const Capabilities& capabilities() const override { return capabilities_; }

  std::vector<InboundRoute> routes() const override {
    if (way_ == Way::Asked) return {};
    // A homeserver waits for a minute and more; members do not.
    const milliseconds patience(10000);
    return {{http::Method::Put, kTransactions + std::string("*"), {"application/json"}, kMostTransactionBytes, patience},
            {http::Method::Get, kUsers + std::string("*"), {}, 1024, patience},
            {http::Method::Get, kAliases + std::string("*"), {}, 1024, patience},
            {http::Method::Post, kPing, {"application/json"}, 16U << 10U, patience}};
  }

  Result<std::variant<Authentic, Fetch>> authenticate(http::RawRequest raw, TimePoint /*now*/) override {
    return in_hand(verifier_.verify(std::move(raw)));
  }
  Result<std::variant<std::vector<Inbound>, Fetch>> parse(const Authentic& request, TimePoint /*now*/) override {
    return parser_.parse(request);
  }
  void fetched(const std::string& purpose, const http::ClientOutcome& outcome) override { parser_.fetched(purpose, outcome); }

  Rendered render(const Reply& reply, const Origin& origin, Timing timing, TimePoint now) override {
    return renderer_.render(reply, origin, timing, now);
  }
  http::Response acknowledge(const Origin& /*origin*/) override { return http::json_response("{}"); }
  Result<std::string> post(const Card& card, const ChannelKey& channel, const std::string& /*address*/,
                           TimePoint /*now*/) override {
    return renderer_.post(card, channel);
  }

  SendOutcome send(const Outgoing& outgoing) override { return sender_.send(outgoing); }
  LookUp look_up(const Outgoing& outgoing) override { return sender_.look_up(outgoing); }
  Result<MemberFacts> member_facts(const MemberKey& member) override { return facts_.member(member); }
  Result<ChannelFacts> channel_facts(const ChannelKey& channel) override { return facts_.channel(channel); }
  std::vector<CardFault> faults(const Card& card) const override { return card_faults(card); }

  Connection connect() override {
    Connection connection = matrix::connect(api_, way_, user_id_, shown_name(environment_.command));
    if (connection.kind == Connection::Kind::On) conversations_.load();  // else a first message asks for it itself
    return connection;
  }
  std::vector<Check> checks() override { return find_out(api_, way_, user_id_, environment_.public_url); }
  std::vector<BackgroundTask> background_tasks() override {
    return {{"matrix.direct", milliseconds(5000), [this] { conversations_.save(); }}};
  }
  std::vector<FrameSource> frame_sources() override {
    if (way_ == Way::Pushed) return {};
    return {{"sync", [this](Intake& intake, const std::stop_token& stop) { sync_.run(intake, stop); }}};
  }

 private:
  std::string say(std::string_view language, std::string_view key) const { return sentence(environment_, language, key); }

  const PlatformId platform_{kPlatform};
  const Environment environment_;
  const Capabilities capabilities_ = capabilities_of_matrix();
  const Way way_;
  const std::string user_id_;
  Rooms rooms_;
  const MatrixVerifier verifier_;
  const Api api_;
  Conversations conversations_;
  Parser parser_;
  Renderer renderer_;
  const Sender sender_;
  const Facts facts_;
  const Sync sync_;
};

Result<Settings> read_settings(const Environment& environment) {
  const auto value = [&environment](const char* name) { return environment.setting(name).value_or(std::string()); };
  const auto wrong = [](const std::string& sentence) { return fail(Code::Invalid, sentence); };
  Settings settings;
  settings.homeserver_url = value(kHomeserverUrl);
  while (!settings.homeserver_url.empty() && settings.homeserver_url.back() == '/') settings.homeserver_url.pop_back();
  const auto server = http::parse_url(settings.homeserver_url);
  if (!server || server->path_and_query.size() > 1)
    return wrong("MATRIX_HOMESERVER_URL must be the address of the client-server API, such as https://matrix.example.org.");
  if (server->scheme != "https" && !http::is_loopback_host(server->host))
    return wrong("MATRIX_HOMESERVER_URL must begin with https://, for the bot's token travels with every call.");

  settings.identity.user_id = value(kUserId);
  settings.identity.command = environment.command;
  if (!is_user_id(settings.identity.user_id))
    return wrong("MATRIX_USER_ID must be the bot's whole id, such as @ally:example.org.");
  settings.identity.servers.insert(std::string(server_of(settings.identity.user_id)));
  const std::string servers = value(kAllowedServers);
  for (const std::string_view one : split(servers, ',')) {
    if (trim(one).empty()) continue;
    if (!is_user_id("@a:" + std::string(trim(one))))
      return wrong("MATRIX_ALLOWED_SERVERS must be names of homeservers, comma-separated, such as example.org,example.net.");
    settings.identity.servers.emplace(trim(one));
  }
  settings.admin_room = value(kAdminRoom);
  if (!settings.admin_room.empty() && !is_room_id(settings.admin_room))
    return wrong("MATRIX_ADMIN_ROOM must be the internal id of a room, such as !abc:example.org; an alias with # will not do.");

  if (const std::string own = value(kAccessToken); !own.empty()) {
    if (!value(kAsToken).empty() || !value(kHsToken).empty())
      return wrong("Set either MATRIX_ACCESS_TOKEN or both MATRIX_AS_TOKEN and MATRIX_HS_TOKEN: the bot asks, or is told.");
    if (!is_credential(own)) return wrong("MATRIX_ACCESS_TOKEN has a character that no token has; copy it again without spaces.");
    settings.way = Way::Asked;
    settings.token = Secret(own);
    return settings;
  }
  settings.token = Secret(value(kAsToken));
  settings.hs_token = Secret(value(kHsToken));
  if (!is_credential(settings.token.reveal()) || !is_credential(settings.hs_token.reveal()))
    return wrong(
        "MATRIX_AS_TOKEN or MATRIX_HS_TOKEN has a character that no token has; copy it again from the registration file.");
  if (settings.token.reveal() == settings.hs_token.reveal())
    return wrong("MATRIX_AS_TOKEN and MATRIX_HS_TOKEN must be two tokens: one proves us, the other the homeserver.");
  return settings;
}

Result<std::unique_ptr<Adapter>> make(const Environment& environment) {
  auto settings = read_settings(environment);
  if (!settings) return tl::unexpected(settings.error());
  return std::unique_ptr<Adapter>(std::make_unique<MatrixAdapter>(environment, *settings));
}

}  // namespace

const Platform& declaration() {
  static const Platform platform{
      kPlatform,
      {
          {kHomeserverUrl, "Address of the homeserver's client-server API.", true, false, "https://matrix.example.org"},
          {kUserId, "The bot's account: @, the registration's sender_localpart, a colon, the server's name.", true, false,
           "@ally:example.org"},
          {kAsToken, "The registration's as_token: lets the bot post and ask.", true, true, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
           kAccessToken},
          {kHsToken, "The registration's hs_token: proves that the homeserver calls.", true, true,
           "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy", kAccessToken},
          {kAccessToken, "Instead of those two: a token of the bot's account. The bot asks, and needs no public address.", false,
           true, "syt_xxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
          {kAdminRoom, "A room: whoever has the power level to change it administers the bot.", false, false, "!abc:example.org"},
          {kAllowedServers, "Other homeservers whose people may invite the bot, comma-separated.", false, false, "example.net"},
      },
      capabilities_of_matrix(),
      make,
      [](const ManifestInput& input) { return std::optional<std::string>(registration(input)); },
      card_faults,
  };
  return platform;
}

}  // namespace allybot::platforms::matrix
