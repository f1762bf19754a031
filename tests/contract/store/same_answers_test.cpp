// The same random operations on the memory store and on SQLite give the same answers, refusals and rollbacks among them.
#include <gtest/gtest.h>

#include "bot/core/text.h"
#include "tests/contract/store/store_contract.h"
#include "tests/fakes/seeded_random.h"

namespace allybot::store {
namespace {

template <class Value>
std::string shown(const Value& value) {
  if constexpr (std::is_same_v<Value, bool>)
    return value ? "yes" : "no";
  else if constexpr (std::is_same_v<Value, std::int64_t>)
    return std::to_string(value);
  else if constexpr (std::is_same_v<Value, TimePoint>)
    return std::to_string(to_unix_millis(value));
  else if constexpr (std::is_same_v<Value, std::string>)
    return value;
  else if constexpr (std::is_same_v<Value, PlanId>)
    return value.str();
  else
    return text_of(value);
}

template <class Value>
std::string outcome(const Result<Value>& result) {
  if (!result) return std::string("refused: ") + name_of(result.error().code);
  if constexpr (std::is_void_v<Value>)
    return "done";
  else
    return shown(*result);
}
template <class Value>
std::string outcome(const Result<std::optional<Value>>& result) {
  if (!result) return std::string("refused: ") + name_of(result.error().code);
  return *result ? shown(**result) : "none";
}
std::string outcome(const Result<std::vector<MemberId>>& result) {
  if (!result) return "refused";
  std::string text;
  for (const MemberId& id : *result) text += id.str() + ' ';
  return text;
}

/// Operations drawn from a small world, so that they often meet the same rows.
class World {
 public:
  World(std::uint64_t seed, const Clock& clock) : random_(seed), clock_(clock) {}

  /// One operation, the same for every store as long as the seeds are the same.
  std::string step(Writer& tx) {
    switch (random_.below(38)) {
      case 0:
      case 1: return "add_plan " + outcome(tx.add_plan(new_plan()));
      case 2: return "update_plan " + outcome(tx.update_plan(changed_plan(tx)));
      case 3: return "remove_plan " + outcome(tx.remove_plan(platform(), workspace(), plan_id()));
      case 4: return "plan " + outcome(tx.plan(platform(), workspace(), plan_id()));
      case 5: return "plans_of " + outcome(tx.plans_of(where()));
      case 6: return "all_plans " + outcome(tx.all_plans());
      case 7: return "due_plans " + outcome(tx.due_plans(moment(), random_.below(5)));
      case 8: return "next_due " + outcome(tx.next_due());
      case 9:
      case 10:
      case 11: return "add_delivery " + outcome(tx.add_delivery(new_delivery()));
      case 12: return "claim " + claim(tx);
      case 13: return "update_delivery " + outcome(tx.update_delivery(changed_delivery(tx)));
      case 14: return "abandoned " + outcome(tx.abandoned_deliveries(one_of({"", "one", "two"}), moment(), 3));
      case 15: return "delivery_by_key " + outcome(tx.delivery_by_key(key()));
      case 16: return "deliveries_of " + outcome(tx.deliveries_of(where(), state(), random_.below(4)));
      case 17: return "count " + outcome(tx.count_deliveries(state())) + " next_try " + outcome(tx.next_try());
      case 18: return "add_lead " + outcome(tx.add_lead(where(), who().member));
      case 19: return "remove_lead " + outcome(tx.remove_lead(where(), who().member));
      case 20: return "leads_of " + outcome(tx.leads_of(where())) + outcome(tx.is_lead(where(), who().member));
      case 21: return "note_seen " + outcome(tx.note_seen(reader_of(who()), item(), moment()));
      case 22: return "seen " + outcome(tx.seen(reader_of(who())));
      case 23: return "set_feedback " + outcome(tx.set_feedback({who(), item(), random_.below(2) == 0, moment()}));
      case 24: return "feedback_of " + outcome(tx.feedback_of(who()));
      case 25: return "add_proposal " + outcome(tx.add_proposal(new_proposal()));
      case 26: return "settings " + settings(tx);
      case 27: return "audit " + audit(tx);
      case 28: return "request " + request(tx);
      case 29: return "handle " + handle(tx);
      case 30: return "facts " + outcome(tx.facts_about(who()));
      case 31: return "sweep " + outcome(tx.sweep(clock_.now() - std::chrono::hours(random_.below(24 * 200))));
      case 32: return "proposals " + proposals(tx);
      case 33: return "attention " + attention(tx);
      case 34: return "feed " + feed(tx);
      case 35: return "led_by " + outcome_of(tx.channels_led_by(who())) + outcome_of(tx.unanswered_channels(2, random_.below(4)));
      case 36: return "posts " + posts(tx);
      default: return seldom(tx);
    }
  }
  std::uint64_t below(std::uint64_t bound) { return random_.below(bound); }

