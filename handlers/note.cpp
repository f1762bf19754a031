#include "handlers/note.h"

#include <algorithm>
#include <set>

#include "bot/core/text.h"
#include "bot/library/kind.h"
#include "bot/library/markdown.h"
#include "bot/library/plain_markdown.h"
#include "bot/store/kept.h"
#include "handlers/item_card.h"
#include "handlers/plan_words.h"
#include "handlers/post.h"
#include "handlers/proposals.h"
#include "handlers/verbs.h"

namespace allybot::handlers {
namespace {

using store::Proposal;

constexpr std::size_t kMostAdmins = 20;
constexpr std::size_t kMostLeads = 100;
constexpr std::size_t kMostTitle = 70;
constexpr std::size_t kMostLink = 500;
constexpr std::size_t kMostChoices = 100;
constexpr std::size_t kMostTopics = 4;
constexpr const char* kUsualKind = "tips";

Field field_of(const Call& call, const char* name, const std::string& label, const std::string& hint, std::size_t most) {
  Field field;
  field.name = name;
  field.label = call.say(label);
  field.hint = call.say(hint);
  field.max_length = most;
  return field;
}

Field text_field(const Call& call, const Proposal& proposal) {
  const std::string prefix = proposal.item.empty() ? "suggest" : "wrong";
  Field field = field_of(call, "text", prefix + ".form-label", prefix + ".form-hint", store::kLongestProposal);
  field.kind = Field::Kind::LongText;
  field.initial = cut_code_points(proposal.text, store::kLongestProposal);
  return field;
}

Field kind_field(const Call& call, const Proposal& proposal) {
  Field field = field_of(call, "kind", "suggest.form-kind", "suggest.form-hint-kind", kMostTitle);
  field.kind = Field::Kind::Choose;
  field.initial = proposal.kind.empty() ? kUsualKind : proposal.kind;
  const Speaker speaker = call.speaker();
  for (const library::Kind& kind : library::kinds())
    field.choices.push_back({std::string(kind.name), kind_word(speaker, kind.name)});
  return field;
}

Field topic_field(const Call& call, const Proposal& proposal) {
  Field field = field_of(call, "topic", "suggest.form-topic", "suggest.form-hint-topic", 200);
  field.initial = join(proposal.topics, ", ");
  const auto topics = call.library->topics(call.language);
  if (topics.size() > kMostChoices || proposal.topics.size() > 1) return field;
  field.kind = Field::Kind::Choose;
  for (const library::Topic& topic : topics) field.choices.push_back({topic.id, topic.title});
  return field;
}

Form form_of(const Call& call, const Proposal& proposal, Action on_submit) {
  Form form;
  form.title = call.say(proposal.item.empty() ? "suggest.form-title" : "wrong.form-title");
  form.intro = not_for_reports(call.speaker(), Showing::Private);
  form.submit = call.say("form.send");
  form.fields = fields_of(call, proposal);
  form.on_submit = std::move(on_submit);
  return form;
}

std::string value_of(const Call& call, const char* name) {
  const auto found = call.form->find(name);
  return found == call.form->end() ? std::string() : std::string(trim(found->second));
}

/// One message to each admin, with what they can do about it; it says nothing of who wrote it.
Result<void> tell_admins(const Call& call, const Proposal& proposal, store::Writer& tx) {
  std::size_t told = 0;
  for (const MemberKey& admin : call.services.admins) {
    if (admin.platform != proposal.author.platform || admin.workspace != proposal.author.workspace || told == kMostAdmins)
      continue;
    ++told;
    Speaker speaker = call.speaker();
    speaker.language = call.services.default_language;
    auto message = post_to_member(call.services, proposal_card(speaker, proposal), speaker.language, admin, call.origin.address,
                                  "note/" + std::to_string(proposal.id) + '/' + admin.member.str(), call.now);
    if (!message) return tl::unexpected(message.error());
    if (const auto added = tx.add_delivery(*message); !added) return tl::unexpected(added.error());
  }
  return {};
}

/// Who leads a channel of the workspace that has a plan.
Result<std::set<MemberId>> leads_in(const PlatformId& platform, const WorkspaceId& workspace, store::Reader& tx) {
  const auto plans = tx.all_plans();
  if (!plans) return tl::unexpected(plans.error());
  std::set<ChannelKey> channels;
  for (const store::Plan& plan : *plans)
    if (plan.channel.platform == platform && plan.channel.workspace == workspace) channels.insert(plan.channel);
  std::set<MemberId> leads;
  for (auto channel = channels.begin(); channel != channels.end() && leads.size() < kMostLeads; ++channel) {
    const auto of_channel = tx.leads_of(*channel);
    if (!of_channel) return tl::unexpected(of_channel.error());
    leads.insert(of_channel->begin(), of_channel->end());
  }
  return leads;
}

/// One message to each lead of the workspace when something waits where nothing did: they decide, too, and hear it once. It says
/// neither who wrote it nor what; who wrote it and leads knows already.
Result<void> tell_leads(const Call& call, const Proposal& proposal, store::Writer& tx) {
  const MemberKey& author = proposal.author;
  const auto waiting = tx.waiting_proposals(author.platform, author.workspace, 2);
  if (!waiting) return tl::unexpected(waiting.error());
  if (waiting->size() > 1) return {};
  const auto leads = leads_in(author.platform, author.workspace, tx);
  if (!leads) return tl::unexpected(leads.error());
  for (const MemberId& member : *leads) {
    const MemberKey lead{author.platform, author.workspace, member};
    if (lead == author || call.services.admins.contains(lead)) continue;
    const auto settings = tx.member_settings(lead);
    if (!settings) return tl::unexpected(settings.error());
    Speaker speaker = call.speaker();
    speaker.language = settings->language.empty() ? call.services.default_language : settings->language;
    Card card;
    card.title = speaker.say("proposal.waiting-title");
    card.blocks.emplace_back(speaker.paragraph("proposal.waiting"));
    card.blocks.emplace_back(speaker.note("proposal.waiting-once"));
    card.buttons.push_back(button(speaker.say("button.look"), "run", "suggest list", Binding::Member, ButtonStyle::Primary));
    auto message = post_to_member(call.services, card, speaker.language, lead, call.origin.address,
                                  "waiting/" + std::to_string(proposal.id) + '/' + member.str(), call.now);
    if (!message) return tl::unexpected(message.error());
    if (const auto added = tx.add_delivery(*message); !added) return tl::unexpected(added.error());
  }
  return {};
}

/// The sentence for a queue that has no room; empty when there is some.
Result<std::string> no_room(const Call& call, store::Reader& tx) {
  const MemberKey& author = call.origin.member;
  const auto waiting = tx.waiting_proposals(author.platform, author.workspace, kMostWaiting);
  if (!waiting) return tl::unexpected(waiting.error());
  const auto own =
      std::count_if(waiting->begin(), waiting->end(), [&](const Proposal& proposal) { return proposal.author == author; });
  if (static_cast<std::size_t>(own) >= kMostOfOneMember)
    return call.say("suggest.enough", {{"count", std::to_string(kMostOfOneMember)}});
  return waiting->size() >= kMostWaiting ? call.say("suggest.full") : std::string();
}

Result<Reply> keep(const Call& call, Proposal proposal, std::string_view thanks, store::Writer& tx) {
  if (call.form == nullptr) return fail(Code::Invalid, "not a form");
  FormProblems problems = read_fields(call, proposal);
  if (!problems.by_field.empty()) return problems;
  auto full = no_room(call, tx);
  if (!full) return tl::unexpected(full.error());
  if (!full->empty()) return FormProblems{{{"text", std::move(*full)}}};  // what was typed stays in the form
  proposal.author = call.origin.member;
  proposal.address = call.origin.address;
  proposal.language = call.language;
  proposal.at = call.now;
  const auto id = tx.add_proposal(proposal);
  if (!id) return tl::unexpected(id.error());
  proposal.id = *id;
  if (auto done = tell_admins(call, proposal, tx); !done) return tl::unexpected(done.error());
  if (auto done = tell_leads(call, proposal, tx); !done) return tl::unexpected(done.error());
  call.after([services = &call.services] { services->metrics.count("notes"); });
  Card card;
  card.title = call.say("note.thanks-title");
  card.blocks.emplace_back(Paragraph{call.line(thanks)});
  card.blocks.emplace_back(Note{call.line("note.you-hear")});
  return Answer{std::move(card)};
}

}  // namespace

std::vector<Field> fields_of(const Call& call, const Proposal& proposal) {
  if (!proposal.item.empty()) return {text_field(call, proposal)};
  Field title = field_of(call, "title", "suggest.form-name", "suggest.form-hint-name", kMostTitle);
  title.initial = proposal.title;
  Field link = field_of(call, "link", "suggest.form-link", "suggest.form-hint-link", kMostLink);
  link.initial = proposal.link;
  link.optional = true;
  return {std::move(title), kind_field(call, proposal), topic_field(call, proposal), text_field(call, proposal), std::move(link)};
}

FormProblems read_fields(const Call& call, Proposal& proposal) {
  FormProblems problems;
  const auto read = [&](const char* name, std::size_t most) {
    std::string value = value_of(call, name);
    if (value.empty())
      problems.by_field.emplace_back(name, call.say("form.empty"));
    else if (count_code_points(value) > most)
      problems.by_field.emplace_back(name, call.say("form.too-long", {{"most", std::to_string(most)}}));
    return value;
  };
  proposal.text = read("text", store::kLongestProposal);
  if (!proposal.text.empty() && library::markdown_of(proposal.text).empty())
    problems.by_field.emplace_back("text", call.say("form.empty"));
  if (!proposal.item.empty()) return problems;
  proposal.title = library::one_line(read("title", kMostTitle));
  proposal.kind = value_of(call, "kind");
  if (const library::Kind* kind = library::kind_named(fold_case(proposal.kind)); kind != nullptr)
    proposal.kind = kind->name;
  else
    problems.by_field.emplace_back("kind", call.say("suggest.no-kind"));
  std::vector<std::string> unknown;
  proposal.topics.clear();
  for (std::string& topic : read_topics(call, value_of(call, "topic"), unknown))
    if (std::find(proposal.topics.begin(), proposal.topics.end(), topic) == proposal.topics.end())
      proposal.topics.push_back(std::move(topic));
  if (!unknown.empty())
    problems.by_field.emplace_back("topic", std::move(unknown.front()));
  else if (proposal.topics.empty() || proposal.topics.size() > kMostTopics)
    problems.by_field.emplace_back("topic", call.say("suggest.no-topic"));
  proposal.link = value_of(call, "link");
  if (!proposal.link.empty() && (!library::is_https_address(proposal.link) || proposal.link.size() > kMostLink))
    problems.by_field.emplace_back("link", call.say("suggest.no-link"));
  return problems;
}

Result<Reply> wrong(const Call& call) {
  if (call.library->find(ItemId(call.object), call.language) == nullptr)
    return fail(Code::NotFound, "no such item", call.say("open.gone"));
  Proposal proposal;
  proposal.item = ItemId(call.object);
  return OpenForm{form_of(call, proposal, Action{"note", call.object, Binding::Member})};
}

Result<Reply> wrong_sent(const Call& call, const Prepared& /*prepared*/, store::Writer& tx) {
  Proposal proposal;
  proposal.item = ItemId(call.object);
  return keep(call, std::move(proposal), "note.wrong-thanks", tx);
}

Result<Reply> suggest(const Call& call) {
  if (is_listed(*call.library, call.language, "verb.schedule.list", call.arguments)) return proposal_list(call);
  Proposal proposal;
  proposal.text = call.arguments;
  return OpenForm{form_of(call, proposal, Action{"idea", {}, Binding::Member})};
}

Result<Reply> suggest_sent(const Call& call, const Prepared& /*prepared*/, store::Writer& tx) {
  return keep(call, {}, "note.suggest-thanks", tx);
}

}  // namespace allybot::handlers
