// A small Mattermost on a free port of 127.0.0.1: users, teams, channels, posts, dialogs and hooks for commands, with the rules
// that matter to whoever posts there.
// Must never be easier than the real one: it refuses what that refuses, in its words.
//
//   fakes::FakeMattermost server(clock);
//   server.http().on_post("/api/v4/posts").close_after_handling();  // it was posted, and nobody hears
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "bot/core/time.h"
#include "tests/fakes/fake_platform.h"

namespace allybot::fakes {

struct MattermostPost {
  std::string id, channel, user, message, props;  ///< props as JSON
  std::int64_t create_at = 0;
};

struct MattermostChannel {
  std::set<std::string> members;
  bool archived = false;
  bool is_shared = false;
  int guests = 0;
};

struct MattermostUser {
  std::string name;
  std::string roles = "system_user";
  std::string locale = "en";
  std::string timezone = R"({"useAutomaticTimezone":"true","automaticTimezone":"Europe/Berlin","manualTimezone":""})";
  std::string team_roles = "team_user";
  bool is_team_admin = false;
  bool is_bot = false;
};

struct MattermostDialog {
  std::string trigger_id, url, dialog;  ///< dialog as JSON
};

/// Any thread may call it.
class FakeMattermost {
 public:
  /// Knows the bot, alice, the channel "ops" with both in it, and the team of the tests.
  explicit FakeMattermost(const Clock& clock);
  ~FakeMattermost();
  FakeMattermost(const FakeMattermost&) = delete;
  FakeMattermost& operator=(const FakeMattermost&) = delete;

  FakePlatform& http();
  std::string url() const;

  void set_user(const std::string& id, const MattermostUser& user);
  void set_channel(const std::string& id, const MattermostChannel& channel);
  /// Custom commands of the team, as JSON; empty: the bot may not list them.
  void set_commands(const std::string& json);
  /// Further uses of a command's hook; five at first.
  void add_hook(const std::string& id, int uses = 5);
  void revoke_token();

  std::vector<MattermostPost> posts() const;
  std::vector<MattermostPost> posts_in(const std::string& channel) const;
  std::vector<MattermostDialog> dialogs() const;
  std::vector<std::string> hook_messages() const;
  /// The channel of the member's conversation with the bot; empty until somebody opened it.
  std::string conversation_of(const std::string& user) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace allybot::fakes
