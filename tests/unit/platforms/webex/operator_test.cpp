// Settings, members, spaces, the checklist, and what doctor says.
#include "tests/fakes/fake_webex.h"
#include "tests/unit/platforms/webex/rig.h"

namespace allybot::platforms::webex {
namespace {

using fakes::FakeWebex;
using fakes::ScriptedClient;
using http::ClientRequest;
using Level = Check::Level;

struct WebexOperator : WebexRig {
  FakeWebex webex;
  void SetUp() override { use_fake(); }
  void use_fake() {
    client.answer([this](const ClientRequest& request) { return webex.serve(request); });
  }
  std::vector<Check> troubles() {
    auto all = adapter->checks();
    std::erase_if(all, [](const Check& one) { return one.level == Level::Good; });
    return all;
  }
  void expect_trouble(Level level, const std::string& what, const std::string& mend) {
    const auto all = troubles();
    ASSERT_EQ(all.size(), 1U) << what;
    EXPECT_EQ(all[0].level, level);
    EXPECT_NE(all[0].what.find(what), std::string::npos) << all[0].what;
    EXPECT_NE(all[0].mend.find(mend), std::string::npos) << all[0].mend;
  }
  std::string wrong_setting(const std::string& name, const std::string& value) {
    rig.settings = settings_of_tests();
    rig.settings[name] = value;
    const auto made = declaration().make(rig.environment(client));
    return made ? std::string() : made.error().for_log;
  }
};

TEST_F(WebexOperator, HasNothingToSayWhenAllIsWell) {
  adapter->connect();
  EXPECT_TRUE(troubles().empty());
  EXPECT_EQ(adapter->checks().size(), 2U);
}

TEST_F(WebexOperator, ChangesNothingWhileItChecks) {
  adapter->checks();
  EXPECT_EQ(webex.hooks_written(), 0U);
}

TEST_F(WebexOperator, SaysHowToMendEachThing) {
  expect_trouble(Level::Warning, "messages created, attachmentActions created", "start the bot");
  adapter->connect();
  webex.switch_off("messages", "created");
  expect_trouble(Level::Warning, "switched a webhook off", "https://bot.example.org/webex/events");
  adapter->connect();
  webex.add_hook({{}, "allybot messages created", "https://bot.example.org/webex/events", "messages", "created", {}, "x", true});
  expect_trouble(Level::Warning, "there twice", "removes one");
  adapter->connect();
  const auto environment = [this](const std::string& url) {
    auto all = rig.environment(client);
    all.public_url = url;
    return all;
  };
  adapter = std::move(*declaration().make(environment("https://new.example.org")));
  expect_trouble(Level::Warning, "leads to another address", "https://new.example.org/webex/events");
  adapter = std::move(*declaration().make(environment("http://127.0.0.1:8080")));
  adapter->connect();
  expect_trouble(Level::Failure, "no https address", "TLS proxy");
  adapter = make();
  adapter->connect();
  for (const auto& [name, mend] : {std::pair{"WEBEX_DOMAINS", "domains"}, std::pair{"WEBEX_ADMINS", "addresses"}}) {
    rig.settings = settings_of_tests();
    rig.settings.erase(name);
    adapter = make();
    expect_trouble(Level::Warning, name, mend);
  }
}

TEST_F(WebexOperator, SaysWhatIsWrongWithTheToken) {
  webex.refuse_token(true);
  expect_trouble(Level::Failure, "refuses WEBEX_BOT_TOKEN", "Regenerate");
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::Refused);
  client.answer(ScriptedClient::never_left("refused"));
  expect_trouble(Level::Failure, "does not answer", "HTTPS_PROXY");
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::Unreachable);
  client.answer(ScriptedClient::answered(500, R"({"trackingId":"FAKE_t-1"})"));
  expect_trouble(Level::Failure, "http_500", "FAKE_t-1");
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::Unreachable);
  client.answer(ScriptedClient::answered(200, "{}"));
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::Unreachable);
  webex.refuse_token(false);
  client.answer([this](const ClientRequest& request) {
    auto outcome = webex.serve(request);
    if (const std::size_t at = outcome.body.find(R"("type":"bot")"); at != std::string::npos)
      outcome.body.replace(at, 12, R"("type":"person")");
    return outcome;
  });
  adapter->connect();
  expect_trouble(Level::Warning, "is a person's", "create a bot");
}

TEST_F(WebexOperator, PrintsNoSecretAndNoAddressOfAPerson) {
  adapter->connect();
  for (const bool refuse : {false, true}) {
    webex.refuse_token(refuse);
    for (const Check& check : adapter->checks())
      for (const char* secret : {fakes::kWebexToken, fakes::kWebexSecret, "lice@example.org"})
        EXPECT_EQ((check.what + check.mend).find(secret), std::string::npos);
  }
}

