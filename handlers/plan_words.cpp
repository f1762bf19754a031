#include "handlers/plan_words.h"

#include "bot/core/text.h"
#include "handlers/file_plans.h"
#include "handlers/plan_text.h"

namespace allybot::handlers {
namespace {

constexpr std::size_t kMostQuoted = 80;  // code points of what was typed that are said again

}  // namespace

std::string region_or_ours(const Call& call, const std::string& region) {
  return region.empty() ? call.services.default_region : region;
}

std::vector<int> workdays_of(const Call& call, const std::string& region) {
  return workdays_of(*call.library, region_or_ours(call, region));
}

DaysAndTime days_and_time(const Call& call, const store::Plan& plan, const schedule::Wording& wording) {
  const schedule::When when = when_of(plan);
  const std::string days = schedule::day_words(when.rrule, workdays_of(call, plan.surroundings.region), wording);
  return {days.empty() ? "RRULE:" + when.rrule : days, schedule::time_words(when, wording)};
}

std::optional<schedule::When> read_time(const Call& call, const std::string& rrule, const std::string& time,
                                        const ZoneChoice& zone) {
  store::Plan plan;
  plan.rrule = rrule;
  plan.surroundings.region = zone.region;
  for (const auto& wording : call.wordings()) {
    auto read = read_words(call, days_and_time(call, plan, *wording).days + ' ' + time, zone);
    if (read && *read) return (*read)->words.when;
  }
  return std::nullopt;
}

ReadOrNot read_words(const Call& call, const std::string& text, const ZoneChoice& given) {
  const auto vocabulary = vocabulary_of(*call.library, call.language, region_or_ours(call, given.region));
  ZoneChoice zone = given;
  schedule::LocalDate today = zone.zone.local(call.now).date;
  auto words = schedule::read_plan_words(text, vocabulary, today);
  if (!words) return tl::unexpected(words.error());
  if (!words->zone.empty()) {
    auto asked = schedule::Zone::load(words->zone);
    if (!asked) return Result<ReadWords>(tl::unexpected(asked.error()));
    zone = ZoneChoice{std::move(*asked), From::Asked, given.region};
    if (zone.zone.local(call.now).date != today) {
      today = zone.zone.local(call.now).date;
      words = schedule::read_plan_words(text, vocabulary, today);
      if (!words) return tl::unexpected(words.error());
    }
  }
  return Result<ReadWords>(ReadWords{std::move(*words), std::move(zone)});
}

ReadOrNot read_change(const Call& call, const std::string& text, const store::Plan& plan, const ZoneChoice& zone) {
  auto whole = read_words(call, text, zone);
  if (whole) return whole;
  // What the words leave out is put in from the plan: its time, its days, or both. "Friday" alone is another day, not one more.
  for (const auto& wording : call.wordings()) {
    const DaysAndTime now = days_and_time(call, plan, *wording);
    std::vector<std::string> filled;
    if (whole.error().why == "no-time")
      filled = {text + ' ' + now.time, now.time + ' ' + text};
    else
      filled = {now.days + ' ' + text};
    filled.push_back(now.days + ' ' + now.time + ' ' + text);
    for (const std::string& words : filled)
      if (auto read = read_words(call, words, zone); read) return read;
  }
  return whole;
}

void keep_unsaid(PlanRequest& request, const store::Plan& plan) {
  if (request.kinds.empty()) request.kinds = plan.kinds;
  if (request.topics.empty()) request.topics = plan.topics;
  if (!request.days_off) request.days_off = plan.days_off;
  if (!request.late) request.late = plan.late;
  if (!request.until && !plan.until.empty())
    if (const auto until = schedule::LocalDate::read(plan.until); until) request.until = *until;
}

Card readings_card(const Call& call, const schedule::NotUnderstood& trouble, const std::string& verb) {
  Card card;
  card.title = call.say("plan.not-understood-title");
  card.blocks.emplace_back(Paragraph{call.line("plan.not-understood", {{"part", cut_code_points(trouble.part, kMostQuoted)}})});
  if (trouble.nearest.empty()) {
    card.blocks.emplace_back(Paragraph{call.line("plan.examples")});
    return card;
  }
  card.blocks.emplace_back(Paragraph{call.line("plan.nearest")});
  Bullets list;
  for (const std::string& reading : trouble.nearest) {
    list.items.push_back({code(reading)});
    std::string wanted = verb;
    (wanted += ' ') += reading;
    card.buttons.push_back(button(reading, "run", std::move(wanted)));
  }
  card.blocks.emplace_back(std::move(list));
  return card;
}

std::vector<std::string> read_topics(const Call& call, const std::string& words, std::vector<std::string>& problems) {
  std::vector<std::string> topics;
  for (const std::string_view part : split(words, ',')) {
    if (trim(part).empty()) continue;
    const auto topic = call.library->topic_named(trim(part), call.language);
    if (topic)
      topics.push_back(*topic);
    else
      problems.push_back(call.say("plan.form-topic-unknown", {{"words", cut_code_points(trim(part), kMostQuoted)}}));
  }
  return topics;
}

Result<ZoneChoice> zone_of_plan(const store::Plan& plan) {
  auto zone = schedule::Zone::load(plan.zone);
  if (!zone) return tl::unexpected(zone.error());
  return ZoneChoice{std::move(*zone), From::Plan, plan.surroundings.region};
}

}  // namespace allybot::handlers
