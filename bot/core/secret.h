// Text that must not be printed: tokens, signing secrets, keys.
// Must never grow a formatter, a stream operator or an implicit conversion: printing one does not compile.
#pragma once

#include <string>
#include <utility>

namespace allybot {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}
  Secret(const Secret&) = default;
  Secret& operator=(const Secret&) = default;
  Secret(Secret&&) noexcept = default;
  Secret& operator=(Secret&&) noexcept = default;
  ~Secret();  ///< overwrites its memory

  /// The text itself, at the one place that needs it: a key schedule or an Authorization header.
  const std::string& reveal() const { return text_; }
  bool empty() const { return text_.empty(); }

 private:
  std::string text_;
};

}  // namespace allybot
