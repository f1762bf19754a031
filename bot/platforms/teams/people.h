// Members, conversations and channels as activities and the connector tell them; the connector's own lists tell no zone.
// Must never keep more of a member than role, zone, language and the name they are called by, and none of it but in memory.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "bot/core/id.h"
#include "bot/core/mutex.h"
#include "bot/core/outcome.h"
#include "bot/core/result.h"
#include "bot/core/time.h"
#include "bot/platforms/teams/connector.h"

namespace allybot::platforms::teams {

/// What one activity tells of its sender; empty where it does not.
struct Seen {
  std::string member;  ///< "29:..."
  std::string name, entra_id, language, zone;
  std::string conversation;  ///< their own with us
};
/// And of the channel or chat that it came from.
struct Place {
  std::string service;
  std::string name;
  bool shared = false;  ///< with other organisations
};

struct Own {
  std::string client_id, tenant_id;
  std::set<std::string> admins;  ///< Entra object ids in small letters
  std::string service;           ///< where nothing told another
};

/// Any thread may call it; what is marked as asking blocks.
class People {
 public:
  People(const Connector& connector, const Clock& clock, Own own) : connector_(connector), clock_(clock), own_(std::move(own)) {}

  void learn(const Seen& seen);
  void learn_name(const std::string& member, const std::string& name);
  void learn_place(const std::string& channel, const Place& place);
  std::string place_name(const std::string& channel) const;
  std::optional<std::string> name_of(std::string_view member) const;

  /// The member's conversation with us, asking for one when none is known. `outcome` says why there is none.
  std::string conversation_with(const std::string& member, const std::string& service, SendOutcome& outcome);
  /// It is none any more.
  void forget_conversation(const std::string& member, const std::string& conversation);

  /// Unknown stays unknown: Teams tells of a member only with what they do.
  MemberFacts member(const MemberKey& member) const;
  /// Asks for the channel's members: whether we may, and whether all of them are of our tenant.
  Result<ChannelFacts> channel(const ChannelKey& channel);

 private:
  struct Member {
    std::string name, entra_id, language, zone;
  };
  struct KeptFacts {
    ChannelFacts facts;
    TimePoint until{};
  };

  const Connector& connector_;
  const Clock& clock_;
  const Own own_;
  mutable Mutex mutex_;
  std::map<std::string, Member, std::less<>> members_ BOT_GUARDED_BY(mutex_);
  std::map<std::string, std::string> conversations_ BOT_GUARDED_BY(mutex_);
  std::map<std::string, Place> places_ BOT_GUARDED_BY(mutex_);
  std::map<std::string, KeptFacts> facts_ BOT_GUARDED_BY(mutex_);
};

}  // namespace allybot::platforms::teams
