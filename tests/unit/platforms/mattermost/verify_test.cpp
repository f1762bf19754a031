#include "tests/fakes/exact_block.h"
#include "tests/unit/platforms/mattermost/rig.h"

#include "bot/platforms/text_scan.h"

namespace allybot::platforms::mattermost {
namespace {

using MattermostVerify = MattermostRig;
using fakes::kMattermostToken;
using fakes::mattermost_command;
using fakes::mattermost_command_fields;
using fakes::mattermost_form_request;
using fakes::mattermost_press;
using fakes::MattermostFields;
using fakes::MattermostPlace;

http::RawRequest command_with(const char* authorization, const std::vector<std::string>& tokens) {
  MattermostFields fields = mattermost_command_fields("tip");
  std::erase_if(fields, [](const auto& field) { return field.first == "token"; });
  for (const std::string& token : tokens) fields.emplace_back("token", token);
  http::RawRequest raw = mattermost_form_request(fields);
  if (authorization != nullptr) raw.headers.add("Authorization", authorization);
  return raw;
}

TEST_F(MattermostVerify, AcceptsTheTokenInHeaderBodyOrBoth) {
  const std::string header = std::string("Token ") + kMattermostToken;
  EXPECT_EQ(why_refused(command_with(header.c_str(), {kMattermostToken})), "accepted");
  EXPECT_EQ(why_refused(command_with(header.c_str(), {})), "accepted");
  EXPECT_EQ(why_refused(command_with(nullptr, {kMattermostToken})), "accepted");
}

TEST_F(MattermostVerify, AcceptsEachConfiguredToken) {
  EXPECT_EQ(why_refused(command_with("Token fakeoldtoken", {"fakeoldtoken"})), "accepted");
}

TEST_F(MattermostVerify, LetsAnotherSchemeOfAuthorizationPassBesideTheBodysToken) {
  EXPECT_EQ(why_refused(command_with("Bearer some.oauth.token", {kMattermostToken})), "accepted");
  EXPECT_EQ(why_refused(command_with("Bearer some.oauth.token", {})), "token missing");
}

TEST_F(MattermostVerify, RefusesTokensThatDisagree) {
  EXPECT_EQ(why_refused(command_with("Token fakeoldtoken", {kMattermostToken})), "tokens disagree");
  EXPECT_EQ(why_refused(command_with("Token wrong", {kMattermostToken})), "tokens disagree");
}

TEST_F(MattermostVerify, RefusesMissingWrongDoubledAndOversizedTokens) {
  const std::string good = std::string("Token ") + kMattermostToken;
  EXPECT_EQ(why_refused(command_with(nullptr, {})), "token missing");
  EXPECT_EQ(why_refused(command_with(nullptr, {""})), "token malformed");
  EXPECT_EQ(why_refused(command_with("Token ", {})), "token malformed");
  EXPECT_EQ(why_refused(command_with(nullptr, {"wrong"})), "token is none of ours");
  EXPECT_EQ(why_refused(command_with(nullptr, {std::string(kMattermostToken) + "0"})), "token is none of ours");
  EXPECT_EQ(why_refused(command_with(nullptr, {std::string(kMattermostToken).substr(1)})), "token is none of ours");
  EXPECT_EQ(why_refused(command_with(nullptr, {kMattermostToken, kMattermostToken})), "token doubled");
  EXPECT_EQ(why_refused(command_with(nullptr, {kMattermostToken, "other"})), "token doubled");
  EXPECT_EQ(why_refused(command_with(nullptr, {std::string(8000, 'a')})), "token malformed");
  EXPECT_EQ(why_refused(command_with(("Token " + std::string(8000, 'a')).c_str(), {kMattermostToken})), "token malformed");
  auto doubled = command_with(good.c_str(), {kMattermostToken});
  doubled.headers.add("authorization", good);
  EXPECT_EQ(why_refused(std::move(doubled)), "authorization doubled");
}

TEST_F(MattermostVerify, AcceptsAPressByItsValueAlone) {
  EXPECT_EQ(why_refused(mattermost_press(context({"more", "tips/a"}, ops, alice.member))), "accepted");
}

TEST_F(MattermostVerify, RefusesPressesThatCarryNoValueOfOurs) {
  EXPECT_EQ(why_refused(mattermost_press("")), "no button value of ours");
  EXPECT_EQ(why_refused(mattermost_press(R"({"verb":"menu","selected_option":"2"})")), "no button value of ours");
  for (const char* value : {"", "v", "tips/a", "vAAAAAAAAAAAAmore=tips/aAAAAAAAAAAAAAAAA"}) {
    Json forged = Json::parse(context({"more", "tips/a"}, ops, alice.member));
    forged["v"] = value;
    EXPECT_EQ(why_refused(mattermost_press(forged.dump())), "button value is not ours for this place") << value;
  }
}

TEST_F(MattermostVerify, BindsAPressToTeamChannelAndPlace) {
  const std::string good = context({"more", "tips/a", Binding::Anyone}, ops, alice.member);
  MattermostPlace elsewhere;
  elsewhere.channel = "fakechannelother0000000000";
  EXPECT_NE(why_refused(mattermost_press(good, elsewhere)), "accepted");
  for (const char* part : {"t", "c"}) {
    Json moved = Json::parse(good);
    moved[part] = "fakechannelother0000000000";
    EXPECT_NE(why_refused(mattermost_press(moved.dump())), "accepted") << part;
    EXPECT_NE(why_refused(mattermost_press(moved.dump(), elsewhere)), "accepted") << part;
  }
  // The mark of a message in a conversation does not open a channel's button outside of one.
  Json marked = Json::parse(good);
  marked["k"] = "d";
  EXPECT_NE(why_refused(mattermost_press(marked.dump(), elsewhere)), "accepted");
}

TEST_F(MattermostVerify, BindsAConversationToItsMember) {
  const auto place = fakes::conversation_with_bot();
  const std::string good = context({"more", "tips/a", Binding::Anyone}, own, alice.member, "d");
  EXPECT_EQ(why_refused(mattermost_press(good, place)), "accepted");
  MattermostPlace other;
  other.user = "fakebob0000000000000000000";
  EXPECT_NE(why_refused(mattermost_press(good, fakes::conversation_with_bot(other))), "accepted");
  Json swapped = Json::parse(good);
  swapped["c"] = "@fakebob0000000000000000000";
  EXPECT_NE(why_refused(mattermost_press(swapped.dump(), fakes::conversation_with_bot(other))), "accepted");
}

TEST_F(MattermostVerify, RefusesTwoReadingsOfOneBody) {
  const std::string value = context({"more", "tips/a"}, ops, alice.member);
  const std::string body = mattermost_press(value).body;
  const auto with = [&](const std::string& more) {
    http::RawRequest raw = mattermost_press(value);
    raw.body = body.substr(0, body.size() - 1) + more + '}';
    return raw;
  };
  EXPECT_EQ(why_refused(with("")), "accepted");
  EXPECT_EQ(why_refused(with(R"(,"other":1)")), "accepted");
  EXPECT_NE(why_refused(with(R"(,"user_id":"fakebob0000000000000000000")")), "accepted");
  EXPECT_NE(why_refused(with(R"(,"context":{})")), "accepted");
  EXPECT_NE(why_refused(with(R"(,"context":)" + value)), "accepted");
  EXPECT_NE(why_refused(with(R"(,"channel_id":null)")), "accepted");
}

TEST_F(MattermostVerify, RefusesWhatIsNoJsonOrNestedTooDeeply) {
  const std::string value = context({"more", "tips/a"}, ops, alice.member);
  const std::string body = mattermost_press(value).body;
  for (std::string broken :
       {std::string(), std::string("{"), std::string("[]"), std::string("null"), '[' + body + ']', body + ' ' + body, body + 'x',
        body.substr(0, body.size() - 1), body.substr(0, body.size() - 1) + R"(,"x":"\xFF"})",
        body.substr(0, body.size() - 1) + ",\"deep\":" + std::string(5000, '[') + std::string(5000, ']') + '}',
        std::string(60000, '['), std::string(60000, '{')}) {
    http::RawRequest raw = mattermost_press(value);
    raw.body = std::move(broken);
    EXPECT_EQ(why_refused(std::move(raw)), "no button value of ours");
  }
}

TEST_F(MattermostVerify, ProvesAFormByItsState) {
  EXPECT_EQ(why_refused(fakes::mattermost_submission("st-slash", R"({"name":"n"})")), "no form ticket of ours");
  const std::string anyone = rig.buttons.sign({"note", "tips/a", Binding::Anyone}, ops, alice.member, now);
  EXPECT_NE(why_refused(fakes::mattermost_submission(
                anyone + '\n' + ops.workspace.str() + '\n' + ops.channel.str() + "\n\n0\nops\nnonce", R"({"name":"n"})")),
            "accepted");
}

TEST(ProofScan, FindsTextsAtTheirPathsOnly) {
  const fakes::ExactBlock body(R"({"a":"1","b":{"a":"2","c":["a",{"a":"3"}],"d":{"a":"4"}},"e":5,"f":{"g":"6"}})");
  const auto found = scan_texts(body.view(), {"a", "b.a", "b.c", "e", "f.g", "f.h"});
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(*found, (std::vector<std::string>{"1", "2", "", "", "6", ""}));
}

TEST(ProofScan, NeverTakesADottedNameForAPath) {
  const auto found = scan_texts(R"({"b.a":"no","b":{"a":"yes"}})", {"b.a"});
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->at(0), "yes");
}

TEST(ProofScan, ReadsNoByteTooFar) {
  const std::string whole = R"({"context":{"v":"value","n":[1,2.5,-3e5,true,null]},"user_id":"x\u00e9"})";
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const fakes::ExactBlock part(std::string_view(whole).substr(0, length));
    EXPECT_FALSE(scan_texts(part.view(), {"context.v"}).has_value()) << length;
  }
}

}  // namespace
}  // namespace allybot::platforms::mattermost
