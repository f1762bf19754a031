// What the bot knows of rooms: which is whose own with it, who else is in there, what they are called, which invites it took.
// Must never keep more of a person than these, and nothing but in memory: what lasts is the homeserver's (m.direct).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/mutex.h"

namespace allybot::platforms::matrix {

/// Rooms of two by member, the one used last at the end, as account data says it.
/// https://spec.matrix.org/v1.15/client-server-api/#mdirect
using DirectRooms = std::map<std::string, std::vector<std::string>>;

/// Any thread may call it; it never blocks for long.
class Rooms {
 public:
  /// Who is in a member's own room beside the bot.
  enum class Company {
    Unknown,
    Private,     ///< the member, or nobody yet
    MemberLeft,  ///< they have to be invited again
  };
  enum class Invite { Unknown, Taken, Failed };

  void load(const DirectRooms& told);
  bool is_loaded() const;
  /// From now on the room is that member's own with us.
  void add_direct(const std::string& member, const std::string& room, Company company);
  /// It is shared, or lost: nothing private goes there any more.
  void drop_direct(const std::string& room);
  /// "@alice:example.org"; empty when the room is nobody's own.
  std::string member_of_room(const std::string& room) const;
  std::string room_of(const std::string& member) const;
  Company company(const std::string& room) const;
  void learn_company(const std::string& room, Company company);

  /// What is to be written back, with its number; nothing when it stands there already.
  struct Unsaved {
    DirectRooms rooms;
    std::uint64_t version = 0;
  };
  std::optional<Unsaved> unsaved() const;
  void saved(std::uint64_t version);

  void learn_name(const std::string& room, const std::string& name);
  std::string name_of(const std::string& room) const;

  /// What became of the invite that this event is.
  Invite invite(const std::string& event) const;
  /// What was neither taken nor refused three times has failed.
  void invite_answered(const std::string& event, Invite became);

  /// The first event of an encrypted room that was noted.
  void note_encrypted(const std::string& room, const std::string& event);
  std::string first_encrypted(const std::string& room) const;

  void learn_own_name(const std::string& name);
  std::string own_name() const;

 private:
  struct Tried {
    Invite became = Invite::Unknown;
    int times = 0;
  };
  mutable Mutex mutex_;
  bool loaded_ BOT_GUARDED_BY(mutex_) = false;
  DirectRooms direct_ BOT_GUARDED_BY(mutex_);
  std::map<std::string, std::string> member_by_room_ BOT_GUARDED_BY(mutex_);
  std::map<std::string, Company> company_ BOT_GUARDED_BY(mutex_);
  std::uint64_t version_ BOT_GUARDED_BY(mutex_) = 0, saved_ BOT_GUARDED_BY(mutex_) = 0;
  std::map<std::string, std::string> names_ BOT_GUARDED_BY(mutex_);
  std::map<std::string, Tried> invites_ BOT_GUARDED_BY(mutex_);
  std::map<std::string, std::string> encrypted_ BOT_GUARDED_BY(mutex_);
  std::string own_name_ BOT_GUARDED_BY(mutex_);
};

}  // namespace allybot::platforms::matrix
