// The only list of commands and of button actions; help, manifests, completion and routing read it.
// Must never hold logic: a row names a verb, who may use it, where it runs and the function that does it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/inbound.h"
#include "bot/core/reply.h"
#include "handlers/almanac.h"
#include "handlers/dispatch.h"
#include "handlers/memory.h"
#include "handlers/speaker.h"
#include "handlers/wordings.h"

namespace allybot::handlers {

/// One command or press on its way through a handler.
struct Call {
  const Services& services;
  Memory& memory;
  std::shared_ptr<const library::Library> library;
  const Origin& origin;
  std::string verb;
  std::string arguments;                                     ///< of a command: what follows the verb
  std::string object;                                        ///< of a press or form: the action's object
  const std::map<std::string, std::string>* form = nullptr;  ///< of a form
  bool pressed = false;                                      ///< a button was pressed: its message may be replaced
  bool message_is_private = true;
  bool open = false;               ///< the whole channel reads the answer
  Preferences preferences;         ///< of the member, for what they alone see
  std::string language;            ///< to answer in
  std::string channel_language{};  ///< of the channel, when it chose one: people may type in that, too
  TimePoint now{};
  /// Work for after the commit of a change: what is kept in memory follows what was stored.
  std::vector<std::function<void()>>* after_commit = nullptr;

  Speaker speaker() const { return services.speaker(*library, origin.channel.platform, language); }
  /// Days off as the content tells them. Not to be kept longer than the call.
  LibraryAlmanac almanac() const { return {*library, services.default_region}; }
  std::string say(std::string_view key, const Values& values = {}) const { return speaker().say(key, values); }
  std::string say_counted(std::string_view key, std::int64_t count, Values values = {}) const {
    return speaker().say_counted(key, count, std::move(values));
  }
  Line line(std::string_view key, const Values& values = {}) const { return speaker().line(key, values); }
  /// How dates and plans may be typed here.
  schedule::Wordings wordings() const { return wordings_of(*library, language); }
  void after(std::function<void()> work) const {
    if (after_commit != nullptr) after_commit->push_back(std::move(work));
  }
  /// "slack/T1/<request>": names the request in the store; empty where the platform cannot tell.
  std::string request_key() const;
  /// Where plans that are made here belong: the channel, or the member's own conversation by the name it has in the outbox.
  ChannelKey place() const;
  /// Whose history an answer belongs to: that of who reads it.
  store::ReaderKey reader() const { return open ? store::reader_of(origin.channel) : store::reader_of(origin.member); }
  /// The message pressed in is replaced when it was the member's own in a channel; a conversation keeps its history.
  Reply replace(Card card) const {
    if (pressed && message_is_private && !origin.direct) return Replace{std::move(card)};
    return Answer{std::move(card)};
  }
};

enum class Who { Everybody, Leads, Admins };

/// Reads only.
using Read = Result<Reply> (*)(const Call&);
/// Changes something. prepare() may ask platforms and must not write; change() runs inside the transaction that claims the
/// request.
struct Prepared {
  MemberFacts member;
  ChannelFacts channel;
  bool channel_known = false;  ///< the platform told of the channel
};
using Prepare = Result<Prepared> (*)(const Call&);
using Change = Result<Reply> (*)(const Call&, const Prepared&, store::Writer&);

struct Entry {
  std::string_view name;
  std::string_view arguments{};  ///< "[words]"
  std::string_view help_key{};   ///< of phrases.yaml, in every language
  std::string_view help{};       ///< the same in English, for manifests, which are made without content
  Who who = Who::Everybody;
  Read read = nullptr;          ///< either this ...
  Place place = Place::Worker;  ///< ... and where it may run,
  Prepare prepare = nullptr;    ///< ... or these two (prepare may be empty)
  Change change = nullptr;
  Read form = nullptr;             ///< of what a form sends: opens that form
  bool open = false;               ///< may be answered where the whole channel reads it: nothing personal, nothing that changes
  bool shown_once = false;         ///< the answer holds a secret: it is not stored, and a repeat gets nothing
  std::span<const Entry> parts{};  ///< a second word that has a row of its own: "schedule add"
};

std::span<const Entry> command_entries();
/// Actions of buttons and forms, by Action::name.
std::span<const Entry> action_entries();

}  // namespace allybot::handlers
