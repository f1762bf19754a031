// The receiver alone, answering a constant: what a request costs before any of our own work.
// Must never be read as the cost of a command: nothing is proven, parsed or picked here.
//
//   bench_receiver [threads]     prints its port; serves until standard input ends; then prints CPU per request.
//   wrk -t1 -c64 -d5s -s tests/bench/slash.lua http://127.0.0.1:PORT/slack/commands
#include <sys/resource.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>

#include "bot/http/receiver.h"

namespace {

class Counting final : public allybot::Metrics {
 public:
  void count(std::string_view, Labels, double) override { requests.fetch_add(1, std::memory_order_relaxed); }
  void gauge(std::string_view, double, Labels) override {}
  void observe(std::string_view, double, Labels) override {}
  std::atomic<std::uint64_t> requests{0};
};

double seconds_of(const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; }

}  // namespace

int main(int count, char** arguments) {
  using namespace allybot;
  Counting metrics;
  http::ReceiverOptions options;
  options.threads = count > 1 ? std::atoi(arguments[1]) : 2;
  const std::string answer(1400, 'x');
  auto receiver = http::listen(options,
                               {{http::Method::Post,
                                 "/slack/commands",
                                 {"application/x-www-form-urlencoded"},
                                 256U << 10U,
                                 [&](http::RawRequest&&, http::Responder&& respond) { respond(http::json_response(answer)); }}},
                               metrics);
  if (!receiver) {
    std::fprintf(stderr, "%s\n", receiver.error().for_log.c_str());
    return 1;
  }
  std::printf("%d\n", (*receiver)->port());
  std::fflush(stdout);
  std::string line;
  while (std::getline(std::cin, line)) {
  }
  (*receiver)->stop(std::chrono::seconds(1));
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const double user = seconds_of(usage.ru_utime);
  const double system = seconds_of(usage.ru_stime);
  const double requests = static_cast<double>(metrics.requests.load());
  std::printf("%.0f requests, %.1f us CPU each (%.1f user, %.1f system), %ld KiB at most\n", requests,
              (user + system) * 1e6 / requests, user * 1e6 / requests, system * 1e6 / requests, usage.ru_maxrss);
  return 0;
}
