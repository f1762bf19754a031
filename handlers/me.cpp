#include "handlers/me.h"

#include "bot/core/direct_channel.h"
#include "bot/core/text.h"
#include "handlers/my_nudges.h"
#include "handlers/post.h"
#include "handlers/quiet_hours.h"
#include "handlers/setting_words.h"
#include "handlers/start.h"

namespace allybot::handlers {
namespace {

using store::MemberSettings;

/// One thing a member may choose.
struct Choosable {
  const char* name;
  std::string MemberSettings::*field;
  Result<std::string> (*read)(const Call&, std::string_view);
};
constexpr Choosable kZone{"zone", &MemberSettings::zone, &read_zone};
constexpr Choosable kLanguage{"language", &MemberSettings::language, &read_language};
constexpr Choosable kRegion{"region", &MemberSettings::region, &read_region};
constexpr Choosable kAudience{"audience", &MemberSettings::audience, &read_audience};
constexpr Choosable kAll[] = {kZone, kLanguage, kRegion, kAudience};

void add_setting(Card& card, const Call& call, const char* name, const std::string& value, std::string_view from) {
  const std::string shown = value.empty() ? call.say("me.not-set") : value;
  card.blocks.emplace_back(
      Labelled{call.speaker().label(std::string("me.") + name),
               text_line(from.empty() ? shown : shown + " (" + call.say("from." + std::string(from)) + ")")});
}

Card card_of(const Call& call, const MemberSettings& chosen) {
  Card card;
  card.title = call.say("me.title");
  add_choices(card, call, chosen);
  card.blocks.emplace_back(Note{call.line("me.how")});
  card.buttons.push_back(button(call.say("me.change"), "mefo", {}));
  card.buttons.push_back(button(call.say("button.privacy"), "run", "privacy"));
  return card;
}

/// Said in the language that may just have been chosen.
Card saved_card(Call call, const MemberSettings& chosen, const char* said) {
  if (!chosen.language.empty()) call.language = chosen.language;
  Card card = call.object == kFromHome ? home_card(call, chosen) : card_of(call, chosen);
  card.blocks.insert(card.blocks.begin(), Paragraph{call.line(said)});
  return card;
}

void forget_cached(const Call& call) {
  call.after([memory = &call.memory, member = call.origin.member] { memory->choices.forget(member); });
}

Result<Reply> choose(const Call& call, const Choosable& what, store::Writer& tx) {
  if (call.arguments.empty()) return fail(Code::Invalid, "nothing to set", call.say(std::string("me.how-") + what.name));
  const auto value = what.read(call, call.arguments);
  if (!value) return tl::unexpected(value.error());
  auto settings = tx.member_settings(call.origin.member);
  if (!settings) return tl::unexpected(settings.error());
  (*settings).*what.field = *value;
  if (auto done = tx.set_member_settings(call.origin.member, *settings); !done) return tl::unexpected(done.error());
  if (auto done = follow_zone(call, call.preferences.zone, settings->zone, tx); !done) return tl::unexpected(done.error());
  if (auto done = reschedule_plans(call, direct_channel(call.origin.member), tx); !done) return tl::unexpected(done.error());
  forget_cached(call);
  return Answer{saved_card(call, *settings, value->empty() ? "me.cleared" : "me.saved")};
}

Field text_field(const Call& call, const char* name, const std::string& initial) {
  Field field;
  field.name = name;
  field.label = call.say(std::string("me.") + name);
  field.hint = call.say(std::string("me.hint-") + name);
  field.initial = initial;
  field.optional = true;
  field.max_length = 60;
  return field;
}

}  // namespace

void add_choices(Card& card, const Call& call, const MemberSettings& chosen) {
  const Preferences& now = call.preferences;
  add_setting(card, call, "zone", chosen.zone.empty() ? now.zone : chosen.zone,
              chosen.zone.empty() ? name_of(now.zone_from) : name_of(From::Member));
  add_setting(card, call, "language", chosen.language.empty() ? now.language : chosen.language,
              chosen.language.empty() ? std::string_view() : name_of(From::Member));
  add_setting(card, call, "region", chosen.region.empty() ? now.region : chosen.region,
              chosen.region.empty() ? std::string_view() : name_of(From::Member));
  add_setting(card, call, "audience", audience_word(call, chosen.audience), {});
}

Result<Reply> me(const Call& call) {
  const auto chosen = call.memory.choices.of(call.origin.member, call.now);
  Card card = card_of(call, chosen);
  if (auto done = add_my_nudges(card, call); !done) return tl::unexpected(done.error());
  return Answer{std::move(card)};
}

Result<Reply> me_zone(const Call& call, const Prepared& /*prepared*/, store::Writer& tx) { return choose(call, kZone, tx); }
Result<Reply> me_language(const Call& call, const Prepared& /*prepared*/, store::Writer& tx) {
  return choose(call, kLanguage, tx);
}
Result<Reply> me_region(const Call& call, const Prepared& /*prepared*/, store::Writer& tx) { return choose(call, kRegion, tx); }
Result<Reply> me_audience(const Call& call, const Prepared& /*prepared*/, store::Writer& tx) {
  return choose(call, kAudience, tx);
}

Result<Reply> me_form(const Call& call) {
  const auto chosen = call.memory.choices.of(call.origin.member, call.now);
  Form form;
  form.title = call.say("me.title");
  form.intro = call.say("me.form-intro");
  form.submit = call.say("form.save");
  form.fields.push_back(text_field(call, "zone", chosen.zone));
  Field language = text_field(call, "language", chosen.language);
  language.kind = Field::Kind::Choose;
  for (const std::string& spoken : call.library->languages()) language.choices.push_back({spoken, spoken});
  form.fields.push_back(std::move(language));
  form.fields.push_back(text_field(call, "region", chosen.region));
  Field audience = text_field(call, "audience", chosen.audience);
  audience.kind = Field::Kind::Choose;
  for (const std::string_view name : audiences())
    audience.choices.push_back({std::string(name), call.say("audience." + std::string(name))});
  form.fields.push_back(std::move(audience));
  form.on_submit = Action{"mesv", call.object, Binding::Member};
  return OpenForm{std::move(form)};
}

Result<Reply> me_sent(const Call& call, const Prepared& /*prepared*/, store::Writer& tx) {
  if (call.form == nullptr) return fail(Code::Invalid, "not a form");
  auto settings = tx.member_settings(call.origin.member);
  if (!settings) return tl::unexpected(settings.error());
  FormProblems problems;
  for (const Choosable& what : kAll) {
    const auto value = call.form->find(what.name);
    if (value == call.form->end()) continue;
    if (trim(value->second).empty()) {
      ((*settings).*what.field).clear();
      continue;
    }
    auto read = what.read(call, value->second);
    if (read)
      (*settings).*what.field = std::move(*read);
    else
      problems.by_field.emplace_back(what.name, read.error().for_member);
  }
  if (!problems.by_field.empty()) return problems;
  if (auto done = tx.set_member_settings(call.origin.member, *settings); !done) return tl::unexpected(done.error());
  if (auto done = follow_zone(call, call.preferences.zone, settings->zone, tx); !done) return tl::unexpected(done.error());
  if (auto done = reschedule_plans(call, direct_channel(call.origin.member), tx); !done) return tl::unexpected(done.error());
  forget_cached(call);
  Card card = saved_card(call, *settings, "me.saved");
  if (call.object == kFromHome) return HomePage{std::move(card)};
  return Answer{std::move(card)};
}

}  // namespace allybot::handlers
