#include "bot/platforms/google_chat/webhooks.h"

#include <algorithm>

#include "bot/core/text.h"
#include "bot/platforms/google_chat/api.h"
#include "bot/platforms/google_chat/card.h"
#include "bot/platforms/google_chat/limits.h"
#include "bot/platforms/google_chat/rates.h"
#include "bot/platforms/google_chat/render.h"
#include "bot/platforms/google_chat/route.h"

namespace allybot::platforms::google_chat {
namespace {

using Kind = SendOutcome::Kind;
using Level = Check::Level;

constexpr const char* kNoWebhook = "no_webhook";

Capabilities capabilities_of_webhooks() {
  Capabilities all;
  all.hears = false;
  all.buttons = true;  // those that lead to an address; others are left out
  all.most_text = kMessage.most;
  all.most_buttons = kButtons.most;
  all.rates = kPostRates;
  return all;
}

/// The space of "/v1/spaces/AAAA/messages?key=K&token=T"; empty when it is no such address.
std::string space_of(std::string_view path_and_query) {
  const std::size_t end = path_and_query.find('?');
  if (end == std::string_view::npos) return {};
  const auto parts = split(path_and_query.substr(0, end), '/');
  const bool is_path = parts.size() == 5 && parts[0].empty() && parts[1] == "v1" && parts[2] == "spaces" && is_id(parts[3]) &&
                       parts[4] == "messages";
  bool key = false, token = false;
  for (const std::string_view part : split(path_and_query.substr(end + 1), '&')) {
    key = key || (part.substr(0, 4) == "key=" && part.size() > 4);
    token = token || (part.substr(0, 6) == "token=" && part.size() > 6);
  }
  return is_path && key && token ? std::string(parts[3]) : std::string();
}

SendOutcome meaning(http::ClientOutcome answer) {
  SendOutcome outcome = outcome_of({std::move(answer), {}, true});
  // One address was taken back; the others are as good as before.
  if (outcome.kind == Kind::TokenDead) return {Kind::NeedsCare, {}, "webhook_refused", {}};
  return outcome;
}

class WebhooksAdapter final : public Adapter {
 public:
  WebhooksAdapter(const Environment& environment, std::vector<Webhook> webhooks)
      : client_(environment.client), webhooks_(std::move(webhooks)) {}

  const PlatformId& platform() const override { return platform_; }
  const Capabilities& capabilities() const override { return capabilities_; }
  std::vector<InboundRoute> routes() const override { return {}; }
  Result<std::variant<Authentic, Fetch>> authenticate(http::RawRequest /*raw*/, TimePoint /*now*/) override {
    return fail(Code::Unauthorized, "webhooks are for posting alone");
  }
  Result<std::variant<std::vector<Inbound>, Fetch>> parse(const Authentic& /*request*/, TimePoint /*now*/) override {
    return std::vector<Inbound>{};
  }
  Rendered render(const Reply& /*reply*/, const Origin& /*origin*/, Timing /*timing*/, TimePoint /*now*/) override { return {}; }
  http::Response acknowledge(const Origin& /*origin*/) override { return http::empty_response(); }

  Result<std::string> post(const Card& card, const ChannelKey& channel, const std::string& /*address*/,
                           TimePoint /*now*/) override {
    if (!is_id(channel.channel.str())) return fail(Code::Invalid, "channel is no space of Google Chat's");
    Card shown = card;
    std::erase_if(shown.buttons, [](const Button& button) { return button.url.empty(); });
    Cutter cutter;
    return Call{Call::What::Post, channel.channel.str(), '{' + message_fields(draw(shown, {}, On::Message, cutter)) + '}'}.text();
  }

  SendOutcome send(const Outgoing& outgoing) override {
    const Call call = Call::read(outgoing.payload);
    if (call.body.empty() || call.what != Call::What::Post) return {Kind::Refused, {}, "payload_unreadable", {}};
    const Webhook* webhook = find(call.where);
    if (webhook == nullptr) return {Kind::NeedsCare, {}, kNoWebhook, {}};
    return meaning(client_.send(request(*webhook, call.body)));
  }

