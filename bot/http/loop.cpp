#include "bot/http/loop.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "bot/core/log.h"

namespace allybot::http {

namespace asio = boost::asio;
using Executor = asio::io_context::executor_type;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;

struct Loop::Inner {
  // One thread runs it: Asio then wakes nobody else. Its locks stay, for post() comes from other threads.
  asio::io_context context{1};
  asio::executor_work_guard<Executor> stays_open{context.get_executor()};
  asio::posix::basic_stream_descriptor<Executor> listening{context};
};

Loop::Loop() : inner_(std::make_unique<Inner>()) {}
Loop::~Loop() = default;

void Loop::run() {
  while (!inner_->context.stopped()) {
    try {
      inner_->context.run();
    } catch (...) {
      log::error("loop_failed");
    }
  }
}

void Loop::stop() { inner_->context.stop(); }

void Loop::post(std::function<void()> work) { asio::post(inner_->context, std::move(work)); }

void Loop::after(std::chrono::milliseconds delay, std::function<void()> work) {
  auto timer = std::make_shared<Timer>(inner_->context, delay);
  timer->async_wait([timer, work = std::move(work)](const boost::system::error_code& error) {
    if (!error) work();
  });
}

void Loop::watch(int descriptor) { inner_->listening.assign(descriptor); }

void Loop::when_readable(std::function<void()> ready) {
  if (!inner_->listening.is_open()) return;
  inner_->listening.async_wait(asio::posix::descriptor_base::wait_read,
                               [ready = std::move(ready)](const boost::system::error_code& error) {
                                 if (!error) ready();
                               });
}

int Loop::watched() const { return inner_->listening.is_open() ? inner_->listening.native_handle() : -1; }

void Loop::unwatch() {
  boost::system::error_code ignored;
  inner_->listening.close(ignored);
}

asio::io_context& Loop::context() { return inner_->context; }

}  // namespace allybot::http
