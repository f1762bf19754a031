#include "bot/platforms/google_chat/adapter.h"

#include <algorithm>

#include "bot/http/ascii.h"
#include "bot/platforms/google_chat/account.h"
#include "bot/platforms/google_chat/checks.h"
#include "bot/platforms/google_chat/limits.h"
#include "bot/platforms/google_chat/parse.h"
#include "bot/platforms/google_chat/rates.h"
#include "bot/platforms/google_chat/render.h"
#include "bot/platforms/google_chat/send.h"
#include "bot/platforms/google_chat/settings.h"
#include "bot/platforms/google_chat/verify.h"
#include "bot/platforms/google_chat/webhooks.h"
#include "bot/platforms/in_hand.h"
#include "bot/platforms/sentences.h"

namespace allybot::platforms::google_chat {
namespace {

constexpr const char* kKeys = "googlechat";
constexpr const char* kApi = "https://chat.googleapis.com";

struct Settings {
  std::string project_number;
  Account account;
  Expected expected;
  Renderer::Form form;
  std::string api_url, token_url, keys_url;
};

Capabilities capabilities_of_google_chat() {
  Capabilities all;
  all.slash = all.private_answers = all.buttons = all.forms = all.update = all.threads = all.direct_messages = true;
  all.dedupes_for = kDedupesFor;
  all.most_text = kMessage.most;
  all.most_buttons = kButtons.most;
  all.rates = kPostRates;
  return all;
}

class GoogleChatAdapter final : public Adapter {
 public:
  GoogleChatAdapter(const Environment& environment, const Settings& settings)
      : environment_(environment),
        audience_(settings.expected.audience),
        keys_(settings.keys_url, kKeys,
              settings.expected.kind == AudienceKind::Url ? SigningKeys::Source::KeySet : SigningKeys::Source::Certificates),
        verifier_(settings.expected, keys_),
        tokens_(
            environment.client, environment.clock,
            [account = settings.account, url = settings.token_url](TimePoint now) { return token_request(account, url, now); }),
        api_(tokens_, settings.api_url),
        parser_(environment.buttons, settings.project_number, people_,
                [this](std::string_view language, std::string_view key) { return say(language, key); }),
        renderer_(
            environment.buttons, settings.form,
            [this](std::string_view language, std::string_view key) { return say(language, key); },
            [this](std::string_view id) { return people_.name_of(id); }),
        sender_(api_, people_) {}

  const PlatformId& platform() const override { return platform_; }
  const Capabilities& capabilities() const override { return capabilities_; }

