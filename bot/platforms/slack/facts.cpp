#include "bot/platforms/slack/facts.h"

#include <nlohmann/json.hpp>

#include "bot/platforms/json_read.h"
#include "bot/platforms/slack/route.h"
#include "bot/platforms/slack/text.h"

namespace allybot::platforms::slack {
namespace {

using nlohmann::json;

constexpr std::chrono::minutes kKeptFor{5};
constexpr std::size_t kMostKept = 10000;

/// An answer that was no yes, as an error; `what` names the question.
tl::unexpected<Error> unanswered(const std::string& what, const Answered& answered) {
  if (answered.ok) return fail(Code::Unavailable, what + ": said yes and told nothing");
  switch (kind_of_error(answered.error)) {
    case SendOutcome::Kind::Wait: return fail(Code::TooMany, what + ": " + answered.error);
    case SendOutcome::Kind::Gone: return fail(Code::NotFound, what + ": " + answered.error);
    case SendOutcome::Kind::NeedsCare: return fail(Code::Forbidden, what + ": " + answered.error);
    case SendOutcome::Kind::TokenDead:
    case SendOutcome::Kind::NotSent:
    case SendOutcome::Kind::Unknown:
    case SendOutcome::Kind::Sent: break;
    case SendOutcome::Kind::Refused:
      if (answered.error != "no_answer" && answered.error != "garbage") return fail(Code::Invalid, what + ": " + answered.error);
  }
  return fail(Code::Unavailable, what + ": " + answered.error);
}

/// "en-US" is a BCP 47 tag already; anything else is left out.
std::string language_of(const std::string& locale) {
  for (const char c : locale)
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-')) return {};
  return locale.size() <= 35 ? locale : std::string();
}

}  // namespace

Result<MemberFacts> Facts::member(const MemberKey& member) {
  if (!is_id(member.member.str())) return fail(Code::Invalid, "member is no id of Slack's");
  const TimePoint now = clock_.now();
  {
    const Lock lock(mutex_);
    const auto found = known_.find(member);
    if (found != known_.end() && now < found->second.until) return found->second.facts;
  }
  const Answered answered = read_answer(api_.ask("users.info", {{"user", member.member.str()}, {"include_locale", "true"}}));
  const json* user = find(*answered.body, {"user"});
  if (!answered.ok || user == nullptr) return unanswered("users.info", answered);
  MemberFacts facts;
  facts.admin = true_at(*user, {"is_admin"}) || true_at(*user, {"is_owner"}) || true_at(*user, {"is_primary_owner"});
  // Somebody of another workspace, in a shared channel, has no role in this one.
  if (true_at(*user, {"is_stranger"}) || true_at(*user, {"deleted"})) facts.admin = false;
  facts.zone = text_at(*user, {"tz"});
  facts.language = language_of(text_at(*user, {"locale"}));

  const Lock lock(mutex_);
  if (known_.size() >= kMostKept) known_.clear();
  known_[member] = {facts, now + kKeptFor};
  return facts;
}

Result<ChannelFacts> Facts::channel(const ChannelKey& channel) const {
  ChannelFacts facts;
  if (is_direct_channel(channel)) {
    const std::string user = channel.channel.str().substr(1);
    if (!is_id(user)) return fail(Code::Invalid, "member is no id of Slack's");
    const Answered answered = read_answer(api_.ask("users.info", {{"user", user}}));
    const bool gone = !answered.ok && kind_of_error(answered.error) == SendOutcome::Kind::Gone;
    if (!answered.ok && !gone) return unanswered("users.info", answered);
    if (gone || true_at(*answered.body, {"user", "deleted"}) || true_at(*answered.body, {"user", "is_bot"}))
      return ChannelFacts{false, "not_found", false};
    return facts;
  }
  if (!is_id(channel.channel.str())) return fail(Code::Invalid, "channel is no id of Slack's");
  const Answered answered = read_answer(api_.ask("conversations.info", {{"channel", channel.channel.str()}}));
  // A private channel without us looks to us as if it were not there: being invited mends that.
  if (answered.error == "channel_not_found") return ChannelFacts{false, "not_invited", false};
  const json* told = find(*answered.body, {"channel"});
  if (!answered.ok || told == nullptr) return unanswered("conversations.info", answered);
  facts.has_outsiders = true_at(*told, {"is_ext_shared"}) || true_at(*told, {"is_pending_ext_shared"});
  if (true_at(*told, {"is_archived"}))
    facts.why_not = "archived";
  else if (!true_at(*told, {"is_im"}) && !true_at(*told, {"is_member"}))
    facts.why_not = "not_invited";
  facts.can_post = facts.why_not.empty();
  return facts;
}

}  // namespace allybot::platforms::slack
