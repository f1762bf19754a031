// How rows become values in more than one of the SQLite files.
// Must never hold a statement that changes something.
#pragma once

#include <string>
#include <vector>

#include "bot/store/sqlite/connection.h"
#include "bot/store/store.h"

namespace allybot::store {

/// "SELECT ... FROM plan "; each row is read by plan_of().
inline const std::string kSelectPlan =
    "SELECT platform, workspace, id, channel, address, words, rrule, start, zone, until, kinds, topics, state, paused_until, "
    "skips, trouble, author, from_file, created_at, next_at, next_local, series, step, days_off, late, zone_told_at FROM plan ";
Plan plan_of(const Query& row);

/// "SELECT ... FROM delivery JOIN payload ... "; each row is read by delivery_of().
inline const std::string kSelectDelivery =
    "SELECT id, key, platform, workspace, channel, address, plan, item, payload.text, idempotency, state, attempts, created_at, "
    "due_at, next_try, expires_at, changed_at, remote, reason FROM delivery JOIN payload ON payload.delivery = id ";
Delivery delivery_of(const Query& row);

/// "SELECT ... FROM audit ".
inline const std::string kSelectAudit = "SELECT id, at, workspace, channel, who, what, object, detail FROM audit ";
AuditEntry audit_entry_of(const Query& row);

/// "SELECT ... FROM proposal ".
inline const std::string kSelectProposal =
    "SELECT id, platform, workspace, member, address, language, item, kind, title, topics, text, link, state, at, decided_at, "
    "outcome FROM proposal ";
Proposal proposal_of(const Query& row);

/// Neither kinds, topics nor dates hold a line break.
std::string lines_of(const std::vector<std::string>& list);
std::vector<std::string> list_of(const std::string& lines);

}  // namespace allybot::store
