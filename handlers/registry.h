// The only list of commands and of button actions; help, manifests, completion and routing read it.
// Must never hold logic: a row names a verb, who may use it, where it runs and the function that does it.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "bot/core/inbound.h"
#include "bot/core/reply.h"
#include "handlers/dispatch.h"

namespace allybot::handlers {

/// One command or press on its way through a handler.
struct Call {
  const Services& services;
  std::shared_ptr<const library::Library> library;
  const Origin& origin;
  std::string verb;
  std::string arguments;                                     ///< of a command: what follows the verb
  std::string object;                                        ///< of a press or form: the action's object
  const std::map<std::string, std::string>* form = nullptr;  ///< of a form
  bool message_is_private = true;
  std::string language;  ///< to answer in
  TimePoint now{};
  std::string say(std::string_view key, const std::vector<std::pair<std::string, std::string>>& values = {}) const {
    return library->phrase(language, key, values);
  }
};

enum class Who { Everybody, Leads };

/// Reads only: runs on the I/O thread.
using Read = Result<Reply> (*)(const Call&);
/// Changes something. prepare() may ask platforms and must not write; change() runs inside the transaction that claims the
/// request.
struct Prepared {
  MemberFacts member;
  ChannelFacts channel;
};
using Prepare = Result<Prepared> (*)(const Call&);
using Change = Result<Reply> (*)(const Call&, const Prepared&, store::Writer&);

struct Entry {
  std::string_view name;
  std::string_view arguments;  ///< "[words]"
  std::string_view help_key;   ///< of phrases.yaml
  Read read = nullptr;         ///< either this ...
  Prepare prepare = nullptr;   ///< ... or these two (prepare may be empty)
  Change change = nullptr;
};

std::span<const Entry> command_entries();
/// Actions of buttons and forms, by Action::name.
std::span<const Entry> action_entries();

}  // namespace allybot::handlers
