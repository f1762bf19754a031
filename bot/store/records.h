// The rows of the store as plain values.
// Must never hold message text that a member typed, but for what they suggest and what a plan needs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bot/core/id.h"
#include "bot/core/time.h"

namespace allybot::store {

/// What is set where a plan posts: for its channel, or by the member whose own conversation it is. Read with the plan, and
/// written only with the settings.
struct Surroundings {
  std::string region;     ///< "DE" or "DE-BE"; empty: not said
  std::string zone;       ///< IANA; empty: not said
  std::string quiet;      ///< times of day, "20:00-08:00"; empty: none
  std::string blackouts;  ///< spans of local dates, both ends inclusive, "2026-12-21/2027-01-03 2027-02-01/2027-02-01"
  friend bool operator==(const Surroundings&, const Surroundings&) = default;
};

/// When a channel gets what. The series is `rrule` from `start` on the wall clock of `zone`.
struct Plan {
  enum class State {
    Active,
    Paused,  ///< by a lead; until `paused_until` when that is set
    Ended,   ///< `until` has passed, or the rule has no more dates
    Broken,  ///< the channel is gone or a person has to mend something; `trouble` says what
  };
  PlanId id;
  ChannelKey channel;
  std::string address;  ///< Origin::address at saving
  std::string words;    ///< canonical words of the recurrence: "every Tuesday at 10:00"
  std::string rrule;    ///< RFC 5545, no DTSTART, no UNTIL: "FREQ=WEEKLY;BYDAY=TU"
  std::string start;    ///< local date and time of the series' start, "2026-03-29T10:00"
  std::string zone;     ///< IANA
  /// When the platform last told the zone, for a member's own plan that goes with the member; nothing: it stays as it is.
  std::optional<TimePoint> zone_told_at;
  std::string until;                ///< last local date, inclusive, "2026-12-31"; empty: no end
  std::vector<std::string> kinds;   ///< empty: tips and myths
  std::vector<std::string> topics;  ///< empty: all
  std::string series;               ///< slug of the series that it walks through; empty: it picks
  int step = 0;                     ///< of the series: so many have been posted
  std::string days_off;             ///< "skip holidays", "before days-off", ...: see schedule/rest.h; empty: posts all the same
  std::string late;                 ///< after downtime: empty within grace, "once" however late, "never"
  Surroundings surroundings;        ///< not of the plan itself
  State state = State::Active;
  std::string paused_until;        ///< local date on which it goes on; empty: until resumed
  std::vector<std::string> skips;  ///< local dates and times that will not be posted
  std::string trouble;             ///< stable word
  MemberId author;
  bool from_file = false;  ///< kept in content/schedules.yaml: chat may only pause and skip it
  TimePoint created_at{};
  /// The next occurrence, computed when the plan changes or fires; nothing: none to come. Moment in UTC, and its nominal local
  /// time.
  std::optional<TimePoint> next_at;
  std::string next_local;
};

struct Delivery {
  enum class State { Pending, Sending, Sent, Retry, Unknown, Dead, Skipped };
  std::int64_t id = 0;
  std::string key;  ///< unique: "slack/T1/p3@2026-03-29T10:00" for an occurrence, "share/<request>" for a share
  ChannelKey channel;
  std::string address;
  PlanId plan;  ///< empty for what no plan asked for
  ItemId item;
  std::string payload;      ///< the adapter's own words
  std::string idempotency;  ///< random, made once with the delivery: the key that a platform may dedupe by
  State state = State::Pending;
  int attempts = 0;
  TimePoint created_at{};
  TimePoint due_at{};      ///< when it should have been posted
  TimePoint next_try{};    ///< not before
  TimePoint expires_at{};  ///< not after: skipped with reason "late"
  TimePoint changed_at{};
  std::string remote;  ///< the platform's id of the message, once sent
  std::string reason;  ///< stable word: why it is in this state
};
const char* name_of(Delivery::State state);
const char* name_of(Plan::State state);

struct AuditEntry {
  std::int64_t id = 0;
  TimePoint at{};
  std::string workspace;  ///< "slack/T1"
  std::string channel;    ///< ChannelKey::str(), or empty
  std::string who;        ///< MemberKey::str(), "system" or "file"
  std::string what;       ///< stable verb: "plan.add", "plan.pause", "lead.add", ...
  std::string object;     ///< plan id, member id, ...
  std::string detail;     ///< canonical words of the change; no message text
};

struct SeenItem {
  ItemId item;
  TimePoint at{};
};

/// A private verdict on an item.
struct Feedback {
  MemberKey member;
  ItemId item;
  bool useful = false;
  TimePoint at{};
};

/// What a member suggests: a new item, or with `item` a correction of one. Leads and admins read it, and never learn whose it is.
struct Proposal {
  enum class State {
    Waiting,
    Approved,  ///< `outcome` is the file that was written
    Declined,
    Expired,  ///< nobody decided in time
  };
  std::int64_t id = 0;
  MemberKey author;
  std::string address;  ///< Origin::address at sending, to answer by
  std::string language;
  ItemId item;                        ///< to be corrected; empty: a new one
  std::string kind{}, title{};        ///< of a new one
  std::vector<std::string> topics{};  ///< ids
  std::string text{};                 ///< at most kLongestProposal code points
  std::string link{};                 ///< where it comes from; may be empty
  State state = State::Waiting;
  TimePoint at{}, decided_at{};
  std::string outcome{};
};
const char* name_of(Proposal::State state);

/// What a member has chosen about themselves. Empty means: not chosen.
struct MemberSettings {
  std::string language, zone, region, audience;
  std::string quiet{}, blackouts{};  ///< as in Surroundings
  friend bool operator==(const MemberSettings&, const MemberSettings&) = default;
};

/// What the readers of a channel (or of a member's own conversation, "@member") bear, and how they have answered.
struct Attention {
  int most_a_week = 0;       ///< nudges over all plans; 0: as many as is usual
  std::string quiet_until;   ///< local date on which posts go on; empty: not quiet
  TimePoint quiet_since{};   ///< when it was asked for; never by whom
  int quiet_days = -1;       ///< how many days anyone there may ask for; 0: nobody may, -1: as many as is usual
  int unanswered = 0;        ///< nudges in a row that nobody pressed
  bool asked_about = false;  ///< the leads were asked whether to slow down
  friend bool operator==(const Attention&, const Attention&) = default;
};

/// A calendar that somebody may subscribe to: of one channel, or of all that a lead leads. The token itself is never stored.
struct Feed {
  std::string token_hash;  ///< hexadecimal SHA-256
  MemberKey owner;
  ChannelId channel;  ///< empty: all channels that the owner leads
  TimePoint created_at{};
};

struct ChannelSettings {
  std::string language, zone, region;
  std::string quiet{}, blackouts{};  ///< as in Surroundings
  friend bool operator==(const ChannelSettings&, const ChannelSettings&) = default;
};

/// One stored fact about a member, for /ally privacy and its export.
struct StoredFact {
  std::string
      what;  ///< stable word: "seen", "feedback", "note", "settings", "lead", "plan", "delivery", "feed", "audit", "request"
  std::string value;  ///< as a person would read it
  TimePoint at{};
  std::optional<TimePoint> until;  ///< when it is deleted by itself; nothing: until forgotten
};

}  // namespace allybot::store
