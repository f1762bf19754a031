#include "bot/http/request_parser.h"

#include <gtest/gtest.h>

#include "tests/fakes/exact_block.h"

namespace allybot::http {
namespace {

using State = RequestParser::State;
constexpr std::size_t kMostHeader = 1024;
constexpr std::size_t kMostBody = 100;

/// What a connection does: gives `text` in pieces, keeps what was not taken, allows each body.
struct Outcome {
  State state = State::Empty;
  int refusal = 0;
  RawRequest request;
  std::size_t taken = 0;
};

Outcome feed(std::string_view text, std::size_t piece) {
  RequestParser parser(kMostHeader);
  std::string pending;
  std::size_t given = 0;
  Outcome outcome;
  while (true) {
    const std::size_t taken = pending.empty() ? 0 : parser.read(fakes::ExactBlock(pending).view());
    outcome.taken += taken;
    pending.erase(0, taken);
    const State state = parser.state();
    if (state == State::HeaderDone) {
      parser.allow_body(kMostBody);
      if (parser.state() == State::Body) continue;
    }
    if (parser.state() == State::Done || parser.state() == State::Refused || (given == text.size() && taken == 0)) break;
    const std::string_view more = text.substr(given, piece);
    pending += more;
    given += more.size();
  }
  outcome.state = parser.state();
  outcome.refusal = parser.refusal();
  outcome.request = parser.request();
  return outcome;
}

/// The same in one piece, in halves of lines, and byte by byte.
void for_all_pieces(const std::string& text, const std::function<void(const Outcome&)>& check) {
  for (const std::size_t piece : {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{7}, text.size()}) {
    SCOPED_TRACE("pieces of " + std::to_string(piece) + ": " + text.substr(0, 60));
    check(feed(text, piece));
  }
}

TEST(RequestParser, ReadsAPostInAnyPieces) {
  const std::string text =
      "POST /slack/commands?x=1 HTTP/1.1\r\nHost: bot\r\nX-Slack-Signature:  v0=ab \r\nContent-Length: 11\r\n\r\ntext=tip&b=";
  for_all_pieces(text, [](const Outcome& got) {
    ASSERT_EQ(got.state, State::Done);
    EXPECT_EQ(got.request.method, Method::Post);
    EXPECT_EQ(got.request.path, "/slack/commands");
    EXPECT_EQ(got.request.query, "x=1");
    EXPECT_EQ(got.request.headers.only("x-slack-signature"), "v0=ab");
    EXPECT_EQ(got.request.body, "text=tip&b=");
  });
}

TEST(RequestParser, ReadsChunksInAnyPieces) {
  const std::string text =
      "POST / HTTP/1.1\r\nHost: bot\r\nTransfer-Encoding: chunked\r\n\r\n4;name=value\r\ntext\r\n5\r\n=tip&\r\n0\r\nTrailer: "
      "x\r\n\r\n";
  for_all_pieces(text, [](const Outcome& got) {
    ASSERT_EQ(got.state, State::Done);
    EXPECT_EQ(got.request.body, "text=tip&");
    EXPECT_EQ(got.request.headers.count("trailer"), 0U);  // a trailer is no header
  });
}

TEST(RequestParser, StopsAtTheEndOfTheRequest) {
  const std::string first = "POST / HTTP/1.1\r\nHost: bot\r\nContent-Length: 2\r\n\r\nab";
  const Outcome got = feed(first + "GET /next HTTP/1.1\r\n\r\n", 1000);
  EXPECT_EQ(got.state, State::Done);
  EXPECT_EQ(got.taken, first.size());
  EXPECT_EQ(got.request.body, "ab");
}

TEST(RequestParser, PassesOverEmptyLinesBeforeARequest) {
  for_all_pieces("\r\n\r\nGET / HTTP/1.1\r\nHost: bot\r\n\r\n", [](const Outcome& got) { EXPECT_EQ(got.state, State::Done); });
}

TEST(RequestParser, TakesTheAbsoluteForm) {
  const Outcome got = feed("GET http://bot:8080/healthz?a HTTP/1.1\r\nHost: bot\r\n\r\n", 1000);
  EXPECT_EQ(got.state, State::Done);
  EXPECT_EQ(got.request.path, "/healthz");
  EXPECT_EQ(got.request.query, "a");
  EXPECT_EQ(feed("GET http://bot HTTP/1.1\r\nHost: bot\r\n\r\n", 1000).request.path, "/");
}

TEST(RequestParser, WantsAHostOnlyOfNewClients) {
  EXPECT_EQ(feed("GET / HTTP/1.0\r\n\r\n", 1000).state, State::Done);
  EXPECT_EQ(feed("GET / HTTP/1.1\r\n\r\n", 1000).refusal, 400);
  EXPECT_EQ(feed("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 1000).refusal, 400);
}

TEST(RequestParser, RefusesWhatIsNoRequest) {
  for (const char* text : {"garbage\r\n\r\n", "GET\r\n\r\n", "GET /\r\n\r\n", "GET / HTTP/2.0\r\n\r\n", "GET / HTTP/0.9\r\n\r\n",
                           "GET / FTP/1.1\r\n\r\n", "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n",
                           "GET healthz HTTP/1.1\r\nHost: x\r\n\r\n", "G\x01T / HTTP/1.1\r\nHost: x\r\n\r\n",
                           "GET / HTTP/1.1\r\nHost: x\r\nNo colon\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\n: empty\r\n\r\n",
                           "GET / HTTP/1.1\r\nHost: x\r\nA b: c\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\nA: b\x01\r\n\r\n",
                           "GET / HTTP/1.1\r\nHost: x\r\nA: b\nC: d\r\n\r\n", "\x16\x03\x01\x02\r\n\r\n"}) {
    for_all_pieces(text, [](const Outcome& got) {
      EXPECT_EQ(got.state, State::Refused);
      EXPECT_EQ(got.refusal, 400);
    });
  }
}

// RFC 9112, section 6: where two readers could see the end in different places, the request is refused.
TEST(RequestParser, RefusesADoubtfulEnd) {
  for (const char* headers :
       {"Content-Length: 2\r\nContent-Length: 2\r\n", "Content-Length: 2\r\ncontent-length: 3\r\n", "Content-Length: 2, 2\r\n",
        "Content-Length: +2\r\n", "Content-Length: -2\r\n", "Content-Length: 0x2\r\n", "Content-Length: 2 2\r\n",
        "Content-Length:\r\n", "Content-Length: 99999999999999999999\r\n", "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding : chunked\r\n"}) {
    for_all_pieces("POST / HTTP/1.1\r\nHost: x\r\n" + std::string(headers) + "\r\n0\r\n\r\n", [](const Outcome& got) {
      EXPECT_EQ(got.state, State::Refused);
      EXPECT_EQ(got.refusal, 400);
    });
  }
  EXPECT_EQ(feed("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 1000).refusal, 400);
}

TEST(RequestParser, RefusesEncodingsItDoesNotKnow) {
  for (const char* encoding : {"gzip", "gzip, chunked", "chunked, gzip", "identity", "xchunked", "chunked, chunked"}) {
    const Outcome got =
        feed("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: " + std::string(encoding) + "\r\n\r\n0\r\n\r\n", 1000);
    EXPECT_EQ(got.state, State::Refused) << encoding;
    EXPECT_TRUE(got.refusal == 501 || got.refusal == 400) << encoding << ' ' << got.refusal;
  }
}

TEST(RequestParser, RefusesBadChunks) {
  const std::string head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const char* body :
       {"x\r\n\r\n", "-1\r\na\r\n0\r\n\r\n", "2\r\nabc\r\n0\r\n\r\n", "\r\n\r\n\r\n", "2 ;;\r\nab\r\n0\r\n\r\n",
        "2\nab\r\n0\r\n\r\n", "10000000000000000\r\na\r\n0\r\n\r\n", "0\r\nNo colon\r\n\r\n"}) {
    for_all_pieces(head + body, [](const Outcome& got) {
      EXPECT_EQ(got.state, State::Refused);
      EXPECT_TRUE(got.refusal == 400 || got.refusal == 413);
    });
  }
}

TEST(RequestParser, RefusesABodyOverItsLimitDeclaredOrNot) {
  const std::string chunked = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
  const std::string ten = "a\r\n0123456789\r\n";
  std::string within = chunked;
  for (int i = 0; i < 10; ++i) within += ten;
  EXPECT_EQ(feed(within + "0\r\n\r\n", 1000000).request.body.size(), kMostBody);
  for_all_pieces(within + "1\r\nx\r\n0\r\n\r\n", [](const Outcome& got) { EXPECT_EQ(got.refusal, 413); });
  for_all_pieces(chunked + "0065\r\n", [](const Outcome& got) { EXPECT_EQ(got.refusal, 413); });
  for_all_pieces("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 101\r\n\r\n" + std::string(101, 'x'),
                 [](const Outcome& got) { EXPECT_EQ(got.refusal, 413); });
}

TEST(RequestParser, RefusesAHeaderOverItsLimitInAnyShape) {
  const std::string line = "GET / HTTP/1.1\r\nHost: x\r\n";
  const std::string one_long = line + "A: " + std::string(kMostHeader, 'x') + "\r\n\r\n";
  std::string many_short = line;
  while (many_short.size() < kMostHeader) many_short += "A: b\r\n";
  const std::string long_target = "GET /" + std::string(kMostHeader, 'x') + " HTTP/1.1\r\nHost: x\r\n\r\n";
  for (const std::string& text : {one_long, many_short + "\r\n", long_target, std::string(kMostHeader + 1, 'x')}) {
    for_all_pieces(text, [](const Outcome& got) {
      EXPECT_EQ(got.state, State::Refused);
      EXPECT_EQ(got.refusal, 431);
    });
  }
  // And without ever ending.
  for_all_pieces(one_long.substr(0, kMostHeader + 10), [](const Outcome& got) { EXPECT_EQ(got.refusal, 431); });
  for_all_pieces(many_short.substr(0, kMostHeader + 1), [](const Outcome& got) { EXPECT_EQ(got.refusal, 431); });
}

TEST(RequestParser, TakesAHeaderOfExactlyItsLimit) {
  std::string text = "GET / HTTP/1.1\r\nHost: x\r\nA: ";
  text += std::string(kMostHeader - text.size() - 4, 'x') + "\r\n\r\n";
  ASSERT_EQ(text.size(), kMostHeader);
  for_all_pieces(text, [](const Outcome& got) { EXPECT_EQ(got.state, State::Done) << got.refusal; });
}

TEST(RequestParser, RefusesMoreThanAHundredHeaders) {
  RequestParser parser(64U << 10U);
  std::string text = "GET / HTTP/1.1\r\nHost: x\r\n";
  for (int i = 0; i < 100; ++i) text += "A: b\r\n";
  parser.read(text + "\r\n");
  EXPECT_EQ(parser.state(), State::Refused);
  EXPECT_EQ(parser.refusal(), 431);
}

TEST(RequestParser, WaitsForMoreAtEveryByte) {
  const std::string text = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc";
  for (std::size_t length = 0; length < text.size(); ++length) {
    const Outcome got = feed(std::string_view(text).substr(0, length), 1000);
    EXPECT_TRUE(got.state == State::Empty || got.state == State::Header || got.state == State::Body) << length;
  }
}

TEST(RequestParser, KnowsExpectationsOfNewClients) {
  RequestParser parser(kMostHeader);
  parser.read("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-Continue\r\n\r\n");
  EXPECT_EQ(parser.state(), State::HeaderDone);
  EXPECT_EQ(parser.expectation(), RequestParser::Expectation::Continue);
  EXPECT_TRUE(parser.has_body());
  RequestParser other(kMostHeader);
  other.read("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: tea\r\n\r\n");
  EXPECT_EQ(other.expectation(), RequestParser::Expectation::Unknown);
  RequestParser old(kMostHeader);
  old.read("POST / HTTP/1.0\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(old.expectation(), RequestParser::Expectation::None);
}

TEST(RequestParser, KnowsWhetherTheConnectionStays) {
  const auto keeps = [](const std::string& text) {
    RequestParser parser(kMostHeader);
    parser.read(text);
    EXPECT_EQ(parser.state(), State::HeaderDone);
    return parser.keeps_alive();
  };
  EXPECT_TRUE(keeps("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
  EXPECT_FALSE(keeps("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
  EXPECT_FALSE(keeps("GET / HTTP/1.0\r\n\r\n"));
  EXPECT_TRUE(keeps("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n"));
}

}  // namespace
}  // namespace allybot::http