 private:
  std::string one_of(const std::vector<std::string>& words) { return words[random_.below(words.size())]; }
  PlatformId platform() { return PlatformId(one_of({"slack", "mattermost"})); }
  WorkspaceId workspace() { return WorkspaceId(one_of({"", "T1", "T11"})); }
  // One after another: the order in which arguments are evaluated is the compiler's choice.
  ChannelKey where() {
    ChannelKey key{platform(), workspace(), ChannelId()};
    key.channel = ChannelId(one_of({"C1", "C2", "@U1"}));
    return key;
  }
  MemberKey who() {
    MemberKey key{platform(), workspace(), MemberId()};
    key.member = MemberId(one_of({"U1", "U11", "U2"}));
    return key;
  }
  PlanId plan_id() { return PlanId(one_of({"p1", "p2", "p3", "p4", "weekly-tip"})); }
  ItemId item() { return ItemId(one_of({"tips/a", "tips/b", "myths/c"})); }
  std::string key() { return 'k' + std::to_string(random_.below(60)); }
  TimePoint moment() { return clock_.now() + std::chrono::minutes(random_.below(20)) - std::chrono::minutes(10); }
  Delivery::State state() { return static_cast<Delivery::State>(random_.below(7)); }

  Proposal new_proposal() {
    const MemberKey author = who();
    Proposal made = a_proposal(author, one_of({"one", "two", ""}), moment());
    made.state = static_cast<Proposal::State>(random_.below(4));
    made.decided_at = moment();
    if (random_.below(3) == 0) made.item = item();
    return made;
  }
  std::string proposals(Writer& tx) {
    const PlatformId on = platform();
    const WorkspaceId in = workspace();
    const std::string waiting = outcome(tx.waiting_proposals(on, in, random_.below(4)));
    const TimePoint before = moment();
    Proposal changed = new_proposal();
    changed.id = static_cast<std::int64_t>(random_.below(9));
    return waiting + outcome(tx.overdue_proposals(before, random_.below(4))) + outcome(tx.update_proposal(changed)) +
           outcome(tx.proposal(changed.id));
  }
  std::string attention(Writer& tx) {
    const ChannelKey key = where();
    Attention bears;
    bears.unanswered = static_cast<int>(random_.below(4));
    bears.asked_about = random_.below(2) == 0;
    bears.most_a_week = static_cast<int>(random_.below(2));
    if (random_.below(2) == 0) bears.quiet_until = "2026-04-06";
    const std::string before = text_of(tx.attention(key).value());
    return before + outcome(tx.set_attention(key, bears));
  }
  std::string feed(Writer& tx) {
    const std::string hash = one_of({"h1", "h2", "h3"});
    const ChannelKey key = where();
    const Feed made{hash, who(), key.channel, moment()};
    std::string text = outcome(tx.feed(hash)) + outcome(tx.feeds_of(key)) + outcome(tx.feeds_by(made.owner));
    return text + (random_.below(3) == 0 ? outcome(tx.remove_feed(hash)) : outcome(tx.add_feed(made)));
  }
  std::string posts(Reader& tx) {
    const TimePoint from = moment(), to = moment();
    const auto found = tx.posts_between(where(), from, to);
    std::string text;
    for (const TimePoint at : found.value()) text += std::to_string(to_unix_millis(at)) + ' ';
    return text;
  }
  static std::string outcome_of(const Result<std::vector<ChannelKey>>& found) {
    std::string text;
    for (const ChannelKey& key : found.value()) text += key.str() + ' ';
    return text;
  }
  Plan new_plan() {
    Plan plan = a_plan(where());
    if (random_.below(4) == 0) plan.id = plan_id();
    if (random_.below(4) != 0) plan.next_at = moment();
    plan.state = static_cast<Plan::State>(random_.below(4));
    plan.author = who().member;
    if (random_.below(3) == 0) plan.address = "@U1";
    if (random_.below(3) == 0) plan.kinds.clear();
    plan.step = static_cast<int>(random_.below(9));
    plan.created_at = moment();
    return plan;
  }
  Plan changed_plan(Reader& tx) {
    Plan plan = new_plan();
    const auto all = tx.all_plans();
    if (all && !all->empty() && random_.below(4) != 0) {
      const Plan& old = (*all)[random_.below(all->size())];
      plan.id = old.id;
      plan.channel = old.channel;
    }
    return plan;
  }
  Delivery new_delivery() {
    Delivery delivery = a_delivery(key(), where(), moment());
    if (random_.below(3) == 0) delivery.state = state();
    if (random_.below(4) == 0) delivery.address = "@U1";
    if (random_.below(6) == 0) delivery.changed_at = clock_.now() - std::chrono::hours(24 * 100);
    return delivery;
  }
  std::string claim(Writer& tx) {
    const std::string owner = one_of({"one", "two"});
    const TimePoint now = moment(), lease = moment();
    return outcome(tx.claim_deliveries(owner, now, lease, random_.below(6)));
  }
  Delivery changed_delivery(Reader& tx) {
    Delivery delivery;
    const auto found = tx.delivery_by_key(key());
    if (found && *found) delivery = **found;
    delivery.state = state();
    delivery.attempts = static_cast<int>(random_.below(3));
    delivery.next_try = moment();
    delivery.changed_at = moment();
    delivery.reason = one_of({"", "late"});
    delivery.remote = one_of({"", "17.1"});
    return delivery;
  }
  std::string settings(Writer& tx) {
    const MemberKey member = who();
    const ChannelKey channel = where();
    const std::string language = one_of({"", "de", "fr"});
    return outcome(tx.set_member_settings(member, {language, "", "", ""})) + outcome(tx.member_settings(member)) +
           outcome(tx.set_channel_settings(channel, {language, "", ""})) + outcome(tx.channel_settings(channel));
  }
  std::string audit(Writer& tx) {
    const MemberKey member = who();
    const std::string workspace = member.platform.str() + '/' + member.workspace.str();
    const TimePoint at = moment() - std::chrono::hours(random_.below(2) * 24 * 400);
    const std::string added =
        outcome(tx.add_audit({0, at, workspace, "", one_of({"system", member.str()}), "lead.add", who().member.str(), ""}));
    return added + outcome(tx.audit(workspace, random_.below(5)));
  }
  std::string request(Writer& tx) {
    const std::string request = 'r' + std::to_string(random_.below(20));
    std::string text = outcome(tx.stored_answer(request));
    if (random_.below(2) == 0) text += outcome(tx.claim_request(request, who(), moment()));
    if (random_.below(2) == 0) text += outcome(tx.store_answer(request, one_of({"", "{}"})));
    return text + outcome(tx.stored_answer(request));
  }
  std::string handle(Writer& tx) {
    const std::string name = 'h' + std::to_string(random_.below(5));
    std::string text = outcome(tx.handle(name)) + outcome(tx.meta(name));
    text += outcome(tx.set_handle(name, one_of({"a", "b"}), moment()));
    return text + outcome(tx.set_meta(name, one_of({"a", ""})));
  }
  std::string seldom(Writer& tx) {
    const auto choice = random_.below(12);
    if (choice == 0) return "erase_everything " + outcome(tx.erase_everything());
    if (choice < 4) return "forget_workspace " + outcome(tx.forget_workspace(platform(), workspace()));
    return "forget_member " + outcome(tx.forget_member(who()));
  }

