// What came in, in our words: a command, a press, a form, a change of the place, or nothing for us.
// Must never hold a platform's name for a thing; made only by adapters, out of proven bytes.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <variant>

#include "bot/core/card.h"
#include "bot/core/id.h"
#include "bot/core/result.h"

namespace allybot {

/// Who, where, and how to answer.
struct Origin {
  MemberKey member;
  ChannelKey channel;
  bool direct = false;  ///< a one-to-one conversation with the bot: nobody else reads there
  RequestId request;    ///< equal for a repeat of the same request; empty where the platform cannot tell
  std::string address;  ///< adapter's own words on how to reach `channel` later; opaque, kept with the channel
  std::string
      route;  ///< adapter's own words on how to answer this very request (may hold a secret address); never stored or logged
  std::string language;  ///< BCP 47, when the platform tells
  std::string zone;      ///< IANA, when the platform tells
};

/// What a member typed to us. `text` has no command name or mention in it.
struct Command {
  enum class Entry { Slash, Mention, Direct };
  Origin origin;
  std::string text;  ///< valid UTF-8, NFC; mentions as the adapter's `<@ID>` form
  Entry entry = Entry::Slash;
};

/// A press of a button that we made. A forged value never becomes a Press.
struct Press {
  enum class Standing { Good, Expired, NotYours };
  Origin origin;
  Action action;
  Standing standing = Standing::Good;
  bool message_is_private = true;  ///< only the member saw the message with the button
};

/// A form that we opened was sent. `action` is the form's on_submit, proven and bound to this member.
struct FormSubmitted {
  Origin origin;
  Action action;
  Press::Standing standing = Press::Standing::Good;
  std::map<std::string, std::string> values;
};

/// Asks for words to complete what is typed so far.
struct Completion {
  Origin origin;
  std::string text;
};

/// Asks, while somebody types, for items that they may post in their own name.
struct Search {
  Origin origin;
  std::string text;      ///< valid UTF-8, NFC; empty: nothing is typed yet
  std::size_t skip = 0;  ///< so many were given before
  std::size_t most = 0;
};

/// The place changed.
struct Lifecycle {
  enum class Kind {
    AddedToChannel,  ///< `origin.member` added the bot, where the platform tells
    RemovedFromChannel,
    ChannelGone,  ///< archived or deleted
    HomeOpened,   ///< a member opened the bot's own page
    Uninstalled,  ///< the workspace is gone for us: everything kept about it is to be deleted
  };
  Origin origin;
  Kind kind = Kind::AddedToChannel;
};

/// To be answered with just these bytes: a challenge, a page, a liveness probe.
struct Handshake {
  int status = 200;
  std::string content_type;
  std::string body;
  std::map<std::string, std::string> headers;
};

/// Genuine, and nothing for us. `why` is a stable lower-case word for the metric.
struct Ignored {
  std::string why;
};

/// Genuine but unusable: answered politely and privately with `error.for_member`.
struct Unusable {
  Origin origin;
  Error error;
};

using Inbound = std::variant<Command, Press, FormSubmitted, Completion, Search, Lifecycle, Handshake, Ignored, Unusable>;

}  // namespace allybot
