#include "bot/http/listening.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

namespace allybot::http {
namespace {

constexpr int kBacklog = 4096;  // the kernel cuts it to net.core.somaxconn

int port_of(int descriptor) {
  sockaddr_storage address{};
  socklen_t length = sizeof address;
  if (::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &length) != 0) return 0;
  if (address.ss_family == AF_INET6) return ntohs(reinterpret_cast<const sockaddr_in6*>(&address)->sin6_port);
  return ntohs(reinterpret_cast<const sockaddr_in*>(&address)->sin_port);
}

tl::unexpected<Error> explain(int error, const std::string& host, int port) {
  const std::string place = "port " + std::to_string(port) + " on " + host;
  switch (error) {
    case EADDRINUSE: return fail(Code::Unavailable, place + " is in use: stop the other program, or choose another port");
    case EACCES: return fail(Code::Forbidden, place + " may not be opened by this user: choose a port above 1023");
    case EADDRNOTAVAIL:
      return fail(Code::Invalid, host + " is no address of this machine: choose one that is, or 0.0.0.0 for all");
    default: return fail(Code::Unavailable, place + " cannot be opened: " + std::strerror(error));
  }
}

}  // namespace

Result<Listening> open_listening(const std::string& host, int port) {
  addrinfo wanted{};
  wanted.ai_family = AF_UNSPEC;
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (port < 0 || port > 65535) return fail(Code::Invalid, "port " + std::to_string(port) + " is not between 0 and 65535");
  if (::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &wanted, &found) != 0 || found == nullptr)
    return fail(Code::Invalid, host + " is no address of this machine: choose one that is, or 0.0.0.0 for all");
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> addresses(found, ::freeaddrinfo);

  const int descriptor = ::socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return explain(errno, host, port);
  const int yes = 1;
  const int no = 0;
  ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);  // inherited by what is accepted
  if (found->ai_family == AF_INET6) ::setsockopt(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
  if (::bind(descriptor, found->ai_addr, found->ai_addrlen) != 0 || ::listen(descriptor, kBacklog) != 0) {
    const int error = errno;
    ::close(descriptor);
    return explain(error, host, port);
  }
  return Listening{descriptor, port_of(descriptor)};
}

}  // namespace allybot::http
