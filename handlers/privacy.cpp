#include "handlers/privacy.h"

#include <algorithm>
#include <map>

#include "bot/core/text.h"
#include "handlers/plan_text.h"

namespace allybot::handlers {
namespace {

using store::StoredFact;

constexpr std::size_t kMostPiece = 2500;  // characters of one block of code
constexpr std::size_t kPiecesInPart = 4;  // blocks in one message
constexpr std::size_t kMostExamples = 3;

Result<std::vector<StoredFact>> facts_of(const Call& call) {
  // What was seen in the last second is still on its way to the store.
  if (auto done = call.services.seen.flush(); !done) return tl::unexpected(done.error());
  return store::read<std::vector<StoredFact>>(call.services.store,
                                              [&](store::Reader& reader) { return reader.facts_about(call.origin.member); });
}

/// Each of the facts that is a plan, in the member's own words.
Result<std::map<std::string, std::string>> plans_in_words(const Call& call, const std::vector<StoredFact>& facts) {
  return store::read<std::map<std::string, std::string>>(
      call.services.store, [&](store::Reader& reader) -> Result<std::map<std::string, std::string>> {
        std::map<std::string, std::string> words;
        for (const StoredFact& fact : facts) {
          if (fact.what != "plan") continue;
          const std::string id = fact.value.substr(0, fact.value.find(':'));
          const auto plan = reader.plan(call.origin.member.platform, call.origin.member.workspace, PlanId(id));
          if (!plan) return tl::unexpected(plan.error());
          if (*plan) words[fact.value] = id + ": " + when_text(call.speaker(), **plan);
        }
        return words;
      });
}

std::string date_of(TimePoint at) { return to_rfc3339(at).substr(0, 10); }

/// "Say whose idea it was" for "tips/say-whose-idea"; what else follows the id stays.
std::string readable(const Call& call, const StoredFact& fact, const std::map<std::string, std::string>& plans) {
  if (const auto plan = plans.find(fact.value); fact.what == "plan" && plan != plans.end()) return plan->second;
  if (fact.what != "seen" && fact.what != "feedback" && fact.what != "note") return fact.value;
  const std::string id = fact.value.substr(0, fact.value.find(':'));
  const library::Item* item = call.library->find(ItemId(id), call.language);
  return item == nullptr ? fact.value : item->title + fact.value.substr(id.size());
}

/// "Items you have seen (12): so that ... Latest: ... Kept until ..."
Line group_line(const Call& call, const std::string& what, const std::vector<const StoredFact*>& facts,
                const std::map<std::string, std::string>& plans) {
  Line line = {strong(call.say("privacy.what." + what)), plain(" (" + std::to_string(facts.size()) + "): ")};
  line.push_back(plain(call.say("privacy.why." + what) + ' '));
  std::vector<std::string> latest;
  for (auto fact = facts.rbegin(); fact != facts.rend() && latest.size() < kMostExamples; ++fact)
    latest.push_back(cut_code_points(readable(call, **fact, plans), 60));
  line.push_back(plain(call.say("privacy.latest") + ": " + join(latest, "; ") + ". "));
  const StoredFact& last = **std::max_element(facts.begin(), facts.end(), [](const StoredFact* one, const StoredFact* other) {
    return one->until.value_or(TimePoint{}) < other->until.value_or(TimePoint{});
  });
  line.push_back(plain(last.until ? call.say("privacy.until", {{"date", day_text(call.speaker(), date_of(*last.until))}})
                                  : call.say("privacy.until-forgotten")));
  return line;
}

std::string json_of(const std::vector<StoredFact>& facts) {
  std::string json = "[";
  for (const StoredFact& fact : facts) {
    if (json.size() > 1) json += ',';
    json += "\n{\"what\":" + json_quoted(fact.what) + ",\"value\":" + json_quoted(fact.value) +
            ",\"at\":" + json_quoted(to_rfc3339(fact.at)) +
            ",\"until\":" + (fact.until ? json_quoted(to_rfc3339(*fact.until)) : "null") + '}';
  }
  return json + "\n]";
}

/// Pieces of at most kMostPiece bytes, cut at line ends where there are any.
std::vector<std::string> pieces_of(std::string_view text) {
  std::vector<std::string> pieces;
  while (!text.empty()) {
    std::string_view piece = cut_bytes(text, kMostPiece);
    if (piece.size() < text.size()) {
      const std::size_t line_end = piece.rfind('\n');
      if (line_end != std::string_view::npos && line_end > 0) piece = piece.substr(0, line_end + 1);
    }
    pieces.emplace_back(piece);
    text.remove_prefix(piece.size());
  }
  return pieces;
}

Result<Reply> part_of_export(const Call& call, std::size_t part) {
  const auto facts = facts_of(call);
  if (!facts) return tl::unexpected(facts.error());
  const auto pieces = pieces_of(json_of(*facts));
  const std::size_t parts = (pieces.size() + kPiecesInPart - 1) / kPiecesInPart;
  if (part >= parts) part = parts - 1;
  Card card;
  card.title = call.say("privacy.export-title");
  card.blocks.emplace_back(
      Paragraph{call.line("privacy.export-part", {{"part", std::to_string(part + 1)}, {"parts", std::to_string(parts)}})});
  const std::size_t end = std::min(pieces.size(), (part + 1) * kPiecesInPart);
  for (std::size_t i = part * kPiecesInPart; i < end; ++i) card.blocks.emplace_back(Paragraph{{code(pieces[i])}});
  if (part + 1 < parts) card.buttons.push_back(button(call.say("privacy.next-part"), "expt", std::to_string(part + 1)));
  return Answer{std::move(card)};
}

Button forget_button(const Call& call) {
  Button made = button(call.say("privacy.forget-button"), "frgt", {}, Binding::Member, ButtonStyle::Danger);
  made.confirm = call.say("privacy.forget-confirm");
  return made;
}

}  // namespace

Result<Reply> privacy(const Call& call) {
  const auto facts = facts_of(call);
  if (!facts) return tl::unexpected(facts.error());
  const auto plans = plans_in_words(call, *facts);
  if (!plans) return tl::unexpected(plans.error());
  Card card;
  card.title = call.say("privacy.title");
  std::map<std::string, std::vector<const StoredFact*>> groups;
  for (const StoredFact& fact : *facts) groups[fact.what].push_back(&fact);
  card.blocks.emplace_back(Paragraph{call.line(groups.empty() ? "privacy.nothing" : "privacy.intro")});
  Bullets list;
  for (const auto& [what, group] : groups) list.items.push_back(group_line(call, what, group, *plans));
  if (!list.items.empty()) card.blocks.emplace_back(std::move(list));
  card.blocks.emplace_back(Note{call.line("privacy.never")});
  card.buttons.push_back(button(call.say("privacy.export-button"), "run", "privacy export"));
  if (!groups.empty()) card.buttons.push_back(forget_button(call));
  return Answer{std::move(card)};
}

Result<Reply> privacy_export(const Call& call) { return part_of_export(call, 0); }

Result<Reply> export_part(const Call& call) {
  std::int64_t part = 0;
  if (!parse_number(call.object, part)) return fail(Code::Invalid, "not a part");
  return part_of_export(call, static_cast<std::size_t>(part));
}

Result<Reply> privacy_forget(const Call& call) {
  Card card;
  card.title = call.say("privacy.forget-title");
  card.blocks.emplace_back(Paragraph{call.line("privacy.forget-what")});
  card.buttons.push_back(forget_button(call));
  return Answer{std::move(card)};
}

Result<Reply> forget(const Call& call, const Prepared& /*prepared*/, store::Writer& tx) {
  const MemberKey member = call.origin.member;
  const auto rows = tx.forget_member(member);
  if (!rows) return tl::unexpected(rows.error());
  call.after([services = &call.services, memory = &call.memory, member] {
    services->seen.forget(store::reader_of(member));
    memory->choices.forget(member);
  });
  Card card;
  card.title = call.say("privacy.forgotten-title");
  card.blocks.emplace_back(Paragraph{call.line("privacy.forgotten")});
  return call.replace(std::move(card));
}

}  // namespace allybot::handlers
