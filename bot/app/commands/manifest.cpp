#include <algorithm>
#include <ostream>

#include "bot/app/commands/commands.h"
#include "bot/app/commands/outside.h"
#include "bot/app/zip_file.h"
#include "bot/core/text.h"
#include "bot/platforms/capability_table.h"

namespace allybot::app::commands {
namespace {

void tell_what_is_a_sample(const Settings& settings, Terminal terminal) {
  if (settings.public_url.empty()) terminal.err << "allybot: ALLYBOT_PUBLIC_URL is not set; the addresses in it are samples.\n";
}

}  // namespace

int manifest(const Settings& settings, const std::string& platform, const std::string& path, Terminal terminal) {
  const auto& all = platforms::registry();
  if (platform.empty() && path.empty()) {
    terminal.out << platforms::capability_table(all);
    return 0;
  }
  const auto found = std::find_if(all.begin(), all.end(), [&](const platforms::Platform& one) { return one.name == platform; });
  std::string names;
  for (const platforms::Platform& one : all)
    if (one.manifest) names += (names.empty() ? "" : ", ") + one.name;
  if (found == all.end() || !found->manifest) {
    terminal.err << "allybot: there is no manifest for \"" << platform << "\"; there is one for: " << names << ".\n";
    return 2;
  }
  const platforms::RegistrationInput input = registration_input(settings);
  if (!path.empty()) {
    if (!found->package) {
      terminal.err << "allybot: " << platform << " takes no package; leave -o out and paste what is printed.\n";
      return 2;
    }
    if (auto written = write_zip(path, found->package(input.manifest)); !written) return failed(terminal, written.error());
    terminal.out << "Wrote " << printable(path) << ".\n";
    tell_what_is_a_sample(settings, terminal);
    return 0;
  }
  const platforms::Registration* registration = registration_of(platform);
  const auto text = registration != nullptr ? registration->text(input) : found->manifest(input.manifest);
  if (!text) return failed(terminal, Error{Code::Unsupported, platform + " needs no manifest.", {}});
  terminal.out << *text << '\n';
  tell_what_is_a_sample(settings, terminal);
  return 0;
}

}  // namespace allybot::app::commands
