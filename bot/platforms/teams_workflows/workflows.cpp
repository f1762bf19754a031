#include "bot/platforms/teams_workflows/workflows.h"

#include "bot/http/message.h"
#include "bot/platforms/credential.h"

namespace allybot::platforms::teams_workflows {
namespace {

bool is_address(std::string_view text) {
  const auto url = http::parse_url(text);
  return url && is_credential(text) && (url->scheme == "https" || http::is_loopback_host(url->host));
}

}  // namespace

Result<Workflows> read_workflows(std::string_view setting) {
  return read_named_secrets(
      setting, {kAddresses, "workflow", "address", "an https address", "copied whole from the workflow", is_address});
}

std::string workflow_of(const ChannelKey& channel) {
  const bool ours = channel.platform.str() == kPlatform && channel.workspace.str() == kWorkspace;
  return ours ? channel.channel.str() : std::string();
}

}  // namespace allybot::platforms::teams_workflows
