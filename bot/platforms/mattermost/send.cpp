#include "bot/platforms/mattermost/send.h"

#include <nlohmann/json.hpp>

#include "bot/platforms/json_read.h"
#include "bot/platforms/mattermost/message.h"

namespace allybot::platforms::mattermost {
namespace {

using nlohmann::json;
using Kind = SendOutcome::Kind;

constexpr const char* kMark = "allybot_delivery";
constexpr std::chrono::minutes kClockDoubt{10};  // our clock and the server's may differ
constexpr std::size_t kMostPosts = 1000;         // of one answer: a full one may not be all

}  // namespace

SendOutcome Sender::send(const Outgoing& outgoing) const {
  Call call = Call::read(outgoing.payload);
  if (call.is_response()) {
    // Checked when it came in, and again here: what goes out may have been stored in between.
    if (!hosts_.allow(call.target)) return {Kind::Refused, {}, "foreign_host", {}};
    return outcome_of_response(api_.respond(call.target, std::move(call.body)));
  }
  if (call.target == Call::kOpenDialog) return outcome_of_dialog(api_.post(call.target, std::move(call.body)));
  if (call.target != Call::kPosts) return {Kind::Refused, {}, "unknown_call", {}};
  return send_post(call.body, outgoing.idempotency);
}

// https://api.mattermost.com/#tag/posts/operation/CreatePost
SendOutcome Sender::send_post(const std::string& body, const std::string& idempotency) const {
  auto read = read_json(body);
  if (!read || !read->is_object()) return {Kind::Refused, {}, "payload_unreadable", {}};
  json& post = *read;
  std::string channel = text_at(post, {"channel_id"});
  if (is_direct_channel(ChannelId(channel))) {
    SendOutcome why;
    channel = people_.conversation_with(channel.substr(1), why);
    if (channel.empty()) return why;
    post["channel_id"] = channel;
  }
  if (!idempotency.empty()) {
    post["props"][kMark] = idempotency;
    // The form that clients use: the author's id and something of their own.
    post["pending_post_id"] = people_.learn_own_id() + ':' + idempotency;
  }
  return outcome_of_post(api_.post(Call::kPosts, dumped(post)));
}

// https://api.mattermost.com/#tag/posts/operation/GetPostsForChannel : `since` gives all posts changed after it, deleted ones
// too.
LookUp Sender::look_up(const Outgoing& outgoing) const {
  const Call call = Call::read(outgoing.payload);
  const auto payload = read_json(call.body);
  if (outgoing.idempotency.empty() || call.target != Call::kPosts || !payload) return {};
  std::string channel = text_at(*payload, {"channel_id"});
  if (is_direct_channel(ChannelId(channel))) {
    SendOutcome why;
    channel = people_.conversation_with(channel.substr(1), why);
  }
  if (!is_id(channel)) return {};

  const auto since = to_unix_millis(outgoing.first_tried_at - kClockDoubt);
  const Answered answered = read_answer(api_.get("/channels/" + channel + "/posts?since=" + std::to_string(since)));
  const json* posts = find(*answered.body, {"posts"});
  const json* order = find(*answered.body, {"order"});
  if (!answered.ok || order == nullptr || !order->is_array()) return {};
  if (order->empty()) return {LookUp::Kind::Absent, {}};
  if (posts == nullptr || !posts->is_object()) return {};
  for (const auto& [id, post] : posts->items())
    if (text_at(post, {"props", kMark}) == outgoing.idempotency) return {LookUp::Kind::Present, id};
  return {posts->size() >= kMostPosts ? LookUp::Kind::CannotTell : LookUp::Kind::Absent, {}};
}

}  // namespace allybot::platforms::mattermost
