#include "bot/http/wire.h"

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

namespace allybot::http {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;

struct Wire::Inner {
  explicit Inner(asio::io_context& context) : socket(context) {}
  // With the executor's own type: the default one may be any, and costs an indirection on each operation.
  asio::basic_stream_socket<asio::ip::tcp, asio::io_context::executor_type> socket;
};

Wire::Wire(Loop& loop, int descriptor) : inner_(std::make_shared<Inner>(loop.context())) {
  ErrorCode ignored;  // a descriptor that cannot be used ends at the first read
  inner_->socket.assign(asio::ip::tcp::v4(), descriptor, ignored);
  inner_->socket.non_blocking(true, ignored);
}

Wire::~Wire() {
  ErrorCode ignored;
  inner_->socket.close(ignored);
}

void Wire::read(char* into, std::size_t space, std::shared_ptr<WireUser> user) {
  inner_->socket.async_read_some(asio::buffer(into, space), [user = std::move(user)](const ErrorCode& error, std::size_t count) {
    user->on_bytes(error ? 0 : count);
  });
}

Wire::Written Wire::write(std::string_view one, std::string_view other, std::shared_ptr<WireUser> user) {
  std::array<asio::const_buffer, 2> both{asio::buffer(one.data(), one.size()), asio::buffer(other.data(), other.size())};
  ErrorCode error;
  std::size_t sent = inner_->socket.write_some(both, error);
  if (error == asio::error::would_block) {
    sent = 0;
  } else if (error) {
    return Written::Failed;
  }
  if (sent == one.size() + other.size()) return Written::All;
  const std::size_t of_one = std::min(sent, one.size());
  both[0] += of_one;
  both[1] += sent - of_one;
  asio::async_write(inner_->socket, both, [user = std::move(user), inner = inner_](const ErrorCode& failed, std::size_t) {
    user->on_written(!failed);
  });
  return Written::Later;
}

void Wire::finish_writing() {
  ErrorCode ignored;
  inner_->socket.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
}

}  // namespace allybot::http
