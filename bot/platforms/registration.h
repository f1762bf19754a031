// Commands that a platform has to be told of by a call: what is registered there beside what should be, and putting it right.
// Must never write where nothing differs.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "bot/platforms/adapter.h"

namespace allybot::platforms {

/// What the verbs of a manifest are called in another language that the content speaks.
struct Tongue {
  struct Verb {
    std::vector<std::string> names;  ///< the first is what help says; empty where it goes by its English name
    std::string arguments, help;     ///< empty where the language says nothing
  };
  std::string language;
  std::string words;        ///< what "words" are called
  std::vector<Verb> verbs;  ///< in the manifest's order
};

struct RegistrationInput {
  ManifestInput manifest;
  std::vector<Tongue> tongues;
  std::string server;  ///< one server alone by its id; empty: everywhere
};

struct Comparison {
  std::vector<std::string> differences;  ///< a line each; none when all is as it should be
  std::function<Result<void>()> write;   ///< puts what should be in the place of what is; blocks
};

struct Registration {
  std::string platform;
  /// What should be registered, as the platform takes it.
  std::function<std::string(const RegistrationInput&)> text;
  /// Asks the platform, by its settings; blocks. The error is a sentence for the operator with what to do.
  std::function<Result<Comparison>(const Environment&, const RegistrationInput&)> compare;
};

/// Of every platform that has such a call.
const std::vector<Registration>& registrations();

}  // namespace allybot::platforms
