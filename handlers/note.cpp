#include "handlers/note.h"

#include "bot/core/text.h"
#include "handlers/item_card.h"
#include "handlers/post.h"

namespace allybot::handlers {
namespace {

constexpr std::size_t kMostText = 1000;  // code points
constexpr std::size_t kMostAdmins = 20;
constexpr const char* kField = "note";

Form form_of(const Call& call, std::string_view kind, Action on_submit, const std::string& initial) {
  const std::string prefix(kind);
  Form form;
  form.title = call.say(prefix + ".form-title");
  form.intro = not_for_reports(call.speaker());
  form.submit = call.say("form.send");
  Field field;
  field.name = kField;
  field.label = call.say(prefix + ".form-label");
  field.hint = call.say(prefix + ".form-hint");
  field.kind = Field::Kind::LongText;
  field.max_length = kMostText;
  field.initial = cut_code_points(initial, kMostText);
  form.fields.push_back(std::move(field));
  form.on_submit = std::move(on_submit);
  return form;
}

/// One message to each admin; the note says nothing of who wrote it.
Result<void> tell_admins(const Call& call, const store::ErrorNote& note, std::int64_t id, const std::string& title,
                         store::Writer& tx) {
  std::size_t told = 0;
  for (const MemberKey& admin : call.services.admins) {
    if (admin.platform != note.member.platform || admin.workspace != note.member.workspace || told == kMostAdmins) continue;
    ++told;
    Speaker speaker = call.speaker();
    speaker.language = call.services.default_language;
    Card card;
    card.title = speaker.say(note.item.empty() ? "note.suggestion-title" : "note.wrong-title");
    if (!note.item.empty())
      card.blocks.emplace_back(speaker.paragraph("note.item", {{"title", title}, {"item", note.item.str()}}));
    card.blocks.emplace_back(Quote{text_line(note.text)});
    card.blocks.emplace_back(speaker.note("note.no-name"));
    auto message = post_to_member(call.services, card, admin, call.origin.address,
                                  "note/" + std::to_string(id) + '/' + admin.member.str(), call.now);
    if (!message) return tl::unexpected(message.error());
    if (const auto added = tx.add_delivery(*message); !added) return tl::unexpected(added.error());
  }
  return {};
}

Result<Reply> keep(const Call& call, const ItemId& item, const std::string& title, std::string_view thanks, store::Writer& tx) {
  const auto value = call.form == nullptr ? std::map<std::string, std::string>::const_iterator() : call.form->find(kField);
  if (call.form == nullptr || value == call.form->end() || trim(value->second).empty())
    return FormProblems{{{kField, call.say("form.empty")}}};
  store::ErrorNote note;
  note.member = call.origin.member;
  note.item = item;
  note.text = cut_code_points(trim(value->second), kMostText);
  note.at = call.now;
  const auto id = tx.add_note(note);
  if (!id) return tl::unexpected(id.error());
  if (auto done = tell_admins(call, note, *id, title, tx); !done) return tl::unexpected(done.error());
  call.after([services = &call.services] { services->metrics.count("notes"); });
  Card card;
  card.title = call.say("note.thanks-title");
  card.blocks.emplace_back(Paragraph{call.line(thanks)});
  return Answer{std::move(card)};
}

}  // namespace

Result<Reply> wrong(const Call& call) {
  if (call.library->find(ItemId(call.object), call.language) == nullptr)
    return fail(Code::NotFound, "no such item", call.say("open.gone"));
  return OpenForm{form_of(call, "wrong", Action{"note", call.object, Binding::Member}, {})};
}

Result<Reply> wrong_sent(const Call& call, const Prepared& /*prepared*/, store::Writer& tx) {
  const library::Item* item = call.library->find(ItemId(call.object), call.language);
  return keep(call, ItemId(call.object), item == nullptr ? call.object : item->title, "note.wrong-thanks", tx);
}

Result<Reply> suggest(const Call& call) {
  return OpenForm{form_of(call, "suggest", Action{"idea", {}, Binding::Member}, call.arguments)};
}

Result<Reply> suggest_sent(const Call& call, const Prepared& /*prepared*/, store::Writer& tx) {
  return keep(call, {}, {}, "note.suggest-thanks", tx);
}

}  // namespace allybot::handlers
