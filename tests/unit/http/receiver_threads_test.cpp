#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "tests/fakes/capturing_log.h"
#include "tests/unit/http/receiver_fixture.h"

namespace allybot::http {
namespace {

using fakes::RawClient;
using std::chrono::milliseconds;
using std::chrono::seconds;

class Answers : public ReceiverTest {};
class Stop : public ReceiverTest {};

TEST_F(Answers, FromAnotherThread) {
  auto one = client();
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(one.send(RawClient::get("/later")));
    auto responders = parked.take(1);
    ASSERT_EQ(responders.size(), 1U);
    std::thread([&] { responders[0](text_response(200, std::to_string(i))); }).join();
    EXPECT_EQ(one.answer().value().body, std::to_string(i));
  }
}

TEST_F(Answers, InTheOrderOfTheRequestsAlsoWhenLate) {
  auto one = client();
  ASSERT_TRUE(one.send(RawClient::get("/later") + RawClient::get("/healthz")));
  auto responders = parked.take(1);
  ASSERT_EQ(responders.size(), 1U);
  EXPECT_FALSE(one.answer(false, milliseconds(20)).has_value());  // the second waits for the first
  responders[0](text_response(200, "first"));
  EXPECT_EQ(one.answer().value().body, "first");
  EXPECT_EQ(one.answer().value().body, "fine");
}

TEST_F(Answers, FiveHundredWhenDroppedElsewhere) {
  auto one = client();
  ASSERT_TRUE(one.send(RawClient::get("/later") + RawClient::get("/healthz")));
  ASSERT_EQ(parked.take(1).size(), 1U);  // and dropped here
  EXPECT_EQ(one.answer().value().status, 500);
  EXPECT_EQ(one.answer().value().status, 200);
}

TEST_F(Answers, FiveHundredWhenAnotherResponderTakesItsPlace) {
  auto one = client();
  auto other = client();
  ASSERT_TRUE(one.send(RawClient::get("/later")));
  auto first = parked.take(1);
  ASSERT_TRUE(other.send(RawClient::get("/later")));
  auto second = parked.take(1);
  ASSERT_EQ(first.size() + second.size(), 2U);
  first[0] = std::move(second[0]);
  EXPECT_EQ(one.answer().value().status, 500);
  first[0](text_response(200, "moved"));
  EXPECT_EQ(other.answer().value().body, "moved");
}

TEST_F(Answers, IntoTheVoidWhenTheOtherEndHasGone) {
  auto responders = std::vector<Responder>();
  {
    auto one = client();
    ASSERT_TRUE(one.send(RawClient::get("/later")));
    responders = parked.take(1);
    ASSERT_EQ(responders.size(), 1U);
    one.socket().reset();
  }
  responders[0](text_response(200, "nobody"));
  EXPECT_TRUE(answers_fresh());
}

TEST_F(Answers, ManyClientsFromManyThreads) {
  std::atomic<int> good{0};
  std::atomic<bool> over{false};
  std::thread answering([&] {
    while (!over)
      for (Responder& respond : parked.take(over ? 0 : 1)) respond(text_response(200, "later"));
  });
  std::vector<std::thread> clients;
  for (int i = 0; i < 8; ++i)
    clients.emplace_back([&] {
      auto one = client();
      for (int round = 0; round < 50; ++round) {
        one.send(RawClient::post("/echo", "x") + RawClient::get("/later"));
        const auto echo = one.answer();
        const auto later = one.answer();
        if (echo && echo->body == "x" && later && later->body == "later") ++good;
      }
    });
  for (std::thread& thread : clients) thread.join();
  over = true;
  auto last = client();
  last.send(RawClient::get("/later"));  // wakes the answering thread for the last time
  answering.join();
  EXPECT_EQ(good, 8 * 50);
}

TEST_F(Answers, AfterAWhile) {
  std::promise<void> early;
  std::promise<void> late;
  const auto start = std::chrono::steady_clock::now();
  receiver->after(milliseconds(20), [&] { late.set_value(); });
  receiver->after(milliseconds(0), [&] { early.set_value(); });
  ASSERT_EQ(early.get_future().wait_for(seconds(10)), std::future_status::ready);
  ASSERT_EQ(late.get_future().wait_for(seconds(10)), std::future_status::ready);
  EXPECT_GE(std::chrono::steady_clock::now() - start, milliseconds(20));
}

TEST_F(Answers, AlsoWhenWorkThrows) {
  const fakes::CapturingLog log;
  std::promise<void> next;
  for (int i = 0; i < 2; ++i) receiver->after(milliseconds(0), [] { throw std::runtime_error("secret"); });
  receiver->after(milliseconds(1), [&] { next.set_value(); });
  ASSERT_EQ(next.get_future().wait_for(seconds(10)), std::future_status::ready);
  EXPECT_TRUE(answers_fresh());
  EXPECT_TRUE(answers_fresh());
  EXPECT_TRUE(log.has("loop_failed"));
  EXPECT_EQ(log.all_text().find("secret"), std::string::npos);
}

TEST_F(Answers, WithAResponderThatATimerHolds) {
  auto one = client();
  ASSERT_TRUE(one.send(RawClient::get("/later") + RawClient::get("/healthz")));
  auto held = std::make_shared<std::vector<Responder>>(parked.take(1));
  ASSERT_EQ(held->size(), 1U);
  receiver->after(milliseconds(1), [held] { held->front()(text_response(200, "from the timer")); });
  EXPECT_EQ(one.answer().value().body, "from the timer");
  EXPECT_EQ(one.answer().value().body, "fine");
}

TEST_F(Stop, ClosesWhatIsIdleAtOnceAndRefusesNewConnections) {
  auto idle = client();
  ASSERT_TRUE(idle.send(RawClient::get("/healthz")));
  ASSERT_TRUE(idle.answer().has_value());
  const int port = receiver->port();
  receiver->stop(seconds(10));
  EXPECT_TRUE(idle.is_closed());
  EXPECT_FALSE(RawClient(port).is_connected());
}

TEST_F(Stop, WaitsForAnswersInFlight) {
  auto one = client();
  ASSERT_TRUE(one.send(RawClient::get("/later") + RawClient::get("/healthz")));
  auto responders = parked.take(1);
  ASSERT_EQ(responders.size(), 1U);
  auto stopping = std::async(std::launch::async, [&] { receiver->stop(seconds(10)); });
  EXPECT_EQ(stopping.wait_for(milliseconds(30)), std::future_status::timeout);
  responders[0](text_response(200, "finished"));
  const auto answer = one.answer();
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->body, "finished");
  EXPECT_EQ(answer->headers.only("connection"), "close");
  EXPECT_FALSE(one.answer().has_value());  // no new request is taken
  one.socket().finish_writing();
  ASSERT_EQ(stopping.wait_for(seconds(5)), std::future_status::ready);
}

