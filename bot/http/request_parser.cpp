#include "bot/http/request_parser.h"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <limits>

#include "bot/core/check.h"
#include "bot/http/ascii.h"

namespace allybot::http {
namespace {

namespace beast = boost::beast::http;
using ErrorCode = boost::beast::error_code;
using Text = boost::beast::string_view;

constexpr std::size_t kMostHeaders = 100;
/// Memory is taken for a declared body only as its bytes come, but for this much.
constexpr std::size_t kBodyReserve = 16U << 10U;

std::string_view view(Text text) { return {text.data(), text.size()}; }

Method method_of(beast::verb verb) {
  switch (verb) {
    case beast::verb::get: return Method::Get;
    case beast::verb::head: return Method::Head;
    case beast::verb::post: return Method::Post;
    case beast::verb::put: return Method::Put;
    case beast::verb::patch: return Method::Patch;
    case beast::verb::delete_: return Method::Delete;
    default: return Method::Other;
  }
}

bool all_digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

}  // namespace

class RequestParser::Reader final : public beast::basic_parser<true> {
 public:
  explicit Reader(std::size_t most_header_bytes) : most_header_bytes_(most_header_bytes) {
    header_limit(static_cast<std::uint32_t>(most_header_bytes));
    // Our own cap is checked against declared and actual bytes; Beast 1.74 compares wrongly when there is none.
    body_limit(std::numeric_limits<std::uint64_t>::max());
  }

  std::size_t read(std::string_view bytes);
  void allow_body(std::size_t most_bytes);
  State state() const { return state_; }
  int refusal() const { return refusal_; }
  RawRequest& request() { return request_; }
  bool has_body() const { return !is_done(); }
  bool is_old() const { return old_; }
  Expectation expectation() const { return expectation_; }
  std::size_t most_header_bytes() const { return most_header_bytes_; }

 private:
  void on_request_impl(beast::verb verb, Text method, Text target, int version, ErrorCode& error) override;
  void on_field_impl(beast::field field, Text name, Text value, ErrorCode& error) override;
  void on_header_impl(ErrorCode& error) override;
  std::size_t on_body_impl(Text bytes, ErrorCode& error) override { return add_to_body(bytes, error); }
  void on_chunk_header_impl(std::uint64_t size, Text extensions, ErrorCode& error) override;
  std::size_t on_chunk_body_impl(std::uint64_t remain, Text bytes, ErrorCode& error) override;
  void on_body_init_impl(const boost::optional<std::uint64_t>&, ErrorCode&) override {}
  void on_response_impl(int, Text, int, ErrorCode&) override {}
  void on_finish_impl(ErrorCode&) override {}

  std::size_t add_to_body(Text bytes, ErrorCode& error);
  void refuse(int status, ErrorCode& error) {
    refusal_ = status;
    error = beast::error::bad_field;  // any error stops Beast; ours is in refusal_
  }

  std::size_t most_header_bytes_;
  std::size_t most_body_bytes_ = 0;
  std::size_t header_bytes_ = 0;
  State state_ = State::Empty;
  int refusal_ = 0;
  bool old_ = false;
  bool header_done_ = false;
  std::size_t hosts_ = 0, lengths_ = 0, encodings_ = 0, headers_ = 0;
  Expectation expectation_ = Expectation::None;
  RawRequest request_;
};

std::size_t RequestParser::Reader::read(std::string_view bytes) {
  std::size_t skipped = 0;
  if (state_ == State::Empty) {
    // RFC 9112, section 2.2: empty lines before a request are passed over. Some clients send one after a body.
    while (bytes.substr(skipped, 2) == "\r\n") skipped += 2;
    if (skipped == bytes.size() || bytes.substr(skipped) == "\r") return skipped;
    state_ = State::Header;
  }
  // Beast 1.74 asserts that the last chunk comes with five bytes at least, which a slow sender need not obey. No body that is
  // sent in chunks can end with fewer, so they can wait.
  if (state_ == State::Body && chunked() && bytes.size() < 5) return 0;
  ErrorCode error;
  const std::size_t taken = put(boost::asio::const_buffer(bytes.data() + skipped, bytes.size() - skipped), error);
  const std::size_t left = bytes.size() - skipped - taken;
  if (state_ == State::Header) {
    // Beast takes header lines one by one and limits only what is left of them.
    header_bytes_ += taken;
    const bool unfinished = error == beast::error::need_more;
    if (header_bytes_ + (unfinished ? left : 0) > most_header_bytes_ || error == beast::error::header_limit) refusal_ = 431;
  }
  if (error && error != beast::error::need_more && refusal_ == 0) refusal_ = 400;
  if (refusal_ != 0) {
    state_ = State::Refused;
  } else if (state_ == State::Header && is_header_done()) {
    state_ = State::HeaderDone;
  } else if (state_ == State::Body && is_done()) {
    state_ = State::Done;
  }
  return skipped + taken;
}

void RequestParser::Reader::allow_body(std::size_t most_bytes) {
  BOT_CHECK(state_ == State::HeaderDone);
  most_body_bytes_ = most_bytes;
  state_ = is_done() ? State::Done : State::Body;
  eager(true);
  if (const auto length = basic_parser::content_length())
    request_.body.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(*length, kBodyReserve)));
}

