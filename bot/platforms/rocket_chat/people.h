// Who we are and who members are, as Rocket.Chat's API tells it.
// Must never keep more of a member than the user name, and that in memory alone; never trust an old one, for names are given
// anew.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "bot/core/mutex.h"
#include "bot/core/outcome.h"
#include "bot/core/time.h"
#include "bot/platforms/adapter.h"
#include "bot/platforms/rocket_chat/rest_api.h"

namespace allybot::platforms::rocket_chat {

/// Any thread may call it; connect() and member() ask, and block.
class People {
 public:
  static constexpr std::chrono::minutes kNameKept{10};
  static constexpr std::chrono::minutes kAskedAgainAfter{1};

  People(const RestApi& api, const Clock& clock, std::string own_id) : api_(api), clock_(clock), own_id_(std::move(own_id)) {}

  Connection connect();
  Result<MemberFacts> member(const MemberKey& member);

  const std::string& own_id() const { return own_id_; }
  /// Our own user name; empty until the server told it.
  std::string own_name() const;
  void learn(const std::string& id, const std::string& name);
  std::optional<std::string> name_of(std::string_view id) const;
  std::optional<std::string> id_of(std::string_view name) const;

  /// Asks who has that name; nothing when that was asked a moment ago.
  std::optional<http::ClientRequest> ask_for(const std::string& name) const;
  void told(const std::string& name, const http::ClientOutcome& outcome);

 private:
  struct Holder {
    std::string id;  ///< empty: nobody has the name
    TimePoint told_at{};
  };

  const RestApi& api_;
  const Clock& clock_;
  const std::string own_id_;
  mutable Mutex mutex_;
  std::string own_name_ BOT_GUARDED_BY(mutex_);
  std::map<std::string, std::string, std::less<>> names_ BOT_GUARDED_BY(mutex_);
  std::map<std::string, Holder, std::less<>> holders_ BOT_GUARDED_BY(mutex_);
};

}  // namespace allybot::platforms::rocket_chat
