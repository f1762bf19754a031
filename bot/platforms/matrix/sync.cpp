#include "bot/platforms/matrix/sync.h"

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "bot/core/back_off.h"
#include "bot/core/log.h"
#include "bot/core/mutex.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/matrix/route.h"
#include "bot/platforms/request_id.h"

namespace allybot::platforms::matrix {
namespace {

using nlohmann::json;

constexpr const char* kSince = "since";
// A source has to end within two seconds, and a question cannot be taken back: so it is a short one.
constexpr int kWaitMilliseconds = 1500;
constexpr milliseconds kBetween{500};     // where nothing came: a proxy may not let a question wait
constexpr milliseconds kPatience{60000};  // nobody waits for an answer to a frame
constexpr Pauses kPauses{milliseconds(1000), milliseconds(60000), milliseconds(200)};
constexpr int kMostPages = 20;
constexpr const char* kTypes = R"(["m.room.message","m.room.encrypted","m.room.member","m.room.name","m.room.tombstone"])";

std::string filter() {
  return std::string(R"({"presence":{"types":[]},"account_data":{"types":[]},"room":{"account_data":{"types":[]},)") +
         R"("ephemeral":{"types":[]},"state":{"types":[]},"timeline":{"limit":100,"types":)" + kTypes + "}}}";
}

std::string question(const std::string& since) {
  std::string path = std::string(kClient) + "/sync?filter=" + encoded(filter());
  if (since.empty()) return path + "&timeout=0";
  return path + "&timeout=" + std::to_string(kWaitMilliseconds) + "&since=" + encoded(since);
}

/// Until then, or the stop.
void pause(milliseconds time, const std::stop_token& stop) {
  Mutex mutex;
  Condition never;
  const Lock lock(mutex);
  never.wait_for(mutex, stop, time, [] { return false; });
}

/// Waits for the answer to one frame.
class Waiting {
 public:
  void answered(int status) {
    {
      const Lock lock(mutex_);
      status_ = status;
    }
    changed_.notify_all();
  }
  /// Nothing when the stop came first.
  std::optional<int> wait(const std::stop_token& stop) {
    const Lock lock(mutex_);
    changed_.wait(mutex_, stop, [this]() BOT_REQUIRES(mutex_) { return status_.has_value(); });
    return status_;
  }

 private:
  Mutex mutex_;
  Condition changed_;
  std::optional<int> status_ BOT_GUARDED_BY(mutex_);
};

std::string trouble_of(const SendOutcome& became) {
  if (became.kind == SendOutcome::Kind::TokenDead)
    return "the homeserver refuses MATRIX_ACCESS_TOKEN; log in again and set the new one.";
  return "the homeserver does not tell what there is (" + became.reason + "); it is asked again.";
}

const json& part(const json& from, std::initializer_list<std::string_view> path) {
  static const json none = json::object();
  const json* found = find(from, path);
  return found != nullptr && found->is_object() ? *found : none;
}

void add_events(const json& from, const std::string& room, std::vector<json>& all) {
  if (!from.is_array()) return;
  for (const json& one : from) {
    if (!one.is_object()) continue;
    all.push_back(one);
    all.back()["room_id"] = room;
  }
}

/// An invite is told by the state of the room as a guest may see it, without an id: the same one until it is answered.
std::optional<json> invite_in(const json& state, const std::string& room, const std::string& own_id, const std::string& since) {
  if (!state.is_array()) return std::nullopt;
  for (const json& one : state) {
    if (text_at(one, {"type"}) != "m.room.member" || text_at(one, {"state_key"}) != own_id) continue;
    json event = one;
    event["room_id"] = room;
    event["event_id"] = '$' + request_id(room + '\n' + since).str();
    event["unsigned"] = json{{"invite_room_state", state}};
    return event;
  }
  return std::nullopt;
}

}  // namespace

void Sync::run(Intake& intake, const std::stop_token& stop) const {
  std::string since = intake.kept(kSince).value_or(std::string());
  for (int failures = 0; !stop.stop_requested();) {
    const http::ClientOutcome outcome = api_.call(http::Method::Get, question(since));
    const Answered answered = read_answer(outcome);
    const std::string next = text_at(*answered.body, {"next_batch"});
    std::optional<Events> events;
    if (answered.ok && !next.empty()) events = events_of(*answered.body, since);
    if (!events) {
      SendOutcome became = outcome_of_step(outcome);
      if (became.kind == SendOutcome::Kind::Sent) became.reason = "unreadable";
      intake.report(trouble_of(became));
      pause(std::max<milliseconds>(became.wait, back_off(++failures, kPauses, random_)), stop);
      continue;
    }
    failures = 0;
    intake.report({});
    if (!hand_on(*events, intake, stop)) return;
    if (next != since && !intake.keep(kSince, next)) log::warning("matrix.place_not_kept", {});
    since = next;
    if (events->empty()) pause(kBetween, stop);
  }
}

std::optional<Sync::Events> Sync::events_of(const json& answer, const std::string& since) const {
  Events all;
  for (const auto& [room, told] : part(answer, {"rooms", "invite"}).items()) {
    const json* state = find(told, {"invite_state", "events"});
    auto invite = state != nullptr ? invite_in(*state, room, own_id_, since) : std::nullopt;
    if (invite) all.push_back(std::move(*invite));
  }
  if (since.empty()) return all;  // what was said before is nobody's business
  for (const auto& [room, told] : part(answer, {"rooms", "join"}).items()) {
    if (true_at(told, {"timeline", "limited"})) {
      auto before = missed(room, text_at(told, {"timeline", "prev_batch"}), since);
      if (!before) return std::nullopt;
      for (json& one : *before) all.push_back(std::move(one));
    }
    if (const json* events = find(told, {"timeline", "events"})) add_events(*events, room, all);
  }
  for (const auto& [room, told] : part(answer, {"rooms", "leave"}).items())
    if (const json* events = find(told, {"timeline", "events"})) add_events(*events, room, all);
  return all;
}

// https://spec.matrix.org/v1.15/client-server-api/#get_matrixclientv3roomsroomidmessages : newest first
std::optional<Sync::Events> Sync::missed(const std::string& room, const std::string& from, const std::string& since) const {
  Events all;
  std::string place = from;
  for (int page = 0; page < kMostPages && !place.empty(); ++page) {
    const Answered answered = read_answer(api_.call(
        http::Method::Get, room_path(room) + "/messages?dir=b&limit=100&from=" + encoded(place) + "&to=" + encoded(since) +
                               "&filter=" + encoded(std::string(R"({"types":)") + kTypes + '}')));
    const json* chunk = find(*answered.body, {"chunk"});
    if (!answered.ok || chunk == nullptr) return std::nullopt;
    add_events(*chunk, room, all);
    place = text_at(*answered.body, {"end"});
  }
  std::reverse(all.begin(), all.end());
  return all;
}

bool Sync::hand_on(const Events& events, Intake& intake, const std::stop_token& stop) const {
  for (const json& event : events) {
    const std::string body = json{{"events", json::array({event})}}.dump(-1, ' ', false, json::error_handler_t::replace);
    for (int failures = 0;;) {
      auto waiting = std::make_shared<Waiting>();
      intake.take(verifier_.heard(body), kPatience,
                  [waiting](const http::Response& response) { waiting->answered(response.status); });
      const auto status = waiting->wait(stop);
      if (!status) return false;
      if (*status != 503) break;  // else there was no room for it
      pause(back_off(++failures, kPauses, random_), stop);
      if (stop.stop_requested()) return false;
    }
  }
  return true;
}

}  // namespace allybot::platforms::matrix
