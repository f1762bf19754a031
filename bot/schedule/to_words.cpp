// From a rule back to words that people read, and that read_plan_words() reads to the same rule.
#include <algorithm>

#include "bot/core/text.h"
#include "bot/schedule/rule.h"
#include "bot/schedule/wording.h"
#include "bot/schedule/words.h"

namespace allybot::schedule {
namespace {

using Values = std::vector<std::pair<std::string, std::string>>;

std::string two_digits(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

/// A language, and what working days are.
struct Voice {
  const Wording& table;
  std::vector<int> workdays, weekend;
};

Voice voice_of(const std::vector<int>& workdays, const Wording& table) {
  Voice voice{table, workdays, {}};
  for (int day = 1; day <= 7; ++day)
    if (std::find(workdays.begin(), workdays.end(), day) == workdays.end()) voice.weekend.push_back(day);
  return voice;
}

std::string filled(const Voice& wording, const std::string& key, const Values& values = {}) {
  const auto found = wording.table.phrases.find(key);
  std::string text = found == wording.table.phrases.end() ? key : found->second;
  for (const auto& [name, value] : values)
    if (const auto at = text.find('{' + name + '}'); at != std::string::npos) text.replace(at, name.size() + 2, value);
  return text;
}

std::string listed(const Voice& wording, const std::vector<std::string>& parts) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 == parts.size() ? ' ' + filled(wording, "and") + ' ' : ", ";
    text += parts[i];
  }
  return text;
}

const std::string& weekday_name(const Voice& wording, int weekday) {
  return wording.table.weekdays[static_cast<std::size_t>(weekday) - 1];
}
/// "15th"
std::string nth(const Voice& wording, int day) {
  const std::string own = "nth." + std::to_string(day);
  return filled(wording, wording.table.phrases.count(own) != 0 ? own : "nth", {{"n", std::to_string(day)}});
}
std::string month_names(const Voice& wording, const std::vector<int>& months) {
  std::vector<std::string> names;
  for (const int month : months) names.push_back(wording.table.months[static_cast<std::size_t>(month) - 1]);
  return listed(wording, names);
}

/// "first" to "fifth", "last", "second-to-last"; empty for another.
std::string ordinal(const Voice& wording, int nth) {
  constexpr std::size_t kLast = 5;
  if (nth == -1 || nth == -2) return wording.table.ordinals[kLast + static_cast<std::size_t>(-nth) - 1];
  if (nth < 1 || nth > 5) return {};
  return wording.table.ordinals[static_cast<std::size_t>(nth) - 1];
}

/// 1 for the working days, 2 for the weekend, 0 for others.
int known_set(const Voice& wording, const std::vector<RuleDay>& days) {
  std::vector<int> weekdays;
  for (const RuleDay& day : days) weekdays.push_back(day.nth == 0 ? day.weekday : 0);
  if (weekdays == wording.workdays) return 1;
  if (weekdays == wording.weekend) return 2;
  return 0;
}

std::string weekday_list(const Voice& wording, const std::vector<RuleDay>& days, const std::vector<std::string>& called) {
  if (const int known = known_set(wording, days); known != 0) return filled(wording, known == 1 ? "workdays" : "weekends");
  std::vector<std::string> names;
  for (const RuleDay& day : days) names.push_back(called[static_cast<std::size_t>(day.weekday) - 1]);
  return listed(wording, names);
}

std::string daily(const Voice& wording, const Rule& rule) {
  if (rule.interval == 1) return filled(wording, "daily");
  if (rule.interval == 2) return filled(wording, "every-second-day");
  return filled(wording, "every-n-days", {{"n", std::to_string(rule.interval)}});
}

std::string weekly(const Voice& wording, const Rule& rule) {
  if (rule.days.empty()) return {};
  const bool apart = rule.interval > 2 || (rule.interval == 2 && rule.days.size() != 1);
  const auto& called = apart ? wording.table.on_weekdays : wording.table.weekdays;
  const Values days = {{"days", weekday_list(wording, rule.days, called)}, {"n", std::to_string(rule.interval)}};
  if (apart) return filled(wording, "every-n-weeks", days);
  if (rule.interval == 2) return filled(wording, "every-second-weekday", days);
  return known_set(wording, rule.days) != 0 ? days[0].second : filled(wording, "every-weekday", days);
}

/// What the day is one of: "of the month", "of every 3 months", "of March and October".
std::string span(const Voice& wording, const Rule& rule) {
  if (rule.interval == 1 && !rule.months.empty())
    return filled(wording, "of-months", {{"months", month_names(wording, rule.months)}});
  if (rule.interval == 1) return filled(wording, "of-the-month");
  if (rule.interval == 2) return filled(wording, "of-every-second-month");
  return filled(wording, "of-every-n-months", {{"n", std::to_string(rule.interval)}});
}

/// "first and third Tuesday", "first Monday and last Friday", "15th", "last day", "first weekday".
std::string day_of_month(const Voice& wording, const Rule& rule) {
  std::vector<std::string> parts;
  if (!rule.positions.empty()) {
    if (known_set(wording, rule.days) != 1) return {};
    for (const int position : rule.positions) parts.push_back(ordinal(wording, position));
    if (std::find(parts.begin(), parts.end(), "") != parts.end()) return {};
    return listed(wording, parts) + ' ' + filled(wording, "workday");
  }
  if (!rule.days.empty() && !rule.month_days.empty()) return {};
  for (const int day : rule.month_days) {
    if (day < -1) return {};
    parts.push_back(day == -1 ? filled(wording, "last-day") : nth(wording, day));
  }
  if (rule.days.empty()) {
    // "the last day and the 1st": figures first, or the words would read as one list.
    if (parts.size() > 1 && rule.month_days.front() == -1) std::rotate(parts.begin(), parts.begin() + 1, parts.end());
    return listed(wording, parts);
  }
  const bool same = std::all_of(rule.days.begin(), rule.days.end(),
                                [&](const RuleDay& day) { return day.weekday == rule.days.front().weekday; });
  for (const RuleDay& day : rule.days) {
    const std::string which = ordinal(wording, day.nth);
    if (which.empty()) return {};
    parts.push_back(same ? which : which + ' ' + weekday_name(wording, day.weekday));
  }
  return same ? listed(wording, parts) + ' ' + weekday_name(wording, rule.days.front().weekday) : listed(wording, parts);
}

std::string monthly(const Voice& wording, const Rule& rule) {
  const std::string day = day_of_month(wording, rule);
  if (day.empty() || (rule.interval != 1 && !rule.months.empty())) return {};
  return filled(wording, "on-a-day", {{"day", day}, {"span", span(wording, rule)}});
}

std::string yearly(const Voice& wording, const Rule& rule) {
  const bool one_date = rule.months.size() == 1 && rule.month_days.size() == 1 && rule.month_days[0] > 0 && rule.days.empty();
  if (!one_date || !rule.positions.empty() || !rule.year_days.empty()) return {};
  const std::string date =
      filled(wording, "date", {{"day", std::to_string(rule.month_days[0])}, {"month", month_names(wording, rule.months)}});
  const Values values = {{"date", date}, {"n", std::to_string(rule.interval)}};
  return filled(wording, rule.interval == 1 ? "every-year" : rule.interval == 2 ? "every-second-year" : "every-n-years", values);
}

std::string rule_words(const Voice& wording, const Rule& rule) {
  if (rule.week_start != 1) return {};
  std::string text;
  switch (rule.frequency) {
    case Frequency::Daily: text = rule.days.empty() && rule.month_days.empty() ? daily(wording, rule) : std::string(); break;
    case Frequency::Weekly: text = weekly(wording, rule); break;
    case Frequency::Monthly: return monthly(wording, rule);
    case Frequency::Yearly: return yearly(wording, rule);
  }
  if (text.empty() || rule.months.empty()) return text;
  return filled(wording, "within-months", {{"rule", text}, {"months", month_names(wording, rule.months)}});
}

}  // namespace

