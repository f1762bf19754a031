// What is news of the rooms that the bot is in.
#include <deque>

#include "bot/platforms/rocket_chat/membership.h"
#include "tests/unit/platforms/rocket_chat/rig.h"

namespace allybot::platforms::rocket_chat {
namespace {

using fakes::ScriptedClient;

class Desk final : public Intake {
 public:
  void take(Authentic frame, milliseconds, std::function<void(http::Response)> answered) override {
    taken.push_back(std::move(frame));
    answered(http::empty_response(200));
  }
  std::optional<std::string> kept(const std::string&) override { return std::nullopt; }
  Result<void> keep(const std::string&, const std::string&) override { return {}; }
  void report(std::string) override {}
  std::deque<Authentic> taken;
};

struct RocketChatMembership : RocketChatRig {
  const RestApi api{client, "http://127.0.0.1:9991", "botFAKE0000000001", Secret(fakes::kRocketToken)};
  Membership membership{api};
  Desk desk;

  /// What the bot makes of the news of one look: "joined a", "left b".
  std::vector<std::string> look(int status, const std::string& body) {
    client.answer(ScriptedClient::answered(status, body));
    membership.look(desk);
    std::vector<std::string> news;
    for (; !desk.taken.empty(); desk.taken.pop_front()) {
      const auto parsed = adapter->parse(desk.taken.front(), now);
      const auto& change = std::get<Lifecycle>(std::get<std::vector<Inbound>>(*parsed).at(0));
      EXPECT_TRUE(change.origin.member.member.empty()) << "nobody says who did it";
      EXPECT_EQ(change.origin.channel.workspace, kim.workspace);
      news.push_back((change.kind == Lifecycle::Kind::AddedToChannel ? "joined " : "left ") +
                     change.origin.channel.channel.str());
    }
    return news;
  }
  static std::string subscription(const char* id, const char* room, const char* at, const char* kind = "c") {
    return std::string(R"({"_id":")") + id + R"(","rid":")" + room + R"(","t":")" + kind + R"(","_updatedAt":")" + at + R"("})";
  }
  static std::string lists(const std::string& update, const std::string& remove = {}) {
    return R"({"success":true,"update":[)" + update + R"(],"remove":[)" + remove + "]}";
  }
};

TEST_F(RocketChatMembership, TellsOfRoomsThatCameAndWentSinceTheLastLook) {
  using News = std::vector<std::string>;
  EXPECT_EQ(look(200, lists(subscription("s1", "one", "2026-01-31T09:00:00.000Z") + ',' +
                            subscription("s2", "two", "2026-01-31T08:00:00.000Z"))),
            News{})
      << "so it was when we began";
  EXPECT_EQ(client.requests().back().url, "http://127.0.0.1:9991/api/v1/subscriptions.get");
  EXPECT_EQ(look(200, lists(subscription("s3", "three", "2026-01-31T10:00:00.000Z") + ',' +
                            subscription("s1", "one", "2026-01-31T10:00:01.000Z"))),
            News{"joined three"});
  EXPECT_EQ(client.requests().back().url,
            "http://127.0.0.1:9991/api/v1/subscriptions.get?updatedSince=2026-01-31T09%3A00%3A00.000Z");
  EXPECT_EQ(look(200, lists("", R"({"_id":"s1","_deletedAt":"2026-01-31T11:00:00.000Z"},{"_id":"other"})")), News{"left one"});
  EXPECT_EQ(look(200, lists("")), News{});
  EXPECT_EQ(client.requests().back().url,
            "http://127.0.0.1:9991/api/v1/subscriptions.get?updatedSince=2026-01-31T11%3A00%3A00.000Z");
  EXPECT_EQ(look(200, lists(subscription("s4", "one", "2026-01-31T12:00:00.000Z"))), News{"joined one"}) << "put in again";
}

TEST_F(RocketChatMembership, TellsNothingOfDirectMessagesAndOfWhatIsNoRoom) {
  look(200, lists(""));
  EXPECT_TRUE(look(200, lists(subscription("s1", "dm", "2026-01-31T09:00:00.000Z", "d") + "," +
                              subscription("s2", "a/b", "2026-01-31T09:00:00.000Z") + R"(,7,{"_id":7},null)"))
                  .empty());
}

TEST_F(RocketChatMembership, OutlivesAServerThatDoesNotAnswer) {
  for (const auto& [status, body] :
       {std::pair<int, const char*>{500, "oops"}, {200, "<html>"}, {200, R"({"success":true})"}, {429, ""}})
    EXPECT_TRUE(look(status, body).empty()) << body;
  EXPECT_TRUE(look(200, lists(subscription("s1", "one", "2026-01-31T09:00:00.000Z"))).empty()) << "still the first look";
  EXPECT_EQ(look(200, lists(subscription("s2", "two", "2026-01-31T10:00:00.000Z"))).size(), 1U);
  client.answer(ScriptedClient::never_left("refused"));
  membership.look(desk);
  EXPECT_TRUE(desk.taken.empty());
}

}  // namespace
}  // namespace allybot::platforms::rocket_chat
