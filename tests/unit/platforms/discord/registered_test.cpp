// The commands that should be registered, what differs from them, and what is said of each refusal.
#include "bot/platforms/discord/registered.h"

#include "bot/platforms/discord/manifest.h"
#include "tests/fakes/discord_commands.h"
#include "tests/unit/platforms/discord/rig.h"

namespace allybot::platforms::discord {
namespace {

using fakes::ScriptedClient;
using Json = nlohmann::ordered_json;
using Lines = std::vector<std::string>;

struct DiscordRegistered : DiscordTest {
  RegistrationInput input{
      {"", "ally", {{"tip", "[words]", "A tip."}, {"find", "words", "Find."}, {"stop", "", "Stop."}}, nullptr},
      {{"de", "Text", {{{"tipp"}, "[Text]", "Ein Tipp."}, {{"suche"}, "Text", "Such."}}}},
      {}};
  Json registered = commands(input);

  Lines lines() { return differences(registered, commands(input)); }
  Json& option(std::size_t at) { return registered[0]["options"][at]; }

  /// What Discord answers to PUT; it lists nothing before.
  std::string written(const http::ClientOutcome& answer) {
    client.answer([answer](const http::ClientRequest& request) {
      if (request.method == http::Method::Put) return answer;
      if (request.url.find("/@me") != std::string::npos) return ScriptedClient::answered(200, R"({"id":"100000000000000222"})");
      return ScriptedClient::answered(200, "[]");
    });
    const auto compared = registration().compare(rig.environment(client), input);
    if (!compared) return "compare: " + compared.error().for_log;
    const auto done = compared->write();
    return done ? std::string() : done.error().for_log;
  }
  std::string compared(const http::ClientOutcome& answer) {
    client.answer(answer);
    const auto made = registration().compare(rig.environment(client), input);
    return made ? std::string() : made.error().for_log;
  }
};

TEST_F(DiscordRegistered, IsNoDifferenceWhatDiscordAdds) {
  registered[0].update(
      {{"id", "1"}, {"version", "2"}, {"nsfw", false}, {"default_member_permissions", nullptr}, {"contexts", {1, 0}}});
  option(2)["required"] = false;
  option(2)["options"] = Json::array();
  EXPECT_EQ(lines(), Lines{});
}

TEST_F(DiscordRegistered, IsEachThingThatIsNotAsItShouldBe) {
  const Json as_it_should_be = registered;
  const auto differs = [&](const std::function<void()>& change) {
    registered = as_it_should_be;
    change();
    return lines();
  };
  EXPECT_EQ(differs([&] { registered = Json::array(); }),
            Lines{"+ /ally: Small, practical steps for gender equality at work, asked for in private."});
  EXPECT_EQ(differs([&] { registered.push_back({{"name", "other"}, {"type", 1}}); }), Lines{"- /other"});
  EXPECT_EQ(differs([&] { registered[0]["type"] = 3; }).size(), 2U) << "a menu of that name is another command";
  EXPECT_EQ(differs([&] { registered[0]["contexts"] = {0}; }), Lines{"~ /ally contexts: [0] -> [0,1]"});
  EXPECT_EQ(differs([&] { registered[0]["default_member_permissions"] = "0"; }),
            Lines{R"(~ /ally default_member_permissions: "0" -> nothing)"});
  EXPECT_EQ(differs([&] { registered[0]["options"].erase(2); }), Lines{"+ /ally stop: Stop."});
  EXPECT_EQ(differs([&] { std::swap(option(0), option(1)); }), Lines{"~ /ally ...: in another order"});
  EXPECT_EQ(differs([&] { option(0)["description"] = "Old."; }), Lines{R"(~ /ally tip description: "Old." -> "A tip.")"});
  EXPECT_EQ(differs([&] { option(0)["name_localizations"] = nullptr; }), Lines{R"(~ /ally tip name [de]: nothing -> "tipp")"});
  EXPECT_EQ(differs([&] { option(0)["description_localizations"]["fr"] = "Un"; }),
            Lines{R"(~ /ally tip description [fr]: "Un" -> nothing)"});
  EXPECT_EQ(differs([&] { option(1)["options"][0]["required"] = false; }), Lines{"~ /ally find words required: nothing -> true"});
  for (const char* strange : {"7", "null", "[7]", "[[]]", R"([{"name":7}])", R"([{"name":"x\u001b[31m"}])"}) {
    registered = Json::parse(strange);
    for (const std::string& line : lines()) EXPECT_EQ(line.find('\x1b'), std::string::npos);
  }
}

TEST_F(DiscordRegistered, HasNamesThatDiscordTakes) {
  const std::string umlaut =
      "\xC3\xBC"
      "bung";
  auto& verbs = input.tongues[0].verbs;
  verbs = {{{"two words", "A" + umlaut}, "", ""},
           {{"tip", "stop", "suche", "find"}, "", ""},
           {{"suche", "\xE2\x80\x9Cstopp", "x!"}, "", ""}};
  const Json options = commands(input)[0]["options"];
  EXPECT_EQ(options[0]["name_localizations"]["de"], "a" + umlaut);
  EXPECT_EQ(options[1]["name_localizations"]["de"], "suche") << "tip and stop are names of others";
  EXPECT_FALSE(options[2].contains("name_localizations")) << "one is taken, the others are no names";
  input.tongues[0].language = "es";
  EXPECT_EQ(commands(input)[0]["options"][1]["name_localizations"], (Json{{"es-ES", "suche"}, {"es-419", "suche"}}));
  input.tongues[0].language = "xx";
  EXPECT_EQ(commands(input)[0]["options"][1].count("name_localizations"), 0U);
}

TEST_F(DiscordRegistered, StaysWithinLimits) {
  for (int i = 0; i < 40; ++i)
    input.manifest.verbs.push_back({"verb" + std::to_string(i), std::string(300, 'a'), std::string(300, 'h')});
  const Json all = commands(input);
  EXPECT_EQ(all[0]["options"].size(), 25U);
  for (const auto& [path, sentence] : fakes::discord_command_faults(nlohmann::json(all))) ADD_FAILURE() << sentence;
}

TEST_F(DiscordRegistered, SaysNothingOfContextsInOneServer) {
  input.server = "100000000000000333";
  EXPECT_FALSE(commands(input)[0].contains("contexts"));
  EXPECT_EQ(lines(), Lines{}) << "and misses none";
  input.server = "my server";
  EXPECT_NE(compared(ScriptedClient::answered(200, "{}")).find("digits"), std::string::npos);
  EXPECT_TRUE(client.requests().empty());
}

TEST_F(DiscordRegistered, SaysWhatToDoAboutEachRefusal) {
  const std::pair<http::ClientOutcome, const char*> rows[] = {
      {ScriptedClient::answered(200, "[]"), ""},
      {ScriptedClient::answered(401, R"({"code":0})"), "Reset Token"},
      {ScriptedClient::answered(429, R"({"retry_after":6.2,"global":false})"),
       "wait for 7 s. Nothing was changed. Run it again then."},
      {ScriptedClient::answered(429, "<html>", {{"Retry-After", "12"}}), "wait for 12 s"},
      {ScriptedClient::answered(400, R"({"code":30034})"), "tomorrow"},
      {ScriptedClient::answered(403, R"({"code":50001})"), "client_id=100000000000000222&scope"},
      {ScriptedClient::answered(404, R"({"code":10004})"), "not in that server"},
      {ScriptedClient::answered(
           400,
           R"({"code":50035,"message":"Invalid Form Body","errors":{"0":{"options":{"1":{"options":{"0":{"description":{"_errors":[{"message":"Too long."}]}}}}}}}})"),
       "(50035): /ally find words description: Too long.. Nothing was changed."},
      {ScriptedClient::answered(400, R"({"code":50035,"errors":{"7":{"x\u0007":{"_errors":[{"message":3}]}}}})"), "/7 x : "},
      {ScriptedClient::answered(400, R"({"code":50109,"message":"invalid JSON","errors":[1]})"), "invalid JSON"},
      {ScriptedClient::answered(502, ""), "http_502"},
      {ScriptedClient::answered(200, "<html>"), "http_200"},
      {ScriptedClient::never_left("refused"), "cannot be reached: refused"},
      {ScriptedClient::unheard("timeout"), "Run it again: it looks first."},
  };
  for (const auto& [answer, said] : rows) {
    const std::string sentence = written(answer);
    EXPECT_NE(sentence.find(said), std::string::npos) << sentence << " for " << said;
    EXPECT_EQ(sentence.empty(), said[0] == 0) << sentence;
    EXPECT_EQ(sentence.find(fakes::kDiscordToken), std::string::npos);
  }
}

TEST_F(DiscordRegistered, ComparesNothingWithoutAnAnswer) {
  EXPECT_NE(compared(ScriptedClient::answered(401, R"({"code":0})")).find("Reset Token"), std::string::npos);
  EXPECT_NE(compared(ScriptedClient::answered(200, "{}")).find("Try again later"), std::string::npos);
  EXPECT_NE(compared(ScriptedClient::answered(200, R"({"id":"100000000000000222"})")).find("Try again later"), std::string::npos)
      << "the list is no list";
  EXPECT_NE(compared(ScriptedClient::unheard("timeout")).find("cannot be reached"), std::string::npos);
  rig.settings["DISCORD_BOT_TOKEN"] = "two words";
  EXPECT_NE(compared(ScriptedClient::answered(200, "[]")).find("spaces"), std::string::npos);
}

}  // namespace
}  // namespace allybot::platforms::discord
