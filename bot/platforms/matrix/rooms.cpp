#include "bot/platforms/matrix/rooms.h"

#include <algorithm>

namespace allybot::platforms::matrix {
namespace {

constexpr std::size_t kMostKept = 20000;
constexpr int kMostTries = 3;

/// Learnt again with the next event, or asked for.
template <class Kept>
void make_room(Kept& kept) {
  if (kept.size() >= kMostKept) kept.clear();
}

}  // namespace

void Rooms::load(const DirectRooms& told) {
  const Lock lock(mutex_);
  if (loaded_) return;
  loaded_ = true;
  for (const auto& [member, rooms] : told)
    for (const std::string& room : rooms)
      if (member_by_room_.try_emplace(room, member).second) direct_[member].push_back(room);
}

bool Rooms::is_loaded() const {
  const Lock lock(mutex_);
  return loaded_;
}

void Rooms::add_direct(const std::string& member, const std::string& room, Company company) {
  const Lock lock(mutex_);
  make_room(company_);
  company_[room] = company;
  std::vector<std::string>& rooms = direct_[member];
  if (!rooms.empty() && rooms.back() == room) return;
  std::erase(rooms, room);
  rooms.push_back(room);
  member_by_room_[room] = member;
  ++version_;
}

void Rooms::drop_direct(const std::string& room) {
  const Lock lock(mutex_);
  company_.erase(room);
  const auto known = member_by_room_.find(room);
  if (known == member_by_room_.end()) return;
  std::vector<std::string>& rooms = direct_[known->second];
  std::erase(rooms, room);
  if (rooms.empty()) direct_.erase(known->second);
  member_by_room_.erase(known);
  ++version_;
}

std::string Rooms::member_of_room(const std::string& room) const {
  const Lock lock(mutex_);
  const auto known = member_by_room_.find(room);
  return known == member_by_room_.end() ? std::string() : known->second;
}

std::string Rooms::room_of(const std::string& member) const {
  const Lock lock(mutex_);
  const auto known = direct_.find(member);
  return known == direct_.end() ? std::string() : known->second.back();
}

Rooms::Company Rooms::company(const std::string& room) const {
  const Lock lock(mutex_);
  const auto known = company_.find(room);
  return known == company_.end() ? Company::Unknown : known->second;
}

void Rooms::learn_company(const std::string& room, Company company) {
  const Lock lock(mutex_);
  make_room(company_);
  company_[room] = company;
}

std::optional<Rooms::Unsaved> Rooms::unsaved() const {
  const Lock lock(mutex_);
  // What stands there is read first: writing without it would wipe it out.
  if (!loaded_ || version_ == saved_) return std::nullopt;
  return Unsaved{direct_, version_};
}

void Rooms::saved(std::uint64_t version) {
  const Lock lock(mutex_);
  saved_ = std::max(saved_, version);
}

void Rooms::learn_name(const std::string& room, const std::string& name) {
  const Lock lock(mutex_);
  make_room(names_);
  names_[room] = name;
}

std::string Rooms::name_of(const std::string& room) const {
  const Lock lock(mutex_);
  const auto known = names_.find(room);
  return known == names_.end() ? std::string() : known->second;
}

Rooms::Invite Rooms::invite(const std::string& event) const {
  const Lock lock(mutex_);
  const auto known = invites_.find(event);
  return known == invites_.end() ? Invite::Unknown : known->second.became;
}

void Rooms::invite_answered(const std::string& event, Invite became) {
  const Lock lock(mutex_);
  make_room(invites_);
  Tried& tried = invites_[event];
  const bool again = became == Invite::Unknown && ++tried.times < kMostTries;
  tried.became = became == Invite::Unknown && !again ? Invite::Failed : became;
}

void Rooms::note_encrypted(const std::string& room, const std::string& event) {
  const Lock lock(mutex_);
  make_room(encrypted_);
  encrypted_.try_emplace(room, event);
}

std::string Rooms::first_encrypted(const std::string& room) const {
  const Lock lock(mutex_);
  const auto known = encrypted_.find(room);
  return known == encrypted_.end() ? std::string() : known->second;
}

void Rooms::learn_own_name(const std::string& name) {
  const Lock lock(mutex_);
  own_name_ = name;
}

std::string Rooms::own_name() const {
  const Lock lock(mutex_);
  return own_name_;
}

}  // namespace allybot::platforms::matrix
