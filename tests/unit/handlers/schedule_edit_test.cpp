// Changing one thing of a plan by its words. The clock stands at Tuesday, 2023-11-14, 22:13 in UTC.
#include "tests/unit/handlers/bot_fixture.h"

namespace allybot::handlers {
namespace {

class ScheduleEdit : public BotTest {
 protected:
  ScheduleEdit() {
    make_lead("U1");
    text_of(type("schedule add every 2 weeks on Tuesday 10:00 tips about meetings in Europe/Berlin until 2024-06-30"));
  }
  std::string edited(const std::string& words) { return text_of(type("schedule edit p1 " + words)); }
  static bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }
};

TEST_F(ScheduleEdit, TakesWhatIsSaidAndKeepsTheRest) {
  struct Row {
    const char* words;
    const char* becomes;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"10:30", "every second Tuesday at 10:30 (Europe/Berlin): tips, about Meetings, until 2024-06-30"},
           {"at 2pm", "every second Tuesday at 14:00 (Europe/Berlin): tips, about Meetings, until 2024-06-30"},
           {"Friday", "every Friday at 14:00 (Europe/Berlin): tips, about Meetings, until 2024-06-30"},
           {"weekdays", "weekdays at 14:00 (Europe/Berlin): tips, about Meetings, until 2024-06-30"},
           {"myths", "weekdays at 14:00 (Europe/Berlin): myths, about Meetings, until 2024-06-30"},
           {"tips about parental leave", "weekdays at 14:00 (Europe/Berlin): tips, about Parental leave, until 2024-06-30"},
           {"in Asia/Tokyo", "weekdays at 14:00 (Asia/Tokyo): tips, about Parental leave, until 2024-06-30"},
           {"until 2025-01-31", "weekdays at 14:00 (Asia/Tokyo): tips, about Parental leave, until 2025-01-31"},
           {"daily 9:00 stories", "daily at 09:00 (Asia/Tokyo): conversation starters, about Parental leave, until 2025-01-31"}})
    EXPECT_TRUE(has(edited(row.words), row.becomes)) << row.words << "\n" << text_of(type("schedule list"));
}

TEST_F(ScheduleEdit, KeepsTheSameSecondWeekWhenOnlyTheTimeChanges) {
  const std::string before = plans()[0].next_local.substr(0, 10);
  clock_.advance(std::chrono::hours(24 * 8));
  edited("11:00");
  EXPECT_EQ(plans()[0].start, "2023-11-14T11:00");
  EXPECT_EQ(before, "2023-11-28");
  EXPECT_EQ(plans()[0].next_local, "2023-11-28T11:00");
}

TEST_F(ScheduleEdit, SavesNoGuess) {
  for (const char* words : {"sometime", "25:99", "Fryday", "about astrology", "in Atlantis", "until yesterday"})
    EXPECT_TRUE(has(edited(words), "nothing is saved")) << words;
  EXPECT_EQ(plans()[0].words, "every second Tuesday at 10:00");
}

}  // namespace
}  // namespace allybot::handlers