  fakes::SeededRandom random_;
  const Clock& clock_;
};

/// What a transaction of random length answers, word by word; one in four is rolled back.
std::string transaction(Store& store, World& world) {
  const auto steps = 1 + world.below(20);
  const bool rolled_back = world.below(4) == 0;
  std::string text;
  const auto done = store.write([&](Writer& tx) -> Result<void> {
    for (std::uint64_t i = 0; i < steps; ++i) text += world.step(tx) + '\n';
    if (rolled_back) return fail(Code::Forbidden, "changed my mind");
    return {};
  });
  return text + outcome(done);
}

class StoresAgree : public testing::TestWithParam<std::uint64_t> {};

TEST_P(StoresAgree, OnRandomOperations) {
  const fakes::CapturingLog log;
  const fakes::TemporaryFolder folder;
  fakes::FakeClock clock;
  auto memory = open("memory:", clock);
  auto file = open("sqlite:" + (folder / "allybot.db"), clock);
  ASSERT_TRUE(memory.has_value());
  ASSERT_TRUE(file.has_value()) << file.error().for_log;
  World one(GetParam(), clock), other(GetParam(), clock);
  for (int i = 0; i < 150; ++i) {
    const std::string in_memory = transaction(**memory, one);
    const std::string in_file = transaction(**file, other);
    ASSERT_EQ(in_file, in_memory) << "transaction " << i;
    clock.advance(std::chrono::minutes(i % 7));
    if (i % 50 != 49) continue;
    file = fail(Code::Internal, "closed");
    file = open("sqlite:" + (folder / "allybot.db"), clock);
    ASSERT_TRUE(file.has_value()) << file.error().for_log;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, StoresAgree, testing::Range<std::uint64_t>(1, 7));

}  // namespace
}  // namespace allybot::store
