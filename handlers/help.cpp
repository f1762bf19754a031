#include "handlers/help.h"

#include <algorithm>

#include "bot/core/text.h"
#include "handlers/match.h"

namespace allybot::handlers {
namespace {

/// `of` is the verb that a part belongs to.
std::string usage(const Call& call, const Entry& entry, std::string_view of = {}) {
  std::string text = call.speaker().command + ' ';
  if (!of.empty()) text += called(call.speaker(), of) + ' ';
  text += called(call.speaker(), entry.name, of.empty() ? std::string() : std::string(of) + '.');
  if (!entry.arguments.empty()) text += ' ' + arguments_of(call.speaker(), entry);
  return text;
}

Line help_line(const Call& call, const Entry& entry, std::string_view of = {}) {
  Line line = {code(usage(call, entry, of)), plain(call.speaker().colon())};
  for (Inline& run : call.line(entry.help_key)) line.push_back(std::move(run));
  return line;
}

void add_contacts(Card& card, const Call& call) {
  const library::Help& help = call.library->help(call.language);
  if (help.contacts.empty() && help.intro.empty()) return;
  card.blocks.emplace_back(Divider{});
  if (!help.intro.empty()) card.blocks.emplace_back(Paragraph{text_line(help.intro)});
  Bullets contacts;
  for (const library::HelpContact& contact : help.contacts) {
    Line line = {strong(contact.role), plain(call.speaker().colon() + contact.name + ", " + contact.reach)};
    if (!contact.hours.empty()) line.push_back(plain(" (" + contact.hours + ")"));
    contacts.items.push_back(std::move(line));
  }
  if (!contacts.items.empty()) card.blocks.emplace_back(std::move(contacts));
}

/// Where everybody reads the answer, not for all of them.
bool can_ask(const Call& call, const Entry& entry) { return entry.open || !call.open; }

Bullets list_of(const Call& call, bool for_leads) {
  Bullets list;
  for (const Entry& entry : command_entries())
    if ((entry.who != Who::Everybody) == for_leads && can_ask(call, entry)) list.items.push_back(help_line(call, entry));
  return list;
}

Card overview(const Call& call) {
  Card card;
  card.title = call.say("help.title");
  card.blocks.emplace_back(Paragraph{call.line(call.open ? "openly.help" : "help.everybody")});
  card.blocks.emplace_back(list_of(call, false));
  Bullets for_leads = list_of(call, true);
  if (!for_leads.items.empty()) {
    card.blocks.emplace_back(Paragraph{call.line("help.leads")});
    card.blocks.emplace_back(std::move(for_leads));
  }
  if (!call.open) card.blocks.emplace_back(Note{call.line("help.more")});
  add_contacts(card, call);
  return card;
}

Card about(const Call& call, const Entry& entry) {
  Card card;
  card.title = usage(call, entry);
  card.blocks.emplace_back(Paragraph{call.line(entry.help_key)});
  card.blocks.emplace_back(Paragraph{call.line(std::string(entry.help_key) + ".more")});
  if (entry.who != Who::Everybody) card.blocks.emplace_back(Note{call.line("help.who-leads")});
  if (!entry.parts.empty()) {
    Bullets parts;
    for (const Entry& part : entry.parts) parts.items.push_back(help_line(call, part, entry.name));
    card.blocks.emplace_back(std::move(parts));
  }
  if (entry.name == "help") add_contacts(card, call);
  return card;
}

}  // namespace

Result<Reply> help(const Call& call) {
  if (call.arguments.empty()) return Answer{overview(call)};
  const Match asked = match(call.arguments, tongues_of(call));
  if (asked.kind == Match::Kind::Verb) {
    const std::string first = asked.verb.substr(0, asked.verb.find(' '));
    for (const Entry& entry : command_entries())
      if (entry.name == first && can_ask(call, entry)) return Answer{about(call, entry)};
  }
  Card card = overview(call);
  if (!call.open) card.blocks.insert(card.blocks.begin(), Paragraph{call.line("help.unknown", {{"verb", call.arguments}})});
  return Answer{std::move(card)};
}

}  // namespace allybot::handlers
