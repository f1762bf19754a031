#include <algorithm>
#include <ostream>

#include "bot/app/commands/commands.h"
#include "handlers/dispatch.h"

namespace allybot::app::commands {

int manifest(const Settings& settings, const std::string& platform, Terminal terminal) {
  const auto& all = platforms::registry();
  const auto found = std::find_if(all.begin(), all.end(), [&](const platforms::Platform& one) { return one.name == platform; });
  std::string names;
  for (const platforms::Platform& one : all)
    if (one.manifest) names += (names.empty() ? "" : ", ") + one.name;
  if (found == all.end() || !found->manifest) {
    terminal.err << "allybot: there is no manifest for \"" << platform << "\"; there is one for: " << names << ".\n";
    return 2;
  }
  platforms::ManifestInput input;
  input.public_url = settings.public_url.empty() ? "https://allybot.example.org" : settings.public_url;
  input.command = settings.command;
  for (const handlers::VerbHelp& verb : handlers::verbs()) input.verbs.push_back({verb.name, verb.arguments, verb.help});
  input.setting = [&settings](std::string_view name) { return settings.platform_value(name); };
  const auto text = found->manifest(input);
  if (!text) return failed(terminal, Error{Code::Unsupported, platform + " needs no manifest.", {}});
  terminal.out << *text << '\n';
  if (settings.public_url.empty()) terminal.err << "allybot: ALLYBOT_PUBLIC_URL is not set; the addresses in it are samples.\n";
  return 0;
}

}  // namespace allybot::app::commands
