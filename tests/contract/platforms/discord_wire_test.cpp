// The Discord adapter against the fake Discord, over real connections: what one of them makes, the other judges.
#include <nlohmann/json.hpp>

#include "bot/platforms/discord/adapter.h"
#include "tests/contract/platforms/rig.h"
#include "tests/fakes/discord_requests.h"
#include "tests/fakes/fake_discord.h"
#include "tests/fakes/sample_cards.h"

namespace allybot::platforms::contract {
namespace {

using Kind = SendOutcome::Kind;

struct DiscordOnTheWire : testing::Test {
  fakes::PlatformRig rig;
  fakes::FakeDiscord discord{rig.clock};
  std::unique_ptr<http::Client> client = http::make_client();
  std::unique_ptr<Adapter> adapter = make();
  TimePoint now = rig.clock.now();
  const fakes::DiscordPlace place{};
  ChannelKey channel{PlatformId("discord"), WorkspaceId(place.guild), ChannelId(place.channel)};

  std::unique_ptr<Adapter> make() {
    rig.settings = discord.settings();
    return std::move(*discord::declaration().make(rig.environment(*client)));
  }
  Outgoing nudge(const std::string& mark, const ChannelKey& to) {
    return {to.str(), *adapter->post(fakes::sample_cards().front().second, to, "", now), mark, now};
  }
  Inbound receive(const std::string& body) {
    auto proven = adapter->authenticate(fakes::discord_sent(body, now), now);
    auto parsed = adapter->parse(std::get<Authentic>(*proven), now);
    return std::get<std::vector<Inbound>>(*parsed).at(0);
  }
  Origin asked() { return std::get<Command>(receive(fakes::discord_command("tip"))).origin; }
  Rendered late(const Reply& reply, const Origin& origin) { return adapter->render(reply, origin, Timing::Late, now); }
};

TEST_F(DiscordOnTheWire, PostsWhatDiscordTakes) {
  for (const auto& [name, card] : fakes::sample_cards()) {
    EXPECT_EQ(adapter->send({channel.str(), *adapter->post(card, channel, "", now), name, now}).kind, Kind::Sent) << name;
    ChannelKey own = channel;
    own.channel = ChannelId('@' + place.user);
    EXPECT_EQ(adapter->send({own.str(), *adapter->post(card, own, "", now), "own " + name, now}).kind, Kind::Sent) << name;
  }
  EXPECT_EQ(discord.messages().size(), 2 * fakes::sample_cards().size());
  EXPECT_EQ(discord.complaints(), std::vector<std::string>{});
}

TEST_F(DiscordOnTheWire, PostsOnceWhateverItHears) {
  auto script = discord.platform().on_post(fakes::FakeDiscord::posts_of(place.channel));
  script.close_after_handling().close_after_reading().write_and_close("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(adapter->send(nudge("one", channel)).kind, Kind::Unknown) << i;
  const SendOutcome heard = adapter->send(nudge("one", channel));
  EXPECT_EQ(heard.kind, Kind::Sent);
  ASSERT_EQ(discord.messages().size(), 1U) << "the nonce brought the first one back";
  EXPECT_EQ(heard.remote, place.channel + ':' + discord.messages()[0].id);
  EXPECT_EQ(adapter->send(nudge("two", channel)).kind, Kind::Sent);
  EXPECT_EQ(discord.messages().size(), 2U);
}

TEST_F(DiscordOnTheWire, KeepsDiscordsPace) {
  discord.allow(5);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(adapter->send(nudge("n" + std::to_string(i), channel)).kind, Kind::Sent);
  const SendOutcome held = adapter->send(nudge("n5", channel));
  EXPECT_EQ(held.kind, Kind::Wait);
  EXPECT_EQ(discord.platform().count(fakes::FakeDiscord::posts_of(place.channel)), 5U) << "it need not ask";
  rig.clock.advance(held.wait);
  EXPECT_EQ(adapter->send(nudge("n5", channel)).kind, Kind::Sent);
  adapter = make();  // one that has forgotten
  for (int i = 6; i < 10; ++i) EXPECT_EQ(adapter->send(nudge("n" + std::to_string(i), channel)).kind, Kind::Sent);
  adapter = make();
  const SendOutcome refused = adapter->send(nudge("n10", channel));
  EXPECT_EQ(refused.kind, Kind::Wait);
  EXPECT_EQ(refused.wait, std::chrono::seconds(5));
}

TEST_F(DiscordOnTheWire, SortsWhatDiscordRefuses) {
  discord.describe(place.channel, {true, true, false});
  EXPECT_EQ(adapter->send(nudge("a", channel)).kind, Kind::NeedsCare);
  discord.describe(place.channel, {true, false, false});
  EXPECT_EQ(adapter->send(nudge("b", channel)).kind, Kind::NeedsCare);
  EXPECT_EQ(adapter->channel_facts(channel)->why_not, "not_invited");
  discord.describe(place.channel, {false, false, false});
  EXPECT_EQ(adapter->send(nudge("c", channel)).kind, Kind::Gone);
  discord.refuse_direct_messages(place.user);
  ChannelKey own = channel;
  own.channel = ChannelId('@' + place.user);
  EXPECT_EQ(adapter->send(nudge("d", own)).kind, Kind::NeedsCare);
  discord.refuse_token(true);
  EXPECT_EQ(adapter->send(nudge("e", channel)).kind, Kind::TokenDead);
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::Refused);
  discord.refuse_token(false);
  EXPECT_EQ(adapter->connect().detail, fakes::kDiscordApplication);
}

TEST_F(DiscordOnTheWire, AnswersLateWhileTheTokenLives) {
  const Origin origin = asked();
  const std::string value = rig.buttons.sign({"more", "tips/a", Binding::Member}, channel, MemberId(place.user), now);
  const Origin pressed = std::get<Press>(receive(fakes::discord_press(value + "@.a"))).origin;
  discord.put_off(place.token);
  const Card card = fakes::sample_cards().front().second;
  EXPECT_EQ(adapter->send(late(Answer{card}, origin).calls.at(0)).kind, Kind::Sent);
  EXPECT_EQ(adapter->send(late(Replace{card}, pressed).calls.at(0)).kind, Kind::Sent);
  EXPECT_EQ(adapter->send(late(Answer{card}, pressed).calls.at(0)).kind, Kind::Sent);
  EXPECT_EQ(adapter->send(late(OpenForm{fakes::sample_form()}, origin).calls.at(0)).kind, Kind::Sent);
  EXPECT_EQ(discord.originals().size(), 3U);
  EXPECT_EQ(discord.follow_ups().size(), 1U);
  EXPECT_EQ(discord.complaints(), std::vector<std::string>{});
  discord.let_pass(place.token);
  EXPECT_EQ(adapter->send(late(Answer{card}, origin).calls.at(0)).kind, Kind::Gone);
}

TEST_F(DiscordOnTheWire, ChecksItself) {
  rig.clock.set(from_unix_millis(1700000000000));
  for (const Check& check : adapter->checks()) EXPECT_NE(check.level, Check::Level::Failure) << check.what;
}

}  // namespace
}  // namespace allybot::platforms::contract