TEST_F(Stop, LosesPatience) {
  auto one = client();
  ASSERT_TRUE(one.send(RawClient::get("/later")));
  auto responders = parked.take(1);
  ASSERT_EQ(responders.size(), 1U);
  const auto start = std::chrono::steady_clock::now();
  receiver->stop(milliseconds(30));
  EXPECT_GE(std::chrono::steady_clock::now() - start, milliseconds(30));
  EXPECT_TRUE(one.is_closed());
  receiver->stop(milliseconds(30));  // twice is no harm
  receiver.reset();
  responders[0](text_response(200, "too late"));  // nor is an answer after the end
}

TEST_F(Stop, NeverRunsWhatWasForLater) {
  std::atomic<bool> ran{false};
  receiver->after(std::chrono::hours(1), [&] { ran = true; });
  auto one = client();
  ASSERT_TRUE(one.send(RawClient::get("/later")));
  auto held = std::make_shared<std::vector<Responder>>(parked.take(1));
  receiver->after(std::chrono::hours(1), [held] { held->front()(empty_response()); });
  held.reset();
  receiver->stop(milliseconds(0));
  receiver.reset();
  EXPECT_FALSE(ran);
  EXPECT_TRUE(one.is_closed());
}

}  // namespace
}  // namespace allybot::http
