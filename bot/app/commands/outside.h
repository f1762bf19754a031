// What commands of the operator give to adapters: they ask platforms and answer no member.
// Must never be used by the running bot: buttons that it signs open nowhere.
#pragma once

#include <memory>

#include "bot/app/settings.h"
#include "bot/platforms/registration.h"

namespace allybot::app::commands {

/// The settings must outlive it.
class Outside {
 public:
  explicit Outside(const Settings& settings);
  Outside(const Outside&) = delete;
  Outside& operator=(const Outside&) = delete;
  const platforms::Environment& environment() const { return environment_; }

 private:
  const SystemClock clock_{};
  SystemRandom random_{};
  NoMetrics metrics_{};
  const std::unique_ptr<http::Client> client_;
  const platforms::Buttons buttons_;
  const platforms::Environment environment_;
};

/// What manifests and registrations are made of, in every language of the content; in English alone where it cannot be read.
/// The settings must outlive it.
platforms::RegistrationInput registration_input(const Settings& settings);

/// Null for a platform without a registration.
const platforms::Registration* registration_of(const std::string& platform);

}  // namespace allybot::app::commands
