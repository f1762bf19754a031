#include "tests/unit/platforms/matrix/rig.h"

namespace allybot::platforms::matrix {
namespace {

using fakes::matrix_event;
using fakes::matrix_invite;
using fakes::matrix_member;
using fakes::matrix_message;
using fakes::matrix_state;

struct MatrixParse : MatrixRig {
  fakes::MatrixPlace by(const std::string& user, fakes::MatrixPlace place = {}) {
    place.user = user;
    return place;
  }
};

TEST_F(MatrixParse, ReadsACommandInASharedRoom) {
  for (const char* text : {"!ally tip pay", "/ally tip pay", "!Ally: tip pay", "@ally:example.org tip pay",
                           "@ally:example.org: tip pay", "  !ally   tip pay\n"}) {
    const Command command = say(text, room);
    EXPECT_EQ(command.text, "tip pay") << text;
    EXPECT_EQ(command.entry, Command::Entry::Mention);
    EXPECT_EQ(command.origin.member, alice);
    EXPECT_EQ(command.origin.channel, channel);
    EXPECT_FALSE(command.origin.direct);
    EXPECT_EQ(command.origin.request, request_id(room.event));
  }
  EXPECT_EQ(say("!ally", room).text, "");
}

TEST_F(MatrixParse, ReadsAMentionAsClientsWriteIt) {
  EXPECT_EQ(say("Ally: tip", room, R"({"m.mentions":{"user_ids":["@ally:example.org"]}})").text, "tip");
  EXPECT_EQ(say("ally tip", room, R"({"m.mentions":{"user_ids":["@ally:example.org"]}})").text, "tip");
  EXPECT_EQ(say("@ally tip", room, R"({"m.mentions":{"user_ids":["@ally:example.org"]}})").text, "tip");
  EXPECT_EQ(
      say("Good One: tip", room,
          R"({"format":"org.matrix.custom.html","formatted_body":"<a href=\"https://matrix.to/#/%40ally%3Aexample.org\">Good One</a>: tip"})")
          .text,
      "tip");
  EXPECT_EQ(
      say("A & B, tip", room,
          R"({"format":"org.matrix.custom.html","formatted_body":"<a href=\"https://matrix.to/#/@ally:example.org\">A &amp; B</a>, tip"})")
          .text,
      "tip");
}

TEST_F(MatrixParse, ReadsTheNameThatWasChosenForTheBot) {
  receive({matrix_state("m.room.member", fakes::kMatrixBot, R"({"membership":"join","displayname":"Kind Bot"})",
                        by(fakes::kMatrixBot))});
  EXPECT_EQ(say("Kind Bot tip", room, R"({"m.mentions":{"user_ids":["@ally:example.org"]}})").text, "tip");
}

TEST_F(MatrixParse, HeedsInASharedRoomOnlyWhatBeginsWithACall) {
  for (const char* text :
       {"tip", "I asked !ally tip", "!allyson tip", "!all tip", "ally: tip", "@ally:other.org tip", "> !ally tip"})
    EXPECT_EQ(why_ignored(matrix_message(text)), "mention-not-first") << text;
  EXPECT_EQ(why_ignored(matrix_message("as I told Ally: tip", room, R"({"m.mentions":{"user_ids":["@ally:example.org"]}})")),
            "mention-not-first");
}

TEST_F(MatrixParse, CutsTheQuoteOffAReply) {
  const std::string reply = R"({"m.relates_to":{"m.in_reply_to":{"event_id":"$x"}}})";
  EXPECT_EQ(say("> <@bob:example.org> !ally schedule remove p1\n> more\n\n!ally tip", room, reply).text, "tip");
  EXPECT_EQ(why_ignored(matrix_message("> <@bob:example.org> !ally tip", room, reply)), "mention-not-first");
}

