#include "bot/store/facts.h"

#include <algorithm>
#include <tuple>

#include "bot/core/direct_channel.h"
#include "bot/core/text.h"
#include "bot/store/kept.h"

namespace allybot::store {
namespace {

std::string settings_text(const MemberSettings& settings) {
  std::vector<std::string> parts;
  const auto add = [&parts](const char* name, const std::string& value) {
    if (!value.empty()) parts.push_back(std::string(name) + ' ' + value);
  };
  add("language", settings.language);
  add("zone", settings.zone);
  add("region", settings.region);
  add("audience", settings.audience);
  add("quiet", settings.quiet);
  add("nothing", settings.blackouts);
  return join(parts, ", ");
}

std::string audit_text(const AuditEntry& entry) {
  std::vector<std::string> parts;
  for (const std::string* part : {&entry.what, &entry.object, &entry.channel, &entry.detail})
    if (!part->empty()) parts.push_back(*part);
  return join(parts, ", ");
}

/// "tips/say-whose-idea: waiting: The year is 2018."
std::string proposal_text(const Proposal& proposal) {
  std::vector<std::string> parts = {proposal.item.empty() ? proposal.title : proposal.item.str(), name_of(proposal.state),
                                    join(proposal.topics, ", "), proposal.text, proposal.link};
  parts.erase(std::remove(parts.begin(), parts.end(), std::string()), parts.end());
  return join(parts, ": ");
}

}  // namespace

std::vector<StoredFact> facts_of(const MemberRows& rows) {
  std::vector<StoredFact> facts;
  std::size_t sorted = 0;
  const auto end_group = [&] {
    std::sort(facts.begin() + static_cast<std::ptrdiff_t>(sorted), facts.end(),
              [](const StoredFact& one, const StoredFact& other) {
                return std::tie(one.at, one.value) < std::tie(other.at, other.value);
              });
    sorted = facts.size();
  };
  for (const SeenItem& row : rows.seen) facts.push_back({"seen", row.item.str(), row.at, {}});
  end_group();
  for (const Feedback& row : rows.feedback)
    facts.push_back({"feedback", row.item.str() + (row.useful ? ": useful" : ": not for me"), row.at, {}});
  end_group();
  for (const Proposal& row : rows.proposals)
    facts.push_back({"note", proposal_text(row), row.at,
                     row.state == Proposal::State::Waiting ? row.at + kProposalsWait + kDecidedProposalsKept
                                                           : row.decided_at + kDecidedProposalsKept});
  end_group();
  if (const std::string text = settings_text(rows.settings); !text.empty())
    facts.push_back({"settings", text, rows.settings_at, {}});
  end_group();
  for (const MemberRows::Lead& row : rows.leads) facts.push_back({"lead", row.channel.str(), row.at, {}});
  end_group();
  for (const Plan& row : rows.plans) facts.push_back({"plan", row.id.str() + ": " + row.words, row.created_at, {}});
  end_group();
  for (const Delivery& row : rows.deliveries)
    facts.push_back({"delivery", row.key + ": " + name_of(row.state), row.created_at, {}});
  end_group();
  for (const Feed& row : rows.feeds)
    facts.push_back({"feed", row.channel.empty() ? "all that you lead" : row.channel.str(), row.created_at, {}});
  end_group();
  for (const AuditEntry& row : rows.audit) facts.push_back({"audit", audit_text(row), row.at, row.at + kAuditKept});
  end_group();
  for (const MemberRows::Request& row : rows.requests) facts.push_back({"request", row.key, row.at, row.at + kRequestsKept});
  end_group();
  return facts;
}

bool is_own_conversation(const MemberKey& member, const ChannelKey& channel, const std::string& address) {
  const std::string own = direct_channel(member.member).str();
  return channel.platform == member.platform && channel.workspace == member.workspace &&
         (address == own || channel.channel.str() == own);
}

std::string workspace_text(const PlatformId& platform, const WorkspaceId& workspace) {
  return platform.str() + '/' + workspace.str();
}

std::int64_t number_of(const PlanId& id) {
  std::int64_t number = 0;
  const std::string& text = id.str();
  if (text.size() < 2 || text.size() > 16 || text[0] != 'p' || !parse_number(std::string_view(text).substr(1), number)) return 0;
  return number;
}

}  // namespace allybot::store
