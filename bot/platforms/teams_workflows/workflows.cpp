#include "bot/platforms/teams_workflows/workflows.h"

#include <algorithm>
#include <set>

#include "bot/http/ascii.h"
#include "bot/http/message.h"
#include "bot/platforms/credential.h"

namespace allybot::platforms::teams_workflows {
namespace {

constexpr std::size_t kMostName = 40;
constexpr std::size_t kMostWorkflows = 500;

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= kMostName &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || http::is_digit(c) || c == '-'; });
}

bool is_address(std::string_view text) {
  const auto url = http::parse_url(text);
  return url && is_credential(text) && (url->scheme == "https" || http::is_loopback_host(url->host));
}

tl::unexpected<Error> wrong(const std::string& sentence) { return fail(Code::Invalid, std::string(kAddresses) + ' ' + sentence); }

}  // namespace

Result<Workflows> read_workflows(std::string_view setting) {
  Workflows all;
  std::set<std::string_view> addresses;
  const auto blank = [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; };
  for (auto at = setting.begin(); at != setting.end();) {
    at = std::find_if_not(at, setting.end(), blank);
    if (at == setting.end()) break;
    const auto end = std::find_if(at, setting.end(), blank);
    const std::string_view entry(&*at, static_cast<std::size_t>(end - at));
    at = end;
    const std::size_t equals = entry.find('=');
    const std::string_view name = entry.substr(0, equals);
    const std::string which = "Entry " + std::to_string(all.size() + 1);
    if (equals == std::string_view::npos || !is_name(name))
      return wrong("must be name=address, with names of small letters, digits and dashes (40 at most). " + which +
                   " is not of that form.");
    const std::string_view address = entry.substr(equals + 1);
    if (!is_address(address))
      return wrong("needs an https address for " + std::string(name) + ", copied whole from the workflow.");
    if (!addresses.insert(address).second)
      return wrong("gives " + std::string(name) + " the address of another name: each channel has a workflow of its own.");
    if (!all.emplace(name, Secret(std::string(address))).second)
      return wrong("names " + std::string(name) + " twice: each channel needs a name of its own.");
    if (all.size() > kMostWorkflows) return wrong("has more than 500 entries.");
  }
  if (all.empty()) return wrong("names no workflow.");
  return all;
}

std::string workflow_of(const ChannelKey& channel) {
  const bool ours = channel.platform.str() == kPlatform && channel.workspace.str() == kWorkspace;
  return ours ? channel.channel.str() : std::string();
}

}  // namespace allybot::platforms::teams_workflows
