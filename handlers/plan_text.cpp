#include "handlers/plan_text.h"

#include <algorithm>
#include <chrono>

#include "bot/core/text.h"
#include "handlers/almanac.h"
#include "handlers/cause.h"
#include "handlers/series.h"

namespace allybot::handlers {
namespace {

using store::Plan;

/// "skip days-off" as a key of phrases: "skip-days-off".
std::string dashed(std::string words) {
  std::replace(words.begin(), words.end(), ' ', '-');
  return words;
}

std::string two_digits(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

std::string listed(const Speaker& speaker, const std::vector<std::string>& parts) {
  if (parts.empty()) return {};
  std::string text = parts.front();
  for (std::size_t i = 1; i + 1 < parts.size(); ++i) text += ", " + parts[i];
  if (parts.size() > 1) text += ' ' + speaker.say("list.and") + ' ' + parts.back();
  return text;
}

std::string topics_text(const Speaker& speaker, const std::vector<std::string>& ids) {
  std::vector<std::string> titles;
  const auto topics = speaker.library.topics(speaker.language);
  for (const std::string& id : ids) {
    std::string title = id;
    for (const library::Topic& topic : topics)
      if (topic.id == id) title = topic.title;
    titles.push_back(std::move(title));
  }
  return listed(speaker, titles);
}

}  // namespace

std::string kinds_text(const Speaker& speaker, const std::vector<std::string>& kinds) {
  if (kinds.empty()) return speaker.say("plan.default-kinds");
  std::vector<std::string> words;
  for (const std::string& kind : kinds) words.push_back(speaker.say("kinds." + kind));
  return listed(speaker, words);
}

std::string what_text(const Speaker& speaker, const Plan& plan) {
  if (schedule::keeps_days(plan)) return speaker.say("days.what");
  return plan.series.empty() ? kinds_text(speaker, plan.kinds) : series_text(speaker, plan);
}

std::string plan_text(const Speaker& speaker, const Plan& plan) {
  const bool days = schedule::keeps_days(plan);
  std::string text = days ? speaker.say("days.plan", {{"time", plan.start.substr(plan.start.find('T') + 1)}, {"zone", plan.zone}})
                          : plan.words + " (" + plan.zone + "): " + what_text(speaker, plan);
  if (!plan.topics.empty() && !days) text += ", " + speaker.say("plan.about", {{"topics", topics_text(speaker, plan.topics)}});
  if (!plan.days_off.empty()) text += ", " + speaker.say("plan.days-off." + dashed(plan.days_off));
  if (!plan.late.empty()) text += ", " + speaker.say("plan.late-" + plan.late);
  if (!plan.until.empty()) text += ", " + speaker.say("plan.until", {{"date", plan.until}});
  return text;
}

std::string date_text(const Speaker& speaker, const schedule::LocalDate& date) {
  const std::chrono::year_month_day day{std::chrono::year(date.year), std::chrono::month(static_cast<unsigned>(date.month)),
                                        std::chrono::day(static_cast<unsigned>(date.day))};
  const unsigned weekday = std::chrono::weekday(std::chrono::sys_days(day)).iso_encoding();
  return speaker.say("weekday." + std::to_string(weekday)) + ' ' + std::to_string(date.day) + ' ' +
         speaker.say("month." + std::to_string(date.month)) + ' ' + std::to_string(date.year);
}

std::string moment_text(const Speaker& speaker, const schedule::LocalTime& local) {
  return date_text(speaker, local.date) + ", " + two_digits(local.hour) + ':' + two_digits(local.minute);
}

std::string occurrence_text(const Speaker& speaker, const schedule::Occurrence& occurrence) {
  std::string text = moment_text(speaker, occurrence.local);
  if (occurrence.reason == "gap")
    text +=
        " (" +
        speaker.say("plan.gap", {{"time", two_digits(occurrence.nominal.hour) + ':' + two_digits(occurrence.nominal.minute)}}) +
        ")";
  else if (occurrence.post && occurrence.local != occurrence.nominal && !occurrence.reason.empty())
    text += " (" +
            speaker.say("plan.moved-" + occurrence.reason,
                        {{"when", moment_text(speaker, occurrence.nominal)}, {"name", occurrence.note}}) +
            ")";
  return text;
}

Line plan_line(const Speaker& speaker, const Plan& plan, TimePoint now) {
  Line line = {plain(plan_text(speaker, plan) + ". ")};
  for (Inline& run : state_line(speaker, plan, now)) line.push_back(std::move(run));
  return line;
}

Line state_line(const Speaker& speaker, const Plan& plan, TimePoint now) {
  switch (plan.state) {
    case Plan::State::Paused:
      if (plan.paused_until.empty()) return speaker.line("plan.paused");
      return speaker.line("plan.paused-until", {{"date", plan.paused_until}});
    case Plan::State::Ended: return speaker.line("plan.ended");
    case Plan::State::Broken: {
      Line line = speaker.line("plan.broken", {{"why", why(speaker, plan.trouble)}});
      for (Inline& run : styled(' ' + what_to_do(speaker, plan.trouble) + ' ')) line.push_back(std::move(run));
      for (Inline& run : speaker.line("plan.broken-then", {{"plan", plan.id.str()}})) line.push_back(std::move(run));
      return line;
    }
    case Plan::State::Active: break;
  }
  const auto next = next_posts(plan, now, 1, LibraryAlmanac(speaker.library, speaker.region));
  if (!next || next->empty()) return speaker.line("plan.ended");
  return speaker.line("plan.next", {{"when", occurrence_text(speaker, next->front())}});
}

Result<std::vector<schedule::Occurrence>> next_posts(const Plan& plan, TimePoint after, std::size_t most,
                                                     const schedule::Almanac& days) {
  std::vector<schedule::Occurrence> posts;
  while (posts.size() < most) {
    const auto next = schedule::next_occurrence(plan, after, days);
    if (!next) return tl::unexpected(next.error());
    if (!*next) break;
    posts.push_back(**next);
    after = (*next)->at;
  }
  return posts;
}

}  // namespace allybot::handlers
