// How a card looks on every platform: what each adapter would send, for the scripts of bot/platforms/drawing to draw.
// Must never send anything anywhere, need a credential, or know which platforms there are.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "bot/core/random.h"
#include "bot/platforms/adapter.h"
#include "bot/platforms/example.h"

namespace allybot::app {

/// Any thread may call it once it was made.
class Showcase {
 public:
  enum class As {
    Post,
    Direct,  ///< by itself, in a conversation of two
    Answer,
    Open,  ///< an answer that everybody in the channel reads
  };
  struct Exhibit {
    std::string name;  ///< of a private answer another is shown: it depends on the platform
    Card card;
    As as = As::Post;
  };

  /// Adapters of all platforms, with settings that are nobody's.
  static Result<std::unique_ptr<Showcase>> make(
      const std::vector<platforms::Platform>& platforms, const std::string& command,
      std::function<std::string(std::string_view language, std::string_view key)> phrase);

  /// A list of each platform with its limits, the exhibits as it is sent them, and what it would cut of the cards in `judged`.
  nlohmann::ordered_json on_all(const std::vector<Exhibit>& exhibits, const std::vector<Card>& judged,
                                const std::string& language) const;
  /// The same as the text of {"language": ..., "platforms": ...}.
  std::string page_json(const std::vector<Exhibit>& exhibits, const std::vector<Card>& judged, const std::string& language) const;

 private:
  Showcase();
  struct Shown {
    const platforms::Platform* platform;
    std::unique_ptr<platforms::Adapter> adapter;
    Origin example;
  };
  std::string sent(const Shown& shown, const Exhibit& exhibit, const std::string& language) const;

  SystemClock clock_;
  SystemRandom random_;
  NoMetrics metrics_;
  std::unique_ptr<http::Client> client_;
  platforms::Buttons buttons_;
  std::unique_ptr<platforms::Environment> environment_;
  std::vector<Shown> shown_;
};

}  // namespace allybot::app
