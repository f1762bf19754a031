#include "tests/fakes/request_reader.h"

#include <cstdlib>

#include "bot/core/text.h"
#include "bot/http/ascii.h"

namespace allybot::fakes {

bool RequestReader::read_more() { return socket_.read_some(pending_, std::chrono::minutes(1)) == Socket::Read::Some; }

bool RequestReader::take(std::size_t bytes, std::string& into) {
  while (pending_.size() < bytes)
    if (!read_more()) return false;
  into.append(pending_, 0, bytes);
  pending_.erase(0, bytes);
  return true;
}

bool RequestReader::take_line(std::string& line) {
  std::size_t end = 0;
  while ((end = pending_.find("\r\n")) == std::string::npos)
    if (!read_more()) return false;
  line = pending_.substr(0, end);
  pending_.erase(0, end + 2);
  return true;
}

bool RequestReader::read_head(Call& into) {
  std::string line;
  if (!take_line(line)) return false;
  const auto parts = split(line, ' ');
  if (parts.size() != 3) return false;
  const std::string_view target = parts[1];
  const std::size_t question = target.find('?');
  into.method = std::string(parts[0]);
  into.path = std::string(target.substr(0, question));
  if (question != std::string_view::npos) into.query = std::string(target.substr(question + 1));
  while (take_line(line) && !line.empty()) {
    const std::size_t colon = line.find(':');
    if (colon == std::string::npos) return false;
    into.headers.add(line.substr(0, colon), std::string(trim(std::string_view(line).substr(colon + 1))));
  }
  return line.empty();
}

bool RequestReader::read_body(Call& into) {
  if (const auto length = into.headers.only("content-length")) {
    std::int64_t bytes = 0;
    return parse_number(*length, bytes) && take(static_cast<std::size_t>(bytes), into.body);
  }
  const auto encoding = into.headers.only("transfer-encoding");
  if (!encoding || !http::equal_ignoring_case(*encoding, "chunked")) return true;
  std::string line;
  while (take_line(line)) {
    const std::size_t bytes = std::strtoul(line.c_str(), nullptr, 16);
    if (bytes > 0 && !take(bytes, into.body)) return false;
    if (!take_line(line)) return false;  // the end of the chunk, or (we know of no trailers) of the body
    if (bytes == 0) return true;
  }
  return false;
}

}  // namespace allybot::fakes
