// Word to the admins about the bot itself.
#include "handlers/admin_word.h"

#include "tests/unit/handlers/bot_fixture.h"

namespace allybot::handlers {
namespace {

struct LinksToldOf : BotTest {
  using State = LinkNews::State;
  static LinkNews news(const std::string& name, State state) {
    return {"https://example.org/" + name, "en/tips/" + name + ".md", state};
  }
  std::string told() {
    std::string all;
    for (const store::Delivery& delivery : deliveries("@UADMIN")) all += delivery.payload;
    return all;
  }
  std::size_t times() { return deliveries("@UADMIN").size(); }
  void tell(const std::vector<LinkNews>& all) {
    clock_.advance(std::chrono::hours(24));
    const Services services{.library = *holder_,
                            .store = *store_,
                            .seen = *seen_,
                            .clock = clock_,
                            .random = random_,
                            .metrics = metrics_,
                            .member_facts = {},
                            .channel_facts = {},
                            .render_post = [](const Card& card, const std::string&, const ChannelKey&,
                                              const std::string&) -> Result<std::string> { return shown(card); },
                            .wake = {},
                            .new_token = {},
                            .hash_of_token = {},
                            .public_url = {},
                            .admins = admins_,
                            .default_zone = "UTC",
                            .default_language = "en",
                            .default_region = {},
                            .command = "ally",
                            .content_root = {}};
    EXPECT_TRUE(tell_of_links(services, all).has_value());
  }
  std::unique_ptr<library::Holder> holder_ = library::open_library(content_folder(), clock_).value();
};

TEST_F(LinksToldOf, AreThoseThatAreGoneAndThatOnce) {
  tell({news("a", State::There), news("b", State::Gone)});
  ASSERT_EQ(times(), 1U);
  EXPECT_NE(told().find("https://example.org/b"), std::string::npos);
  EXPECT_NE(told().find("en/tips/b.md"), std::string::npos);
  EXPECT_EQ(told().find("example.org/a"), std::string::npos);
  tell({news("a", State::There), news("b", State::Gone)});
  EXPECT_EQ(times(), 1U);
  restart();
  tell({news("a", State::There), news("b", State::Gone)});
  EXPECT_EQ(times(), 1U) << "over a restart, too";
}

TEST_F(LinksToldOf, AreThoseThatAreThereAgainAndThatOnce) {
  tell({news("b", State::Gone)});
  tell({news("b", State::Unknown)});
  EXPECT_EQ(times(), 1U) << "a host that is away says nothing";
  tell({news("b", State::There)});
  ASSERT_EQ(times(), 2U);
  EXPECT_NE(told().find("answer again"), std::string::npos);
  tell({news("b", State::There)});
  EXPECT_EQ(times(), 2U);
  tell({news("b", State::Gone)});
  EXPECT_EQ(times(), 3U) << "gone anew";
}

TEST_F(LinksToldOf, AreForgottenWithTheirItem) {
  tell({news("b", State::Gone)});
  tell({news("a", State::There)});
  EXPECT_EQ(times(), 1U);
  tell({news("b", State::There)});
  EXPECT_EQ(times(), 1U);
}

TEST_F(LinksToldOf, AreNotMoreThanAMessageHolds) {
  std::vector<LinkNews> many;
  for (int i = 0; i < 300; ++i) many.push_back(news("page-" + std::to_string(i), State::Gone));
  tell(many);
  ASSERT_EQ(times(), 1U);
  EXPECT_LT(told().size(), 3000U);
  EXPECT_NE(told().find("content links"), std::string::npos);
  tell(many);
  EXPECT_EQ(times(), 1U);
}

}  // namespace
}  // namespace allybot::handlers
