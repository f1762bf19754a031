// What takes the place of buttons and forms on a platform that has none of them, by what its adapter declares: numbered choices
// and questions, both answered in the member's direct conversation with the bot.
// Must never take a number or an answer from a room, nor one member's for another's; keeps what it remembers in memory, for a
// while, for so many members.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "bot/core/inbound.h"
#include "bot/core/mutex.h"
#include "bot/core/reply.h"
#include "bot/core/time.h"
#include "bot/platforms/adapter.h"
#include "bot/platforms/numbered.h"
#include "bot/platforms/questions.h"

namespace allybot::platforms {

/// One for each adapter. Any thread may call it.
///
/// Numbers up to 20 belong to the last answer that a member was given. What comes by itself, such as a nudge, takes numbers from
/// 21 on, so that it never changes what a number means which the member is about to type.
class Dialogue {
 public:
  using Say = std::function<std::string(std::string_view language, std::string_view key)>;
  /// The language that a member is answered in.
  using LanguageOf = std::function<std::string(const Origin&)>;
  static constexpr std::chrono::hours kOffersKept{24 * 7};
  static constexpr std::chrono::minutes kFormKept{30};

  Dialogue(const Capabilities& able, const Clock& clock, Say say, LanguageOf language_of, TypedFor typed_for,
           std::size_t most_members = 5000)
      : able_(able),
        clock_(clock),
        say_(std::move(say)),
        language_of_(std::move(language_of)),
        typed_for_(std::move(typed_for)),
        most_members_(most_members) {}

  /// What was meant, or what to say to it at once; nothing where it is as it came. The same for a repeat of the same request.
  using Heard = std::optional<std::variant<Inbound, Reply>>;
  Heard hear(const Inbound& inbound);
  /// The reply as this platform can show it; nothing where it is as it is. The same when it is said twice.
  std::optional<Reply> say(const Reply& reply, const Origin& origin);
  /// The same for a card that is posted to a channel, or to "@member", with its words in that language ("" = the default).
  std::optional<Card> post(const Card& card, const ChannelKey& channel, std::string_view language = {});

 private:
  struct Offer {
    Action action;
    std::shared_ptr<const Origin> asked_in;  ///< none: it came by itself
    TimePoint until{};
  };
  struct Talk {
    std::map<int, Offer> offers;  ///< by their numbers
    int next_by_itself = 0;
    std::optional<Questions> questions;
    TimePoint questions_until{};
    RequestId request;  ///< the last one that was heard
    Heard heard;
    TimePoint used_at{};
  };

  Questions::Say speaker(const Origin& origin) const;
  static Reply sentence_alone(const std::string& sentence, const char* typed = nullptr);
  Card numbered(const Card& card, const Origin& origin);
  std::optional<Reply> ask_again(const FormProblems& problems, const Origin& origin);
  Heard answered(Talk& talk, const Command& command, const Questions::Say& say, TimePoint now) BOT_REQUIRES(mutex_);
  Heard pressed(Talk& talk, int number, const Origin& origin, const Questions::Say& say, TimePoint now) BOT_REQUIRES(mutex_);
  Talk* known(const MemberKey& member, TimePoint now) BOT_REQUIRES(mutex_);
  Talk& talk_of(const MemberKey& member, TimePoint now) BOT_REQUIRES(mutex_);

  const Capabilities able_;
  const Clock& clock_;
  const Say say_;
  const LanguageOf language_of_;
  const TypedFor typed_for_;
  const std::size_t most_members_;
  Mutex mutex_;
  std::map<MemberKey, Talk> talks_ BOT_GUARDED_BY(mutex_);
};

}  // namespace allybot::platforms
