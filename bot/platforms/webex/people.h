// Who we are and who members are, as Webex's API tells it.
// Must never keep more of a member than the name they are called by and whether they may ask, and that in memory alone.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "bot/core/mutex.h"
#include "bot/platforms/adapter.h"
#include "bot/platforms/webex/api.h"
#include "bot/platforms/webex/text.h"

namespace allybot::platforms::webex {

inline constexpr const char* kMe = "/people/me";
/// "/people/Y2lz..."
std::string person_path(const std::string& person);

/// In small letters: addresses of those who may name leads, and the domains whose people are answered; none: everybody's.
struct Circle {
  std::set<std::string> admins, domains;
};

/// Any thread may call it; connect() and member() ask, and block.
class People {
 public:
  People(const Api& api, Circle circle) : api_(api), circle_(std::move(circle)) {}

  Connection connect();
  Result<MemberFacts> member(const MemberKey& member);

  /// Empty until it was told.
  Ourselves own() const;
  void learn_own(const http::ClientOutcome& outcome);
  /// Of a person that was asked for.
  void learn(const std::string& person, const http::ClientOutcome& outcome);
  void learn_name(const std::string& person, const std::string& name);
  std::optional<std::string> name_of(std::string_view person) const;

  bool welcomes_everybody() const { return circle_.domains.empty(); }
  bool welcomes(std::string_view email) const;
  /// Nothing when it is not known of the person yet.
  std::optional<bool> is_welcome(const std::string& person) const;

 private:
  const Api& api_;
  const Circle circle_;
  mutable Mutex mutex_;
  Ourselves own_ BOT_GUARDED_BY(mutex_);
  std::map<std::string, std::string, std::less<>> names_ BOT_GUARDED_BY(mutex_);
  std::map<std::string, bool> welcome_ BOT_GUARDED_BY(mutex_);
};

/// Accounts of bots end so, and no person's does.
bool is_bots(std::string_view email);

}  // namespace allybot::platforms::webex
