#include "bot/http/pulse.h"

#include <gtest/gtest.h>

namespace allybot::http {
namespace {

using Step = Pulse::Step;
using std::chrono::seconds;

class PulseTest : public testing::Test {
 protected:
  Pulse pulse_{{seconds(5), seconds(15)}, seconds(100)};
};

TEST_F(PulseTest, AsksAfterSilenceAndAgainWhileItLasts) {
  EXPECT_EQ(pulse_.step(seconds(104)), Step::Nothing);
  EXPECT_EQ(pulse_.step(seconds(105)), Step::Ask);
  EXPECT_EQ(pulse_.step(seconds(106)), Step::Nothing);
  EXPECT_EQ(pulse_.step(seconds(110)), Step::Ask);
}

TEST_F(PulseTest, IsDeadOnceNothingWasHeardForTooLong) {
  EXPECT_EQ(pulse_.step(seconds(105)), Step::Ask);
  EXPECT_EQ(pulse_.step(milliseconds(114'999)), Step::Ask);
  EXPECT_EQ(pulse_.step(seconds(115)), Step::Dead);
}

TEST_F(PulseTest, WhateverIsHeardBeginsItAnew) {
  EXPECT_EQ(pulse_.step(seconds(105)), Step::Ask);
  pulse_.heard(seconds(106));
  EXPECT_EQ(pulse_.step(seconds(110)), Step::Nothing);
  EXPECT_EQ(pulse_.step(seconds(111)), Step::Ask);
  EXPECT_EQ(pulse_.step(seconds(120)), Step::Ask);
  EXPECT_EQ(pulse_.step(seconds(121)), Step::Dead);
}

TEST_F(PulseTest, IsDeadAtOnceWhenTheMachineHasSlept) { EXPECT_EQ(pulse_.step(seconds(5000)), Step::Dead); }

}  // namespace
}  // namespace allybot::http
