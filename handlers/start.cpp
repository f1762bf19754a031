#include "handlers/start.h"

#include "handlers/draw_item.h"
#include "handlers/me.h"

namespace allybot::handlers {
namespace {

Bullets things_to_try(const Speaker& speaker) {
  Bullets list;
  for (const char* key : {"try.myth", "try.topic", "try.help"}) list.items.push_back(speaker.line(key));
  return list;
}

void add_first_buttons(Card& card, const Speaker& speaker) {
  card.buttons.push_back(button(speaker.say("button.tip"), "run", "tip", Binding::Member, ButtonStyle::Primary));
  card.buttons.push_back(button(speaker.say("button.myth"), "run", "myth"));
  card.buttons.push_back(button(speaker.say("button.topics"), "run", "topics"));
  card.buttons.push_back(button(speaker.say("button.help"), "run", "help"));
}

}  // namespace

Result<Reply> start(const Call& call) {
  const Speaker speaker = call.speaker();
  Card card = draw_card(call, "tips", {});
  card.blocks.emplace_back(Divider{});
  card.blocks.emplace_back(speaker.paragraph("try.title"));
  card.blocks.emplace_back(things_to_try(speaker));
  if (!card.cache_key.empty()) card.cache_key += "-start";
  return Answer{std::move(card)};
}

Card introduction(const Speaker& speaker) {
  Card card;
  card.title = speaker.say("hello.title");
  card.blocks.emplace_back(speaker.paragraph("hello.what"));
  card.blocks.emplace_back(speaker.paragraph("hello.private"));
  card.blocks.emplace_back(speaker.paragraph("try.title"));
  card.blocks.emplace_back(things_to_try(speaker));
  add_first_buttons(card, speaker);
  return card;
}

Result<Reply> greet(const Call& call) { return Answer{introduction(call.speaker())}; }

Card did_you_mean(const Speaker& speaker, const Match& match) {
  Card card;
  card.title = speaker.say("mean.title");
  card.blocks.emplace_back(speaker.paragraph("mean.verb", {{"suggestion", match.suggestion}}));
  card.buttons.push_back(button(speaker.say("mean.button", {{"suggestion", match.suggestion}}), "run", match.suggestion,
                                Binding::Member, ButtonStyle::Primary));
  card.buttons.push_back(button(speaker.say("mean.search"), "run", "find " + match.arguments));
  return card;
}

Card home_card(const Call& call, const store::MemberSettings& chosen) {
  const Speaker speaker = call.speaker();
  Card card = introduction(speaker);
  card.blocks.emplace_back(Divider{});
  card.blocks.emplace_back(Paragraph{{strong(speaker.say("me.title"))}});
  add_choices(card, call, chosen);
  card.buttons.push_back(button(speaker.say("me.change"), "mefo", kFromHome));
  card.buttons.push_back(button(speaker.say("button.privacy"), "run", "privacy"));
  card.blocks.emplace_back(Divider{});
  card.blocks.emplace_back(speaker.paragraph("home.verbs"));
  Bullets verbs;
  for (const Entry& entry : command_entries()) {
    Line line = {code(speaker.command + ' ' + called(speaker, entry.name)), plain(speaker.colon())};
    for (Inline& run : speaker.line(entry.help_key)) line.push_back(std::move(run));
    verbs.items.push_back(std::move(line));
  }
  card.blocks.emplace_back(std::move(verbs));
  return card;
}

Result<Reply> home(const Call& call) { return HomePage{home_card(call, call.memory.choices.of(call.origin.member, call.now))}; }

}  // namespace allybot::handlers