void RequestParser::Reader::on_request_impl(beast::verb verb, Text, Text target_text, int version, ErrorCode& error) {
  std::string_view target = view(target_text);
  old_ = version == 10;
  request_.method = method_of(verb);
  if (!target.empty() && target.front() != '/' && target != "*") {
    // Absolute form, RFC 9112 section 3.2.2: servers take it too, and mind the path alone.
    const std::size_t authority = target.find("://");
    if (authority == std::string_view::npos) return refuse(400, error);
    const std::size_t path = target.find_first_of("/?", authority + 3);
    target = path == std::string_view::npos ? "/" : target.substr(path);
  }
  const std::size_t question = target.find('?');
  request_.path.assign(target.substr(0, question));
  if (question != std::string_view::npos) request_.query.assign(target.substr(question + 1));
  request_.headers.reserve(16);
}

void RequestParser::Reader::on_field_impl(beast::field field, Text name, Text value, ErrorCode& error) {
  if (header_done_) return;  // a trailer: never mixed with the headers that were judged
  if (++headers_ > kMostHeaders) return refuse(431, error);
  switch (field) {
    case beast::field::host: ++hosts_; break;
    case beast::field::content_length:
      if (++lengths_ > 1 || !all_digits(view(value))) return refuse(400, error);
      break;
    case beast::field::transfer_encoding:
      if (++encodings_ > 1 || old_) return refuse(400, error);
      if (!equal_ignoring_case(view(value), "chunked")) return refuse(501, error);
      break;
    case beast::field::expect:
      expectation_ = equal_ignoring_case(view(value), "100-continue") ? Expectation::Continue : Expectation::Unknown;
      break;
    default: break;
  }
  request_.headers.add(std::string(view(name)), std::string(view(value)));
}

void RequestParser::Reader::on_header_impl(ErrorCode& error) {
  header_done_ = true;
  if (lengths_ > 0 && encodings_ > 0) return refuse(400, error);
  // RFC 9112, section 3.2: one Host, and only HTTP/1.0 may leave it out.
  if (hosts_ > 1 || (hosts_ == 0 && !old_)) return refuse(400, error);
  if (old_) expectation_ = Expectation::None;
}

std::size_t RequestParser::Reader::add_to_body(Text bytes, ErrorCode& error) {
  if (bytes.size() > most_body_bytes_ - std::min(request_.body.size(), most_body_bytes_)) {
    refuse(413, error);
    return 0;
  }
  request_.body.append(bytes.data(), bytes.size());
  return bytes.size();
}

void RequestParser::Reader::on_chunk_header_impl(std::uint64_t size, Text, ErrorCode& error) {
  if (size > most_body_bytes_ - std::min(request_.body.size(), most_body_bytes_)) refuse(413, error);
}

std::size_t RequestParser::Reader::on_chunk_body_impl(std::uint64_t, Text bytes, ErrorCode& error) {
  return add_to_body(bytes, error);
}

RequestParser::RequestParser(std::size_t most_header_bytes) : reader_(std::make_unique<Reader>(most_header_bytes)) {}
RequestParser::~RequestParser() = default;

std::size_t RequestParser::read(std::string_view bytes) { return reader_->read(bytes); }
RequestParser::State RequestParser::state() const { return reader_->state(); }
int RequestParser::refusal() const { return reader_->refusal(); }
void RequestParser::allow_body(std::size_t most_bytes) { reader_->allow_body(most_bytes); }
RawRequest& RequestParser::request() { return reader_->request(); }
bool RequestParser::has_body() const { return reader_->has_body(); }
bool RequestParser::keeps_alive() const { return reader_->keep_alive(); }
bool RequestParser::is_old() const { return reader_->is_old(); }
RequestParser::Expectation RequestParser::expectation() const { return reader_->expectation(); }

std::optional<std::uint64_t> RequestParser::content_length() const {
  const auto length = reader_->content_length();
  return length ? std::optional<std::uint64_t>(*length) : std::nullopt;
}

void RequestParser::next() {
  BOT_CHECK(state() == State::Done);
  reader_ = std::make_unique<Reader>(reader_->most_header_bytes());
}

}  // namespace allybot::http
