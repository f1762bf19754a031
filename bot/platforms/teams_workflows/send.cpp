#include "bot/platforms/teams_workflows/send.h"

#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/platforms/credential.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/never_answered.h"
#include "bot/platforms/token_source.h"

namespace allybot::platforms::teams_workflows {
namespace {

using Kind = SendOutcome::Kind;

constexpr const char* kRun = "x-ms-workflow-run-id";
constexpr std::size_t kMostRun = 100;

// https://learn.microsoft.com/rest/api/logic/workflow-triggers : `code` of the error in the answer
constexpr struct {
  std::string_view code;
  Kind kind;
  const char* reason;
} kErrors[] = {
    {"WorkflowTriggerIsNotEnabled", Kind::NeedsCare, "workflow_off"},
    {"WorkflowNotFound", Kind::Gone, "workflow_gone"},
    {"DirectApiAuthorizationRequired", Kind::NeedsCare, "workflow_not_for_anyone"},
};

SendOutcome by_status(int status) {
  switch (status) {
    case 401:
    case 403: return {Kind::NeedsCare, {}, "workflow_address_refused", {}};
    case 404:
    case 410: return {Kind::Gone, {}, "workflow_gone", {}};
    case 413: return {Kind::Refused, {}, "too_large", {}};
    case 503: return {Kind::NotSent, {}, "away", {}};
    default: break;
  }
  if (status >= 500) return {Kind::Unknown, {}, "server_fault", {}};
  if (status / 100 == 3) return {Kind::NeedsCare, {}, "workflow_moved", {}};
  return {Kind::Refused, {}, "workflow_refused", {}};
}

}  // namespace

SendOutcome outcome_of_post(const http::ClientOutcome& outcome) {
  if (outcome.kind != http::ClientOutcome::Kind::Answered) return never_answered(outcome);
  if (outcome.status / 100 == 2) {
    // A page is what a proxy or a portal answers in place of a workflow.
    if (outcome.status != 202 && trim(outcome.body).substr(0, 1) == "<") return {Kind::Unknown, {}, "garbage", {}};
    const auto run = outcome.headers.only(kRun);
    return {Kind::Sent, run && is_credential(*run, kMostRun) ? std::string(*run) : "taken", {}, {}};
  }
  if (outcome.status == 429) return {Kind::Wait, {}, "over_limit", retry_after(outcome)};
  if (const auto answer = read_json(outcome.body)) {
    const std::string code = text_at(*answer, {"error", "code"});
    for (const auto& row : kErrors)
      if (row.code == code) return {row.kind, {}, row.reason, {}};
  }
  return by_status(outcome.status);
}

}  // namespace allybot::platforms::teams_workflows
