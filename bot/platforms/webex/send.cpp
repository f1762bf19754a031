#include "bot/platforms/webex/send.h"

#include "bot/core/log.h"
#include "bot/platforms/webex/route.h"

namespace allybot::platforms::webex {
namespace {

void note_refusal(const char* what, const http::ClientOutcome& outcome) {
  const Answered answered = read_answer(outcome);
  log::warning("webex.refused", {{"what", what}, {"why", answered.error}, {"tracking", answered.tracking}});
}

}  // namespace

SendOutcome Sender::send(const Outgoing& outgoing) const {
  const Call call = Call::read(outgoing.payload);
  if (call.body.empty()) return {SendOutcome::Kind::Refused, {}, "payload_unreadable", {}};
  const bool direct = call.place.front() == '@';
  // Ids need no escape.
  std::string to = direct ? R"({"toPersonId":")" + call.place.substr(1) : R"({"roomId":")" + call.place;
  if (!call.thread.empty()) to += R"(","parentId":")" + call.thread;
  const http::ClientOutcome outcome = api_.call(http::Method::Post, "/messages", to + "\"," + call.body.substr(1));
  SendOutcome became = outcome_of_post(outcome, direct);
  if (outcome.kind == http::ClientOutcome::Kind::Answered && outcome.status / 100 != 2) note_refusal("post", outcome);
  if (became.kind != SendOutcome::Kind::Sent || call.replaces.empty()) return became;
  // What it replaces goes only now: whoever pressed keeps one of the two.
  const http::ClientOutcome deleted = api_.call(http::Method::Delete, "/messages/" + call.replaces);
  if (!read_answer(deleted).ok && deleted.status != 404) note_refusal("delete", deleted);
  return became;
}

}  // namespace allybot::platforms::webex
