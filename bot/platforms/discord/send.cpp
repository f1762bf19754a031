#include "bot/platforms/discord/send.h"

#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/crypto/crypto.h"
#include "bot/platforms/discord/route.h"
#include "bot/platforms/json_read.h"

namespace allybot::platforms::discord {
namespace {

using Kind = SendOutcome::Kind;

constexpr std::size_t kNonceBytes = 16;
constexpr std::size_t kMostConversations = 20000;

}  // namespace

std::string nonce_of(const std::string& mark) {
  const crypto::Digest digest = crypto::sha256(mark);
  return crypto::to_base64url({reinterpret_cast<const char*>(digest.data()), kNonceBytes});
}

SendOutcome Sender::send(const Outgoing& outgoing) {
  auto call = Call::read(outgoing.payload);
  if (!call) return {Kind::Refused, {}, "payload_unreadable", {}};
  if (call->kind == Call::Kind::Post) return send_post(call->where, std::move(call->body), outgoing.idempotency);
  const auto parts = split(call->where, ' ');
  if (parts.size() != 2 || !is_id(parts[0]) || !is_token(parts[1])) return {Kind::Refused, {}, "payload_unreadable", {}};
  const std::string path = "/webhooks/" + std::string(parts[0]) + '/' + std::string(parts[1]);
  if (call->kind == Call::Kind::Original)
    return outcome_of_response(api_.respond(http::Method::Patch, path + "/messages/@original", std::move(call->body)));
  return outcome_of_response(api_.respond(http::Method::Post, path, std::move(call->body)));
}

// https://docs.discord.com/developers/resources/message#create-message
SendOutcome Sender::send_post(const std::string& where, std::string body, const std::string& idempotency) {
  if (body.empty() || body.front() != '{' || body.back() != '}') return {Kind::Refused, {}, "payload_unreadable", {}};
  std::string channel = where;
  if (is_direct_channel(ChannelId(where))) {
    SendOutcome why;
    channel = conversation_with(where.substr(1), why);
    if (channel.empty()) return why;
  }
  if (!is_id(channel)) return {Kind::Refused, {}, "payload_unreadable", {}};
  if (!idempotency.empty()) {
    body.pop_back();
    body += R"(,"nonce":")" + nonce_of(idempotency) + R"(","enforce_nonce":true})";
  }
  return outcome_of_post(api_.post("/channels/" + channel + "/messages", std::move(body)));
}

// https://docs.discord.com/developers/resources/user#create-dm: asked again, it gives the same channel.
std::string Sender::conversation_with(const std::string& member, SendOutcome& why) {
  if (!is_id(member)) {
    why = {Kind::Refused, {}, "payload_unreadable", {}};
    return {};
  }
  {
    const Lock lock(mutex_);
    if (const auto known = conversations_.find(member); known != conversations_.end()) return known->second;
  }
  const http::ClientOutcome outcome = api_.post("/users/@me/channels", R"({"recipient_id":")" + member + "\"}");
  why = outcome_of_step(outcome);
  if (why.kind != Kind::Sent) return {};
  std::string channel = text_at(*read_answer(outcome).body, {"id"});
  if (!is_id(channel)) {
    why = {Kind::NotSent, {}, "garbage", {}};
    return {};
  }
  const Lock lock(mutex_);
  if (conversations_.size() >= kMostConversations) conversations_.clear();
  conversations_[member] = channel;
  return channel;
}

}  // namespace allybot::platforms::discord
