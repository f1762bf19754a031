#include "handlers/item_card.h"

#include <algorithm>
#include <array>
#include <optional>

#include "bot/core/text.h"

namespace allybot::handlers {
namespace {

constexpr std::size_t kEnoughContacts = 100;  // characters; all of them are under /ally help

using library::Item;
using library::Source;

std::string key_of(const Speaker& speaker, const Item& item, std::string_view shape) {
  std::string key = speaker.library.revision();
  key += '|';
  key += item.id.str();
  key += '|';
  key += item.language;
  key += '|';
  key += speaker.language;
  key += '|';
  key += shape;
  return key;
}

std::string_view word_of(Showing showing) {
  switch (showing) {
    case Showing::Private: return "private";
    case Showing::Direct: return "direct";
    case Showing::Public: return "public";
    case Showing::Posted: return "posted";
  }
  return "private";
}

std::string_view word_of(Vote vote) {
  switch (vote) {
    case Vote::None: return "none";
    case Vote::Myth: return "myth";
    case Vote::Fact: return "fact";
  }
  return "none";
}

std::string ended(std::string text) {
  if (!text.empty() && std::string_view(".!?").find(text.back()) == std::string_view::npos) text += '.';
  return text;
}

std::vector<const Source*> sources_of(const Speaker& speaker, const Item& item) {
  std::vector<const Source*> found;
  for (const std::string& id : item.sources)
    if (const Source* source = speaker.library.source(id); source != nullptr) found.push_back(source);
  return found;
}

/// One source in full; several as a line of publishers and years, with the caveat of the first, which carries the item.
void add_source_note(Card& card, const Speaker& speaker, const Item& item, Showing showing) {
  const auto sources = sources_of(speaker, item);
  if (sources.empty()) return;
  Note note;
  const Source& first = *sources.front();
  note.line.push_back(plain(speaker.say(sources.size() == 1 ? "card.source" : "card.sources") + speaker.colon()));
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (i > 0) note.line.push_back(plain("; "));
    note.line.push_back(link(sources[i]->publisher, sources[i]->url));
    note.line.push_back(plain(", " + std::to_string(sources[i]->year)));
  }
  std::string rest;
  if (sources.size() == 1 && !first.population.empty()) rest = " (" + first.population + ")";
  rest += ". ";
  if (!first.caveat.empty()) rest += speaker.say("card.caveat") + speaker.colon() + ended(first.caveat) + ' ';
  note.line.push_back(plain(std::move(rest)));
  if (showing != Showing::Posted)
    for (Inline& run : speaker.line("card.more-on-source", {{"source", first.id}})) note.line.push_back(std::move(run));
  card.blocks.emplace_back(std::move(note));
}

void add_labelled(Card& card, const Speaker& speaker, std::string_view label_key, const std::string& text) {
  if (text.empty()) return;
  card.blocks.emplace_back(Labelled{speaker.label(label_key), text_line(text)});
}

void add_body(Card& card, const Item& item) { card.blocks.insert(card.blocks.end(), item.body.begin(), item.body.end()); }

void add_middle(Card& card, const Speaker& speaker, const Item& item, Showing showing) {
  if (item.kind == "scenarios") {
    card.blocks.emplace_back(Note{text_line(not_for_reports(speaker, showing))});
    card.blocks.emplace_back(Quote{text_line(item.situation)});
    add_labelled(card, speaker, "card.say-now", item.now);
    add_labelled(card, speaker, "card.say-afterwards", item.afterwards);
    add_labelled(card, speaker, "card.say-manager", item.with_manager);
  } else if (item.kind == "pledges") {
    card.blocks.emplace_back(Quote{speaker.line("card.pledge", {{"if", item.if_}, {"then", ended(item.then_)}})});
  } else if (item.kind == "exercises") {
    const std::string people = item.people.empty() ? std::string() : speaker.say("people." + item.people);
    add_labelled(card, speaker, "card.takes",
                 speaker.say_counted("card.minutes", item.minutes) + (people.empty() ? std::string() : ", " + people));
  } else if (item.kind == "resources") {
    Labelled where{speaker.say("card.where"), {}};
    where.line.push_back(link(item.publisher.empty() ? item.title : item.publisher, item.url));
    const std::string facts = resource_facts(speaker, item);
    if (!facts.empty()) where.line.push_back(plain(" (" + facts + ")"));
    card.blocks.emplace_back(std::move(where));
  }
  add_body(card, item);
}

void add_feedback(Card& card, const Speaker& speaker, const Item& item, Binding binding) {
  card.buttons.push_back(button(speaker.say("button.useful"), "good", item.id.str(), binding));
  card.buttons.push_back(button(speaker.say("button.not-for-me"), "poor", item.id.str(), binding));
}

void add_buttons(Card& card, const Speaker& speaker, const Item& item, Showing showing, const std::string& again) {
  if (!item.url.empty()) {
    Button open;
    open.label = speaker.say("button.open");
    open.url = item.url;
    card.buttons.push_back(std::move(open));
  }
  if (showing == Showing::Posted) return;
  if (showing == Showing::Public) {
    add_feedback(card, speaker, item, Binding::Anyone);
    card.buttons.push_back(button(speaker.say("button.one-privately"), "more", item.kind, Binding::Anyone));
    return;
  }
  card.buttons.push_back(button(speaker.say("button.another"), "more", again));
  if (showing == Showing::Private) card.buttons.push_back(button(speaker.say("button.share"), "shar", item.id.str()));
  add_feedback(card, speaker, item, Binding::Member);
  card.buttons.push_back(button(speaker.say("button.wrong"), "wrng", item.id.str()));
}

Card question_card(const Speaker& speaker, const Item& item, Showing showing, const std::string& again) {
  Card card;
  card.title = item.title;
  card.blocks.emplace_back(Quote{text_line(item.claim)});
  card.blocks.emplace_back(speaker.paragraph("myth.question"));
  const Binding binding = showing == Showing::Public ? Binding::Anyone : Binding::Member;
  card.buttons.push_back(button(speaker.say("button.vote-myth"), "myth", item.id.str(), binding));
  card.buttons.push_back(button(speaker.say("button.vote-fact"), "fact", item.id.str(), binding));
  if (showing == Showing::Public) {
    card.blocks.emplace_back(speaker.note("myth.answers-privately"));
  } else {
    card.buttons.push_back(button(speaker.say("button.another"), "more", again));
    if (showing == Showing::Private) card.buttons.push_back(button(speaker.say("button.share"), "shar", item.id.str()));
  }
  card.cache_key = key_of(speaker, item, std::string("question-") + std::string(word_of(showing)));
  return card;
}

constexpr std::array<std::string_view, 4> kConfidence = {"contested", "limited", "moderate", "strong"};

}  // namespace

