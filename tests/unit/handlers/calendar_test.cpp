// Calendars to subscribe to. The clock stands at Tuesday, 2023-11-14, 22:13 in UTC.
#include "handlers/calendar.h"

#include "tests/unit/handlers/bot_fixture.h"

namespace allybot::handlers {
namespace {

class Calendar : public BotTest {
 protected:
  Calendar() {
    make_lead("ULEAD");
    lead_.member = "ULEAD";
    members_["U1"] = {};
    say("schedule add every Tuesday 10:00 tips about meetings in Europe/Berlin", lead_);
  }
  static bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }
  std::string say(const std::string& text) { return text_of(type(text)); }
  std::string say(const std::string& text, const Place& place) { return text_of(type(text, place)); }
  /// The token in the address that the answer shows.
  static std::string token_in(const std::string& answer) {
    const std::string before = "https://ally.example.org/calendar/";
    const std::size_t at = answer.find(before);
    EXPECT_NE(at, std::string::npos) << answer;
    return at == std::string::npos ? std::string() : answer.substr(at + before.size(), 32);
  }
  std::string calendar(const std::string& token) {
    auto made = dispatcher_->calendar(token);
    return made ? *made : name_of(made.error().code);
  }
  static int count(const std::string& text, const std::string& part) {
    int found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
  }
  Place lead_;
};

TEST_F(Calendar, ShowsTheComingYearAsSingleEventsInUtc) {
  const std::string text = calendar(token_in(say("schedule calendar", lead_)));
  EXPECT_EQ(text.substr(0, 15), "BEGIN:VCALENDAR");
  EXPECT_EQ(count(text, "BEGIN:VEVENT"), 52);
  EXPECT_TRUE(has(text, "DTSTART:20231121T090000Z\r\n")) << text.substr(0, 900);
  EXPECT_TRUE(has(text, "DTSTART:20240402T080000Z\r\n")) << "summer time";
  EXPECT_TRUE(has(text, "UID:slack/T1/p1@2023-11-21T10:00@allybot\r\n"));
  EXPECT_TRUE(has(text, "SUMMARY:Nudge: tips (p1)\r\n"));
  EXPECT_TRUE(has(text, "X-WR-CALNAME:Allybot nudges\r\n"));
  EXPECT_FALSE(has(text, "RRULE"));
  EXPECT_FALSE(has(text, "ULEAD"));
}

TEST_F(Calendar, FollowsWhenAPlanChanges) {
  const std::string token = token_in(say("schedule calendar", lead_));
  say("schedule edit p1 11:00", lead_);
  EXPECT_TRUE(has(calendar(token), "DTSTART:20231121T100000Z"));
  say("schedule skip p1", lead_);
  EXPECT_FALSE(has(calendar(token), "DTSTART:20231121"));
  say("schedule pause p1", lead_);
  EXPECT_EQ(count(calendar(token), "BEGIN:VEVENT"), 0);
}

TEST_F(Calendar, LeavesOutWhatIsNotPosted) {
  const std::string token = token_in(say("schedule calendar", lead_));
  say("quiet until 2023-11-21", lead_);
  say("schedule add daily 9:00 myths", lead_);
  say("schedule budget 1", lead_);
  EXPECT_EQ(count(calendar(token), "BEGIN:VEVENT"), 52) << "one a week";
}

TEST_F(Calendar, CoversAllThatOneLeadsAndOnesOwnNudges) {
  make_lead("ULEAD", "C2");
  Place other = lead_;
  other.channel = "C2";
  say("schedule add every Friday 10:00", other);
  say("me nudge every Monday 9:00", lead_);
  Place stranger;
  say("me nudge every Wednesday 9:00", stranger);
  const std::string text = calendar(token_in(say("schedule calendar all", lead_)));
  for (const char* plan : {"(p1)", "(p2)", "(p3)"}) EXPECT_TRUE(has(text, plan)) << plan;
  EXPECT_FALSE(has(text, "(p4)")) << "somebody else's own";
}

TEST_F(Calendar, IsForLeadsOfTheChannel) {
  EXPECT_TRUE(has(say("schedule calendar"), "for leads of this channel"));
  EXPECT_TRUE(has(say("schedule calendar whatever", lead_), "makes an address for this channel"));
}

TEST_F(Calendar, OpensForNoOtherToken) {
  const std::string token = token_in(say("schedule calendar", lead_));
  std::string changed = token;
  changed.back() = changed.back() == '0' ? '1' : '0';
  for (const std::string& wrong : {std::string(), changed, token + "0", token.substr(1), "../" + token, std::string(32, 'g'),
                                   std::string(32, '\0'), "hash of " + token})
    EXPECT_EQ(calendar(wrong), "not_found") << wrong;
}

TEST_F(Calendar, KeepsTheTokenNowhere) {
  Place place = lead_;
  place.request = "r1";
  const Command asked{origin(place), "schedule calendar", Command::Entry::Slash};
  const std::string token = token_in(text_of(handle(asked)));
  const auto feeds =
      store::read<std::vector<store::Feed>>(*kept_, [&](store::Reader& tx) { return tx.feeds_of(channel("C1")); }).value();
  ASSERT_EQ(feeds.size(), 1U);
  EXPECT_EQ(feeds[0].token_hash, "hash of " + token);
  const std::string again = repeated(asked);
  EXPECT_EQ(again, "") << "neither the token nor another one";
  EXPECT_FALSE(log_.has(token));
}

TEST_F(Calendar, IsReplacedByANewOne) {
  const std::string before = token_in(say("schedule calendar", lead_));
  const std::string answer = say("schedule calendar", lead_);
  EXPECT_TRUE(has(answer, "that you had before is no longer valid")) << answer;
  EXPECT_EQ(calendar(before), "not_found");
  EXPECT_EQ(count(calendar(token_in(answer)), "BEGIN:VEVENT"), 52);
}

TEST_F(Calendar, IsRevokedByItsOwnerAndByAnyLeadOfItsChannel) {
  const std::string mine = token_in(say("schedule calendar", lead_));
  EXPECT_TRUE(has(say("schedule calendar revoke", lead_), "no longer work"));
  EXPECT_EQ(calendar(mine), "not_found");
  EXPECT_TRUE(has(say("schedule calendar revoke", lead_), "no address to take back"));
  const std::string theirs = token_in(say("schedule calendar", lead_));
  EXPECT_TRUE(has(say("schedule calendar revoke"), "no address to take back")) << "no lead";
  make_lead("U1");
  EXPECT_TRUE(has(say("schedule calendar revoke"), "no longer work"));
  EXPECT_EQ(calendar(theirs), "not_found");
}

TEST_F(Calendar, EndsWhenSomebodyLeadsTheChannelNoMoreOrIsForgotten) {
  Place admin;
  admin.member = "UADMIN";
  const std::string token = token_in(say("schedule calendar", lead_));
  say("lead remove <@ULEAD>", admin);
  EXPECT_EQ(calendar(token), "not_found");
  make_lead("ULEAD");
  const std::string again = token_in(say("schedule calendar", lead_));
  EXPECT_TRUE(has(say("privacy", lead_), "Calendars that you subscribe to (1)"));
  press({"frgt", "", Binding::Member}, lead_);
  EXPECT_EQ(calendar(again), "not_found");
}

TEST_F(Calendar, SaysWhatIsMissingWithoutAPublicAddress) {
  public_url_.clear();
  EXPECT_TRUE(has(say("schedule calendar", lead_), "ALLYBOT_PUBLIC_URL"));
}

TEST_F(Calendar, SaysThatTheDatabaseIsAwayAndShowsNoHalf) {
  const std::string token = token_in(say("schedule calendar", lead_));
  store_->refuse_reads = true;
  EXPECT_EQ(calendar(token), "unavailable");
}

}  // namespace
}  // namespace allybot::handlers
