// Proposals in SQLite.
#include "bot/core/text.h"
#include "bot/store/kept.h"
#include "bot/store/sqlite/rows.h"
#include "bot/store/sqlite/transaction.h"

namespace allybot::store {
namespace {

const std::string kProposal = kSelectProposal + "WHERE id = ?1";
const std::string kWaitingHere =
    kSelectProposal + "WHERE state = 'waiting' AND platform = ?1 AND workspace = ?2 ORDER BY at, id LIMIT ?3";
const std::string kOverdue = kSelectProposal + "WHERE state = 'waiting' AND at <= ?1 ORDER BY at, id LIMIT ?2";
constexpr char kAdd[] =
    "INSERT INTO proposal (platform, workspace, member, address, language, item, kind, title, topics, text, link, state, at, "
    "decided_at, outcome) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)";
constexpr char kUpdate[] =
    "UPDATE proposal SET language = ?2, item = ?3, kind = ?4, title = ?5, topics = ?6, text = ?7, link = ?8, state = ?9, "
    "decided_at = ?10, outcome = ?11 WHERE id = ?1";

Proposal::State state_of(const std::string& name) {
  for (const auto state : {Proposal::State::Waiting, Proposal::State::Approved, Proposal::State::Declined})
    if (name == name_of(state)) return state;
  return Proposal::State::Expired;
}

std::vector<Proposal> proposals_in(Query rows) {
  std::vector<Proposal> found;
  while (rows.next()) found.push_back(proposal_of(rows));
  return found;
}

}  // namespace

Proposal proposal_of(const Query& row) {
  Proposal proposal;
  proposal.id = row.number(0);
  proposal.author = {PlatformId(row.text(1)), WorkspaceId(row.text(2)), MemberId(row.text(3))};
  proposal.address = row.text(4);
  proposal.language = row.text(5);
  proposal.item = ItemId(row.text(6));
  proposal.kind = row.text(7);
  proposal.title = row.text(8);
  proposal.topics = list_of(row.text(9));
  proposal.text = row.text(10);
  proposal.link = row.text(11);
  proposal.state = state_of(row.text(12));
  proposal.at = row.moment(13);
  proposal.decided_at = row.moment(14);
  proposal.outcome = row.text(15);
  return proposal;
}

Result<std::optional<Proposal>> SqliteTransaction::proposal(std::int64_t id) {
  return ask<std::optional<Proposal>>([&]() -> std::optional<Proposal> {
    Query row(connection_, kProposal.c_str(), id);
    if (!row.next()) return std::nullopt;
    return proposal_of(row);
  });
}

Result<std::vector<Proposal>> SqliteTransaction::waiting_proposals(const PlatformId& platform, const WorkspaceId& workspace,
                                                                   std::size_t most) {
  return ask<std::vector<Proposal>>(
      [&] { return proposals_in(Query(connection_, kWaitingHere.c_str(), platform, workspace, most)); });
}

Result<std::vector<Proposal>> SqliteTransaction::overdue_proposals(TimePoint before, std::size_t most) {
  return ask<std::vector<Proposal>>([&] { return proposals_in(Query(connection_, kOverdue.c_str(), before, most)); });
}

Result<std::int64_t> SqliteTransaction::add_proposal(const Proposal& proposal) {
  if (count_code_points(proposal.text) > kLongestProposal) return fail(Code::TooLarge, "proposal over its limit");
  return change<std::int64_t>([&] {
    const MemberKey& author = proposal.author;
    run(kAdd, author.platform, author.workspace, author.member, proposal.address, proposal.language, proposal.item, proposal.kind,
        proposal.title, lines_of(proposal.topics), proposal.text, proposal.link, name_of(proposal.state), proposal.at,
        proposal.decided_at, proposal.outcome);
    return connection_.last_row();
  });
}

Result<void> SqliteTransaction::update_proposal(const Proposal& proposal) {
  if (count_code_points(proposal.text) > kLongestProposal) return fail(Code::TooLarge, "proposal over its limit");
  return change<void>([&]() -> Result<void> {
    if (run(kUpdate, proposal.id, proposal.language, proposal.item, proposal.kind, proposal.title, lines_of(proposal.topics),
            proposal.text, proposal.link, name_of(proposal.state), proposal.decided_at, proposal.outcome) == 0)
      return fail(Code::NotFound, "no such proposal");
    return {};
  });
}

}  // namespace allybot::store
