// The message extension: what is read of a search under the message box, and the list that Teams is answered.
#include "bot/platforms/cut.h"
#include "tests/fakes/capturing_log.h"
#include "tests/fakes/golden.h"
#include "tests/fakes/sample_cards.h"
#include "tests/fakes/source_dir.h"
#include "tests/unit/platforms/teams/rig.h"

namespace allybot::platforms::teams {
namespace {

struct TeamsExtension : TeamsRig {
  fakes::CapturingLog log;
  Origin asked = receive_as<Search>(fakes::teams_search("meetings", ops)).origin;

  Search read(const std::string& words, const std::string& value = "{}") {
    return receive_as<Search>(fakes::teams_search(words, ops, value));
  }
  int refused(const std::string& activity) { return receive_as<Handshake>(activity).status; }
  Json shown(const Reply& reply) {
    const Rendered rendered = adapter->render(reply, asked, Timing::InRequest, now);
    EXPECT_TRUE(rendered.calls.empty()) << "nobody is written to";
    EXPECT_TRUE(rendered.response.has_value());
    if (!rendered.response) return {};
    EXPECT_EQ(rendered.response->status, 200);
    EXPECT_EQ(rendered.response->content_type.substr(0, 16), "application/json");
    EXPECT_EQ(fakes::extension_complaints(rendered.response->body), std::vector<std::string>{});
    return Json::parse(rendered.response->body).at("composeExtension");
  }
  Json list(const Reply& reply) { return shown(reply).at("attachments"); }
  static Offers::Offer offer(Card card, std::string teaser) { return {std::move(card), std::move(teaser)}; }
};

TEST_F(TeamsExtension, ReadsWhatAMemberLooksForAndNothingOfTheChat) {
  const Search search = read("  R&D pay ");
  EXPECT_EQ(search.text, "R&D pay");
  EXPECT_EQ(search.skip, 0U);
  EXPECT_EQ(search.most, 25U);
  EXPECT_EQ(search.origin.member, alice);
  EXPECT_EQ(search.origin.channel, direct) << "the chat may be one that the bot is not in";
  EXPECT_TRUE(search.origin.direct);
  EXPECT_TRUE(search.origin.request.empty()) << "a list is not kept";
  EXPECT_EQ(search.origin.language, "en-GB");
}

TEST_F(TeamsExtension, HasNoWordsWhenTheBoxOpens) { EXPECT_EQ(read("").text, ""); }

TEST_F(TeamsExtension, LearnsNoNameOfAPlaceThatTheBotIsNotIn) {
  fakes::TeamsPlace elsewhere = ops;
  elsewhere.conversation = "19:elsewhere@thread.tacv2";
  elsewhere.channel_name = "Secret plans";
  receive_as<Search>(fakes::teams_search("x", elsewhere));
  elsewhere.channel_name.clear();
  const Origin later = receive_as<Command>(fakes::teams_message("tip", elsewhere)).origin;
  EXPECT_EQ(later.route.find("Secret"), std::string::npos);
}

TEST_F(TeamsExtension, ReadsPages) {
  EXPECT_EQ(read("x", R"({"queryOptions":{"skip":50,"count":10}})").skip, 50U);
  EXPECT_EQ(read("x", R"({"queryOptions":{"skip":50,"count":10}})").most, 10U);
  EXPECT_EQ(read("x", R"({"queryOptions":{"count":4000}})").most, 25U);
  EXPECT_EQ(read("x", R"({"queryOptions":null})").most, 25U);
  EXPECT_EQ(read("x", R"({"queryOptions":{"skip":9223372036854775807}})").skip, 9223372036854775807U);
}

TEST_F(TeamsExtension, RefusesWhatIsNoneOfItsSearches) {
  const char* rows[] = {
      R"({"commandId":"tip"})",
      R"({"commandId":null})",
      R"({"commandId":["search"]})",
      R"({"parameters":null})",
      R"({"parameters":{"name":"words","value":"x"}})",
      R"({"parameters":[{"name":"words","value":7}]})",
      R"({"parameters":[{"name":"words"}]})",
      R"({"parameters":[{"name":"words","value":["x"]}]})",
      R"({"queryOptions":{"skip":-1}})",
      R"({"queryOptions":{"skip":"1"}})",
      R"({"queryOptions":{"skip":1.5}})",
      R"({"queryOptions":{"count":-25}})",
      R"({"queryOptions":{"count":{}}})",
  };
  for (const char* value : rows) EXPECT_EQ(refused(fakes::teams_search("x", ops, value)), 400) << value;
  Json changed = Json::parse(fakes::teams_search("x"));
  for (const Json& value : {Json(nullptr), Json("search"), Json::array(), Json::object(), Json(3)}) {
    changed["value"] = value;
    EXPECT_EQ(refused(changed.dump()), 400) << value;
  }
  changed = Json::parse(fakes::teams_search("x"));
  for (const Json& id : {Json("28:another-bot"), Json(""), Json(nullptr)}) {
    changed["from"]["id"] = id;
    EXPECT_EQ(refused(changed.dump()), 400) << id;
  }
}

TEST_F(TeamsExtension, RefusesWordsThatAreNoText) {
  std::string body = fakes::teams_search("WORDS");
  body.replace(body.find("WORDS"), 5, "\xFF\xFE\x80");
  EXPECT_EQ(refused(body), 400);
}

TEST_F(TeamsExtension, PassesOverParametersThatItDoesNotKnow) {
  EXPECT_EQ(read("x", R"({"parameters":[{"name":"mood","value":3},null,"words",{"name":"words","value":"pay"}]})").text, "pay");
}

TEST_F(TeamsExtension, AnswersNoOtherInvoke) {
  for (const char* name :
       {"composeExtension/queryLink", "composeExtension/anonymousQueryLink", "composeExtension/selectItem",
        "composeExtension/querySettingUrl", "composeExtension/Query", "task/fetch", "signin/verifyState", ""}) {
    Json activity = Json::parse(fakes::teams_search("x"));
    activity["name"] = name;
    EXPECT_EQ(refused(activity.dump()), 501) << name;
  }
}

TEST_F(TeamsExtension, RefusesAnotherTenant) {
  std::string body = fakes::teams_search("x");
  for (std::size_t at = body.find("aaaa0000-"); at != std::string::npos; at = body.find("aaaa0000-", at))
    body.replace(at, 9, "bbbb0000-");
  EXPECT_EQ(why_refused(fakes::teams_request(body, now)), "tenant is another");
}

TEST_F(TeamsExtension, ListsCardsWithAPreviewEach) {
  Offers offers;
  for (const auto& [name, card] : fakes::sample_cards()) offers.all.push_back({card, "tip \xC2\xB7 what " + name + " is about"});
  const Json made = shown(offers);
  EXPECT_EQ(made.at("type"), "result");
  ASSERT_EQ(made.at("attachments").size(), fakes::sample_cards().size());
  EXPECT_EQ(made.at("attachments").at(0).at("preview").at("content").at("title"), fakes::sample_cards().front().second.title);
  EXPECT_EQ(
      fakes::golden_difference(fakes::source_dir(), "teams/extension-list.json", Json{{"composeExtension", made}}.dump(2) + '\n'),
      "");
}

TEST_F(TeamsExtension, SaysASentenceWhereThereIsNoList) {
  Card card;
  card.blocks.emplace_back(Paragraph{text_line("Nothing on \"zebra\" yet.")});
  const Json made = shown(Answer{card});
  EXPECT_EQ(made.at("type"), "message");
  EXPECT_EQ(made.at("text"), "Nothing on \"zebra\" yet.");
  EXPECT_EQ(fakes::golden_difference(fakes::source_dir(), "teams/extension-nothing.json",
                                     Json{{"composeExtension", made}}.dump(2) + '\n'),
            "");
}

TEST_F(TeamsExtension, EndsAListWithAnEmptyOne) {
  for (const Reply& reply : {Reply(Offers{}), Reply(Silence{}), Reply(OpenForm{fakes::sample_form()}), Reply(HomePage{})})
    EXPECT_TRUE(list(reply).empty());
}

TEST_F(TeamsExtension, SendsNothingOnceTheRequestIsGone) {
  for (const Reply& reply : {Reply(Offers{}), Reply(Answer{fakes::sample_cards().front().second})}) {
    const Rendered rendered = adapter->render(reply, asked, Timing::Late, now);
    EXPECT_TRUE(rendered.calls.empty());
    EXPECT_FALSE(rendered.response.has_value());
  }
}

TEST_F(TeamsExtension, LeavesOutButtonsThatWouldAskTheBot) {
  Card card{"Tip", {Paragraph{text_line("Do it")}}, {}, "r1|tips/a|en|posted"};
  card.buttons.push_back({"Another", {"more", "tips", Binding::Member}, ButtonStyle::Default, {}, {}});
  card.buttons.push_back({"Open", {}, ButtonStyle::Default, {}, "https://example.org/a"});
  for (int i = 0; i < 2; ++i) {
    const Json body = list(Offers{{offer(card, "tip")}}).at(0).at("content").at("body");
    ASSERT_EQ(body.back().at("actions").size(), 1U);
    EXPECT_EQ(body.back().at("actions").at(0).at("type"), "Action.OpenUrl");
  }
}

TEST_F(TeamsExtension, DrawsACardOnceForAllWhoLookForIt) {
  Card card{"Tip", {Paragraph{text_line("Do it")}}, {}, "r1|tips/a|en|posted"};
  const Json first = list(Offers{{offer(card, "tip")}});
  card.blocks.clear();
  EXPECT_EQ(list(Offers{{offer(card, "tip")}}), first);
  card.cache_key = "r2|tips/a|en|posted";
  EXPECT_NE(list(Offers{{offer(card, "tip")}}), first);
}

TEST_F(TeamsExtension, ShowsTextAsText) {
  const std::string hostile = "<b>R&D</b> <script> **x** [y](https://evil.example) &amp;\nline";
  const Json one = list(Offers{{offer({hostile, {Paragraph{text_line(hostile)}}, {}, {}}, hostile)}}).at(0);
  EXPECT_EQ(one.at("preview").at("content").at("title"), "<b>R&D</b> <script> **x** [y](https://evil.example) &amp; line");
  EXPECT_EQ(one.at("preview").at("content").at("text"),
            "&lt;b&gt;R&amp;D&lt;/b&gt; &lt;script&gt; **x** [y](https://evil.example) &amp;amp; line");
}

TEST_F(TeamsExtension, StaysWithinWhatTeamsShows) {
  Offers offers;
  std::string faces;
  for (int i = 0; i < 20000; ++i) faces += "\xF0\x9F\x98\x80";
  for (int i = 0; i < 40; ++i) offers.all.push_back({{faces, {Paragraph{text_line(faces)}}, {}, {}}, faces});
  const Json made = list(offers);
  EXPECT_EQ(made.size(), 25U);
  for (const Json& one : made) EXPECT_LE(measure(one.at("content").dump(), Unit::Utf16), 28000U);
}

}  // namespace
}  // namespace allybot::platforms::teams
