#include "bot/schedule/words.h"

#include <algorithm>
#include <utility>

#include "bot/core/text.h"
#include "bot/schedule/calendar.h"
#include "bot/schedule/phrase.h"

namespace allybot::schedule {
namespace {

constexpr std::size_t kLongestText = 300;
constexpr std::size_t kMostReadings = 3;
constexpr ClockTime kUsualTime{10, 0};

Rule rule_from(const char* text) { return read_rule(text)->rule; }

/// Words of the grammar or kinds that an unknown word is a slip of, nearest first.
std::vector<std::string> spellings(const std::string& typed, const Wording& wording, const Vocabulary& vocabulary) {
  std::vector<std::pair<std::size_t, std::string>> found;
  const std::size_t length = count_code_points(typed);
  if (length < 3) return {};
  const std::size_t allowed = length < 5 ? 1 : 2;
  const auto consider = [&](const std::string& word) {
    if (word.size() < 3) return;
    const std::size_t distance = edit_distance(typed, word, allowed);
    if (distance > 0 && distance <= allowed) found.emplace_back(distance, word);
  };
  for (const auto& [text, word] : wording.words)
    if (word.sense != Sense::Filler) consider(text);
  for (const std::string& kind : vocabulary.kinds) consider(kind);
  std::sort(found.begin(), found.end());
  std::vector<std::string> words;
  for (auto& [distance, word] : found) words.push_back(std::move(word));
  return words;
}

/// The text with its unknown words spelled as the nearest known ones. `choice` says which of several for the first of them.
std::string respelled(std::string_view text, const std::vector<Token>& tokens, const Draft& draft, const Wording& wording,
                      const Vocabulary& vocabulary, std::size_t choice, bool& changed) {
  std::string made;
  std::size_t copied = 0;
  changed = false;
  for (const std::size_t index : draft.unknown_words) {
    const Token& token = tokens[index];
    const auto words = spellings(plain(token.text), wording, vocabulary);
    if (words.empty()) continue;
    const std::size_t which = changed ? 0 : choice;
    if (which >= words.size()) continue;
    made += text.substr(copied, token.begin - copied);
    made += words[which];
    copied = token.end;
    changed = true;
  }
  made += text.substr(copied);
  return made;
}

/// Reads again what was made, so that no reading is offered that would not be taken.
class Readings {
 public:
  Readings(const Wording& wording, const Vocabulary& vocabulary, const LocalDate& today)
      : wording_(wording), vocabulary_(vocabulary), today_(today) {}

  bool empty() const { return list_.empty(); }
  bool full() const { return list_.size() >= kMostReadings; }
  std::vector<std::string> take() { return std::move(list_); }

  /// Every way to complete the draft.
  void add(const Draft& draft) {
    std::vector<Rule> rules = draft.rules;
    if (rules.empty()) {
      const auto& workdays = vocabulary_.workdays;
      Rule weekdays = rule_from("FREQ=WEEKLY;BYDAY=MO");
      weekdays.days.clear();
      for (const int day : workdays) weekdays.days.push_back({0, day});
      rules.push_back(weekdays);
      Rule weekly = rule_from("FREQ=WEEKLY;BYDAY=MO");
      if (std::find(workdays.begin(), workdays.end(), weekday_of(today_)) != workdays.end())
        weekly.days = {{0, weekday_of(today_)}};
      rules.push_back(weekly);
      rules.push_back(rule_from("FREQ=DAILY"));
    }
    std::vector<ClockTime> times = draft.times;
    if (times.empty()) times.push_back(kUsualTime);
    std::vector<std::string> zones = {draft.zone};
    for (const Trouble& trouble : draft.troubles)
      if (!trouble.instead.empty()) zones = trouble.instead;
    for (const Rule& rule : rules)
      for (const ClockTime& time : times)
        for (const std::string& zone : zones)
          add(PlanWords{
              {to_text(rule), time.hour, time.minute}, draft.kinds, draft.topics, zone, draft.until, draft.days_off, draft.late});
  }

 private:
  void add(const PlanWords& plan) {
    if (full()) return;
    std::string text = to_words(plan, vocabulary_.workdays, wording_);
    if (std::find(list_.begin(), list_.end(), text) == list_.end() && understood(text)) list_.push_back(std::move(text));
  }
  bool understood(const std::string& text) const {
    const auto tokens = tokens_of(text, wording_);
    const Draft draft = read_phrase(text, tokens, wording_, vocabulary_, today_);
    return draft.troubles.empty() && draft.rules.size() == 1 && draft.times.size() == 1;
  }

