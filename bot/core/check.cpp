#include "bot/core/check.h"

#include <cstdlib>

#include "bot/core/log.h"

namespace allybot {

void check_failed(const char* condition, const char* file, int line) {
  log::error("check_failed", {{"condition", condition}, {"file", file}, {"line", line}});
  log::flush();
  std::abort();
}

}  // namespace allybot
