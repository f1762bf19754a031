#include "tests/fakes/socket.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "bot/core/check.h"

namespace allybot::fakes {
namespace {

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

bool wait_for(int descriptor, short event, std::chrono::milliseconds patience) {
  pollfd wanted{descriptor, event, 0};
  int ready = 0;
  do {
    ready = ::poll(&wanted, 1, static_cast<int>(patience.count()));
  } while (ready < 0 && errno == EINTR);
  return ready == 1;
}

}  // namespace

Socket::Socket(Socket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
Socket& Socket::operator=(Socket&& other) noexcept {
  if (this != &other) {
    close();
    descriptor_ = std::exchange(other.descriptor_, -1);
  }
  return *this;
}
Socket::~Socket() { close(); }

Socket Socket::connect(int port) {
  Socket socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  BOT_CHECK(socket.is_open());
  const sockaddr_in address = loopback(port);
  if (::connect(socket.descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return Socket();
  const int yes = 1;
  ::setsockopt(socket.descriptor_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  return socket;
}

Socket Socket::start_connecting(int port) {
  Socket socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  BOT_CHECK(socket.is_open());
  const sockaddr_in address = loopback(port);
  ::connect(socket.descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  return socket;
}

bool Socket::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    } else if (errno == EAGAIN) {
      if (!wait_for(descriptor_, POLLOUT, kPatience)) return false;
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

Socket::Read Socket::read_some(std::string& into, std::chrono::milliseconds patience) {
  if (!wait_for(descriptor_, POLLIN, patience)) return Read::TimedOut;
  char buffer[16384];
  const auto got = ::recv(descriptor_, buffer, sizeof buffer, 0);
  if (got <= 0) return Read::Closed;
  into.append(buffer, static_cast<std::size_t>(got));
  return Read::Some;
}

std::optional<std::string> Socket::read_to_end(std::chrono::milliseconds patience) {
  std::string all;
  while (true) {
    switch (read_some(all, patience)) {
      case Read::Some: break;
      case Read::Closed: return all;
      case Read::TimedOut: return std::nullopt;
    }
  }
}

void Socket::shut_down() {
  if (is_open()) ::shutdown(descriptor_, SHUT_RDWR);
}
void Socket::finish_writing() { ::shutdown(descriptor_, SHUT_WR); }

void Socket::close() {
  if (is_open()) ::close(std::exchange(descriptor_, -1));
}

void Socket::reset() {
  const linger at_once{1, 0};
  ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close();
}

Listener::Listener(int port) : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const int yes = 1;
  ::setsockopt(descriptor_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in address = loopback(port);
  socklen_t length = sizeof address;
  BOT_CHECK(::bind(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  BOT_CHECK(::listen(descriptor_, 1024) == 0);
  BOT_CHECK(::getsockname(descriptor_, reinterpret_cast<sockaddr*>(&address), &length) == 0);
  port_ = ntohs(address.sin_port);
}

Listener::~Listener() { ::close(descriptor_); }

std::optional<Socket> Listener::accept() {
  while (true) {
    const int connection = ::accept4(descriptor_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection >= 0) {
      const int yes = 1;
      ::setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
      return Socket(connection);
    }
    if (errno != EINTR && errno != ECONNABORTED) return std::nullopt;
  }
}

// On Linux this ends a blocked accept() with EINVAL and stops listening at once.
void Listener::stop() { ::shutdown(descriptor_, SHUT_RDWR); }

}  // namespace allybot::fakes
