#include "tests/scenario/asking.h"

#include "tests/fakes/socket.h"

namespace allybot::scenario {

std::string bytes_of(const http::RawRequest& raw) {
  std::string bytes = std::string(http::name_of(raw.method)) + ' ' + raw.path;
  if (!raw.query.empty()) bytes += '?' + raw.query;
  bytes += " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n";
  for (const auto& [name, value] : raw.headers.all()) bytes += name + ": " + value + "\r\n";
  return bytes + "Content-Length: " + std::to_string(raw.body.size()) + "\r\n\r\n" + raw.body;
}

std::string ask_raw(int port, const std::string& bytes) {
  fakes::Socket socket = fakes::Socket::connect(port);
  if (!socket.is_open() || !socket.write(bytes)) return {};
  return socket.read_to_end().value_or("");
}

std::string ask(int port, const http::RawRequest& raw) { return ask_raw(port, bytes_of(raw)); }

std::string get(int port, const std::string& path) {
  http::RawRequest raw;
  raw.method = http::Method::Get;
  raw.path = path;
  return ask(port, raw);
}

}  // namespace allybot::scenario
