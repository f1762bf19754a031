#include "bot/platforms/capability_table.h"
#include "bot/platforms/openly.h"
#include "tests/fakes/source_dir.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace allybot::platforms {
namespace {

Platform platform_that(const Capabilities& able) {
  Platform platform;
  platform.name = "fakechat";
  platform.capabilities = able;
  return platform;
}

TEST(CapabilityTable, TheReadmeSaysWhatTheCodeSays) {
  std::ifstream file(fakes::source_dir() + "/README.md");
  std::stringstream readme;
  readme << file.rdbuf();
  const std::string table = capability_table(registry());
  EXPECT_NE(readme.str().find('\n' + table + '\n'), std::string::npos)
      << "put this between the empty lines of README.md (allybot manifest prints it):\n"
      << table;
}

TEST(CapabilityTable, SaysWhatIsDoneInsteadOfWhatAPlatformLacks) {
  Capabilities able;
  able.direct_messages = true;
  EXPECT_NE(capability_table({platform_that(able)})
                .find("\n| fakechat | mention, direct message | direct message | questions in a message "
                      "| new message | no | yes | asks the lead | 0 | numbered reply |\n"),
            std::string::npos);
}

TEST(CapabilityTable, PromisesNothingInsteadWhereNobodyIsHeard) {
  Capabilities able;
  able.hears = false;
  EXPECT_NE(capability_table({platform_that(able)})
                .find("\n| fakechat | none | none | none | none | none | none | left to the operator | 0 | none |\n"),
            std::string::npos)
      << capability_table({platform_that(able)});
  able.buttons = true;
  able.most_buttons = 3;
  EXPECT_NE(capability_table({platform_that(able)}).find("| 3, links alone |\n"), std::string::npos);
}

TEST(CapabilityTable, PromisesNothingPrivateWhereEverybodyReadsTheAnswers) {
  Capabilities able;
  able.threads = able.buttons = true;
  able.most_buttons = 3;
  EXPECT_NE(capability_table({platform_that(able)})
                .find("\n| fakechat | mention | none | none | none | yes | none | nothing is sent | 0 | 3, links alone |\n"),
            std::string::npos)
      << capability_table({platform_that(able)});
}

TEST(CapabilityTable, SaysHowASendThatNobodyAnsweredIsMended) {
  struct {
    std::chrono::milliseconds dedupes_for;
    bool look_up;
    const char* said;
  } rows[] = {{std::chrono::hours(24), false, "| sent again within 24 h |"},
              {std::chrono::minutes(5), true, "| sent again within 5 min, looked up |"},
              {std::chrono::seconds(20), false, "| sent again within 20 s |"},
              {std::chrono::milliseconds(0), true, "| looked up |"}};
  for (const auto& row : rows) {
    Capabilities able;
    able.direct_messages = true;
    able.dedupes_for = row.dedupes_for;
    able.look_up = row.look_up;
    EXPECT_NE(capability_table({platform_that(able)}).find(row.said), std::string::npos) << row.said;
  }
}

TEST(CapabilityTable, EveryPlatformDeclaresTheRateThatItPublishes) {
  for (const Platform& platform : registry()) {
    if (platform.name == "matrix") continue;              // each homeserver has its own, and publishes none
    if (platform.name == "webex") continue;               // has some, and publishes no number
    if (answers_openly(platform.capabilities)) continue;  // nothing is posted
    const PostRates& rates = platform.capabilities.rates;
    EXPECT_GT(rates.channel.many + rates.workspace.many + rates.platform.many, 0) << platform.name;
  }
}

TEST(CapabilityTable, OnlyTeamsIsGivenAPackage) {
  for (const Platform& platform : registry()) EXPECT_EQ(platform.package != nullptr, platform.name == "teams") << platform.name;
}

}  // namespace
}  // namespace allybot::platforms
