// The outbox against a platform with real limits, under a fake clock: how much of what it allows is posted, how much refused.
#include <cstdio>

#include "bot/core/log.h"
#include "bot/platforms/slack/rates.h"
#include "tests/unit/schedule/limited_platform.h"

int main() {
  using namespace allybot;
  log::set_level(log::Level::Error);
  const PostRates rates = platforms::slack::kPostRates;
  const schedule::PaceRun run = schedule::drive_limited_platform(rates, 1, std::chrono::minutes(30));
  std::printf(
      "outbound at the platform's published limit, half an hour: %.1f %% of it (target 95), %.3f %% refused (target 0.1)\n",
      100 * run.share(), 100 * run.refusals());
  return run.share() >= 0.95 && run.refusals() < 0.001 ? 0 : 1;
}
