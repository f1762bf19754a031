#include "tests/contract/store/store_contract.h"

#include "bot/core/text.h"

namespace allybot::store {
namespace {

std::string moment(const std::optional<TimePoint>& at) { return at ? std::to_string(to_unix_millis(*at)) : "never"; }

}  // namespace

std::vector<StoreKind> store_kinds() {
  const auto file = [](const fakes::TemporaryFolder& folder) { return "sqlite:" + (folder / "allybot.db"); };
  return {{"Memory", [](const fakes::TemporaryFolder&) { return std::string("memory:"); }},
          {"Sqlite", file, true},
          {"SqliteReopened", file, true, true}};
}

std::string name_of_kind(const testing::TestParamInfo<StoreKind>& row) { return row.param.name; }

Plan a_plan(const ChannelKey& where, std::optional<TimePoint> next_at) {
  Plan plan;
  plan.channel = where;
  plan.address = "19:thread@tenant";
  plan.words = "every Tuesday at 10:00";
  plan.rrule = "FREQ=WEEKLY;BYDAY=TU";
  plan.start = "2026-03-03T10:00";
  plan.zone = "Europe/Berlin";
  plan.until = "2026-12-31";
  plan.kinds = {"tips", "myths"};
  plan.topics = {"credit", "meetings"};
  plan.series = "first-steps";
  plan.step = 3;
  plan.paused_until = "2026-05-01";
  plan.skips = {"2026-03-10T10:00", "2026-03-17T10:00"};
  plan.trouble = "not_invited";
  plan.author = MemberId("U1");
  plan.created_at = from_unix_millis(1'690'000'000'123);
  plan.next_at = next_at;
  plan.next_local = next_at ? "2026-03-24T10:00" : "";
  return plan;
}

Delivery a_delivery(const std::string& key, const ChannelKey& where, TimePoint next_try) {
  Delivery delivery;
  delivery.key = key;
  delivery.channel = where;
  delivery.address = "19:thread@tenant";
  delivery.plan = PlanId("p1");
  delivery.item = ItemId("tips/say-whose-idea");
  delivery.payload = "{\"text\":\"Gr\xC3\xBC\xC3\x9F dich\"}";
  delivery.idempotency = "k3y";
  delivery.created_at = next_try - seconds(5);
  delivery.due_at = next_try - seconds(4);
  delivery.next_try = next_try;
  delivery.expires_at = next_try + std::chrono::hours(2);
  delivery.changed_at = next_try - seconds(3);
  return delivery;
}

Proposal a_proposal(const MemberKey& author, const std::string& title, TimePoint at) {
  Proposal proposal;
  proposal.author = author;
  proposal.address = "19:thread@tenant";
  proposal.language = "en";
  proposal.kind = "tips";
  proposal.title = title;
  proposal.topics = {"credit", "meetings"};
  proposal.text = "Say whose idea it was.";
  proposal.link = "https://example.org/study";
  proposal.at = at;
  return proposal;
}

std::string text_of(const Plan& plan) {
  return join({plan.channel.str(),
               plan.id.str(),
               plan.address,
               plan.words,
               plan.rrule,
               plan.start,
               plan.zone,
               plan.until,
               join(plan.kinds, "+"),
               join(plan.topics, "+"),
               name_of(plan.state),
               plan.paused_until,
               join(plan.skips, "+"),
               plan.trouble,
               plan.author.str(),
               plan.from_file ? "file" : "chat",
               moment(plan.created_at),
               moment(plan.next_at),
               plan.next_local,
               plan.series,
               std::to_string(plan.step),
               plan.days_off,
               plan.late,
               moment(plan.zone_told_at),
               plan.surroundings.region,
               plan.surroundings.zone,
               plan.surroundings.quiet,
               plan.surroundings.blackouts},
              "|");
}

std::string text_of(const Delivery& delivery) {
  return join({std::to_string(delivery.id), delivery.key, delivery.channel.str(), delivery.address, delivery.plan.str(),
               delivery.item.str(), delivery.payload, delivery.idempotency, name_of(delivery.state),
               std::to_string(delivery.attempts), moment(delivery.created_at), moment(delivery.due_at), moment(delivery.next_try),
               moment(delivery.expires_at), moment(delivery.changed_at), delivery.remote, delivery.reason},
              "|");
}

std::string text_of(const AuditEntry& entry) {
  return join({std::to_string(entry.id), moment(entry.at), entry.workspace, entry.channel, entry.who, entry.what, entry.object,
               entry.detail},
              "|");
}

std::string text_of(const StoredFact& fact) { return join({fact.what, fact.value, moment(fact.at), moment(fact.until)}, "|"); }
std::string text_of(const SeenItem& row) { return row.item.str() + '|' + moment(row.at); }
std::string text_of(const Feedback& row) {
  return join({row.member.str(), row.item.str(), row.useful ? "useful" : "not", moment(row.at)}, "|");
}
std::string text_of(const Proposal& row) {
  return join(
      {std::to_string(row.id), row.author.str(), row.address, row.language, row.item.str(), row.kind, row.title,
       join(row.topics, "+"), row.text, row.link, name_of(row.state), moment(row.at), moment(row.decided_at), row.outcome},
      "|");
}
std::string text_of(const MemberSettings& row) {
  return join({row.language, row.zone, row.region, row.audience, row.quiet, row.blackouts}, "|");
}
std::string text_of(const Attention& row) {
  return join({std::to_string(row.most_a_week), row.quiet_until, moment(row.quiet_since), std::to_string(row.quiet_days),
               std::to_string(row.unanswered), row.asked_about ? "asked" : "not"},
              "|");
}
std::string text_of(const Feed& row) {
  return join({row.token_hash, row.owner.str(), row.channel.str(), moment(row.created_at)}, "|");
}
std::string text_of(const ChannelSettings& row) {
  return join({row.language, row.zone, row.region, row.quiet, row.blackouts}, "|");
}

}  // namespace allybot::store
