// Microsoft's login and the Bot Connector over FakePlatform: tokens that end, conversations with rights, a pace, updates.
// Must never share code with the adapter that it is asked by, and never be easier than the real one.
//
//   fakes::FakeTeams teams(clock);
//   teams.platform().on_post(teams.posts_of("19:fakeops@thread.tacv2")).close_after_handling();  // posted, and nobody hears
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "bot/core/mutex.h"
#include "bot/core/time.h"
#include "tests/fakes/fake_platform.h"
#include "tests/fakes/teams_requests.h"

namespace allybot::fakes {

/// Any thread may call it. Conversations and members that were not described are usual ones: the bot is in the channel, the
/// member has installed it.
class FakeTeams {
 public:
  struct Message {
    std::string id, conversation, body;  ///< as it is now: an update replaces the body
    std::string only_for;                ///< the one member who sees it, of a targeted message
  };
  enum class Standing { Usual, BotRemoved, Gone, Blocked };

  explicit FakeTeams(const Clock& clock);
  FakePlatform& platform() { return platform_; }
  const FakePlatform& platform() const { return platform_; }
  /// The settings that point an adapter here.
  std::map<std::string, std::string> settings() const;
  /// The service address that its activities tell.
  std::string service() const { return platform_.url() + '/'; }
  /// A place whose activities come from here.
  TeamsPlace from_here(TeamsPlace place) const;
  /// An activity with a token for this service address, as the connector would post it now.
  http::RawRequest request(std::string body) const;

  static std::string posts_of(const std::string& conversation);
  static std::string conversation_with(const std::string& member);
  static std::string token_path();

  void describe(const std::string& conversation, Standing as);
  /// The member has not installed the bot (any more): there is no conversation with them to be had.
  void uninstall(const std::string& member);
  void install(const std::string& member);
  /// Of a conversation that somebody else writes to at this moment: so many posts get 412.
  void conflict(const std::string& conversation, int times);
  /// Posts to one conversation within a second; more get 429 with Retry-After. Over all conversations it is thirty.
  void allow(std::size_t posts);
  /// How long tokens live that are given from now on.
  void give_tokens_for(std::chrono::seconds life);
  /// All tokens given so far are refused from now on, as when a secret was rotated or the clocks differ.
  void end_tokens();
  /// The login refuses the secret with Entra's number ("AADSTS7000222"); empty: it takes it again.
  void refuse_secret(const std::string& code);
  /// Whether this tenant has targeted messages (a preview).
  void have_targeted_messages(bool has);
  void add_guest(const std::string& conversation);

  std::vector<Message> messages() const;
  std::vector<Message> messages_in(const std::string& conversation) const;
  std::size_t tokens_given() const;
  std::size_t too_fast() const;  ///< posts that got 429
  /// What Teams would have refused of all that came, by teams_judge.h.
  std::vector<std::string> complaints() const;

 private:
  http::Response answer(const Call& call);
  http::Response give_token(const Call& call) BOT_REQUIRES(mutex_);
  bool is_token_good(const Call& call) const BOT_REQUIRES(mutex_);
  http::Response create(const Call& call) BOT_REQUIRES(mutex_);
  http::Response take(const Call& call, const std::string& conversation, const std::string& activity) BOT_REQUIRES(mutex_);
  http::Response members(const std::string& conversation) BOT_REQUIRES(mutex_);
  http::Response refusal(Standing standing) const;

  const Clock& clock_;
  FakePlatform platform_;
  mutable Mutex mutex_;
  std::chrono::seconds life_ BOT_GUARDED_BY(mutex_){3600};
  std::string secret_refused_ BOT_GUARDED_BY(mutex_);
  bool has_targeted_ BOT_GUARDED_BY(mutex_) = true;
  std::size_t most_posts_ BOT_GUARDED_BY(mutex_) = 7;
  std::map<std::string, TimePoint> tokens_ BOT_GUARDED_BY(mutex_);  ///< until when
  std::size_t given_ BOT_GUARDED_BY(mutex_) = 0;
  std::map<std::string, Standing> standings_ BOT_GUARDED_BY(mutex_);
  std::map<std::string, int> conflicts_ BOT_GUARDED_BY(mutex_);
  std::map<std::string, std::vector<TimePoint>> posts_ BOT_GUARDED_BY(mutex_);  ///< by conversation
  std::vector<TimePoint> all_posts_ BOT_GUARDED_BY(mutex_);
  std::size_t too_fast_ BOT_GUARDED_BY(mutex_) = 0;
  std::set<std::string> not_installed_ BOT_GUARDED_BY(mutex_), guests_ BOT_GUARDED_BY(mutex_);
  std::vector<Message> messages_ BOT_GUARDED_BY(mutex_);
  std::vector<std::string> complaints_ BOT_GUARDED_BY(mutex_);
};

}  // namespace allybot::fakes
