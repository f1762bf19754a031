#include <algorithm>
#include <ostream>

#include "bot/app/commands/commands.h"
#include "bot/app/commands/outside.h"

namespace allybot::app::commands {
namespace {

Result<platforms::Comparison> compared(const Settings& settings, const platforms::Registration& registration,
                                       const Outside& outside, const std::string& server) {
  const auto& all = platforms::registry();
  const auto platform = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.name == registration.platform; });
  const auto [some, missing] = platforms::configured(*platform, outside.environment().setting);
  if (!missing.empty()) return fail(Code::Invalid, "Set " + missing + " first.");
  platforms::RegistrationInput input = registration_input(settings);
  input.server = server;
  return registration.compare(outside.environment(), input);
}

}  // namespace

int register_commands(const Settings& settings, const std::string& platform, const std::string& server, bool only_show,
                      Terminal terminal) {
  const platforms::Registration* registration = registration_of(platform);
  if (registration == nullptr) {
    std::string names;
    for (const auto& one : platforms::registrations()) names += (names.empty() ? "" : ", ") + one.platform;
    return misused(terminal, {Code::Invalid,
                              "Nothing is registered by a call there. It is for: " + names +
                                  ". 'allybot manifest' prints what other platforms want.",
                              {}});
  }
  const Outside outside(settings);
  const auto comparison = compared(settings, *registration, outside, server);
  if (!comparison) return failed(terminal, comparison.error());
  if (comparison->differences.empty()) {
    terminal.out << "What " << platform << " has registered is as it should be; nothing was written.\n";
    return 0;
  }
  for (const std::string& line : comparison->differences) terminal.out << line << '\n';
  if (only_show) {
    terminal.out << "Nothing was written.\n";
    return 1;
  }
  if (const auto written = comparison->write(); !written) return failed(terminal, written.error());
  terminal.out << "Registered" << (server.empty() ? "" : " in that server alone") << ".\n";
  return 0;
}

}  // namespace allybot::app::commands