std::string day_words(const std::string& rrule, const std::vector<int>& workdays, const Wording& wording) {
  const auto read = read_rule(rrule);
  return read ? rule_words(voice_of(workdays, wording), read->rule) : std::string();
}

std::string time_words(const When& when, const Wording& table) {
  std::string time = two_digits(when.hour) + ':' + two_digits(when.minute);
  const auto read = read_rule(when.rrule);
  if (!read || read->rule.count == 0) return time;
  return filled(voice_of({}, table), "times", {{"rule", time}, {"n", std::to_string(read->rule.count)}});
}

std::string clock_words(int hour, int minute, const Wording& table) {
  return filled(voice_of({}, table), "time",
                {{"hour", two_digits(hour)}, {"h", std::to_string(hour)}, {"minute", two_digits(minute)}});
}

std::string at_time(const std::string& days, int hour, int minute, const Wording& table) {
  const std::string own = "at." + std::to_string(hour);  // Spanish "a la 1:00"
  return filled(voice_of({}, table), table.phrases.count(own) != 0 ? own : "at",
                {{"rule", days}, {"time", clock_words(hour, minute, table)}});
}

std::string to_words(const When& when, const std::vector<int>& workdays, const Wording& table) {
  const Voice wording = voice_of(workdays, table);
  const std::string rule = day_words(when.rrule, workdays, table);
  if (rule.empty()) return at_time("RRULE:" + when.rrule, when.hour, when.minute, table);
  std::string text = at_time(rule, when.hour, when.minute, table);
  if (const int count = read_rule(when.rrule)->rule.count; count != 0)
    text = filled(wording, "times", {{"rule", text}, {"n", std::to_string(count)}});
  return text;
}

std::string to_words(const std::string& days_off, const std::string& late, const Wording& table) {
  const Voice wording = voice_of({}, table);
  const auto key = [](std::string words) {  // "skip days-off"
    std::replace(words.begin(), words.end(), ' ', '-');
    return words;
  };
  std::string text;
  if (!days_off.empty()) text = filled(wording, key(days_off));
  if (!late.empty()) text += (text.empty() ? "" : " ") + filled(wording, "late-" + late);
  return text;
}

std::string to_words(const PlanWords& plan, const std::vector<int>& workdays, const Wording& table) {
  const Voice wording = voice_of(workdays, table);
  std::string text = to_words(plan.when, workdays, table);
  std::vector<std::string> kinds;
  for (const std::string& kind : plan.kinds) {
    const auto said = table.kinds.find(kind);
    kinds.push_back(said == table.kinds.end() ? kind : said->second);
  }
  if (!kinds.empty()) text += ' ' + join(kinds, ", ");
  if (!plan.topics.empty()) text += ' ' + filled(wording, "about", {{"topics", join(plan.topics, ", ")}});
  if (!plan.zone.empty()) text += ' ' + filled(wording, "in", {{"zone", plan.zone}});
  if (plan.until) text += ' ' + filled(wording, "until", {{"date", plan.until->str()}});
  if (const std::string more = to_words(plan.days_off.value_or(""), plan.late.value_or(""), table); !more.empty())
    text += ' ' + more;
  return text;
}

}  // namespace allybot::schedule