  std::vector<InboundRoute> routes() const override {
    // Its own patience, whole: an answer that is put off shows nothing sooner, and no dialog can be opened by it any more.
    return {{http::Method::Post, kEventsPath, {"application/json"}, kMostBodyBytes, milliseconds(30000)}};
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
  http::Response acknowledge(const Origin& origin) override { return renderer_.acknowledge(origin); }
  Result<std::string> post(const Card& card, const ChannelKey& channel, const std::string& /*address*/, TimePoint now) override {
    return renderer_.post(card, channel, now);
  }

  SendOutcome send(const Outgoing& outgoing) override { return sender_.send(outgoing); }
  /// Chat tells no app who administers: ALLYBOT_ADMINS does.
  Result<MemberFacts> member_facts(const MemberKey& /*member*/) override { return MemberFacts{}; }
  Result<ChannelFacts> channel_facts(const ChannelKey& channel) override { return sender_.channel(channel); }
  std::vector<CardFault> faults(const Card& card) const override { return card_faults(card); }

  Connection connect() override {
    fetch_keys(keys_, environment_.client, environment_.clock.now());  // without them a first request asks itself
    const TokenSource::Given given = tokens_.get();
    if (given.token) return {Connection::Kind::On, {}};
    const bool refused = given.why.kind == SendOutcome::Kind::TokenDead;
    return {refused ? Connection::Kind::Refused : Connection::Kind::Unreachable, given.why.reason};
  }
  std::vector<Check> checks() override {
    return find_out(tokens_, keys_, environment_.client, environment_.public_url, audience_, environment_.clock.now());
  }
  std::vector<BackgroundTask> background_tasks() override {
    // So that neither a nudge nor a member waits for a token or a key.
    return {
        {"googlechat.token", milliseconds(60000), [this] { tokens_.keep_fresh(); }},
        {"googlechat.keys", milliseconds(60000), [this] { fetch_keys(keys_, environment_.client, environment_.clock.now()); }}};
  }

 private:
  std::string say(std::string_view language, std::string_view key) const { return sentence(environment_, language, key); }

  const PlatformId platform_{kPlatform};
  const Environment environment_;
  const Capabilities capabilities_ = capabilities_of_google_chat();
  const std::string audience_;
  People people_;
  SigningKeys keys_;
  const GoogleChatVerifier verifier_;
  TokenSource tokens_;
  const Api api_;
  const Parser parser_;
  Renderer renderer_;
  const Sender sender_;
};

bool is_number(const std::string& text) {
  return !text.empty() && text.size() <= 20 && std::all_of(text.begin(), text.end(), [](char c) { return http::is_digit(c); });
}

/// Google's address of the Chat API, or another one for tests; without a slash at its end.
Result<std::string> read_api(const std::string& other) {
  if (other.empty()) return kApi;
  const auto told = http::parse_url(other);
  if (!told || told->path_and_query.size() > 1)
    return fail(Code::Invalid, "GOOGLECHAT_API_URL must be an address without a path.");
  if (told->scheme != "https" && !http::is_loopback_host(told->host))
    return fail(Code::Invalid, "GOOGLECHAT_API_URL must begin with https://.");
  return other.back() == '/' ? other.substr(0, other.size() - 1) : other;
}

/// Google's three hosts, or one other.
void read_addresses(const std::string& api, Settings& settings) {
  const std::string certificates = std::string("/service_accounts/v1/metadata/x509/") + kChatAccount;
  const bool by_google = settings.expected.kind == AudienceKind::Url;
  const std::string keys = by_google ? "/oauth2/v3/certs" : certificates;
  const bool is_google = api == kApi;
  settings.api_url = api + "/v1/";
  settings.token_url = (is_google ? std::string("https://oauth2.googleapis.com") : api) + "/token";
  settings.keys_url = (is_google ? std::string("https://www.googleapis.com") : api) + keys;
}

Result<Settings> read_settings(const Environment& environment) {
  const auto value = [&environment](const char* name) { return environment.setting(name).value_or(std::string()); };
  const auto wrong = [](const std::string& sentence) { return fail(Code::Invalid, sentence); };
  auto account = read_account(Secret(value(kServiceAccount)));
  if (!account) return tl::unexpected(account.error());
  Settings settings{value(kProjectNumber), std::move(*account), {}, {}, {}, {}, {}};
  if (!is_number(settings.project_number))
    return wrong("GOOGLECHAT_PROJECT_NUMBER must be the number of the Google Cloud project, such as 1234567890 (not its name).");

  const std::string kind = value(kAppKind);
  if (!kind.empty() && kind != "classic" && kind != "addon") return wrong("GOOGLECHAT_APP_KIND must be classic or addon.");
  const std::string endpoint = environment.public_url + kEventsPath;
  settings.form.addon = kind == "addon";
  settings.form.function = settings.form.addon ? endpoint : "ally";

  const std::string audience = value(kAudience);
  if (audience == "project") {
    if (settings.form.addon) return wrong("GOOGLECHAT_AUDIENCE must be url for a Workspace add-on.");
    settings.expected = {AudienceKind::ProjectNumber, settings.project_number, {}};
  } else if (audience.empty() || audience == "url") {
    if (environment.public_url.empty())
      return wrong(
          "ALLYBOT_PUBLIC_URL must be set: Google Chat signs its requests for the address that was typed in the console.");
    settings.expected = {AudienceKind::Url, endpoint,
                         settings.form.addon ? addon_account(settings.project_number) : std::string(kChatAccount)};
  } else {
    return wrong("GOOGLECHAT_AUDIENCE must be url or project, as the console's Authentication audience says.");
  }
  const auto api = read_api(value(kApiUrl));
  if (!api) return tl::unexpected(api.error());
  read_addresses(*api, settings);
  return settings;
}

Result<std::unique_ptr<Adapter>> make(const Environment& environment) {
  if (const auto addresses = environment.setting(kWebhooks)) {
    if (environment.setting(kServiceAccount))
      return fail(
          Code::Invalid,
          "GOOGLECHAT_WEBHOOKS and GOOGLECHAT_SERVICE_ACCOUNT are both set: an app posts without webhooks. Take one away.");
    const auto api = read_api(environment.setting(kApiUrl).value_or(std::string()));
    if (!api) return tl::unexpected(api.error());
    auto webhooks = read_webhooks(*addresses, *api);
    if (!webhooks) return tl::unexpected(webhooks.error());
    return webhooks_adapter(environment, std::move(*webhooks));
  }
  auto settings = read_settings(environment);
  if (!settings) return tl::unexpected(settings.error());
  return std::unique_ptr<Adapter>(std::make_unique<GoogleChatAdapter>(environment, *settings));
}

}  // namespace

const Platform& declaration() {
  static const Platform platform{
      kPlatform,
      {
          {kProjectNumber, "Number of the Google Cloud project that the Chat app is configured in.", true, false, "1234567890",
           kWebhooks},
          {kServiceAccount, "JSON key of a service account of that project: lets the bot post.", true, true,
           R"({"type":"service_account", ...})", kWebhooks},
          {kAudience, "What the console's Authentication audience says: url (HTTP endpoint URL) or project.", false, false,
           "url"},
          {kAppKind, "classic, or addon when it is built as a Workspace add-on.", false, false, "classic"},
          {kWebhooks, "Instead of an app, for posts alone: addresses of incoming webhooks, a blank between two.", false, true,
           "https://chat.googleapis.com/v1/spaces/AAAA/messages?key=...&token=..."},
          {kApiUrl, "Another address than Google's, for tests.", false, false, "http://127.0.0.1:9000"},
      },
      capabilities_of_google_chat(),
      make,
      [](const ManifestInput& input) { return std::optional<std::string>(checklist(input)); },
      card_faults,
  };
  return platform;
}

}  // namespace allybot::platforms::google_chat