  Result<MemberFacts> member_facts(const MemberKey& /*member*/) override { return MemberFacts{}; }
  Result<ChannelFacts> channel_facts(const ChannelKey& channel) override {
    ChannelFacts facts;
    facts.can_post = find(channel.channel.str()) != nullptr;
    if (!facts.can_post) facts.why_not = kNoWebhook;
    return facts;
  }
  std::vector<CardFault> faults(const Card& card) const override { return card_faults(card); }
  /// Nothing tells before something is posted; doctor asks each.
  Connection connect() override { return {Connection::Kind::On, std::to_string(webhooks_.size()) + " webhook(s)"}; }
  std::vector<Check> checks() override {
    std::vector<Check> all;
    for (const Webhook& webhook : webhooks_) all.push_back(check(webhook));
    return all;
  }

 private:
  const Webhook* find(const std::string& space) const {
    const auto found = std::find_if(webhooks_.begin(), webhooks_.end(), [&](const auto& one) { return one.space == space; });
    return found == webhooks_.end() ? nullptr : &*found;
  }

  static http::ClientRequest request(const Webhook& webhook, std::string json) {
    http::ClientRequest request;
    request.url = webhook.address.reveal();
    request.content_type = "application/json; charset=utf-8";
    request.body = std::move(json);
    return request;
  }

  /// Asks with a message of nothing: Google refuses to post it (INVALID_ARGUMENT) once the address has let it in.
  Check check(const Webhook& webhook) const {
    const http::ClientOutcome answer = client_.send(request(webhook, "{}"));
    const bool bad_key = answer.body.find("API_KEY_INVALID") != std::string::npos;
    const SendOutcome outcome = meaning(answer);
    const std::string space = "space " + webhook.space;
    if (outcome.kind == Kind::Refused && outcome.reason == "invalid_argument" && !bad_key)
      return {Level::Good, "The webhook of " + space + " lets the bot in", {}};
    if (outcome.kind == Kind::Refused || outcome.kind == Kind::NeedsCare || outcome.kind == Kind::Gone)
      return {Level::Failure, "Google refuses the webhook of " + space + " (" + outcome.reason + ")",
              "Make it anew: the space, Apps and integrations, Webhooks; put its address into GOOGLECHAT_WEBHOOKS."};
    return {Level::Failure, "The webhook of " + space + " does not answer: " + outcome.reason,
            "See that this machine may reach chat.googleapis.com; a proxy is named by HTTPS_PROXY."};
  }

  const PlatformId platform_{kPlatform};
  const Capabilities capabilities_ = capabilities_of_webhooks();
  http::Client& client_;
  const std::vector<Webhook> webhooks_;
};

}  // namespace

Result<std::vector<Webhook>> read_webhooks(std::string_view text, const std::string& api) {
  std::vector<Webhook> all;
  for (const std::string_view address : split_words(text)) {
    const std::string which = "GOOGLECHAT_WEBHOOKS, number " + std::to_string(all.size() + 1);
    const bool is_google = address.substr(0, api.size() + 1) == api + '/' && http::parse_url(address).has_value();
    const std::string space = is_google ? space_of(address.substr(api.size())) : std::string();
    if (space.empty())
      return fail(Code::Invalid,
                  which + ", is no address of an incoming webhook: " + api + "/v1/spaces/.../messages?key=...&token=...");
    if (std::any_of(all.begin(), all.end(), [&](const Webhook& one) { return one.space == space; }))
      return fail(Code::Invalid, which + ", is for a space that has one already.");
    all.push_back({space, Secret(std::string(address))});
  }
  if (all.empty()) return fail(Code::Invalid, "GOOGLECHAT_WEBHOOKS is empty.");
  return all;
}

std::unique_ptr<Adapter> webhooks_adapter(const Environment& environment, std::vector<Webhook> webhooks) {
  return std::make_unique<WebhooksAdapter>(environment, std::move(webhooks));
}

}  // namespace allybot::platforms::google_chat
