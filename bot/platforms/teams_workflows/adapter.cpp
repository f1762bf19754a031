#include "bot/platforms/teams_workflows/adapter.h"

#include "bot/platforms/teams_workflows/rates.h"
#include "bot/platforms/teams_workflows/send.h"
#include "bot/platforms/teams_workflows/workflows.h"
#include "bot/platforms/unpressed_card.h"

namespace allybot::platforms::teams_workflows {
namespace {

using Level = Check::Level;

Capabilities capabilities_of_workflows() {
  Capabilities all = unpressed_capabilities();
  all.hears = false;
  all.rates = kPostRates;
  return all;
}

class WorkflowsAdapter final : public Adapter {
 public:
  WorkflowsAdapter(const Environment& environment, Workflows workflows)
      : client_(environment.client), workflows_(std::move(workflows)) {}

  const PlatformId& platform() const override { return platform_; }
  const Capabilities& capabilities() const override { return capabilities_; }

  // Nothing comes from there.
  std::vector<InboundRoute> routes() const override { return {}; }
  Result<std::variant<Authentic, Fetch>> authenticate(http::RawRequest /*raw*/, TimePoint /*now*/) override {
    return fail(Code::Unauthorized, "nothing comes from a workflow");
  }
  Result<std::variant<std::vector<Inbound>, Fetch>> parse(const Authentic& /*request*/, TimePoint /*now*/) override {
    return std::vector<Inbound>{};
  }
  Rendered render(const Reply& /*reply*/, const Origin& /*origin*/, Timing /*timing*/, TimePoint /*now*/) override { return {}; }
  http::Response acknowledge(const Origin& /*origin*/) override { return http::empty_response(); }

  Result<std::string> post(const Card& card, const ChannelKey& channel, const std::string& /*address*/,
                           TimePoint /*now*/) override {
    const std::string name = workflow_of(channel);
    if (workflows_.count(name) == 0) return fail(Code::NotFound, "no workflow of that name");
    Cutter cutter;
    return name + '\n' + unpressed_message(card, cutter);
  }

  SendOutcome send(const Outgoing& outgoing) override {
    const std::size_t line = outgoing.payload.find('\n');
    const auto found = workflows_.find(outgoing.payload.substr(0, line));
    // The name may have been taken out of the settings since it was written down.
    if (line == std::string::npos || found == workflows_.end()) return {SendOutcome::Kind::Gone, {}, "workflow_not_named", {}};
    http::ClientRequest request;
    request.url = found->second.reveal();
    request.content_type = "application/json";
    request.body = outgoing.payload.substr(line + 1);
    return outcome_of_post(client_.send(request));
  }

  Result<MemberFacts> member_facts(const MemberKey& /*member*/) override {
    return fail(Code::Unsupported, "a workflow knows no members");
  }
  Result<ChannelFacts> channel_facts(const ChannelKey& channel) override {
    const bool named = workflows_.count(workflow_of(channel)) > 0;
    return ChannelFacts{named, named ? "" : "not_found", false};
  }
  std::vector<CardFault> faults(const Card& card) const override { return unpressed_faults(card); }

  Connection connect() override { return {}; }  // only a post shows whether an address is good

  std::vector<Check> checks() override {
    std::vector<Check> checks;
    for (const auto& [name, address] : workflows_) {
      const auto url = http::parse_url(address.reveal());
      http::ClientRequest request;  // its host alone: asked with the rest, a workflow might begin
      request.method = http::Method::Get;
      request.url = url->scheme + "://" + url->host + ':' + std::to_string(url->port) + '/';
      const http::ClientOutcome outcome = client_.send(request);
      const bool there = outcome.kind == http::ClientOutcome::Kind::Answered;
      if (there)
        checks.push_back({Level::Good, "The host of workflow " + name + " answers (whether it posts, only a post shows)", {}});
      else
        checks.push_back({Level::Failure, "The host of workflow " + name + " does not answer: " + outcome.why,
                          "copy the address again from the workflow; a proxy is named by HTTPS_PROXY"});
    }
    return checks;
  }

 private:
  const PlatformId platform_{kPlatform};
  const Capabilities capabilities_ = capabilities_of_workflows();
  http::Client& client_;
  const Workflows workflows_;
};

Result<std::unique_ptr<Adapter>> make(const Environment& environment) {
  auto workflows = read_workflows(environment.setting(kAddresses).value_or(std::string()));
  if (!workflows) return tl::unexpected(workflows.error());
  return std::unique_ptr<Adapter>(std::make_unique<WorkflowsAdapter>(environment, std::move(*workflows)));
}

// https://support.microsoft.com/office/create-incoming-webhooks-with-workflows-for-microsoft-teams-8ae491c7-0394-4861-ba59-055e33f75498
std::string checklist(const ManifestInput& input) {
  std::string text =
      "Post to a channel of Teams without installing an app:\n"
      "1. In the channel: ... (More options), Workflows, the template that posts to a channel when a webhook request comes in.\n"
      "2. Under the trigger's \"Who can trigger the flow?\" choose Anyone, save, and copy the address that it shows.\n"
      "   It is a password: whoever has it can post there. The workflow is yours: it stops when your account does.\n"
      "3. Put it into a file that only the bot may read, a line for each channel, under a name of your own:\n"
      "     engineering=https://...\n"
      "   and set TEAMS_WORKFLOW_URLS_FILE to that file.\n"
      "4. Plan what is posted in content/schedules.yaml:\n";
  const auto known = read_workflows(input.setting ? input.setting(kAddresses).value_or("") : std::string());
  std::vector<std::string> names;
  if (known)
    for (const auto& [name, address] : *known) names.push_back(name);
  if (names.empty()) names.emplace_back("engineering");
  for (const std::string& name : names)
    text += "     channel: \"" + std::string(kPlatform) + ':' + kWorkspace + ':' + name + "\"\n";
  return text + "5. allybot doctor, then allybot serve.\n";
}

}  // namespace

const Platform& declaration() {
  static const Platform platform{
      kPlatform,
      {{kAddresses, "name=address of each workflow that posts to a channel, between them blanks or line ends.", true, true,
        "engineering=https://example.org/workflows/xxxxxxxx"}},
      capabilities_of_workflows(),
      make,
      [](const ManifestInput& input) { return std::optional<std::string>(checklist(input)); },
      unpressed_faults,
  };
  return platform;
}

}  // namespace allybot::platforms::teams_workflows
