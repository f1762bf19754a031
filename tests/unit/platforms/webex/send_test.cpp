// What becomes of a message, by what Webex answers.
#include "tests/unit/platforms/webex/rig.h"

namespace allybot::platforms::webex {
namespace {

using fakes::ScriptedClient;
using http::ClientRequest;
using Kind = SendOutcome::Kind;

struct WebexSend : WebexRig {
  const std::string body = R"({"text":"Tip","attachments":[]})";

  SendOutcome send(const std::string& payload, http::ClientOutcome outcome) {
    client.answer(std::move(outcome));
    return adapter->send({"x", payload, {}, now});
  }
  SendOutcome to_space(http::ClientOutcome outcome) { return send("FAKEopsRoom\n\n\n" + body, std::move(outcome)); }
  SendOutcome to_person(http::ClientOutcome outcome) { return send("@FAKEalicePerson\n\n\n" + body, std::move(outcome)); }
  static http::ClientOutcome told(int status, const std::vector<std::pair<std::string, std::string>>& headers = {}) {
    return ScriptedClient::answered(status, R"({"message":"words","errors":[],"trackingId":"FAKE_t"})", headers);
  }
};

TEST_F(WebexSend, NamesExactlyOnePlaceAndTheThread) {
  const auto posted = ScriptedClient::answered(200, R"({"id":"FAKEposted"})");
  EXPECT_EQ(to_space(posted).remote, "FAKEposted");
  to_person(posted);
  send("FAKEdirectRoom\nFAKEparent\n\n" + body, posted);
  const auto requests = client.requests();
  ASSERT_EQ(requests.size(), 3U);
  for (const ClientRequest& request : requests) {
    EXPECT_EQ(request.url, "https://webexapis.com/v1/messages");
    EXPECT_EQ(*request.headers.only("Authorization"), std::string("Bearer ") + fakes::kWebexToken);
  }
  EXPECT_EQ(requests[0].body, R"({"roomId":"FAKEopsRoom","text":"Tip","attachments":[]})");
  EXPECT_EQ(requests[1].body, R"({"toPersonId":"FAKEalicePerson","text":"Tip","attachments":[]})");
  EXPECT_EQ(requests[2].body, R"({"roomId":"FAKEdirectRoom","parentId":"FAKEparent","text":"Tip","attachments":[]})");
}

TEST_F(WebexSend, GoesByTheTableOfStatuses) {
  const std::tuple<int, Kind, const char*, Kind, const char*> rows[] = {
      {400, Kind::Refused, "http_400", Kind::Refused, "http_400"},
      {401, Kind::TokenDead, "token_refused", Kind::TokenDead, "token_refused"},
      {403, Kind::NeedsCare, "not_permitted", Kind::NeedsCare, "not_permitted"},
      {404, Kind::NeedsCare, "not_invited", Kind::Gone, "user_not_found"},
      {405, Kind::Refused, "http_405", Kind::Refused, "http_405"},
      {409, Kind::Refused, "http_409", Kind::Refused, "http_409"},
      {410, Kind::Gone, "channel_not_found", Kind::Gone, "user_not_found"},
      {413, Kind::Refused, "too_big", Kind::Refused, "too_big"},
      {415, Kind::Refused, "http_415", Kind::Refused, "http_415"},
      {428, Kind::Refused, "http_428", Kind::Refused, "http_428"},
      {423, Kind::Wait, "locked", Kind::Wait, "locked"},
      {429, Kind::Wait, "ratelimited", Kind::Wait, "ratelimited"},
      {408, Kind::NotSent, "http_408", Kind::NotSent, "http_408"},
      {302, Kind::NotSent, "http_302", Kind::NotSent, "http_302"},
      {500, Kind::Unknown, "http_500", Kind::Unknown, "http_500"},
      {502, Kind::Unknown, "http_502", Kind::Unknown, "http_502"},
      {503, Kind::Unknown, "http_503", Kind::Unknown, "http_503"},
      {504, Kind::Unknown, "http_504", Kind::Unknown, "http_504"},
  };
  for (const auto& [status, space, space_why, person, person_why] : rows) {
    const SendOutcome to_all = to_space(told(status)), to_one = to_person(told(status));
    EXPECT_EQ(to_all.kind, space) << status;
    EXPECT_EQ(to_all.reason, space_why) << status;
    EXPECT_EQ(to_one.kind, person) << status;
    EXPECT_EQ(to_one.reason, person_why) << status;
  }
}

TEST_F(WebexSend, WaitsAsLongAsItIsToldAndFifteenSecondsWhenItIsNot) {
  EXPECT_EQ(to_space(told(429, {{"Retry-After", "7"}})).wait, seconds(7));
  EXPECT_EQ(to_space(told(423, {{"Retry-After", "3"}})).wait, seconds(3));
  EXPECT_EQ(to_space(told(429)).wait, seconds(15));
  EXPECT_EQ(to_space(told(429, {{"Retry-After", "0"}})).wait, seconds(1));
}

TEST_F(WebexSend, TellsWebexFromSomethingBeforeIt) {
  const SendOutcome proxy = to_space(ScriptedClient::answered(404, "<html>"));
  EXPECT_EQ(proxy.kind, Kind::NotSent);
  EXPECT_EQ(to_space(ScriptedClient::answered(404, "", {{"trackingId", "FAKE_t"}})).kind, Kind::NeedsCare);
}

TEST_F(WebexSend, NeverRepeatsWhatMayHaveBeenPosted) {
  EXPECT_EQ(to_space(ScriptedClient::unheard("timeout")).kind, Kind::Unknown);
  EXPECT_EQ(to_space(ScriptedClient::answered(200, "<html>")).kind, Kind::Unknown);
  EXPECT_EQ(to_space(ScriptedClient::answered(200, R"({"id":"not an id"})")).kind, Kind::Unknown);
  EXPECT_EQ(to_space(ScriptedClient::never_left("refused")).kind, Kind::NotSent);
}

TEST_F(WebexSend, DeletesWhatAMessageReplacesOnceThatIsThere) {
  const std::string payload = "@FAKEalicePerson\n\nFAKEold\n" + body;
  for (const int status : {204, 404, 403, 429, 500}) {
    client.answer([status](const ClientRequest& request) {
      return request.method == http::Method::Post ? ScriptedClient::answered(200, R"({"id":"FAKEnew"})")
                                                  : ScriptedClient::answered(status, "");
    });
    EXPECT_EQ(adapter->send({"x", payload, {}, now}).kind, Kind::Sent) << "that the old one stays is no failure: " << status;
    EXPECT_EQ(client.requests().back().method, http::Method::Delete);
    EXPECT_EQ(client.requests().back().url, "https://webexapis.com/v1/messages/FAKEold");
  }
  const std::size_t before = client.requests().size();
  EXPECT_EQ(send(payload, told(429)).kind, Kind::Wait);
  EXPECT_EQ(client.requests().size(), before + 1) << "not deleted while the new one is not there";
}

TEST_F(WebexSend, RefusesAPayloadThatIsNoneOfOurs) {
  for (const std::string& payload :
       {std::string(), body, "a b\n\n\n" + body, "@\n\n\n" + body, "FAKEopsRoom\na b\n\n" + body, "FAKEopsRoom\n\n../x\n" + body,
        std::string("FAKEopsRoom\n\n\nno JSON"), std::string("FAKEopsRoom\n\n")})
    EXPECT_EQ(send(payload, told(200)).kind, Kind::Refused) << payload;
  EXPECT_TRUE(client.requests().empty());
}

}  // namespace
}  // namespace allybot::platforms::webex