  const Wording& wording_;
  const Vocabulary& vocabulary_;
  const LocalDate& today_;
  std::vector<std::string> list_;
};

NotUnderstood explained(std::string_view text, const Draft& draft) {
  NotUnderstood why;
  if (!draft.troubles.empty()) {
    why.part = draft.troubles.front().part;
    why.why = draft.troubles.front().why;
  } else if (draft.rules.empty()) {
    why.part = std::string(text);
    why.why = "no-days";
  } else if (draft.times.empty()) {
    why.part = std::string(text);
    why.why = "no-time";
  } else {
    why.part = draft.rules.size() > 1 ? draft.days_words : draft.time_words;
    why.why = "two-readings";
  }
  return why;
}

/// The text as one language reads it.
struct Attempt {
  const Wording& wording;
  std::vector<Token> tokens;
  Draft draft;

  Attempt(std::string_view text, const Wording& table, const Vocabulary& vocabulary, const LocalDate& today)
      : wording(table), tokens(tokens_of(text, table)), draft(read_phrase(text, tokens, table, vocabulary, today)) {}
  bool understood() const { return draft.troubles.empty() && draft.rules.size() == 1 && draft.times.size() == 1; }
  /// How much stands in the way.
  std::size_t lacks() const {
    return 2 * (draft.unknown_words.size() + draft.troubles.size()) + (draft.rules.size() == 1 ? 0 : 1) +
           (draft.times.size() == 1 ? 0 : 1);
  }
  PlanWords plan() const {
    const ClockTime time = draft.times.front();
    return {{to_text(draft.rules.front()), time.hour, time.minute},
            draft.kinds,
            draft.topics,
            draft.zone,
            draft.until,
            draft.days_off,
            draft.late};
  }
};

/// What was perhaps meant, as the language that understood most would say it.
NotUnderstood refused(std::string_view text, const Attempt& best, const Vocabulary& vocabulary, const LocalDate& today) {
  NotUnderstood why = explained(text, best.draft);
  Readings readings(best.wording, vocabulary, today);
  for (std::size_t choice = 0; choice < kMostReadings && !readings.full(); ++choice) {
    bool changed = false;
    const std::string mended = respelled(text, best.tokens, best.draft, best.wording, vocabulary, choice, changed);
    if (!changed) break;
    const Attempt again(mended, best.wording, vocabulary, today);
    if (again.draft.unknown_words.size() < best.draft.unknown_words.size()) readings.add(again.draft);
  }
  // With the spelling mended, days that nobody mentioned would only distract.
  if (readings.empty() || !best.draft.rules.empty()) readings.add(best.draft);
  why.nearest = readings.take();
  return why;
}

}  // namespace

tl::expected<PlanWords, NotUnderstood> read_plan_words(std::string_view typed, const Vocabulary& vocabulary,
                                                       const LocalDate& today) {
  const std::string_view text = trim(typed);
  std::vector<const Wording*> wordings;
  for (const auto& one : vocabulary.wordings) wordings.push_back(one.get());
  if (wordings.empty()) wordings.push_back(&english());
  if (text.size() > kLongestText) {
    NotUnderstood why{std::string(cut_bytes(text, 60)), "too-long", {}};
    Readings readings(*wordings.front(), vocabulary, today);
    readings.add(Draft{});
    why.nearest = readings.take();
    return tl::unexpected(std::move(why));
  }
  std::optional<Attempt> best;
  for (const Wording* wording : wordings) {
    Attempt attempt(text, *wording, vocabulary, today);
    if (attempt.understood()) return attempt.plan();
    if (!best || attempt.lacks() < best->lacks()) best.emplace(std::move(attempt));
  }
  return tl::unexpected(refused(text, *best, vocabulary, today));
}

std::pair<std::string, std::string> split_time(std::string_view text, const Wordings& wordings) {
  for (const auto& wording : wordings) {
    const auto tokens = tokens_of(text, *wording);
    for (std::size_t at = tokens.size(); at > 2; --at)
      if (const Token& token = tokens[at - 2]; token.is(Sense::At))
        return {std::string(trim(text.substr(0, token.begin))), std::string(trim(text.substr(token.end)))};
  }
  return {std::string(trim(text)), {}};
}

}  // namespace allybot::schedule
