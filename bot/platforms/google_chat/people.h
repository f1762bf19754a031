// Names of members and their own conversations with us, as events tell them.
// Must never keep either but in memory, nor more of a member than these.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "bot/core/mutex.h"

namespace allybot::platforms::google_chat {

using NameOf = std::function<std::optional<std::string>(std::string_view id)>;

/// Any thread may call it; it never blocks for long.
class People {
 public:
  void learn_name(const std::string& member, const std::string& name);
  void learn_conversation(const std::string& member, const std::string& space);
  void forget_conversation(const std::string& member);
  std::optional<std::string> name_of(std::string_view member) const;
  std::string conversation_of(const std::string& member) const;

 private:
  mutable Mutex mutex_;
  std::map<std::string, std::string, std::less<>> names_ BOT_GUARDED_BY(mutex_);
  std::map<std::string, std::string, std::less<>> conversations_ BOT_GUARDED_BY(mutex_);
};

}  // namespace allybot::platforms::google_chat
