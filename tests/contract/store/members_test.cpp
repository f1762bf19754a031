#include "tests/contract/store/store_contract.h"

namespace allybot::store {
namespace {

class StoreMembers : public StoreContract {
 protected:
  bool is_lead(const ChannelKey& where, const char* who) {
    return ask([&](Reader& tx) { return tx.is_lead(where, MemberId(who)); });
  }
  void add_lead(const ChannelKey& where, const char* who) {
    write([&](Writer& tx) { return tx.add_lead(where, MemberId(who)); });
  }
  std::vector<SeenItem> seen(const ReaderKey& reader) {
    return ask([&](Reader& tx) { return tx.seen(reader); });
  }
  void note_seen(const ReaderKey& reader, const char* item, TimePoint at) {
    write([&](Writer& tx) { return tx.note_seen(reader, ItemId(item), at); });
  }
  void feedback(const MemberKey& who, const char* item, bool useful) {
    write([&](Writer& tx) { return tx.set_feedback({who, ItemId(item), useful, now()}); });
  }
  bool claim(const char* key) {
    return write([&](Writer& tx) { return tx.claim_request(key, member("U1"), now()); });
  }
  std::optional<std::string> answer(const char* key) {
    return ask([&](Reader& tx) { return tx.stored_answer(key); });
  }
};

TEST_P(StoreMembers, KnowsTheLeadsOfAChannel) {
  EXPECT_FALSE(is_lead(channel("C1"), "U1"));
  add_lead(channel("C1"), "U2");
  add_lead(channel("C1"), "U1");
  add_lead(channel("C1"), "U1");
  EXPECT_TRUE(is_lead(channel("C1"), "U1"));
  EXPECT_FALSE(is_lead(channel("C2"), "U1"));
  EXPECT_FALSE(is_lead(channel("C1", "T2"), "U1"));
  EXPECT_FALSE(is_lead(channel("C1", "T1", "mattermost"), "U1"));
  EXPECT_EQ(ask([](Reader& tx) { return tx.leads_of(channel("C1")); }), (std::vector{MemberId("U1"), MemberId("U2")}));
  EXPECT_TRUE(ask([](Reader& tx) { return tx.leads_of(channel("C2")); }).empty());
}

TEST_P(StoreMembers, RemovesALeadOnce) {
  add_lead(channel("C1"), "U1");
  const auto remove = [this] { return write([](Writer& tx) { return tx.remove_lead(channel("C1"), MemberId("U1")); }); };
  EXPECT_TRUE(remove());
  EXPECT_FALSE(remove());
  EXPECT_FALSE(is_lead(channel("C1"), "U1"));
}

TEST_P(StoreMembers, NamesReadersApart) {
  EXPECT_EQ(reader_of(member("X")).text, "m:slack/T1/X");
  EXPECT_EQ(reader_of(channel("X")).text, "c:slack/T1/X");
}

TEST_P(StoreMembers, ListsWhatWasSeenNewestLast) {
  const ReaderKey reader = reader_of(member("U1"));
  note_seen(reader, "tips/b", now());
  note_seen(reader, "tips/c", now() - seconds(1));
  note_seen(reader, "tips/a", now());
  note_seen(reader_of(channel("U1")), "tips/d", now());
  EXPECT_EQ(keys_of(seen(reader)), (Keys{"tips/c", "tips/a", "tips/b"}));
  EXPECT_EQ(seen(reader)[0].at, now() - seconds(1));
  EXPECT_EQ(keys_of(seen(reader_of(channel("U1")))), Keys{"tips/d"});
  EXPECT_TRUE(seen(reader_of(member("U2"))).empty());
}

TEST_P(StoreMembers, KeepsTheLatestMomentOfAnItem) {
  const ReaderKey reader = reader_of(member("U1"));
  note_seen(reader, "tips/a", now());
  note_seen(reader, "tips/b", now() + seconds(1));
  note_seen(reader, "tips/a", now() + seconds(2));
  note_seen(reader, "tips/b", now() - seconds(9));
  EXPECT_EQ(keys_of(seen(reader)), (Keys{"tips/b", "tips/a"}));
  EXPECT_EQ(seen(reader)[0].at, now() + seconds(1));
}

TEST_P(StoreMembers, KeepsOneVerdictForAnItem) {
  feedback(member("U1"), "tips/b", true);
  clock_.advance(seconds(1));
  feedback(member("U1"), "tips/a", true);
  feedback(member("U2"), "tips/c", true);
  clock_.advance(seconds(1));
  feedback(member("U1"), "tips/b", false);
  const auto rows = ask([](Reader& tx) { return tx.feedback_of(member("U1")); });
  EXPECT_EQ(keys_of(rows), (Keys{"tips/a", "tips/b"}));
  EXPECT_TRUE(rows[0].useful);
  EXPECT_FALSE(rows[1].useful);
  EXPECT_EQ(rows[1].member, member("U1"));
  EXPECT_EQ(rows[1].at, now());
}

TEST_P(StoreMembers, KeepsAndClearsSettings) {
  EXPECT_EQ(text_of(ask([](Reader& tx) { return tx.member_settings(member("U1")); })), text_of(MemberSettings()));
  const MemberSettings settings{"de", "Europe/Berlin", "DE", "managers", "20:00-08:00", "2026-12-21/2027-01-03"};
  write([&](Writer& tx) { return tx.set_member_settings(member("U1"), {"fr", "", "", "", "", ""}); });
  write([&](Writer& tx) { return tx.set_member_settings(member("U1"), settings); });
  EXPECT_EQ(text_of(ask([](Reader& tx) { return tx.member_settings(member("U1")); })), text_of(settings));
  EXPECT_EQ(text_of(ask([](Reader& tx) { return tx.member_settings(member("U2")); })), text_of(MemberSettings()));
  write([&](Writer& tx) { return tx.set_member_settings(member("U1"), {}); });
  EXPECT_EQ(text_of(ask([](Reader& tx) { return tx.member_settings(member("U1")); })), text_of(MemberSettings()));
  EXPECT_TRUE(ask([](Reader& tx) { return tx.facts_about(member("U1")); }).empty());
}

TEST_P(StoreMembers, KeepsSettingsOfAChannel) {
  const ChannelSettings settings{"de", "Europe/Berlin", "DE", "20:00-08:00", "2026-12-21/2027-01-03"};
  write([&](Writer& tx) { return tx.set_channel_settings(channel("C1"), settings); });
  EXPECT_EQ(text_of(ask([](Reader& tx) { return tx.channel_settings(channel("C1")); })), text_of(settings));
  EXPECT_EQ(text_of(ask([](Reader& tx) { return tx.channel_settings(channel("C2")); })), text_of(ChannelSettings()));
  write([&](Writer& tx) { return tx.set_channel_settings(channel("C1"), {}); });
  EXPECT_EQ(text_of(ask([](Reader& tx) { return tx.channel_settings(channel("C1")); })), text_of(ChannelSettings()));
}

TEST_P(StoreMembers, KeepsTheAuditTrailOfAWorkspace) {
  for (const char* what : {"plan.add", "plan.pause", "lead.add"})
    write([&](Writer& tx) {
      return tx.add_audit({0, now(), "slack/T1", "slack/T1/C1", "slack/T1/U1", what, "p1", "every Tuesday at 10:00"});
    });
  write([&](Writer& tx) { return tx.add_audit({0, now(), "slack/T2", "", "system", "content.reload", "", ""}); });
  const auto rows = ask([](Reader& tx) { return tx.audit("slack/T1", 2); });
  EXPECT_EQ(keys_of(rows), (Keys{"lead.add", "plan.pause"}));
  EXPECT_EQ(text_of(rows[1]), text_of(AuditEntry{rows[1].id, now(), "slack/T1", "slack/T1/C1", "slack/T1/U1", "plan.pause", "p1",
                                                 "every Tuesday at 10:00"}));
  EXPECT_GT(rows[0].id, rows[1].id);
  EXPECT_EQ(ask([](Reader& tx) { return tx.audit("slack/T2", 10); }).size(), 1U);
  EXPECT_TRUE(ask([](Reader& tx) { return tx.audit("slack/T", 10); }).empty());
}

TEST_P(StoreMembers, KeepsAHandleUntilItsTime) {
  const auto object = [this] { return ask([](Reader& tx) { return tx.handle("h1"); }); };
  EXPECT_EQ(object(), std::nullopt);
  write([&](Writer& tx) { return tx.set_handle("h1", "one", now() + seconds(5)); });
  write([&](Writer& tx) { return tx.set_handle("h1", "two", now() + seconds(10)); });
  EXPECT_EQ(object(), "two");
  clock_.advance(seconds(10) - milliseconds(1));
  EXPECT_EQ(object(), "two");
  clock_.advance(milliseconds(1));
  EXPECT_EQ(object(), std::nullopt);
}

TEST_P(StoreMembers, KeepsNamedValues) {
  const auto value = [this] { return ask([](Reader& tx) { return tx.meta("welcome"); }); };
  EXPECT_EQ(value(), std::nullopt);
  for (const char* text : {"sent", ""}) {
    write([&](Writer& tx) { return tx.set_meta("welcome", text); });
    EXPECT_EQ(value(), text);
  }
}

TEST_P(StoreMembers, ClaimsARequestOnce) {
  EXPECT_TRUE(claim("slack/T1/r1"));
  EXPECT_FALSE(claim("slack/T1/r1"));
  EXPECT_TRUE(claim("slack/T1/r2"));
  EXPECT_EQ(answer("slack/T1/r1"), std::nullopt) << "claimed, and not answered yet";
}

TEST_P(StoreMembers, KeepsTheAnswerOfARequest) {
  EXPECT_EQ(answer("r1"), std::nullopt);
  EXPECT_EQ(refused([](Writer& tx) { return tx.store_answer("r1", "{}"); }), Code::NotFound);
  claim("r1");
  write([](Writer& tx) { return tx.store_answer("r1", "{\"text\":\"Saved\"}"); });
  EXPECT_EQ(answer("r1"), "{\"text\":\"Saved\"}");
  claim("r2");
  write([](Writer& tx) { return tx.store_answer("r2", ""); });
  EXPECT_EQ(answer("r2"), "") << "an empty answer is one";
}

INSTANTIATE_TEST_SUITE_P(All, StoreMembers, testing::ValuesIn(store_kinds()), name_of_kind);

}  // namespace
}  // namespace allybot::store
