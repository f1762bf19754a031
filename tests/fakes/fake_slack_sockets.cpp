#include "tests/fakes/fake_slack_sockets.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace allybot::fakes {
namespace {

using nlohmann::json;

}  // namespace

FakeSlackSockets::FakeSlackSockets(FakePlatform& api, const Certificate& certificate)
    : server_(std::make_unique<WebSocketServer>(certificate, [this](const std::string& target) { return upgrade(target); })) {
  server_->when_opened([this](const std::shared_ptr<WebSocketPeer>& peer) { open(peer); });
  server_->when_heard([this](const WebSocketPeer& peer, const std::string& text) { hear(peer, text); });
  api.on_post("/api/apps.connections.open").then([this](const Call& call) { return tell_address(call); });
}

FakeSlackSockets::~FakeSlackSockets() {
  {
    const Lock lock(mutex_);
    peers_.clear();
  }
  server_.reset();
}

void FakeSlackSockets::refuse(const std::string& error) {
  const Lock lock(mutex_);
  refusal_ = error;
}

http::Response FakeSlackSockets::tell_address(const Call& call) {
  const Lock lock(mutex_);
  ++asked_;
  changed_.notify_all();
  const auto no = [](const std::string& error) { return http::json_response(json{{"ok", false}, {"error", error}}.dump()); };
  if (call.headers.only("Authorization") != std::string("Bearer ") + kSlackAppToken) return no("invalid_auth");
  if (!refusal_.empty()) return no(refusal_);
  const std::string ticket = "/link/?ticket=" + std::to_string(asked_);
  tickets_.insert(ticket);
  return http::json_response(json{{"ok", true}, {"url", "wss://localhost:" + std::to_string(server_->port()) + ticket}}.dump());
}

int FakeSlackSockets::upgrade(const std::string& target) {
  const Lock lock(mutex_);
  if (tickets_.erase(target) == 1) return 101;
  complaints_.push_back("an address was used twice, or was never told: " + target);
  return 404;
}

void FakeSlackSockets::open(const std::shared_ptr<WebSocketPeer>& peer) {
  peer->say(R"({"type":"hello","connection_info":{"app_id":"A0FAKE001"},"num_connections":1,"debug_info":{"host":"fake"}})");
  const Lock lock(mutex_);
  peers_.push_back(peer);
  changed_.notify_all();
}

void FakeSlackSockets::hear(const WebSocketPeer& peer, const std::string& text) {
  const json said = json::parse(text, nullptr, false);
  const Lock lock(mutex_);
  const std::string id = said.is_object() ? said.value("envelope_id", "") : "";
  if (sent_.count(id) == 0) {
    complaints_.push_back("an answer to what was never sent: " + text);
    return;
  }
  const auto from = std::find_if(peers_.begin(), peers_.end(), [&](const auto& one) { return one.get() == &peer; });
  answers_[id].push_back({static_cast<int>(from - peers_.begin()) + 1, text});
  changed_.notify_all();
}

int FakeSlackSockets::asked() const {
  const Lock lock(mutex_);
  return asked_;
}

bool FakeSlackSockets::was_asked(int times, std::chrono::milliseconds patience) const {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  const Lock lock(mutex_);
  while (asked_ < times)
    if (changed_.wait_until(mutex_, deadline) == std::cv_status::timeout) return asked_ >= times;
  return true;
}

bool FakeSlackSockets::stand(std::size_t connections) const {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  const Lock lock(mutex_);
  for (;;) {
    std::size_t standing = 0;
    for (const auto& one : peers_) standing += one->is_over(std::chrono::milliseconds(0)) ? 0 : 1;
    if (standing == connections) return true;
    // An end is not told here: looked at again in a moment.
    changed_.wait_for(mutex_, std::chrono::milliseconds(20));
    if (std::chrono::steady_clock::now() > deadline) return false;
  }
}

bool FakeSlackSockets::is_over(int connection) const { return peer(connection)->is_over(); }

std::shared_ptr<WebSocketPeer> FakeSlackSockets::peer(int connection) const {
  const Lock lock(mutex_);
  return peers_.at(static_cast<std::size_t>(connection) - 1);
}

std::string FakeSlackSockets::send(int connection, const std::string& type, const std::string& payload) {
  std::string id;
  {
    const Lock lock(mutex_);
    id = "e-" + std::to_string(sent_.size() + 1);
    json envelope{{"envelope_id", id}, {"type", type}, {"accepts_response_payload", type != "events_api"}};
    envelope["payload"] = json::parse(payload);
    if (type == "events_api") envelope.update({{"retry_attempt", 0}, {"retry_reason", ""}});
    sent_[id] = envelope.dump();
  }
  send_again(connection, id);
  return id;
}

void FakeSlackSockets::send_again(int connection, const std::string& envelope) {
  std::string text;
  {
    const Lock lock(mutex_);
    text = sent_.at(envelope);
  }
  say(connection, text);
}

std::optional<FakeSlackSockets::Answer> FakeSlackSockets::answer_to(const std::string& envelope,
                                                                    std::chrono::milliseconds patience) const {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  const Lock lock(mutex_);
  while (answers_.count(envelope) == 0)
    if (changed_.wait_until(mutex_, deadline) == std::cv_status::timeout && answers_.count(envelope) == 0) return std::nullopt;
  return answers_.at(envelope).back();
}

std::size_t FakeSlackSockets::times_answered(const std::string& envelope) const {
  const Lock lock(mutex_);
  const auto found = answers_.find(envelope);
  return found == answers_.end() ? 0 : found->second.size();
}

void FakeSlackSockets::say(int connection, const std::string& text) { peer(connection)->say(text); }
void FakeSlackSockets::disconnect(int connection, const std::string& reason) {
  say(connection, json{{"type", "disconnect"}, {"reason", reason}, {"debug_info", {{"host", "fake"}}}}.dump());
}
void FakeSlackSockets::goodbye(int connection) { peer(connection)->goodbye(); }
void FakeSlackSockets::fall_silent(int connection) { peer(connection)->fall_silent(); }
void FakeSlackSockets::cut(int connection) { peer(connection)->cut(); }

std::vector<std::string> FakeSlackSockets::complaints() const {
  const Lock lock(mutex_);
  return complaints_;
}

}  // namespace allybot::fakes
