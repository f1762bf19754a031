// The clauses that name something: kinds, topics, a zone, a last day.
#include <algorithm>

#include "bot/schedule/date_words.h"
#include "bot/schedule/parser.h"
#include "bot/schedule/zone_names.h"

namespace allybot::schedule {
namespace {

std::string singular(const std::string& kind) {
  if (kind.size() > 3 && kind.substr(kind.size() - 3) == "ies") return kind.substr(0, kind.size() - 3) + "y";
  if (kind.size() > 1 && kind.back() == 's') return kind.substr(0, kind.size() - 1);
  return kind;
}

}  // namespace

std::pair<std::string, std::size_t> Parser::kind_here() const {
  if (peek() == nullptr) return {};
  for (const std::string& one : vocabulary_.kinds)
    if (peek()->text == one || peek()->text == singular(one)) return {one, 1};
  std::pair<std::string, std::size_t> longest;
  std::string called;
  for (std::size_t count = 0; peek(count) != nullptr && peek(count)->kind != Kind::Comma; ++count) {
    called += (called.empty() ? "" : " ") + plain(peek(count)->text);
    const auto begins = [&](const auto& one) { return one.first.starts_with(called); };
    const auto found = std::find_if(wording_.kind_words.begin(), wording_.kind_words.end(),
                                    [&](const auto& one) { return one.first == called; });
    if (found != wording_.kind_words.end()) longest = {found->second, count + 1};
    if (std::none_of(wording_.kind_words.begin(), wording_.kind_words.end(), begins)) break;
  }
  return longest;
}

bool Parser::kind() {
  const std::size_t begun = at_;
  if (peek_is(Sense::Number) && peek()->word->value == 1) ++at_;  // "one tip"
  const auto [one, tokens] = kind_here();
  if (tokens == 0) {
    at_ = begun;
    return false;
  }
  if (std::find(draft_.kinds.begin(), draft_.kinds.end(), one) == draft_.kinds.end()) draft_.kinds.push_back(one);
  at_ += tokens;
  return true;
}

bool Parser::day_off() {
  const std::size_t begun = at_;
  const auto pass = [&] {
    while (peek_is(Sense::Filler) || peek_is(Sense::The) || peek_is(Sense::On)) ++at_;
  };
  while (take(Sense::Move)) pass();
  const bool skip = take(Sense::Skip), before = !skip && take(Sense::Before), after = !skip && !before && take(Sense::After);
  if (skip || before || after || take(Sense::Include)) {
    pass();
    const bool weekends_first = take(Sense::Weekend) && separator(Sense::Holiday);
    bool holidays = take(Sense::Holiday);
    bool off = !holidays && take(Sense::Off);
    if (!holidays && !off && peek_is(Sense::Day) && peek_is(Sense::Off, 1)) {
      at_ += 2;
      off = true;
    }
    const bool weekends = off || weekends_first || (holidays && separator(Sense::Weekend) && take(Sense::Weekend));
    if (holidays || off) {
      const std::string verb = skip ? "skip" : before ? "before" : after ? "after" : "";
      if (draft_.days_off)
        trouble(begun, at_, "contradiction");
      else
        draft_.days_off = verb.empty() ? verb : verb + (weekends ? " days-off" : " holidays");
      return true;
    }
  }
  at_ = begun;
  return false;
}

bool Parser::late() {
  const std::size_t begun = at_;
  std::optional<std::string> said;
  if (take(Sense::Never)) {
    if (take(Sense::Late)) said = "never";
  } else if (take(Sense::Once)) {
    if (take(Sense::Late)) said = "once";
  } else if (take(Sense::Late)) {
    if (take(Sense::Once))
      said = "once";
    else if (take(Sense::Never))
      said = "never";
    else if (take(Sense::Usual))
      said = "";
  }
  if (!said) {
    at_ = begun;
    return false;
  }
  if (draft_.late)
    trouble(begun, at_, "contradiction");
  else
    draft_.late = std::move(said);
  return true;
}

std::size_t Parser::name_limit(std::size_t from) const {
  std::size_t end = from;
  while (end < tokens_.size() && tokens_[end].kind != Kind::Comma && !tokens_[end].is(Sense::Until) &&
         !tokens_[end].is(Sense::About))
    ++end;
  return end;
}

std::size_t Parser::unknown_end(std::size_t from) const {
  const std::size_t limit = name_limit(from);
  std::size_t end = std::min(from + 1, limit);
  while (end < limit && tokens_[end].kind == Kind::Unknown) ++end;
  return end;
}

bool Parser::about() {
  if (!peek_is(Sense::About)) return false;
  const std::size_t begun = at_++;
  bool more = at_ < tokens_.size();
  if (!more) trouble(begun, at_, "unknown-words");
  while (more) {
    if (!topic()) {
      const std::size_t end = std::max(unknown_end(at_), at_ + 1);
      trouble(at_, end, "unknown-topic");
      at_ = end;
    }
    const std::size_t here = at_;
    more = separator([&] { return peek_is(Kind::Unknown) || longest_topic(at_) != at_; }) && !peek_kind();
    if (!more) at_ = here;
  }
  return true;
}

std::size_t Parser::longest_topic(std::size_t from) const {
  if (!vocabulary_.topic) return from;
  for (std::size_t end = std::min(name_limit(from), from + 6); end > from; --end)
    if (vocabulary_.topic(words(from, end))) return end;
  return from;
}

bool Parser::topic() {
  const std::size_t end = longest_topic(at_);
  if (end == at_) return false;
  const auto id = vocabulary_.topic(words(at_, end));
  if (std::find(draft_.topics.begin(), draft_.topics.end(), *id) == draft_.topics.end()) draft_.topics.push_back(*id);
  at_ = end;
  return true;
}

bool Parser::until() {
  if (!peek_is(Sense::Until)) return false;
  const std::size_t begun = at_++;
  const auto date = take_date(tokens_, at_, today_);
  if (!date) {
    const auto date_like = [&] {
      return peek_is(Kind::Unknown) || peek_is(Kind::Number) || peek_is(Kind::OrdinalNumber) || peek_is(Kind::Date) ||
             peek_is(Sense::MonthName);
    };
    while (date_like()) ++at_;
    trouble(begun, at_, "no-such-date");
  } else if (*date < today_) {
    trouble(begun, at_, "past-date");
  } else if (draft_.until) {
    trouble(begun, at_, "unknown-words");
  } else {
    draft_.until = date;
  }
  return true;
}

bool Parser::within() {
  const std::size_t begun = at_;
  if (peek_is(Sense::Of) && peek_is(Sense::MonthName, 1)) {
    ++at_;
    add_months(month_list());
    return true;
  }
  if (!take(Sense::In)) return false;
  if (peek_is(Sense::MonthName)) {
    add_months(month_list());
    return true;
  }
  if (zone_here()) return true;
  const std::size_t end = std::max(unknown_end(at_), begun + 1);
  trouble(at_ < end ? at_ : begun, end, "unknown-zone", zones_near(words(at_, end), 3));
  at_ = end;
  return true;
}

bool Parser::zone_here() {
  const std::size_t limit = std::min(name_limit(at_), at_ + 5);
  for (std::size_t end = limit; end > at_; --end) {
    const auto zone = find_zone(words(at_, end));
    if (!zone) continue;
    if (draft_.zone.empty()) {
      draft_.zone = *zone;
    } else {
      trouble(at_, end, "unknown-words");
    }
    at_ = end;
    return true;
  }
  return false;
}

}  // namespace allybot::schedule
