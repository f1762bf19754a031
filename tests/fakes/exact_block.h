// A text in a heap block of its exact size, so that a sanitizer catches a parser that reads one byte too far.
// Must never be kept longer than the test's own scope.
#pragma once

#include <algorithm>
#include <memory>
#include <string_view>

namespace allybot::fakes {

class ExactBlock {
 public:
  explicit ExactBlock(std::string_view text) : block_(std::make_unique<char[]>(text.size())), size_(text.size()) {
    std::copy(text.begin(), text.end(), block_.get());
  }
  std::string_view view() const { return {block_.get(), size_}; }

 private:
  std::unique_ptr<char[]> block_;
  std::size_t size_;
};

}  // namespace allybot::fakes
