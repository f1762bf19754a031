// Keeps log lines so that a test can read them; restores the usual sink when it goes.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bot/core/log.h"
#include "bot/core/mutex.h"

namespace allybot::fakes {

class CapturingLog {
 public:
  CapturingLog();
  ~CapturingLog();
  CapturingLog(const CapturingLog&) = delete;
  CapturingLog& operator=(const CapturingLog&) = delete;
  std::vector<log::Line> lines() const;
  bool has(const std::string& event) const;
  /// Every line as one text, for "no secret is in any line".
  std::string all_text() const;

 private:
  class Keeping;
  std::shared_ptr<Keeping> sink_;
};

}  // namespace allybot::fakes
