#include "handlers/observance_days.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "bot/core/log.h"
#include "bot/library/holidays.h"
#include "bot/schedule/calendar.h"
#include "bot/schedule/recurrence.h"
#include "handlers/plan_text.h"

namespace allybot::handlers {
namespace {

using library::Observance;
using schedule::LocalDate;
using store::Plan;

bool has(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

int rank_of(const std::string& kind) {
  static constexpr std::array<std::string_view, 5> kOrder = {"core", "care", "pay", "where-men-are", "wider"};
  return static_cast<int>(std::find(kOrder.begin(), kOrder.end(), kind) - kOrder.begin());
}

bool may_keep(const Plan& plan, const std::string& region, const Observance& day) {
  if (is_switched_off(plan, day.id) || (day.opt_in && !is_switched_on(plan, day.id))) return false;
  return day.regions.empty() || is_switched_on(plan, day.id) || is_for(day, region);
}

/// The first days of the observance in the year.
std::vector<LocalDate> first_days(const Observance& day, int year) {
  std::vector<LocalDate> found;
  for (const std::string& text : day.dates)
    if (const auto date = LocalDate::read(text); date && date->year == year) found.push_back(*date);
  if (day.rule.empty()) return found;
  const auto rule = schedule::read_rule(day.rule);
  if (!rule) {
    log::warning("day-rule-unreadable", {{"day", day.id}});
    return found;
  }
  schedule::Dates dates(rule->rule, {year, 1, 1}, {year, 1, 1}, {year, 12, 31});
  while (const auto date = dates.next()) found.push_back(*date);
  return found;
}

LocalDate monday_of(const LocalDate& date) { return schedule::plus_days(date, 1 - schedule::weekday_of(date)); }

}  // namespace

bool is_for(const Observance& day, const std::string& region) {
  return has(day.regions, region) || has(day.regions, library::country_of(region));
}

bool is_switched_on(const Plan& plan, const std::string& id) { return has(plan.topics, id); }
bool is_switched_off(const Plan& plan, const std::string& id) { return has(plan.topics, '-' + id); }

void ObservanceDays::add_year(int year) const {
  if (!years_.insert(year).second) return;
  std::vector<KeptDay> found;
  const auto add = [&found](const Observance& day, KeptDay::When when, const LocalDate& date, const LocalDate& first) {
    found.push_back({&day, when, date, first});
  };
  for (const Observance& day : library_.observances())
    for (const LocalDate& first : first_days(day, year)) {
      add(day, KeptDay::When::On, first, first);
      if (!day.before.empty())
        for (const int days : day.before_days) add(day, KeptDay::When::Before, schedule::plus_days(first, -days), first);
      if (!day.after.empty()) add(day, KeptDay::When::After, schedule::plus_days(first, day.days), first);
    }
  for (const KeptDay& one : found) by_week_[monday_of(one.date)].push_back(one);
}

std::optional<KeptDay> ObservanceDays::kept(const Plan& plan, const std::string& region, const LocalDate& date) const {
  const Lock lock(mutex_);
  for (int year = date.year - 1; year <= date.year + 1; ++year) add_year(year);
  const auto week = by_week_.find(monday_of(date));
  if (week == by_week_.end()) return std::nullopt;
  const KeptDay* best = nullptr;
  const auto place = [&](const KeptDay& one) {
    return std::tuple(one.when, !is_switched_on(plan, one.day->id), rank_of(one.day->kind), one.date);
  };
  for (const KeptDay& one : week->second)
    if (may_keep(plan, region, *one.day) && (best == nullptr || place(one) < place(*best))) best = &one;
  if (best == nullptr || best->date != date) return std::nullopt;
  return *best;
}

std::string day_text(const Speaker& speaker, const KeptDay& kept) {
  std::string title = library::text_in(kept.day->title, speaker.language);
  if (kept.when == KeptDay::When::On) return title;
  const auto days = std::chrono::abs(schedule::days_of(kept.date) - schedule::days_of(kept.first)).count();
  return speaker.say_counted(kept.when == KeptDay::When::Before ? "days.ahead" : "days.behind", days, {{"title", title}});
}

ItemId day_item(const KeptDay& kept) {
  const char* when = kept.when == KeptDay::When::On ? "" : kept.when == KeptDay::When::Before ? "-ahead" : "-after";
  return ItemId("days/" + kept.day->id + when);
}

Card day_card(const Speaker& speaker, const KeptDay& kept, Showing showing) {
  const std::string title = library::text_in(kept.day->title, speaker.language);
  const library::Item* item = kept.post().item.empty() ? nullptr : speaker.library.find(kept.post().item, speaker.language);
  Card card;
  if (item != nullptr) {
    card = item_card(speaker, *item, showing, item->kind);
    card.cache_key.clear();
    card.blocks.insert(card.blocks.begin(), Note{{plain(title)}});
  } else {
    card.title = title;
    card.blocks.emplace_back(Paragraph{text_line(library::text_in(kept.post().text, speaker.language))});
  }
  Note why = speaker.note("days.why", {{"title", title}, {"date", date_text(speaker, kept.first)}});
  if (!kept.day->url.empty()) {
    why.line.push_back(plain(" "));
    why.line.push_back(link(speaker.say("days.about"), kept.day->url));
  }
  card.blocks.emplace_back(std::move(why));
  return card;
}

}  // namespace allybot::handlers