TEST_F(WebexOperator, RefusesSettingsThatCannotBeRight) {
  const std::pair<const char*, const char*> rows[] = {
      {"WEBEX_BOT_TOKEN", ""},
      {"WEBEX_BOT_TOKEN", "with space"},
      {"WEBEX_BOT_TOKEN", "line\n"},
      {"WEBEX_WEBHOOK_SECRET", ""},
      {"WEBEX_WEBHOOK_SECRET", "short"},
      {"WEBEX_WEBHOOK_SECRET", "with space in a long secret"},
      {"WEBEX_ADMINS", "Alice"},
      {"WEBEX_ADMINS", "a@b@c.org"},
      {"WEBEX_ADMINS", "@example.org"},
      {"WEBEX_DOMAINS", "example"},
      {"WEBEX_DOMAINS", "a@b.org"},
      {"WEBEX_DOMAINS", "https://example.org"},
      {"WEBEX_NEW_SIGNATURE", "yes"},
      {"WEBEX_API_URL", "http://webexapis.com/v1"},
      {"WEBEX_API_URL", "webexapis"},
      {"WEBEX_API_URL", "https://x/?a=b"},
      {"WEBEX_API_URL", "/"},
  };
  for (const auto& [name, value] : rows) {
    const std::string said = wrong_setting(name, value);
    EXPECT_EQ(said.substr(0, 6), "WEBEX_") << name << '=' << value;
    EXPECT_EQ(said.find("with space"), std::string::npos) << "a secret is never said again";
  }
  auto nowhere = rig.environment(client);
  rig.settings = settings_of_tests();
  nowhere.public_url.clear();
  EXPECT_NE(declaration().make(nowhere).error().for_log.find("ALLYBOT_PUBLIC_URL"), std::string::npos);
}

TEST_F(WebexOperator, TakesSettingsInEverySpellingThatIsMeant) {
  EXPECT_EQ(wrong_setting("WEBEX_ADMINS", " Kim@Example.org , ,lee@example.org"), "");
  EXPECT_EQ(wrong_setting("WEBEX_DOMAINS", "Example.org, sub.example.com,"), "");
  EXPECT_EQ(wrong_setting("WEBEX_NEW_SIGNATURE", "ON"), "");
  EXPECT_EQ(wrong_setting("WEBEX_API_URL", "http://127.0.0.1:9000/v1/"), "");
}

TEST_F(WebexOperator, TellsWhoMayNameLeadsAndTheirZone) {
  EXPECT_TRUE(adapter->member_facts(alice)->admin);
  const MemberKey bob{alice.platform, alice.workspace, MemberId("FAKEbobPerson")};
  EXPECT_FALSE(adapter->member_facts(bob)->admin);
  client.answer(ScriptedClient::answered(
      200, R"({"id":"FAKEbobPerson","emails":["b@x.org","ALICE@example.org"],"timezone":"Europe/Berlin"})"));
  EXPECT_TRUE(adapter->member_facts(bob)->admin);
  EXPECT_EQ(adapter->member_facts(bob)->zone, "Europe/Berlin");
  client.answer(ScriptedClient::answered(200, R"({"id":"FAKEbobPerson","emails":"x","timezone":"a\nb"})"));
  EXPECT_FALSE(adapter->member_facts(bob)->admin);
  EXPECT_EQ(adapter->member_facts(bob)->zone, "");
  client.answer(ScriptedClient::answered(404, "{}"));
  EXPECT_EQ(adapter->member_facts(bob).error().code, Code::NotFound);
  client.answer(ScriptedClient::answered(500, "{}"));
  EXPECT_EQ(adapter->member_facts(bob).error().code, Code::Unavailable);
  EXPECT_EQ(adapter->member_facts({alice.platform, alice.workspace, MemberId("a/b")}).error().code, Code::Invalid);
}

TEST_F(WebexOperator, TellsWhetherItMayPostInASpace) {
  adapter->connect();
  EXPECT_TRUE(adapter->channel_facts(direct)->can_post);
  EXPECT_TRUE(adapter->channel_facts(channel)->can_post);
  EXPECT_FALSE(adapter->channel_facts(channel)->has_outsiders);
  const std::pair<FakeWebex::Standing, const char*> rows[] = {{FakeWebex::Standing::BotRemoved, "not_invited"},
                                                              {FakeWebex::Standing::Announcements, "read_only"},
                                                              {FakeWebex::Standing::ReadOnly, "read_only"}};
  for (const auto& [standing, why] : rows) {
    webex.describe(channel.channel.str(), standing);
    const auto facts = adapter->channel_facts(channel);
    EXPECT_FALSE(facts->can_post) << why;
    EXPECT_EQ(facts->why_not, why);
  }
  client.answer(ScriptedClient::answered(503, "{}"));
  EXPECT_EQ(adapter->channel_facts(channel).error().code, Code::Unavailable);
  client.answer(ScriptedClient::answered(404, "<html>"));
  EXPECT_EQ(adapter->channel_facts(channel).error().code, Code::Unavailable) << "a proxy's 404 removes nobody";
}

TEST_F(WebexOperator, TellsThatOutsidersAreInASpace) {
  adapter->connect();
  webex.add_member(channel.channel.str(), "helper@webex.bot", "FAKEbots2");
  EXPECT_FALSE(adapter->channel_facts(channel)->has_outsiders) << "a bot is no outsider";
  webex.add_member(channel.channel.str(), "eve@example.com", "FAKEorganisation");
  EXPECT_TRUE(adapter->channel_facts(channel)->has_outsiders);
  rig.settings.erase("WEBEX_DOMAINS");
  adapter = make();
  EXPECT_FALSE(adapter->channel_facts(channel)->has_outsiders) << "of one organisation all of them";
  webex.add_member(channel.channel.str(), "zoe@example.com", "FAKEother");
  EXPECT_TRUE(adapter->channel_facts(channel)->has_outsiders);
}

}  // namespace
}  // namespace allybot::platforms::webex
