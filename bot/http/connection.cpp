#include "bot/http/connection.h"

#include <algorithm>
#include <cstring>

#include "bot/core/log.h"
#include "bot/http/answer.h"
#include "bot/http/lane.h"
#include "bot/http/status.h"

namespace allybot::http {
namespace {

/// What a connection has while it waits: most requests of platforms fit.
constexpr std::size_t kSmallBuffer = 2048;
/// For bodies that do not.
constexpr std::size_t kBodyBuffer = 16U << 10U;
/// Bytes of unfinished bodies in all connections together, small ones left out: bounds what slow senders can make us keep.
constexpr std::size_t kMostHeldBytes = 24U << 20U;
/// After a refusal: what is read and thrown away so that the other end gets to read the answer.
constexpr std::size_t kMostDrainedBytes = 16U << 20U;
constexpr std::chrono::milliseconds kDrainPatience{2000};
/// Requests that one connection sent without waiting for answers are served in turns with other connections.
constexpr int kMostStepsInARow = 32;
constexpr std::chrono::hours kNoDeadline{24 * 365};

}  // namespace

Connection::Connection(std::shared_ptr<Lane> lane, int descriptor, std::string peer)
    : lane_(lane.get()),
      lane_if_alive_(lane),
      wire_(std::make_unique<Wire>(lane->loop(), descriptor)),
      peer_(std::move(peer)),
      parser_(lane->shared().options.most_header_bytes) {}

void Connection::start() {
  lane_->now_waits(*this);
  lane_->set_deadline(*this, lane_->shared().options.idle_timeout);
  advance();
}

void Connection::close() {
  if (state_ == State::Closed) return;
  state_ = State::Closed;
  hold(0);
  wire_.reset();
  lane_->forget(*this);
}

void Connection::expire() {
  if (state_ == State::Header || state_ == State::Body) {
    send(text_response(408, std::string(reason_of(408))), false);
  } else {
    close();
  }
}

void Connection::on_bytes(std::size_t count) {
  read_pending_ = false;
  if (state_ == State::Closed) return;
  if (count == 0) return close();
  if (state_ == State::Draining) {
    drained_ += count;
    begin_ = end_ = 0;
    return drained_ > kMostDrainedBytes ? close() : read_some();
  }
  end_ += count;
  advance();
}

void Connection::advance() {
  for (int steps = 0; is_reading(); ++steps) {
    if (steps == kMostStepsInARow) return lane_->loop().post([self = shared_from_this()] { self->advance(); });
    if (!step()) return;
  }
}

bool Connection::step() {
  if (begin_ == end_) return wait_for_more(), false;
  begin_ += parser_.read({buffer_.get() + begin_, end_ - begin_});
  switch (parser_.state()) {
    case RequestParser::State::HeaderDone:
      judge();
      if (is_reading() && parser_.state() == RequestParser::State::Done) dispatch();
      return true;
    case RequestParser::State::Done: dispatch(); return true;
    case RequestParser::State::Refused: refuse(parser_.refusal()); return true;
    case RequestParser::State::Empty:
    case RequestParser::State::Header:
    case RequestParser::State::Body: break;
  }
  wait_for_more();
  return false;
}

void Connection::wait_for_more() {
  const auto& options = lane_->shared().options;
  if (parser_.state() == RequestParser::State::Header && state_ == State::Idle) {
    state_ = State::Header;
    lane_->now_waits(*this);
    lane_->set_deadline(*this, options.header_timeout);
  } else if (parser_.state() == RequestParser::State::Body) {
    if (state_ == State::Idle) lane_->now_waits(*this);
    if (state_ != State::Body) lane_->set_deadline(*this, options.body_timeout);
    state_ = State::Body;
    const std::size_t taken = parser_.request().body.capacity();
    hold(taken > kBodyBuffer ? taken : 0);
    if (held_ > 0 && lane_->shared().held_bytes > kMostHeldBytes) return refuse(503);
    if (!say_continue()) return close();
  }
  if (!make_space()) return refuse(400);  // a chunk's own header that never ends
  read_some();
}

/// RFC 9110, section 10.1.1. False when the other end is gone.
bool Connection::say_continue() {
  if (said_continue_ || parser_.expectation() != RequestParser::Expectation::Continue || !parser_.request().body.empty())
    return true;
  said_continue_ = true;
  return wire_->write("HTTP/1.1 100 Continue\r\n\r\n", {}, shared_from_this()) == Wire::Written::All;
}

bool Connection::make_space() {
  if (begin_ == end_) {
    begin_ = end_ = 0;
    if (state_ == State::Body && capacity_ < kBodyBuffer) capacity_ = 0;
  }
  if (capacity_ == 0) {
    capacity_ = state_ == State::Body ? kBodyBuffer : kSmallBuffer;
    buffer_ = std::make_unique<char[]>(capacity_);
  }
  if (end_ < capacity_) return true;
  if (begin_ > 0) {
    std::memmove(buffer_.get(), buffer_.get() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    return true;
  }
  if (capacity_ >= std::max(lane_->shared().options.most_header_bytes, kBodyBuffer)) return false;
  auto larger = std::make_unique<char[]>(capacity_ * 2);
  std::memcpy(larger.get(), buffer_.get(), end_);
  buffer_ = std::move(larger);
  capacity_ *= 2;
  return true;
}

void Connection::read_some() {
  if (read_pending_) return;
  read_pending_ = true;
  wire_->read(buffer_.get() + end_, capacity_ - end_, shared_from_this());
}

void Connection::judge() {
  RawRequest& request = parser_.request();
  const Decision decision = lane_->shared().routes.decide(request, parser_.content_length());
  label_ = decision.label;
  is_head_ = request.method == Method::Head;
  if (decision.refusal != 0) return refuse(decision.refusal, decision.allow);
  if (parser_.expectation() == RequestParser::Expectation::Unknown) return refuse(417);
  route_ = decision.route;
  parser_.allow_body(route_->most_body_bytes);
}

void Connection::dispatch() {
  state_ = State::Answering;
  hold(0);
  lane_->now_works(*this);
  lane_->set_deadline(*this, kNoDeadline);
  parser_.request().peer = peer_;
  in_handler_ = true;
  {
    Responder responder(shared_from_this());
    try {
      route_->handler(std::move(parser_.request()), std::move(responder));
    } catch (...) {
      log::error("handler_failed", {{"route", route_->path}});
    }
  }
  in_handler_ = false;
  if (answer_) send(std::move(*std::exchange(answer_, std::nullopt)), parser_.keeps_alive());
}

void Connection::respond(Response response) {
  if (Lane::is_current(lane_)) return respond_here(std::move(response));
  const auto lane = lane_if_alive_.lock();
  if (!lane) return;
  lane->loop().post(
      [self = shared_from_this(), response = std::move(response)]() mutable { self->respond_here(std::move(response)); });
}

void Connection::respond_here(Response response) {
  if (state_ != State::Answering) return;
  if (in_handler_) {
    answer_ = std::move(response);  // sent once the handler has returned
    return;
  }
  send(std::move(response), parser_.keeps_alive());
  advance();
}

void Connection::refuse(int status, std::string_view allow) {
  Response response = text_response(status, std::string(reason_of(status)));
  if (!allow.empty()) response.headers.emplace_back("Allow", allow);
  // Only a request that is over with its header leaves nothing behind that could be taken for the next one.
  const bool over = parser_.state() == RequestParser::State::HeaderDone && !parser_.has_body();
  if (over) parser_.allow_body(0);
  send(std::move(response), over && parser_.keeps_alive());
}

void Connection::send(Response response, bool keep_alive) {
  if (response.status < 200 || response.status > 599) {
    log::error("status_unusable", {{"route", label_}, {"status", response.status}});
    response = text_response(500, std::string(reason_of(500)));
  }
  keep_alive_ = keep_alive && !lane_->is_stopping();
  lane_->count_answer(label_, response.status);
  head_.clear();
  write_head(head_, response, {keep_alive_, parser_.is_old(), lane_->date()});
  body_ = is_head_ || !may_have_body(response.status) ? std::string() : std::move(response.body);
  state_ = State::Writing;
  lane_->now_works(*this);
  lane_->set_deadline(*this, lane_->shared().options.body_timeout);
  switch (wire_->write(head_, body_, shared_from_this())) {
    case Wire::Written::All: finish_answer(); break;
    case Wire::Written::Later: break;
    case Wire::Written::Failed: close(); break;
  }
}

void Connection::on_written(bool all) {
  if (state_ != State::Writing) return;
  if (!all) return close();
  finish_answer();
  advance();
}

void Connection::finish_answer() {
  hold(0);
  if (keep_alive_) {
    parser_.next();
    label_ = "none";
    is_head_ = said_continue_ = false;
    body_ = std::string();
    if (begin_ == end_ && capacity_ > kSmallBuffer) {
      begin_ = end_ = capacity_ = 0;
      buffer_.reset();
    }
    state_ = State::Idle;
    lane_->now_waits(*this);
    lane_->set_deadline(*this, lane_->shared().options.idle_timeout);
  } else if (parser_.state() == RequestParser::State::Done && begin_ == end_) {
    close();
  } else {
    drain();
  }
}

/// Closing with unread bytes resets the connection, and the other end may lose the answer. So its bytes are taken for a while.
void Connection::drain() {
  state_ = State::Draining;
  wire_->finish_writing();
  lane_->now_waits(*this);
  lane_->set_deadline(*this, std::min<std::chrono::milliseconds>(kDrainPatience, lane_->shared().options.body_timeout));
  if (read_pending_) return;
  begin_ = end_ = 0;
  read_some();
}

void Connection::hold(std::size_t bytes) {
  if (bytes == held_) return;
  lane_->shared().held_bytes += bytes - held_;  // wraps when it is less, as it should
  held_ = bytes;
}

}  // namespace allybot::http
