// The playground's workspace: who is in it, which channels there are, and what was said, in memory.
// Must never show a member what is another's alone, and never keep more than its bounds.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/id.h"
#include "bot/core/mutex.h"
#include "bot/core/time.h"

namespace allybot::platforms::playground {

inline constexpr const char* kWorkspace = "W1";

struct Member {
  const char* id;
  const char* name;
  const char* handle;  ///< what stands after the @ when somebody mentions them
  const char* about;
  bool admin;
};
struct Channel {
  const char* id;
  const char* name;
  const char* about;
};

std::span<const Member> members();
std::span<const Channel> channels();
const Member* find_member(std::string_view id);
/// The member's own conversation with the bot.
ChannelId private_channel(const MemberId& member);
/// Whose conversation with the bot it is; empty for a channel.
MemberId owner_of(const ChannelId& channel);
/// A channel, or the conversation of a member that exists.
bool is_channel(const ChannelId& channel);
/// Whether the member can look into it.
bool may_read(const ChannelId& channel, const MemberId& member);

struct Message {
  std::uint64_t id = 0;
  std::uint64_t changed = 0;  ///< grows with each message and each change of one
  ChannelId channel;
  MemberId only_for;  ///< empty: for all who can look into the channel
  MemberId author;    ///< empty: the bot
  TimePoint at{};
  std::string content;  ///< JSON of what it shows
};

/// Any thread may call it; nothing in it blocks.
class Workspace {
 public:
  static constexpr std::size_t kMostMessages = 500;  ///< of one channel
  static constexpr std::size_t kMostKeys = 20000;

  /// Keeps the message and returns its id. A known key returns what was kept under it and keeps nothing; an empty key is new.
  std::uint64_t add(Message message, const std::string& key);
  /// Gives the message another content, unless it is gone or not that member's alone: then false.
  bool replace(std::uint64_t id, const MemberId& member, std::string content, const std::string& key);
  /// The message if it is there and the member can see it.
  std::optional<Message> find(std::uint64_t id, const MemberId& member) const;
  /// The id of what was kept under the key.
  std::optional<std::uint64_t> kept_under(const std::string& key) const;

  struct News {
    std::uint64_t epoch = 0;     ///< counts how often it was emptied: what was known before is void
    std::uint64_t sequence = 0;  ///< what to ask with the next time
    std::vector<Message> messages;
  };
  /// What the member can see and what came or changed after `sequence`, oldest first; all of it when `epoch` has passed.
  News news(const MemberId& member, std::uint64_t epoch, std::uint64_t sequence) const;
  void empty();

 private:
  bool can_see(const Message& message, const MemberId& member) const;
  void note_key(const std::string& key, std::uint64_t id) BOT_REQUIRES(mutex_);

  mutable Mutex mutex_;
  std::uint64_t epoch_ BOT_GUARDED_BY(mutex_) = 1;
  std::uint64_t sequence_ BOT_GUARDED_BY(mutex_) = 0;
  std::deque<Message> messages_ BOT_GUARDED_BY(mutex_);  ///< by id
  std::map<std::string, std::uint64_t> ids_ BOT_GUARDED_BY(mutex_);
  std::deque<std::string> keys_ BOT_GUARDED_BY(mutex_);  ///< oldest first
};

}  // namespace allybot::platforms::playground
