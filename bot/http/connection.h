// One connection of a stranger: reads requests within limits and time, hands them on, writes the answers in order.
// Must never take the bytes of an unread body for a request: after such a refusal it closes.
#pragma once

#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>

#include "bot/http/request_parser.h"
#include "bot/http/responder.h"
#include "bot/http/wire.h"

namespace allybot::http {

class Lane;

/// Lives on its lane's thread; only respond() may come from another.
class Connection final : public Responder::Channel, public WireUser, public std::enable_shared_from_this<Connection> {
 public:
  Connection(std::shared_ptr<Lane> lane, int descriptor, std::string peer);
  ~Connection() override = default;

  void start();
  void close();
  /// Its time is over: says 408 where the other end was in the middle of a request.
  void expire();
  void respond(Response response) override;

  void on_bytes(std::size_t count) override;
  void on_written(bool all) override;

  /// Where its lane keeps it.
  struct Place {
    std::list<std::shared_ptr<Connection>>::iterator at;
    bool waiting = false;       ///< for bytes of the other end: may be closed for the sake of others
    std::int64_t since = 0;     ///< when that began, in nanoseconds
    std::int64_t deadline = 0;  ///< in the lane's milliseconds
  };
  Place place;

 private:
  enum class State { Idle, Header, Body, Answering, Writing, Draining, Closed };

  bool is_reading() const { return state_ == State::Idle || state_ == State::Header || state_ == State::Body; }
  /// Reads and answers requests as long as there are bytes.
  void advance();
  /// One step of it; false when it has to wait for bytes.
  bool step();
  void wait_for_more();
  bool say_continue();
  bool make_space();
  void read_some();
  void judge();
  void dispatch();
  void respond_here(Response response);
  void refuse(int status, std::string_view allow = {});
  void send(Response response, bool keep_alive);
  void finish_answer();
  void drain();
  void hold(std::size_t bytes);

  Lane* lane_;                         ///< valid until closed
  std::weak_ptr<Lane> lane_if_alive_;  ///< for respond() from other threads
  std::unique_ptr<Wire> wire_;
  std::string peer_;
  RequestParser parser_;
  State state_ = State::Idle;

  std::unique_ptr<char[]> buffer_;
  std::size_t capacity_ = 0, begin_ = 0, end_ = 0;
  std::size_t held_ = 0;  ///< bytes of an unfinished body that count against the receiver's bound
  std::size_t drained_ = 0;

  const Route* route_ = nullptr;
  std::string_view label_ = "none";
  bool is_head_ = false;
  bool keep_alive_ = true;
  bool said_continue_ = false;
  bool read_pending_ = false;  ///< the buffer may not move
  bool in_handler_ = false;
  std::optional<Response> answer_;  ///< given while the handler still runs
  std::string head_, body_;         ///< being written
};

}  // namespace allybot::http