TEST_F(MatrixParse, ReadsPeopleAsOurOwnMentions) {
  EXPECT_EQ(say("!ally lead add @bob:example.org", room).text, "lead add <@bob:example.org>");
  EXPECT_EQ(say("!ally lead add @bob:example.org.", room).text, "lead add <@bob:example.org>.");
  EXPECT_EQ(
      say("!ally lead add Bob", room,
          R"({"format":"org.matrix.custom.html","formatted_body":"!ally lead add <a href=\"https://matrix.to/#/@bob:example.org?via=x\">Bob</a>"})")
          .text,
      "lead add <@bob:example.org>");
  EXPECT_EQ(say("!ally find <@U1> a@b.org @alone", room).text, "find < @U1> a@b.org @alone");
  EXPECT_EQ(say("!ally lead add @a/b:example.org", room).text, "lead add <@a%2Fb:example.org>");
}

TEST_F(MatrixParse, AnswersNeitherItselfNorBotsNorEdits) {
  EXPECT_EQ(why_ignored(matrix_message("!ally tip", by(fakes::kMatrixBot))), "own");
  EXPECT_EQ(why_ignored(matrix_message("!ally tip", room, R"({"msgtype":"m.notice"})")), "no-text");
  EXPECT_EQ(why_ignored(matrix_message("!ally tip", room, R"({"msgtype":"m.image"})")), "no-text");
  EXPECT_EQ(why_ignored(matrix_message("* !ally tip", room, R"({"m.relates_to":{"rel_type":"m.replace","event_id":"$x"}})")),
            "edit");
  EXPECT_EQ(why_ignored(matrix_event("m.reaction", R"({"m.relates_to":{"rel_type":"m.annotation","key":"x"}})")), "event");
  EXPECT_EQ(why_ignored(matrix_event("m.room.encrypted", R"({"ciphertext":"x"})")), "encrypted");
}

TEST_F(MatrixParse, ReadsAMembersOwnRoom) {
  give_own_room();
  const Command command = say("tip", own);
  EXPECT_EQ(command.text, "tip");
  EXPECT_EQ(command.entry, Command::Entry::Direct);
  EXPECT_TRUE(command.origin.direct);
  EXPECT_EQ(command.origin.channel, direct);
  EXPECT_EQ(say("!ally tip", own).text, "tip");
  EXPECT_EQ(say("Ally, tip", own, R"({"m.mentions":{"user_ids":["@ally:example.org"]}})").text, "tip");
}

TEST_F(MatrixParse, ARoomInWhichSomebodyElseIsIsNobodysOwn) {
  give_own_room();
  server.set_member(own.room, "@bob:example.org", "join");
  EXPECT_EQ(why_ignored(matrix_message("tip", own)), "mention-not-first");
  EXPECT_FALSE(say("!ally tip", own).origin.direct);
}

TEST_F(MatrixParse, ARoomIsNobodysOwnFromTheMomentThatSomebodyElseIsAskedIn) {
  give_own_room();
  EXPECT_TRUE(say("tip", own).origin.direct);
  receive({matrix_member("@bob:example.org", "invite", own)});
  EXPECT_EQ(why_ignored(matrix_message("tip", own)), "mention-not-first");
}

TEST_F(MatrixParse, AnotherMembersOwnRoomIsNotMine) {
  give_own_room();
  EXPECT_EQ(why_ignored(matrix_message("tip", by("@bob:example.org", own))), "mention-not-first");
}

TEST_F(MatrixParse, WaitsUntilItKnowsWhichRoomsAreWhose) {
  give_own_room();
  server.platform().on_get("/_matrix/client/v3/user/%40ally%3Aexample.org/account_data/m.direct").reply(502, "{}");
  EXPECT_TRUE(say("tip", own).origin.direct) << "asked until it was told";
  server.platform().stop_listening();
  adapter = make();
  EXPECT_TRUE(receive({matrix_message("tip", own)}).empty()) << "the homeserver sends it again";
}

TEST_F(MatrixParse, GoesWhereItIsInvitedByItsOwnPeople) {
  server.add_room("!new:example.org", {{fakes::kMatrixBot, "invite"}});
  const auto added = receive_as<Lifecycle>(matrix_invite(false, {"!new:example.org", "@alice:example.org", "$inv1"}));
  EXPECT_EQ(added.kind, Lifecycle::Kind::AddedToChannel);
  EXPECT_EQ(added.origin.member, alice);
  EXPECT_EQ(added.origin.channel.channel.str(), "!new:example.org");
  EXPECT_EQ(server.membership("!new:example.org", fakes::kMatrixBot), "join");
}