Card item_card(const Speaker& speaker, const Item& item, Showing showing, const std::string& again) {
  if (item.kind == "myths") {
    if (showing == Showing::Posted) return reveal_card(speaker, item, showing, Vote::None, again);
    return question_card(speaker, item, showing, again);
  }
  Card card;
  card.title = item.title;
  add_middle(card, speaker, item, showing);
  add_labelled(card, speaker, "card.this-week", item.action);
  add_source_note(card, speaker, item, showing);
  add_buttons(card, speaker, item, showing, again);
  card.cache_key = key_of(speaker, item, word_of(showing));
  return card;
}

Card reveal_card(const Speaker& speaker, const Item& item, Showing showing, Vote vote, const std::string& again) {
  Card card;
  card.title = item.title;
  card.blocks.emplace_back(Quote{text_line(item.claim)});
  card.blocks.emplace_back(speaker.paragraph("verdict." + item.verdict + '.' + std::string(word_of(vote))));
  add_body(card, item);
  add_labelled(card, speaker, "card.how-sure", how_sure(speaker, item));
  add_labelled(card, speaker, "card.this-week", item.action);
  add_source_note(card, speaker, item, showing);
  add_buttons(card, speaker, item, showing, again);
  card.cache_key =
      key_of(speaker, item, std::string("reveal-") + std::string(word_of(vote)) + '-' + std::string(word_of(showing)));
  return card;
}

Card thanked_card(const Speaker& speaker, const Item& item, Showing showing, const std::string& again,
                  std::string_view thanks_key) {
  Card card =
      item.kind == "myths" ? reveal_card(speaker, item, showing, Vote::None, again) : item_card(speaker, item, showing, again);
  const auto is_feedback = [](const Button& b) { return b.action.name == "good" || b.action.name == "poor"; };
  card.buttons.erase(std::remove_if(card.buttons.begin(), card.buttons.end(), is_feedback), card.buttons.end());
  card.cache_key.clear();
  card.blocks.emplace_back(speaker.note(thanks_key));
  return card;
}

std::string not_for_reports(const Speaker& speaker, Showing showing) {
  std::string contacts;
  for (const library::HelpContact& contact : speaker.library.help(speaker.language).contacts) {
    if (!contacts.empty()) contacts += "; ";
    contacts += contact.role + speaker.colon() + contact.reach;
    if (contacts.size() > kEnoughContacts) break;
  }
  if (contacts.empty()) return speaker.say("no-report.nobody");
  const std::string whom = speaker.say("no-report.contacts", {{"contacts", contacts}});
  return showing == Showing::Posted ? whom : whom + ' ' + speaker.say("no-report.all");
}

std::string resource_facts(const Speaker& speaker, const Item& item) {
  std::vector<std::string> facts;
  if (!item.type.empty()) facts.push_back(speaker.say("type." + item.type));
  if (item.minutes > 0) facts.push_back(speaker.say_counted("card.minutes", item.minutes));
  if (!item.cost.empty()) facts.push_back(speaker.say("cost." + item.cost));
  return join(facts, ", ");
}

std::string how_sure(const Speaker& speaker, const Item& item) {
  std::optional<std::size_t> least, most;
  for (const Source* source : sources_of(speaker, item)) {
    const auto* const found = std::find(kConfidence.begin(), kConfidence.end(), source->confidence);
    if (found == kConfidence.end()) continue;
    const auto rank = static_cast<std::size_t>(found - kConfidence.begin());
    least = least ? std::min(*least, rank) : rank;
    most = most ? std::max(*most, rank) : rank;
  }
  if (!least) return {};
  if (*least == *most) return speaker.say("sure." + std::string(kConfidence[*least]));
  return speaker.say("sure.mixed", {{"least", speaker.say("confidence." + std::string(kConfidence[*least]))},
                                    {"most", speaker.say("confidence." + std::string(kConfidence[*most]))}});
}

std::string kind_word(const Speaker& speaker, std::string_view kind) { return speaker.say("kind." + std::string(kind)); }

}  // namespace allybot::handlers
