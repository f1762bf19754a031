#include "bot/platforms/dialogue.h"

#include <algorithm>
#include <utility>

#include "bot/core/direct_channel.h"
#include "bot/platforms/card_text.h"
#include "bot/platforms/numbered.h"
#include "bot/platforms/openly.h"
#include "bot/platforms/sentences.h"

namespace allybot::platforms {
namespace {

constexpr int kFirst = 1;
constexpr int kFirstByItself = 21;
constexpr int kLastByItself = 99;

}  // namespace

Questions::Say Dialogue::speaker(const Origin& origin) const {
  return [this, language = language_of_(origin)](std::string_view key) { return say_(language, key); };
}

Reply Dialogue::sentence_alone(const std::string& sentence, const char* typed) {
  Line line = text_line(sentence);
  if (typed != nullptr) {
    line.push_back({" ", false, false, false, {}});
    line.push_back({typed, false, false, true, {}});
  }
  Card card;
  card.blocks.emplace_back(Paragraph{std::move(line)});
  return Answer{std::move(card)};
}

Dialogue::Heard Dialogue::hear(const Inbound& inbound) {
  const auto* command = std::get_if<Command>(&inbound);
  if (command == nullptr || answers_openly(able_) || (able_.buttons && able_.forms)) return std::nullopt;
  const Origin& origin = command->origin;
  const auto number = able_.buttons ? std::nullopt : number_in(command->text);
  if (!origin.direct) {
    if (!number) return std::nullopt;
    return sentence_alone(speaker(origin)(kSayNumberInRoom));
  }
  const TimePoint now = clock_.now();
  const Questions::Say say = speaker(origin);
  const Lock lock(mutex_);
  Talk* talk = known(origin.member, now);
  if (talk == nullptr) return number ? Heard(sentence_alone(say(kSayUnknownNumber), "help")) : std::nullopt;
  if (!origin.request.empty() && origin.request == talk->request) return talk->heard;
  Heard heard;
  const bool asked = talk->questions && !talk->questions->done() && talk->questions_until > now;
  if (asked && command->entry == Command::Entry::Direct)
    heard = answered(*talk, *command, say, now);
  else if (number)
    heard = pressed(*talk, *number, origin, say, now);
  talk->request = origin.request;
  talk->heard = heard;
  return heard;
}

Dialogue::Heard Dialogue::answered(Talk& talk, const Command& command, const Questions::Say& say, TimePoint now) {
  if (is_cancel(command.text, say)) {
    talk.questions.reset();
    return sentence_alone(say(kSayCancelled));
  }
  talk.questions_until = now + kFormKept;
  talk.questions->answer(command.text, say);
  if (!talk.questions->done()) return Reply(Answer{talk.questions->next(say)});
  return Inbound(talk.questions->sent(command.origin.request));
}

Dialogue::Heard Dialogue::pressed(Talk& talk, int number, const Origin& origin, const Questions::Say& say, TimePoint now) {
  const auto found = talk.offers.find(number);
  if (found == talk.offers.end() || found->second.until <= now) return sentence_alone(say(kSayUnknownNumber), "help");
  const Offer& offer = found->second;
  Press press{offer.asked_in ? *offer.asked_in : origin, offer.action, Press::Standing::Good, true};
  press.origin.request = origin.request;
  return Inbound(std::move(press));
}

std::optional<Reply> Dialogue::say(const Reply& reply, const Origin& origin) {
  if (answers_openly(able_)) return std::nullopt;  // nobody is asked a question before everybody
  if (!able_.buttons) {
    const auto* answer = std::get_if<Answer>(&reply);
    const auto* changed = std::get_if<Replace>(&reply);
    // What a number changes is said anew: a message further up would change unseen.
    if (changed != nullptr) return Answer{numbered(changed->card, origin)};
    if (answer != nullptr && !answer->card.buttons.empty()) return Answer{numbered(answer->card, origin)};
  }
  if (able_.forms) return std::nullopt;
  if (const auto* problems = std::get_if<FormProblems>(&reply)) return ask_again(*problems, origin);
  const auto* opened = std::get_if<OpenForm>(&reply);
  if (opened == nullptr || opened->form.fields.empty()) return std::nullopt;
  const TimePoint now = clock_.now();
  const Questions::Say say = speaker(origin);
  const Lock lock(mutex_);
  Talk& talk = talk_of(origin.member, now);
  talk.questions.emplace(opened->form, origin);
  talk.questions_until = now + kFormKept;
  return Answer{talk.questions->next(say)};
}

std::optional<Reply> Dialogue::ask_again(const FormProblems& problems, const Origin& origin) {
  const TimePoint now = clock_.now();
  const Questions::Say say = speaker(origin);
  const Lock lock(mutex_);
  Talk* talk = known(origin.member, now);
  if (talk != nullptr && talk->questions && talk->questions->ask_again(problems)) {
    talk->questions_until = now + kFormKept;
    return Answer{talk->questions->next(say)};
  }
  return Answer{problems_as_card(problems, say(kSayFormProblems))};
}

Card Dialogue::numbered(const Card& card, const Origin& origin) {
  const bool read_in_room = able_.private_answers && !origin.direct;
  Card shown = with_numbers(card, kFirst, speaker(origin)(read_in_room ? kSayNumberDirect : kSayNumber));
  const auto actions = actions_of(card);
  if (actions.empty()) return shown;
  const TimePoint now = clock_.now();
  const auto asked_in = std::make_shared<const Origin>(origin);
  const Lock lock(mutex_);
  Talk& talk = talk_of(origin.member, now);
  talk.offers.erase(talk.offers.begin(), talk.offers.lower_bound(kFirstByItself));
  int number = kFirst;
  for (const Action& action : actions) talk.offers[number++] = {action, asked_in, now + kOffersKept};
  return shown;
}

std::optional<Card> Dialogue::post(const Card& card, const ChannelKey& channel, std::string_view language) {
  if (able_.buttons || card.buttons.empty()) return std::nullopt;
  if (!is_direct_channel(channel))
    return with_words(card, say_(language, kSayWriteDirect), typed_for_, say_(language, kSayColon));
  const auto actions = actions_of(card);
  const TimePoint now = clock_.now();
  int first = kFirstByItself;
  if (!actions.empty()) {
    const Lock lock(mutex_);
    Talk& talk = talk_of(direct_member(channel), now);
    const int last = talk.next_by_itself + static_cast<int>(actions.size()) - 1;
    first = talk.next_by_itself < kFirstByItself || last > kLastByItself ? kFirstByItself : talk.next_by_itself;
    talk.next_by_itself = first;
    for (const Action& action : actions) talk.offers[talk.next_by_itself++] = {action, nullptr, now + kOffersKept};
  }
  return with_numbers(card, first, say_(language, kSayNumber));
}

Dialogue::Talk* Dialogue::known(const MemberKey& member, TimePoint now) {
  const auto found = talks_.find(member);
  if (found == talks_.end() || found->second.used_at + kOffersKept <= now) return nullptr;
  return &found->second;
}

Dialogue::Talk& Dialogue::talk_of(const MemberKey& member, TimePoint now) {
  if (talks_.size() >= most_members_ && talks_.count(member) == 0)
    talks_.erase(std::min_element(talks_.begin(), talks_.end(),
                                  [](const auto& a, const auto& b) { return a.second.used_at < b.second.used_at; }));
  Talk& talk = talks_[member];
  if (talk.used_at + kOffersKept <= now) talk = {};
  talk.used_at = now;
  return talk;
}

}  // namespace allybot::platforms