TEST_F(MatrixParse, GoesNowhereForStrangers) {
  server.add_room("!new:evil.org", {{fakes::kMatrixBot, "invite"}});
  const fakes::MatrixPlace place{"!new:evil.org", "@eve:evil.org", "$inv1"};
  EXPECT_EQ(why_ignored(matrix_invite(false, place)), "foreign-invite");
  EXPECT_EQ(server.membership("!new:evil.org", fakes::kMatrixBot), "invite");
  rig.settings["MATRIX_ALLOWED_SERVERS"] = "example.net, evil.org";
  auto made = declaration().make(rig.environment(*client));
  ASSERT_TRUE(made.has_value());
  adapter = std::move(*made);
  EXPECT_EQ(receive_as<Lifecycle>(matrix_invite(false, place)).kind, Lifecycle::Kind::AddedToChannel);
}

TEST_F(MatrixParse, AnInviteThatCannotBeTakenBlocksNothingElse) {
  const fakes::MatrixPlace place{"!gone:example.org", "@alice:example.org", "$inv1"};
  const auto all = receive({matrix_invite(false, place), matrix_message("!ally tip")});
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(std::get<Ignored>(all[0]).why, "invite-failed");
  EXPECT_EQ(std::get<Command>(all[1]).text, "tip");
}

TEST_F(MatrixParse, AnInviteThatGetsNoAnswerIsTriedThreeTimes) {
  server.add_room("!new:example.org", {{fakes::kMatrixBot, "invite"}});
  const std::string invite = matrix_invite(false, {"!new:example.org", "@alice:example.org", "$inv1"});
  receive({matrix_message("hello")});  // so that all that is asked is the invite
  server.platform().on_post("/_matrix/client/v3/rooms/%21new%3Aexample.org/join").then([](const fakes::Call&) {
    return http::json_response("<html>", 502);
  });
  EXPECT_EQ(why_ignored(invite), "invite-failed");
  EXPECT_EQ(server.platform().count("/_matrix/client/v3/rooms/%21new%3Aexample.org/join"), 3U);
}

TEST_F(MatrixParse, TakesAConversationThatAMemberBegins) {
  server.add_room(own.room, {{fakes::kMatrixBot, "invite"}, {own.user, "join"}});
  const auto added = receive_as<Lifecycle>(matrix_invite(true, {own.room, own.user, "$inv1"}));
  EXPECT_TRUE(added.origin.direct);
  EXPECT_EQ(added.origin.channel, direct);
  EXPECT_TRUE(say("tip", own).origin.direct);
  adapter->background_tasks().at(0).step();
  EXPECT_EQ(server.direct(), R"({"@alice:example.org":["!alice:example.org"]})");
}

TEST_F(MatrixParse, SaysThatItCannotReadEncryptedRooms) {
  server.add_room(own.room, {{fakes::kMatrixBot, "invite"}, {own.user, "join"}});
  const auto told = receive_as<Unusable>(
      matrix_invite(true, {own.room, own.user, "$inv1"}, R"([{"type":"m.room.encryption","state_key":"","content":{}}])"));
  EXPECT_EQ(told.error.for_member, "I cannot read encrypted rooms. Write to me here, or invite me to a room without encryption.");
  EXPECT_EQ(told.origin.channel, direct);
  EXPECT_EQ(server.membership(own.room, fakes::kMatrixBot), "leave");
}

TEST_F(MatrixParse, SaysSoOnceWhereAMembersOwnRoomWasEncryptedLater) {
  give_own_room();
  EXPECT_TRUE(say("tip", own).origin.direct);
  const std::string first = matrix_event("m.room.encrypted", R"({"ciphertext":"x"})", {own.room, own.user, "$enc1"});
  EXPECT_EQ(receive_as<Unusable>(first).origin.channel, direct);
  EXPECT_EQ(receive_as<Unusable>(first).origin.channel, direct) << "a repeat is the same";
  EXPECT_EQ(why_ignored(matrix_event("m.room.encrypted", R"({"ciphertext":"y"})", {own.room, own.user, "$enc2"})), "encrypted");
}

