// A receiver on a free port with the routes that the receiver's tests need.
// Must never wait by sleeping: what takes time is awaited on a socket or a condition with a deadline.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bot/core/mutex.h"
#include "bot/http/receiver.h"
#include "tests/fakes/counting_metrics.h"
#include "tests/fakes/raw_client.h"

namespace allybot::http {

constexpr const char* kForm = "application/x-www-form-urlencoded";

/// Responders that handlers left for later.
class Parked {
 public:
  void add(Responder responder) {
    const Lock lock(mutex_);
    responders_.push_back(std::move(responder));
    changed_.notify_all();
  }
  /// All of them, once there are `count`; fewer when that takes too long.
  std::vector<Responder> take(std::size_t count) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    const Lock lock(mutex_);
    while (responders_.size() < count && changed_.wait_until(mutex_, deadline) != std::cv_status::timeout) {
    }
    return std::exchange(responders_, {});
  }

 private:
  Mutex mutex_;
  Condition changed_;
  std::vector<Responder> responders_ BOT_GUARDED_BY(mutex_);
};

class ReceiverTest : public testing::Test {
 protected:
  /// Short enough for tests, long enough for a machine under load.
  static ReceiverOptions patient() { return {}; }

  void listen_with(ReceiverOptions options) {
    auto listening = listen(std::move(options), routes(), metrics);
    ASSERT_TRUE(listening.has_value()) << listening.error().for_log;
    receiver = std::move(*listening);
  }
  void SetUp() override { listen_with(patient()); }
  void TearDown() override {
    receiver.reset();
    parked.take(0);
  }

  std::vector<Route> routes() {
    return {
        {Method::Post,
         "/echo",
         {kForm},
         256U << 10U,
         [](RawRequest&& request, Responder&& respond) { respond(text_response(200, std::move(request.body))); }},
        {Method::Post, "/small", {}, 100, [](RawRequest&&, Responder&& respond) { respond(empty_response()); }},
        {Method::Get, "/healthz", {}, 0, [](RawRequest&&, Responder&& respond) { respond(text_response(200, "fine")); }},
        {Method::Get,
         "/files/*",
         {},
         0,
         [](RawRequest&& request, Responder&& respond) { respond(text_response(200, request.path + '?' + request.query)); }},
        {Method::Get,
         "/who",
         {},
         0,
         [](RawRequest&& request, Responder&& respond) {
           respond(text_response(200, request.peer + ' ' + name_of(request.method)));
         }},
        {Method::Get, "/throws", {}, 0, [](RawRequest&&, Responder&&) { throw std::runtime_error("secret of the database"); }},
        {Method::Get,
         "/throws-late",
         {},
         0,
         [](RawRequest&&, Responder&& respond) {
           respond(text_response(200, "answered first"));
           throw 7;
         }},
        {Method::Get, "/drops", {}, 0, [](RawRequest&&, Responder&&) {}},
        {Method::Get,
         "/twice",
         {},
         0,
         [](RawRequest&&, Responder&& respond) {
           respond(text_response(200, "one"));
           respond(text_response(200, "two"));
         }},
        {Method::Get, "/later", {}, 0, [this](RawRequest&&, Responder&& respond) { parked.add(std::move(respond)); }},
        {Method::Get,
         "/large",
         {},
         0,
         [](RawRequest&&, Responder&& respond) { respond(text_response(200, std::string(8U << 20U, 'x'))); }},
        {Method::Get, "/nothing", {}, 0, [](RawRequest&&, Responder&& respond) { respond(empty_response(204)); }},
        {Method::Get, "/nonsense", {}, 0, [](RawRequest&&, Responder&& respond) { respond(empty_response(99)); }},
    };
  }

  fakes::RawClient client() { return fakes::RawClient(receiver->port()); }

  /// The status of one request on a connection of its own; 0 when no answer came.
  int status_of(std::string_view request) {
    auto one = client();
    EXPECT_TRUE(one.send(request));
    const auto answer = one.answer();
    return answer ? answer->status : 0;
  }
  /// A fresh connection is served.
  bool answers_fresh() { return status_of(fakes::RawClient::get("/healthz")) == 200; }

  fakes::CountingMetrics metrics;
  Parked parked;
  std::unique_ptr<Receiver> receiver;
};

}  // namespace allybot::http
