// From a rule back to words that people read, and that read_plan_words() reads to the same rule.
#include <algorithm>
#include <cstdio>

#include "bot/core/text.h"
#include "bot/schedule/rule.h"
#include "bot/schedule/wording.h"
#include "bot/schedule/words.h"

namespace allybot::schedule {
namespace {

using Values = std::vector<std::pair<std::string, std::string>>;

/// A language, and what working days are.
struct Voice {
  const Wording& table;
  std::vector<int> workdays, weekend;
};

Voice voice_of(const std::vector<int>& workdays) {
  Voice voice{english(), workdays, {}};
  for (int day = 1; day <= 7; ++day)
    if (std::find(workdays.begin(), workdays.end(), day) == workdays.end()) voice.weekend.push_back(day);
  return voice;
}

std::string filled(const Voice& wording, const char* key, const Values& values = {}) {
  const auto found = wording.table.phrases.find(key);
  std::string text = found == wording.table.phrases.end() ? key : found->second;
  for (const auto& [name, value] : values)
    if (const auto at = text.find('{' + name + '}'); at != std::string::npos) text.replace(at, name.size() + 2, value);
  return text;
}

std::string listed(const Voice& wording, const std::vector<std::string>& parts) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 == parts.size() ? ' ' + wording.table.and_word + ' ' : ", ";
    text += parts[i];
  }
  return text;
}

const std::string& weekday_name(const Voice& wording, int weekday) {
  return wording.table.weekdays[static_cast<std::size_t>(weekday) - 1];
}
std::string month_names(const Voice& wording, const std::vector<int>& months) {
  std::vector<std::string> names;
  for (const int month : months) names.push_back(wording.table.months[static_cast<std::size_t>(month) - 1]);
  return listed(wording, names);
}

/// "first" to "fifth", "last", "second-to-last"; empty for another.
std::string ordinal(const Voice& wording, int nth) {
  if (nth == -1) return wording.table.last;
  if (nth == -2) return wording.table.second_to_last;
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

std::string weekday_list(const Voice& wording, const std::vector<RuleDay>& days) {
  if (const int known = known_set(wording, days); known != 0) return filled(wording, known == 1 ? "weekdays" : "weekends");
  std::vector<std::string> names;
  for (const RuleDay& day : days) names.push_back(weekday_name(wording, day.weekday));
  return listed(wording, names);
}

std::string daily(const Voice& wording, const Rule& rule) {
  if (rule.interval == 1) return filled(wording, "daily");
  if (rule.interval == 2) return filled(wording, "every second day");
  return filled(wording, "every n days", {{"n", std::to_string(rule.interval)}});
}

std::string weekly(const Voice& wording, const Rule& rule) {
  if (rule.days.empty()) return {};
  const Values days = {{"days", weekday_list(wording, rule.days)}, {"n", std::to_string(rule.interval)}};
  if (rule.interval == 1 && known_set(wording, rule.days) != 0) return days[0].second;
  if (rule.interval == 1) return filled(wording, "every weekday", days);
  if (rule.interval == 2 && rule.days.size() == 1) return filled(wording, "every second weekday", days);
  return filled(wording, "every n weeks", days);
}

/// What the day is one of: "the month", "every 3 months", "March and October".
std::string span(const Voice& wording, const Rule& rule) {
  if (rule.interval == 1 && !rule.months.empty()) return month_names(wording, rule.months);
  if (rule.interval == 1) return filled(wording, "the month");
  if (rule.interval == 2) return filled(wording, "every second month");
  return filled(wording, "every n months", {{"n", std::to_string(rule.interval)}});
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
    parts.push_back(day == -1 ? filled(wording, "last day") : wording.table.days_of_month[static_cast<std::size_t>(day) - 1]);
  }
  if (rule.days.empty()) {
    // "the last day and the 1st": figures first, or the words would read as one list.
    if (parts.size() > 1 && rule.month_days.front() == -1) std::rotate(parts.begin(), parts.begin() + 1, parts.end());
    return listed(wording, parts);
  }
  const bool same = std::all_of(rule.days.begin(), rule.days.end(),
                                [&](const RuleDay& day) { return day.weekday == rule.days.front().weekday; });
  for (const RuleDay& day : rule.days) {
    const std::string nth = ordinal(wording, day.nth);
    if (nth.empty()) return {};
    parts.push_back(same ? nth : nth + ' ' + weekday_name(wording, day.weekday));
  }
  return same ? listed(wording, parts) + ' ' + weekday_name(wording, rule.days.front().weekday) : listed(wording, parts);
}

std::string monthly(const Voice& wording, const Rule& rule) {
  const std::string day = day_of_month(wording, rule);
  if (day.empty() || (rule.interval != 1 && !rule.months.empty())) return {};
  return filled(wording, "on a day", {{"day", day}, {"span", span(wording, rule)}});
}

std::string yearly(const Voice& wording, const Rule& rule) {
  const bool one_date = rule.months.size() == 1 && rule.month_days.size() == 1 && rule.month_days[0] > 0 && rule.days.empty();
  if (!one_date || !rule.positions.empty() || !rule.year_days.empty()) return {};
  const std::string date =
      filled(wording, "date", {{"day", std::to_string(rule.month_days[0])}, {"month", month_names(wording, rule.months)}});
  const Values values = {{"date", date}, {"n", std::to_string(rule.interval)}};
  return filled(wording, rule.interval == 1 ? "yearly" : rule.interval == 2 ? "every second year" : "every n years", values);
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
  return filled(wording, "within months", {{"rule", text}, {"months", month_names(wording, rule.months)}});
}

}  // namespace

std::string to_words(const When& when, const std::vector<int>& workdays) {
  const Voice wording = voice_of(workdays);
  char time[24];
  std::snprintf(time, sizeof time, "%02d:%02d", when.hour, when.minute);
  const auto read = read_rule(when.rrule);
  std::string rule = read ? rule_words(wording, read->rule) : std::string();
  if (rule.empty()) return filled(wording, "at", {{"rule", "RRULE:" + when.rrule}, {"time", time}});
  std::string text = filled(wording, "at", {{"rule", rule}, {"time", time}});
  if (read->rule.count != 0) text = filled(wording, "times", {{"rule", text}, {"n", std::to_string(read->rule.count)}});
  return text;
}

std::string to_words(const std::string& days_off, const std::string& late) {
  const Voice wording = voice_of({});
  std::string text;
  if (!days_off.empty()) text = filled(wording, days_off.c_str());
  if (!late.empty()) text += (text.empty() ? "" : " ") + filled(wording, ("late " + late).c_str());
  return text;
}

std::string to_words(const PlanWords& plan, const std::vector<int>& workdays) {
  const Voice wording = voice_of(workdays);
  std::string text = to_words(plan.when, workdays);
  if (!plan.kinds.empty()) text += ' ' + join(plan.kinds, ", ");
  if (!plan.topics.empty()) text += ' ' + filled(wording, "about", {{"topics", join(plan.topics, ", ")}});
  if (!plan.zone.empty()) text += ' ' + filled(wording, "in", {{"zone", plan.zone}});
  if (plan.until) text += ' ' + filled(wording, "until", {{"date", plan.until->str()}});
  if (const std::string more = to_words(plan.days_off.value_or(""), plan.late.value_or("")); !more.empty()) text += ' ' + more;
  return text;
}

}  // namespace allybot::schedule