TEST_F(MatrixParse, TellsThatItWasRemoved) {
  for (const char* how : {"leave", "ban"}) {
    const auto removed = receive_as<Lifecycle>(matrix_member(fakes::kMatrixBot, how));
    EXPECT_EQ(removed.kind, Lifecycle::Kind::RemovedFromChannel);
    EXPECT_EQ(removed.origin.channel, channel);
    EXPECT_TRUE(removed.origin.member.member.empty());
  }
  EXPECT_EQ(why_ignored(matrix_member(fakes::kMatrixBot, "leave", by(fakes::kMatrixBot))), "left");
  EXPECT_EQ(why_ignored(matrix_member(fakes::kMatrixBot, "join", by(fakes::kMatrixBot))), "joined");
  EXPECT_EQ(why_ignored(matrix_member("@bob:example.org", "leave")), "member");
}

TEST_F(MatrixParse, WhoLeavesTheirOwnRoomIsLeftAlone) {
  give_own_room();
  EXPECT_TRUE(say("tip", own).origin.direct);
  const auto left = receive_as<Lifecycle>(matrix_member(own.user, "leave", own));
  EXPECT_EQ(left.kind, Lifecycle::Kind::RemovedFromChannel);
  EXPECT_EQ(left.origin.channel, direct);
  receive({matrix_member(own.user, "join", own)});
  EXPECT_TRUE(say("tip", own).origin.direct) << "back again";
}

TEST_F(MatrixParse, TellsThatARoomHasEnded) {
  const auto gone = receive_as<Lifecycle>(matrix_state("m.room.tombstone", "", R"({"replacement_room":"!next:example.org"})"));
  EXPECT_EQ(gone.kind, Lifecycle::Kind::ChannelGone);
  EXPECT_EQ(gone.origin.channel, channel);
}

TEST_F(MatrixParse, ReadsAllEventsOfATransaction) {
  const auto all = receive({matrix_message("hello"), matrix_message("!ally tip", {room.room, room.user, "$a"}),
                            matrix_message("!ally myth", {room.room, "@bob:example.org", "$b"})});
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(std::get<Command>(all[1]).text, "tip");
  EXPECT_EQ(std::get<Command>(all[2]).origin.member.member.str(), "bob:example.org");
}

TEST_F(MatrixParse, AnswersWithJsonWhateverCame) {
  for (const std::string& body :
       {std::string(R"({"events":[]})"), std::string("{}"), std::string("nonsense"),
        std::string(R"({"events":[1,null,{},{"type":"m.room.message"}]})"), std::string(R"({"events":{}})")}) {
    http::RawRequest raw = fakes::matrix_transaction({});
    raw.body = body;
    const auto all = receive(raw);
    ASSERT_FALSE(all.empty()) << body;
    const auto& done = std::get<Handshake>(all.back());
    EXPECT_EQ(done.status, 200);
    EXPECT_EQ(done.body, "{}") << "a homeserver reads it, and repeats what has none";
  }
}

TEST_F(MatrixParse, SaysWhichUsersAndRoomsThereAre) {
  const auto answer = [&](const std::string& path) { return std::get<Handshake>(receive(fakes::matrix_query(path)).at(0)); };
  EXPECT_EQ(answer("/matrix/_matrix/app/v1/users/%40ally%3Aexample.org").status, 200);
  EXPECT_EQ(answer("/matrix/_matrix/app/v1/users/@ally:example.org").body, "{}");
  for (const char* path : {"/matrix/_matrix/app/v1/users/@eve:example.org", "/matrix/_matrix/app/v1/users/",
                           "/matrix/_matrix/app/v1/rooms/%23ops%3Aexample.org"}) {
    EXPECT_EQ(answer(path).status, 404) << path;
    EXPECT_NE(answer(path).body.find("M_NOT_FOUND"), std::string::npos);
  }
  http::RawRequest ping = fakes::matrix_query("/matrix/_matrix/app/v1/ping");
  ping.method = http::Method::Post;
  ping.body = R"({"transaction_id":"doctor"})";
  EXPECT_EQ(std::get<Handshake>(receive(ping).at(0)).status, 200);
}

}  // namespace
}  // namespace allybot::platforms::matrix
