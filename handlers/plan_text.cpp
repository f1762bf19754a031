#include "handlers/plan_text.h"

#include <algorithm>
#include <chrono>

#include "bot/core/text.h"
#include "handlers/almanac.h"
#include "handlers/cause.h"
#include "handlers/series.h"
#include "handlers/wordings.h"

namespace allybot::handlers {
namespace {

using store::Plan;

/// "skip days-off" as a key of phrases: "skip-days-off".
std::string dashed(std::string words) {
  std::replace(words.begin(), words.end(), ' ', '-');
  return words;
}

std::chrono::year_month_day chrono_date(const schedule::LocalDate& date) {
  return {std::chrono::year(date.year), std::chrono::month(static_cast<unsigned>(date.month)),
          std::chrono::day(static_cast<unsigned>(date.day))};
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
  return speaker.list(titles);
}

}  // namespace

std::string kinds_text(const Speaker& speaker, const std::vector<std::string>& kinds) {
  if (kinds.empty()) return speaker.say("plan.default-kinds");
  std::vector<std::string> words;
  for (const std::string& kind : kinds) words.push_back(speaker.say("kinds." + kind));
  return speaker.list(words);
}

std::string what_text(const Speaker& speaker, const Plan& plan) {
  if (schedule::keeps_days(plan)) return speaker.say("days.what");
  return plan.series.empty() ? kinds_text(speaker, plan.kinds) : series_text(speaker, plan);
}

schedule::When when_of(const Plan& plan) {
  const auto start = schedule::LocalTime::read(plan.start);
  return {plan.rrule, start ? start->hour : 0, start ? start->minute : 0};
}

std::string when_text(const Speaker& speaker, const Plan& plan) {
  if (speaker.language.substr(0, 2) == "en") return plan.words;
  const std::string& region = plan.surroundings.region.empty() ? speaker.region : plan.surroundings.region;
  return schedule::to_words(when_of(plan), workdays_of(speaker.library, region), *wording_of(speaker.library, speaker.language));
}

std::string plan_text(const Speaker& speaker, const Plan& plan) {
  const bool days = schedule::keeps_days(plan);
  const auto when = when_of(plan);
  std::string text =
      days ? schedule::at_time(speaker.say("days.rule"), when.hour, when.minute, *wording_of(speaker.library, speaker.language))
           : when_text(speaker, plan);
  text += " (" + plan.zone + ')';
  if (!days) text += speaker.colon() + what_text(speaker, plan);
  if (!plan.topics.empty() && !days) text += ", " + speaker.say("plan.about", {{"topics", topics_text(speaker, plan.topics)}});
  if (!plan.days_off.empty()) text += ", " + speaker.say("plan.days-off." + dashed(plan.days_off));
  if (!plan.late.empty()) text += ", " + speaker.say("plan.late-" + plan.late);
  if (!plan.until.empty()) text += ", " + speaker.say("plan.until", {{"date", day_text(speaker, plan.until)}});
  return text;
}

std::string date_text(const Speaker& speaker, const schedule::LocalDate& date) {
  return library::written_date(speaker.language, chrono_date(date));
}

std::string moment_text(const Speaker& speaker, const schedule::LocalTime& local) {
  return library::written_moment(speaker.language, chrono_date(local.date), local.hour * 60 + local.minute);
}

std::string day_text(const Speaker& speaker, const std::string& day) {
  const auto date = schedule::LocalDate::read(day);
  return date ? library::written_day(speaker.language, chrono_date(*date)) : day;
}

std::string occurrence_text(const Speaker& speaker, const schedule::Occurrence& occurrence) {
  std::string text = moment_text(speaker, occurrence.local);
  if (occurrence.reason == "gap")
    text += " (" +
            speaker.say("plan.gap", {{"time", schedule::clock_words(occurrence.nominal.hour, occurrence.nominal.minute,
                                                                    *wording_of(speaker.library, speaker.language))}}) +
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
      return speaker.line("plan.paused-until", {{"date", day_text(speaker, plan.paused_until)}});
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
