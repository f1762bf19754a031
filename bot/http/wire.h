// One TCP connection of a loop, over Boost.Asio: reads into the caller's memory, writes at once what fits.
// Must never be used outside its loop's thread.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "bot/http/loop.h"

namespace allybot::http {

/// Told what became of a read or a late write, on the loop's thread.
class WireUser {
 public:
  virtual ~WireUser() = default;
  /// Zero: the other end closed, or the connection broke.
  virtual void on_bytes(std::size_t count) = 0;
  virtual void on_written(bool all) = 0;
};

class Wire {
 public:
  /// Takes over a connected, non-blocking descriptor.
  Wire(Loop& loop, int descriptor);
  /// Closes; a read or write that waits is told so afterwards, with zero or false.
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  /// One read at a time; `user` and the memory stay until on_bytes().
  void read(char* into, std::size_t space, std::shared_ptr<WireUser> user);

  enum class Written { All, Later, Failed };
  /// Both texts, one after the other. Later: they must stay until on_written().
  Written write(std::string_view one, std::string_view other, std::shared_ptr<WireUser> user);
  /// The other end learns that no more will come; reading goes on.
  void finish_writing();

 private:
  struct Inner;
  std::shared_ptr<Inner> inner_;  ///< shared with a late write, which goes on in several steps
};

}  // namespace allybot::http
