#include "bot/app/commands/outside.h"

#include <algorithm>

#include "bot/crypto/crypto.h"
#include "bot/library/library.h"
#include "handlers/verbs.h"

namespace allybot::app::commands {

Outside::Outside(const Settings& settings)
    : client_(http::make_client()),
      buttons_(Secret(crypto::random_bytes(32)), std::nullopt, {[](auto&&...) {}, [](auto&&) { return std::nullopt; }}),
      environment_{[&settings](std::string_view name) { return settings.platform_value(name); },
                   *client_,
                   clock_,
                   random_,
                   buttons_,
                   metrics_,
                   settings.command,
                   settings.public_url,
                   [](std::string_view, std::string_view key) { return std::string(library::builtin_phrase(key)); }} {}

platforms::RegistrationInput registration_input(const Settings& settings) {
  platforms::RegistrationInput input;
  input.manifest.public_url = settings.public_url.empty() ? "https://allybot.example.org" : settings.public_url;
  input.manifest.command = settings.command;
  for (const handlers::VerbHelp& verb : handlers::verbs()) input.manifest.verbs.push_back({verb.name, verb.arguments, verb.help});
  input.manifest.setting = [&settings](std::string_view name) { return settings.platform_value(name); };

  const SystemClock clock;
  const auto holder = library::open_library(settings.content, clock);
  if (!holder) return input;
  const auto content = (*holder)->current();
  for (const std::string& language : content->languages()) {
    if (language == "en") continue;
    platforms::Tongue tongue{language, content->own_phrase(language, "arg.words"), {}};
    for (handlers::VerbSaid& said : handlers::verbs_said({*content, language, settings.command}))
      tongue.verbs.push_back({std::move(said.names), std::move(said.arguments), std::move(said.help)});
    input.tongues.push_back(std::move(tongue));
  }
  return input;
}

const platforms::Registration* registration_of(const std::string& platform) {
  const auto& all = platforms::registrations();
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.platform == platform; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace allybot::app::commands
