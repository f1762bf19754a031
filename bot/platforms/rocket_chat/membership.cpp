#include "bot/platforms/rocket_chat/membership.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/core/log.h"
#include "bot/core/mutex.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/rocket_chat/route.h"

namespace allybot::platforms::rocket_chat {
namespace {

using nlohmann::json;

constexpr std::size_t kMostRooms = 100000;
constexpr std::chrono::seconds kPatience{30};

json list_at(const json& body, const char* name) {
  const json* list = find(body, {name});
  return list != nullptr && list->is_array() ? *list : json::array();
}

}  // namespace

std::string RoomNews::text() const { return (joined ? "joined " : "left ") + room; }

RoomNews RoomNews::read(std::string_view text) {
  const std::size_t space = text.find(' ');
  return space == std::string_view::npos ? RoomNews{}
                                         : RoomNews{std::string(text.substr(space + 1)), text.substr(0, space) == "joined"};
}

// https://developer.rocket.chat/apidocs/get-all-subscriptions
void Membership::look(Intake& intake) {
  const std::string since = latest_.empty() ? std::string() : "?updatedSince=" + http::form_encode(latest_);
  const Answered answered = read_answer(api_.get("/subscriptions.get" + since));
  if (!answered.ok || find(*answered.body, {"update"}) == nullptr) {
    log::warning("rocketchat.rooms_not_told", {{"why", answered.code}});
    return;
  }
  std::vector<RoomNews> news;
  for (const json& one : list_at(*answered.body, "remove")) {
    const auto found = rooms_.find(text_at(one, {"_id"}));
    latest_ = std::max(latest_, text_at(one, {"_deletedAt"}));
    if (found == rooms_.end()) continue;
    news.push_back({found->second, false});
    rooms_.erase(found);
  }
  for (const json& one : list_at(*answered.body, "update")) {
    const std::string id = text_at(one, {"_id"});
    const std::string room = text_at(one, {"rid"});
    latest_ = std::max(latest_, text_at(one, {"_updatedAt"}));
    if (text_at(one, {"t"}) == "d" || !is_id(id) || !is_id(room) || rooms_.size() >= kMostRooms) continue;
    if (rooms_.emplace(id, room).second && began_) news.push_back({room, true});
  }
  began_ = true;
  for (const RoomNews& one : news) {
    http::RawRequest raw;
    raw.body = one.text();
    intake.take(admit(std::move(raw), kBySubscription), kPatience, [](const http::Response&) {});
  }
}

void Membership::run(Intake& intake, const std::stop_token& stop) {
  Mutex mutex;
  Condition changed;
  const std::stop_callback wake(stop, [&] {
    const Lock lock(mutex);
    changed.notify_all();
  });
  while (!stop.stop_requested()) {
    look(intake);
    const Lock lock(mutex);
    if (!stop.stop_requested()) changed.wait_for(mutex, kEvery);
  }
}

}  // namespace allybot::platforms::rocket_chat
