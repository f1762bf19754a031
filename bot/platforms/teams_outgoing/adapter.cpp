#include "bot/platforms/teams_outgoing/adapter.h"

#include "bot/platforms/sentences.h"
#include "bot/platforms/teams_outgoing/parse.h"
#include "bot/platforms/teams_outgoing/verify.h"
#include "bot/platforms/teams_outgoing/webhooks.h"
#include "bot/platforms/unpressed_card.h"

namespace allybot::platforms::teams_outgoing {
namespace {

using Level = Check::Level;

Capabilities capabilities_of_webhooks() {
  Capabilities all = unpressed_capabilities();
  all.threads = true;  // an answer stands below what was asked
  return all;
}

tl::unexpected<Error> only_answers() { return fail(Code::Unsupported, "an outgoing webhook only answers"); }

class OutgoingAdapter final : public Adapter {
 public:
  OutgoingAdapter(const Environment& environment, NamedSecrets keys)
      : environment_(environment), names_(names_of(keys)), verifier_(std::move(keys)) {}

  const PlatformId& platform() const override { return platform_; }
  const Capabilities& capabilities() const override { return capabilities_; }
  std::vector<InboundRoute> routes() const override {
    return {{http::Method::Post, kPath, {"application/json"}, 256U << 10U, std::chrono::milliseconds(5000)}};
  }

  Result<std::variant<Authentic, Fetch>> authenticate(http::RawRequest raw, TimePoint /*now*/) override {
    auto proven = verifier_.verify(std::move(raw));
    if (!proven) return tl::unexpected(proven.error());
    return std::variant<Authentic, Fetch>(std::move(*proven));
  }
  Result<std::variant<std::vector<Inbound>, Fetch>> parse(const Authentic& request, TimePoint /*now*/) override {
    return std::vector<Inbound>{teams_outgoing::parse(
        request, [this](std::string_view language, std::string_view key) { return sentence(environment_, language, key); })};
  }

  Rendered render(const Reply& reply, const Origin& /*origin*/, Timing timing, TimePoint /*now*/) override {
    Rendered made;
    if (timing == Timing::Late) return made;  // there is no later
    made.response = http::empty_response();
    const auto* answer = std::get_if<Answer>(&reply);
    const auto* replace = std::get_if<Replace>(&reply);
    if (answer == nullptr && replace == nullptr) return made;
    Cutter cutter;
    made.response = http::json_response(unpressed_message(answer != nullptr ? answer->card : replace->card, cutter));
    return made;
  }
  http::Response acknowledge(const Origin& /*origin*/) override { return http::empty_response(); }

  Result<std::string> post(const Card& /*card*/, const ChannelKey& /*channel*/, const std::string& /*address*/,
                           TimePoint /*now*/) override {
    return only_answers();
  }
  SendOutcome send(const Outgoing& /*outgoing*/) override { return {SendOutcome::Kind::Refused, {}, "only_answers", {}}; }
  Result<MemberFacts> member_facts(const MemberKey& /*member*/) override { return only_answers(); }
  Result<ChannelFacts> channel_facts(const ChannelKey& /*channel*/) override {
    return ChannelFacts{false, "only_answers", false};
  }
  std::vector<CardFault> faults(const Card& card) const override { return unpressed_faults(card); }

  Connection connect() override { return {}; }  // only a mention shows whether Teams has the address

  std::vector<Check> checks() override {
    if (environment_.public_url.compare(0, 8, "https://") != 0)
      return {{Level::Failure, "Teams calls outgoing webhooks by https alone, and ALLYBOT_PUBLIC_URL names no such address",
               "set ALLYBOT_PUBLIC_URL to the https address that the world reaches the bot by"}};
    std::vector<Check> checks;
    for (const std::string& name : names_)
      checks.push_back({Level::Good,
                        "Webhook " + name + " has its key; its address in Teams must be " +
                            callback_address(environment_.public_url, name) + " (only a mention shows whether it is)",
                        {}});
    return checks;
  }

 private:
  static std::vector<std::string> names_of(const NamedSecrets& keys) {
    std::vector<std::string> names;
    for (const auto& [name, key] : keys) names.push_back(name);
    return names;
  }

  const PlatformId platform_{kPlatform};
  const Capabilities capabilities_ = capabilities_of_webhooks();
  const Environment environment_;
  const std::vector<std::string> names_;
  const OutgoingVerifier verifier_;
};

Result<std::unique_ptr<Adapter>> make(const Environment& environment) {
  auto keys = read_webhooks(environment.setting(kKeys).value_or(std::string()));
  if (!keys) return tl::unexpected(keys.error());
  return std::unique_ptr<Adapter>(std::make_unique<OutgoingAdapter>(environment, std::move(*keys)));
}

// https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-outgoing-webhook
std::string checklist(const ManifestInput& input) {
  const auto known = read_webhooks(input.setting ? input.setting(kKeys).value_or("") : std::string());
  std::string addresses;
  if (known)
    for (const auto& [name, key] : *known) addresses += "     " + callback_address(input.public_url, name) + '\n';
  if (addresses.empty()) addresses = "     " + callback_address(input.public_url, "engineering") + '\n';
  return "Answer in the public channels of a team without installing an app (everybody there reads question and answer):\n"
         "1. An owner of the team: ... (More options), Manage team, Apps, Create an outgoing webhook.\n"
         "   Name: " +
         input.command + " (what people mention). Callback URL, with a name of your own for the team behind the =:\n" +
         addresses +
         "2. Teams shows a key once. Put it into a file that only the bot may read, a line for each team, under that name:\n"
         "     engineering=xxxxxxxx\n"
         "   and set TEAMS_OUTGOING_WEBHOOKS_FILE to that file.\n"
         "3. allybot doctor, then allybot serve. In a channel of the team: @" +
         input.command + " tip\n";
}

}  // namespace

const Platform& declaration() {
  static const Platform platform{
      kPlatform,
      {{kKeys, "name=key of each outgoing webhook of a team, between them blanks or line ends.", true, true,
        "engineering=RkFLRS1GQUtFLUZBS0UtRkFLRS1GQUtFLUZBS0UtMDE="}},
      capabilities_of_webhooks(),
      make,
      [](const ManifestInput& input) { return std::optional<std::string>(checklist(input)); },
      unpressed_faults,
  };
  return platform;
}

}  // namespace allybot::platforms::teams_outgoing
