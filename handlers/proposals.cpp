#include "handlers/proposals.h"

#include <algorithm>

#include "bot/core/text.h"
#include "bot/library/kind.h"
#include "bot/library/proposal.h"
#include "bot/library/snapshot.h"
#include "bot/store/kept.h"
#include "handlers/item_card.h"
#include "handlers/lead.h"
#include "handlers/note.h"
#include "handlers/post.h"
#include "handlers/roles.h"

namespace allybot::handlers {
namespace {

using store::Proposal;

constexpr std::size_t kMostReason = 500;  // code points
constexpr std::size_t kMostAtOnce = 20;
constexpr std::size_t kMostQuotes = 12;
constexpr const char* kReason = "reason";

/// The title of what is to be corrected, or of the new item.
std::string title_of(const Speaker& speaker, const Proposal& proposal) {
  if (proposal.item.empty()) return proposal.title;
  const library::Item* item = speaker.library.find(proposal.item, proposal.language);
  return item == nullptr ? proposal.item.str() : item->title;
}

std::string topic_titles(const Speaker& speaker, const std::vector<std::string>& ids) {
  std::vector<std::string> titles;
  for (const library::Topic& topic : speaker.library.topics(speaker.language))
    if (std::find(ids.begin(), ids.end(), topic.id) != ids.end()) titles.push_back(topic.title);
  return join(titles, ", ");
}

/// As it was typed, a quotation for each line; a text of very many lines as one.
void quote(Card& card, const std::string& text) {
  std::vector<std::string> lines;
  for (const std::string_view line : split(text, '\n'))
    if (!trim(line).empty()) lines.emplace_back(trim(line));
  if (lines.size() > kMostQuotes) lines = {text};
  for (std::string& line : lines) card.blocks.emplace_back(Quote{text_line(std::move(line))});
}

Result<void> require_decider(const Call& call, const MemberFacts& facts, store::Reader& reader) {
  const MemberKey& member = call.origin.member;
  if (is_admin(call.services, member, facts)) return {};
  const auto led = reader.channels_led_by(member);
  if (!led) return tl::unexpected(led.error());
  if (led->empty()) return fail(Code::Forbidden, "neither lead nor admin", call.say("proposal.leads-only"));
  return {};
}

/// The proposal of the button or form, when it still waits and the member may decide.
Result<Proposal> waiting_one(const Call& call, const MemberFacts& facts, store::Reader& reader) {
  std::int64_t id = 0;
  if (!parse_number(call.object, id)) return fail(Code::Invalid, "not a proposal");
  if (auto may = require_decider(call, facts, reader); !may) return tl::unexpected(may.error());
  auto found = reader.proposal(id);
  if (!found) return tl::unexpected(found.error());
  const MemberKey& member = call.origin.member;
  if (!*found || (*found)->author.platform != member.platform || (*found)->author.workspace != member.workspace)
    return fail(Code::NotFound, "no such proposal", call.say("proposal.gone"));
  switch ((*found)->state) {
    case Proposal::State::Waiting: return std::move(**found);
    case Proposal::State::Approved:
      return fail(Code::Conflict, "approved already", call.say("proposal.was-approved", {{"path", (*found)->outcome}}));
    case Proposal::State::Declined: return fail(Code::Conflict, "declined already", call.say("proposal.was-declined"));
    case Proposal::State::Expired: break;
  }
  return fail(Code::Conflict, "expired", call.say("proposal.was-expired"));
}

/// What of it is shown by a reading command: asks the platform for the role first.
Result<Proposal> waiting_one_now(const Call& call) {
  const auto prepared = prepare_admin(call);
  if (!prepared) return tl::unexpected(prepared.error());
  return store::read<Proposal>(call.services.store,
                               [&](store::Reader& reader) { return waiting_one(call, prepared->member, reader); });
}

/// The one with the id, else the oldest, with what else waits.
Result<Card> card_in_queue(const Call& call, std::int64_t id, store::Reader& reader) {
  const MemberKey& member = call.origin.member;
  const auto waiting = reader.waiting_proposals(member.platform, member.workspace, kMostWaiting);
  if (!waiting) return tl::unexpected(waiting.error());
  if (waiting->empty()) {
    Card card;
    card.title = call.say("proposal.list-title");
    card.blocks.emplace_back(Paragraph{call.line("proposal.none")});
    card.blocks.emplace_back(Note{call.line("proposal.how")});
    return card;
  }
  auto shown = std::find_if(waiting->begin(), waiting->end(), [id](const Proposal& proposal) { return proposal.id == id; });
  if (shown == waiting->end()) shown = waiting->begin();
  Card card = proposal_card(call.speaker(), *shown);
  const auto place = std::distance(waiting->begin(), shown) + 1;
  card.blocks.emplace_back(
      Note{call.line("proposal.place", {{"place", std::to_string(place)}, {"count", std::to_string(waiting->size())}})});
  if (waiting->size() > 1) {
    const auto next = std::next(shown) == waiting->end() ? waiting->begin() : std::next(shown);
    card.buttons.push_back(button(call.say("button.next-one"), "qshw", std::to_string(next->id)));
  }
  return card;
}

Result<Reply> show(const Call& call, std::int64_t id) {
  const auto prepared = prepare_admin(call);
  if (!prepared) return tl::unexpected(prepared.error());
  auto card = store::read<Card>(call.services.store, [&](store::Reader& reader) -> Result<Card> {
    if (auto may = require_decider(call, prepared->member, reader); !may) return tl::unexpected(may.error());
    return card_in_queue(call, id, reader);
  });
  if (!card) return tl::unexpected(card.error());
  return call.replace(std::move(*card));
}

/// The author hears what became of it, in a message of their own that names nobody.
Result<void> tell_author(const Services& services, const Proposal& proposal, const std::string& reason,
                         const std::string& otherwise_to, store::Writer& tx) {
  const auto settings = tx.member_settings(proposal.author);
  if (!settings) return tl::unexpected(settings.error());
  const auto library = services.library.current();
  const std::string& first_choice = settings->language.empty() ? proposal.language : settings->language;
  const Speaker speaker = services.speaker(*library, proposal.author.platform, first_choice);
  Card card;
  card.title = speaker.say(proposal.item.empty() ? "proposal.told-title" : "proposal.told-title-wrong");
  card.blocks.emplace_back(speaker.paragraph(std::string("proposal.told-") + store::name_of(proposal.state),
                                             {{"title", title_of(speaker, proposal)}}));
  if (!reason.empty()) card.blocks.emplace_back(Quote{text_line(reason)});
  card.blocks.emplace_back(speaker.note("proposal.told-thanks"));
  auto message = post_to_member(services, card, speaker.language, proposal.author,
                                proposal.address.empty() ? otherwise_to : proposal.address,
                                "proposal/" + std::to_string(proposal.id), services.clock.now());
  if (!message) return tl::unexpected(message.error());
  if (const auto added = tx.add_delivery(*message); !added) return tl::unexpected(added.error());
  return {};
}

Result<void> note_in_trail(const Call& call, const Proposal& proposal, const char* what, std::string detail, store::Writer& tx) {
  store::AuditEntry entry = audit_of(call, call.origin.channel, what, std::to_string(proposal.id), std::move(detail));
  entry.channel.clear();  // it is about the workspace's library, wherever it was decided
  return tx.add_audit(entry);
}

/// Writes the decision, its line in the trail, and the word to the author.
Result<void> settle(const Call& call, Proposal& proposal, Proposal::State state, const std::string& reason, store::Writer& tx) {
  proposal.state = state;
  proposal.decided_at = call.now;
  if (auto done = tx.update_proposal(proposal); !done) return done;
  const char* what = state == Proposal::State::Approved ? "proposal.approve" : "proposal.decline";
  if (auto done = note_in_trail(call, proposal, what, proposal.outcome, tx); !done) return done;
  return tell_author(call.services, proposal, reason, call.origin.address, tx);
}

/// An answer that leads on to what else waits.
Result<Reply> with_next(const Call& call, Card card, store::Reader& tx) {
  const MemberKey& member = call.origin.member;
  const auto waiting = tx.waiting_proposals(member.platform, member.workspace, 1);
  if (!waiting) return tl::unexpected(waiting.error());
  if (!waiting->empty()) card.buttons.push_back(button(call.say("button.next-one"), "qshw", std::to_string(waiting->front().id)));
  return call.replace(std::move(card));
}

/// Where the file was written, and where it belongs once it is ready.
struct Written {
  std::string path, place;
};

/// The language of the content that is nearest to the one it was written in: "en" for "en-GB".
std::string language_of(const Call& call, const Proposal& proposal) {
  const auto known = call.library->languages();
  auto chain = library::fallback_chain(proposal.language.empty() ? call.services.default_language : proposal.language);
  for (std::string& language : chain)
    if (std::find(known.begin(), known.end(), language) != known.end()) return std::move(language);
  return std::move(chain.back());
}

Result<Written> write_file(const Call& call, const Proposal& proposal) {
  const std::string& root = call.services.content_root;
  if (root.empty()) return fail(Code::Unsupported, "the content is a repository's", call.say("proposal.repository"));
  const std::string language = language_of(call, proposal);
  if (!proposal.item.empty()) {
    const library::Item* item = call.library->find(proposal.item, language);
    if (item == nullptr) return fail(Code::NotFound, "the item is gone", call.say("proposal.item-gone"));
    auto path = library::propose_correction(root, *item, proposal.text);
    if (!path) return tl::unexpected(path.error());
    return Written{std::move(*path), item->path};
  }
  const auto topics = call.library->topics(language);
  const bool all_known = std::all_of(proposal.topics.begin(), proposal.topics.end(), [&](const std::string& id) {
    return std::any_of(topics.begin(), topics.end(), [&](const library::Topic& topic) { return topic.id == id; });
  });
  if (!all_known) return fail(Code::Invalid, "a topic is gone");
  auto path =
      library::propose_item(root, {language, proposal.kind, proposal.title, proposal.topics, proposal.text, proposal.link});
  if (!path) return tl::unexpected(path.error());
  std::string place = path->substr(path->find('/') + 1);
  return Written{std::move(*path), std::move(place)};
}

std::string changed_fields(const Proposal& before, const Proposal& after) {
  std::vector<std::string> names;
  if (before.title != after.title) names.emplace_back("title");
  if (before.kind != after.kind) names.emplace_back("kind");
  if (before.topics != after.topics) names.emplace_back("topic");
  if (before.text != after.text) names.emplace_back("text");
  if (before.link != after.link) names.emplace_back("link");
  return join(names, ", ");
}

}  // namespace

Card proposal_card(const Speaker& speaker, const Proposal& proposal) {
  Card card;
  const bool is_new = proposal.item.empty();
  card.title = speaker.say(is_new ? "note.suggestion-title" : "note.wrong-title");
  if (is_new) {
    card.blocks.emplace_back(Paragraph{{strong(proposal.title)}});
    std::string about = library::find_kind(proposal.kind) == nullptr ? "" : kind_word(speaker, proposal.kind);
    const std::string topics = topic_titles(speaker, proposal.topics);
    if (!about.empty() && !topics.empty()) about += ", ";
    if (about += topics; !about.empty()) card.blocks.emplace_back(Paragraph{text_line(about)});
  } else {
    card.blocks.emplace_back(
        speaker.paragraph("note.item", {{"title", title_of(speaker, proposal)}, {"item", proposal.item.str()}}));
  }
  quote(card, proposal.text);
  if (!proposal.link.empty())
    card.blocks.emplace_back(Labelled{speaker.label("card.source"), {link(proposal.link, proposal.link)}});
  card.blocks.emplace_back(speaker.note("note.no-name"));
  const std::string id = std::to_string(proposal.id);
  card.buttons.push_back(button(speaker.say("button.approve"), "qyes", id, Binding::Member, ButtonStyle::Primary));
  card.buttons.push_back(button(speaker.say("button.edit-first"), "qedt", id));
  card.buttons.push_back(button(speaker.say("button.decline"), "qdcl", id));
  return card;
}

Result<Reply> proposal_list(const Call& call) { return show(call, 0); }

Result<Reply> proposal_shown(const Call& call) {
  std::int64_t id = 0;
  if (!parse_number(call.object, id)) return fail(Code::Invalid, "not a proposal");
  return show(call, id);
}

Result<Reply> proposal_form(const Call& call) {
  const auto proposal = waiting_one_now(call);
  if (!proposal) return tl::unexpected(proposal.error());
  Form form;
  form.title = call.say("proposal.form-title");
  form.intro = call.say("proposal.form-intro");
  form.submit = call.say("form.save");
  form.fields = fields_of(call, *proposal);
  form.on_submit = Action{"qsav", call.object, Binding::Member};
  return OpenForm{std::move(form)};
}

Result<Reply> proposal_edited(const Call& call, const Prepared& prepared, store::Writer& tx) {
  if (call.form == nullptr) return fail(Code::Invalid, "not a form");
  const auto before = waiting_one(call, prepared.member, tx);
  if (!before) return tl::unexpected(before.error());
  Proposal proposal = *before;
  FormProblems problems = read_fields(call, proposal);
  if (!problems.by_field.empty()) return problems;
  if (const std::string changed = changed_fields(*before, proposal); !changed.empty()) {
    if (auto done = tx.update_proposal(proposal); !done) return tl::unexpected(done.error());
    if (auto done = note_in_trail(call, proposal, "proposal.edit", changed, tx); !done) return tl::unexpected(done.error());
  }
  auto card = card_in_queue(call, proposal.id, tx);
  if (!card) return tl::unexpected(card.error());
  return Answer{std::move(*card)};
}

Result<Reply> proposal_reason(const Call& call) {
  const auto proposal = waiting_one_now(call);
  if (!proposal) return tl::unexpected(proposal.error());
  Form form;
  form.title = call.say("proposal.reason-title");
  form.intro = call.say("proposal.reason-intro");
  form.submit = call.say("form.send");
  Field field;
  field.name = kReason;
  field.label = call.say("proposal.reason-label");
  field.hint = call.say("proposal.reason-hint");
  field.kind = Field::Kind::LongText;
  field.max_length = kMostReason;
  form.fields.push_back(std::move(field));
  form.on_submit = Action{"qsay", call.object, Binding::Member};
  return OpenForm{std::move(form)};
}

Result<Reply> proposal_declined(const Call& call, const Prepared& prepared, store::Writer& tx) {
  if (call.form == nullptr) return fail(Code::Invalid, "not a form");
  auto proposal = waiting_one(call, prepared.member, tx);
  if (!proposal) return tl::unexpected(proposal.error());
  const auto found = call.form->find(kReason);
  const std::string reason(found == call.form->end() ? std::string_view() : trim(found->second));
  if (reason.empty()) return FormProblems{{{kReason, call.say("proposal.reason-missing")}}};
  if (count_code_points(reason) > kMostReason)
    return FormProblems{{{kReason, call.say("form.too-long", {{"most", std::to_string(kMostReason)}})}}};
  if (auto done = settle(call, *proposal, Proposal::State::Declined, reason, tx); !done) return tl::unexpected(done.error());
  Card card;
  card.title = call.say("proposal.list-title");
  card.blocks.emplace_back(Paragraph{call.line("proposal.declined", {{"title", title_of(call.speaker(), *proposal)}})});
  return with_next(call, std::move(card), tx);
}

Result<Reply> proposal_approved(const Call& call, const Prepared& prepared, store::Writer& tx) {
  auto proposal = waiting_one(call, prepared.member, tx);
  if (!proposal) return tl::unexpected(proposal.error());
  // Inside the transaction: one lead decides. Should it not commit, the next attempt finds the same file and takes it.
  auto written = write_file(call, *proposal);
  if (!written) {
    Error error = written.error();
    if (error.for_member.empty())
      error.for_member = call.say(error.code == Code::Unavailable ? "proposal.read-only" : "proposal.not-ready");
    return tl::unexpected(std::move(error));
  }
  proposal->outcome = std::move(written->path);
  if (auto done = settle(call, *proposal, Proposal::State::Approved, {}, tx); !done) return tl::unexpected(done.error());
  Card card;
  card.title = call.say("proposal.approved-title");
  card.blocks.emplace_back(Paragraph{call.line("proposal.approved", {{"path", proposal->outcome}})});
  Bullets steps;
  steps.numbered = true;
  steps.items.push_back(call.line(proposal->item.empty() ? "proposal.step-edit" : "proposal.step-mend"));
  steps.items.push_back(call.line("proposal.step-draft"));
  steps.items.push_back(call.line("proposal.step-move", {{"path", written->place}}));
  card.blocks.emplace_back(std::move(steps));
  return with_next(call, std::move(card), tx);
}

Result<std::size_t> expire_proposals(const Services& services) {
  const TimePoint before = services.clock.now() - store::kProposalsWait;
  const auto overdue = [&](store::Reader& reader) { return reader.overdue_proposals(before, kMostAtOnce); };
  const auto found = store::read<std::vector<Proposal>>(services.store, overdue);
  if (!found) return tl::unexpected(found.error());
  if (found->empty()) return std::size_t{0};
  return store::write<std::size_t>(services.store, [&](store::Writer& tx) -> Result<std::size_t> {
    auto proposals = overdue(tx);
    if (!proposals) return tl::unexpected(proposals.error());
    for (Proposal& proposal : *proposals) {
      proposal.state = Proposal::State::Expired;
      proposal.decided_at = services.clock.now();
      if (auto done = tx.update_proposal(proposal); !done) return tl::unexpected(done.error());
      if (auto told = tell_author(services, proposal, {}, {}, tx); !told) return tl::unexpected(told.error());
    }
    return proposals->size();
  });
}

}  // namespace allybot::handlers
