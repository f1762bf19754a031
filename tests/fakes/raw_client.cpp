#include "tests/fakes/raw_client.h"

#include "bot/core/text.h"

namespace allybot::fakes {
namespace {

/// Reads the header in [0, end) of `text`.
std::optional<RawAnswer> parse_head(std::string_view text) {
  const auto lines = split(text, '\n');
  std::int64_t status = 0;
  if (lines[0].substr(0, 9) != "HTTP/1.1 " || !parse_number(lines[0].substr(9, 3), status)) return std::nullopt;
  RawAnswer answer;
  answer.status = static_cast<int>(status);
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::size_t colon = lines[i].find(':');
    if (colon == std::string_view::npos) continue;
    answer.headers.add(std::string(lines[i].substr(0, colon)), std::string(trim(lines[i].substr(colon + 1))));
  }
  return answer;
}

}  // namespace

std::optional<RawAnswer> RawClient::answer(bool to_head, std::chrono::milliseconds patience) {
  std::size_t end = 0;
  while ((end = pending_.find("\r\n\r\n")) == std::string::npos)
    if (socket_.read_some(pending_, patience) != Socket::Read::Some) return std::nullopt;
  auto answer = parse_head(std::string_view(pending_).substr(0, end));
  if (!answer) return std::nullopt;
  pending_.erase(0, end + 4);
  std::int64_t length = 0;
  const auto declared = answer->headers.only("content-length");
  if (to_head || !declared || !parse_number(*declared, length)) return answer;
  while (pending_.size() < static_cast<std::size_t>(length))
    if (socket_.read_some(pending_, patience) != Socket::Read::Some) return std::nullopt;
  answer->body = pending_.substr(0, static_cast<std::size_t>(length));
  pending_.erase(0, static_cast<std::size_t>(length));
  return answer;
}

bool RawClient::is_closed(std::chrono::milliseconds patience) {
  return pending_.empty() && socket_.read_some(pending_, patience) == Socket::Read::Closed;
}

std::string RawClient::post(std::string_view path, std::string_view body, std::string_view content_type,
                            std::string_view more_headers) {
  std::string request = "POST " + std::string(path) + " HTTP/1.1\r\nHost: bot\r\n";
  if (!content_type.empty()) request += "Content-Type: " + std::string(content_type) + "\r\n";
  request += "Content-Length: " + std::to_string(body.size()) + "\r\n" + std::string(more_headers) + "\r\n";
  return request + std::string(body);
}

std::string RawClient::get(std::string_view path, std::string_view more_headers) {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: bot\r\n" + std::string(more_headers) + "\r\n";
}

}  // namespace allybot::fakes
