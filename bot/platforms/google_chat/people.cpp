#include "bot/platforms/google_chat/people.h"

namespace allybot::platforms::google_chat {
namespace {

constexpr std::size_t kMostKept = 20000;

using Map = std::map<std::string, std::string, std::less<>>;

void keep(Map& map, const std::string& key, const std::string& value) {
  if (key.empty() || value.empty()) return;
  if (map.size() >= kMostKept) map.clear();  // learnt again with the next event, or asked for
  map[key] = value;
}

}  // namespace

void People::learn_name(const std::string& member, const std::string& name) {
  const Lock lock(mutex_);
  keep(names_, member, name);
}

void People::learn_conversation(const std::string& member, const std::string& space) {
  const Lock lock(mutex_);
  keep(conversations_, member, space);
}

void People::forget_conversation(const std::string& member) {
  const Lock lock(mutex_);
  conversations_.erase(member);
}

std::optional<std::string> People::name_of(std::string_view member) const {
  const Lock lock(mutex_);
  const auto known = names_.find(member);
  if (known == names_.end()) return std::nullopt;
  return known->second;
}

std::string People::conversation_of(const std::string& member) const {
  const Lock lock(mutex_);
  const auto known = conversations_.find(member);
  return known == conversations_.end() ? std::string() : known->second;
}

}  // namespace allybot::platforms::google_chat
