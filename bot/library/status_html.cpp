// The page of `content status --html`.
#include <algorithm>

#include "bot/core/text.h"
#include "bot/library/kind.h"
#include "bot/library/status_figures.h"

namespace allybot::library {
namespace {

constexpr std::string_view kStyle = R"css(
:root { color-scheme: light dark; --ink: #1d2b2a; --soft: #56666a; --paper: #f7f6f2; --card: #fff; --line: #dcdcd4; --main: #0f6b5f; --pale: #9fc9c0; --warn: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e9efed; --soft: #a9b8b6; --paper: #101817; --card: #182322; --line: #31403e; --main: #5cc3b0; --pale: #2f6a60; --warn: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 2rem 1rem 4rem; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, "DejaVu Sans", sans-serif; }
main { max-width: 72rem; margin: 0 auto; }
h1 { margin: 0 0 .25rem; font-size: 1.8rem; }
h2 { margin: 2.5rem 0 .5rem; font-size: 1.25rem; }
p { max-width: 46rem; margin: .25rem 0 1rem; color: var(--soft); }
.tiles { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.25rem 0; padding: 0; list-style: none; }
.tiles li { flex: 1 1 8rem; padding: .75rem 1rem; border: 1px solid var(--line); border-radius: .75rem; background: var(--card); }
.tiles b { display: block; font-size: 1.75rem; line-height: 1.2; }
.tiles .bad b { color: var(--warn); }
.frame { overflow-x: auto; border: 1px solid var(--line); border-radius: .75rem; background: var(--card); }
table { width: 100%; border-collapse: collapse; font-size: .875rem; }
caption { padding: .6rem .75rem; text-align: left; color: var(--soft); }
th, td { padding: .3rem .6rem; border-top: 1px solid var(--line); text-align: right; font-variant-numeric: tabular-nums; }
th { font-weight: 600; white-space: nowrap; }
thead th:first-child { text-align: left; }
tbody th { max-width: 30rem; text-align: left; font-weight: 400; white-space: normal; }
.asked { font-weight: 700; box-shadow: inset 0 0 0 2px var(--main); }
.hole { color: var(--warn); }
.h1 { background: color-mix(in srgb, var(--main) 8%, transparent); } .h2 { background: color-mix(in srgb, var(--main) 18%, transparent); }
.h3 { background: color-mix(in srgb, var(--main) 30%, transparent); } .h4 { background: color-mix(in srgb, var(--main) 44%, transparent); }
svg { display: block; width: 100%; height: auto; padding: .75rem; }
svg text { fill: var(--ink); font: 13px system-ui, "DejaVu Sans", sans-serif; } svg .soft { fill: var(--soft); }
.full { fill: var(--main); } .part { fill: var(--pale); } .late { fill: var(--warn); }
details { margin: .75rem 0; } summary { padding: .4rem 0; cursor: pointer; font-weight: 600; }
ul.due { columns: 20rem; padding-left: 1.2rem; font-size: .875rem; }
)css";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  return out;
}

std::string number(std::size_t value) { return std::to_string(value); }

std::string tile(std::size_t value, std::string_view name, bool bad = false) {
  return std::string("<li") + (bad && value > 0 ? " class=\"bad\"" : "") + "><b>" + number(value) + "</b> " + std::string(name) +
         "</li>\n";
}

/// A count as a cell, the darker the more.
std::string cell(std::size_t count, bool asked) {
  const char* heat = count == 0 ? "" : count < 3 ? "h1" : count < 8 ? "h2" : count < 20 ? "h3" : "h4";
  std::string classes = heat;
  if (asked) classes += classes.empty() ? "asked" : " asked";
  if (asked && count == 0) classes += " hole";
  return "<td" + (classes.empty() ? std::string() : " class=\"" + classes + "\"") + ">" + (count == 0 ? "-" : number(count)) +
         "</td>";
}

std::string head_of(std::string_view first, const std::vector<std::string_view>& columns) {
  std::string text = "<thead><tr><th scope=\"col\">" + std::string(first) + "</th>";
  for (const auto column : columns) text += "<th scope=\"col\">" + std::string(column) + "</th>";
  return text + "</tr></thead>\n<tbody>\n";
}

std::string points(const Status& status) {
  std::string text =
      "<h2>The points of the discussion</h2>\n<p>How many English items of each kind name a point. Framed: the point asks for "
      "that "
      "kind. A framed dash is a hole.</p>\n<div class=\"frame\" tabindex=\"0\"><table><caption>Points by kind</caption>\n" +
      head_of("point", kinds_and_series());
  for (const PointRow& row : status.coverage.rows()) {
    text += "<tr><th scope=\"row\">" + row.id + " " + escaped(row.title) + "</th>";
    for (const auto kind : kinds_and_series())
      text += cell(status.coverage.count(row.id, kind), std::find(row.kinds.begin(), row.kinds.end(), kind) != row.kinds.end());
    text += "</tr>\n";
  }
  return text + "</tbody></table></div>\n";
}

/// Bars of the languages: with a native review, and without.
std::string languages(const Status& status) {
  std::size_t most = 1;
  for (const LanguageState& state : status.states) most = std::max(most, state.items);
  const int row = 34, left = 60, width = 620;
  std::string bars, table;
  int y = 4;
  for (const LanguageState& state : status.states) {
    const auto length = [&](std::size_t items) { return static_cast<std::size_t>(width) * items / most; };
    const std::size_t reviewed = state.items - std::min(state.items, state.unreviewed);
    const std::string told = number(state.items) + " items, " + number(state.unreviewed) + " without a native review";
    bars += "<text x=\"0\" y=\"" + std::to_string(y + 18) + "\">" + escaped(state.language) + "</text><rect class=\"full\" x=\"" +
            std::to_string(left) + "\" y=\"" + std::to_string(y) + "\" width=\"" + number(length(reviewed)) +
            "\" height=\"24\"/><rect class=\"part\" x=\"" + number(left + length(reviewed)) + "\" y=\"" + std::to_string(y) +
            "\" width=\"" + number(length(state.items) - length(reviewed)) + "\" height=\"24\"/><text class=\"soft\" x=\"" +
            number(left + length(state.items) + 8) + "\" y=\"" + std::to_string(y + 17) + "\">" + number(state.items) +
            "</text>\n";
    table += "<tr><th scope=\"row\">" + escaped(state.language) + "</th><td>" + number(state.items) + "</td><td>" +
             number(state.unreviewed) + "</td><td>" + number(state.stale) + "</td><td>" + number(state.missing) + "</td></tr>\n";
    y += row;
  }
  return "<h2>Languages</h2>\n<p>Dark: read and signed by a native reviewer, or written in that language first. Pale: waiting "
         "for "
         "one.</p>\n<div class=\"frame\" tabindex=\"0\"><svg viewBox=\"0 0 740 " +
         std::to_string(y) + "\" role=\"img\" aria-label=\"Items by language; the table below has the figures\">\n" + bars +
         "</svg><table><caption>Items by language</caption>\n" +
         head_of("language", {"items", "without a native review", "older than the English", "in English only"}) + table +
         "</tbody></table></div>\n";
}

std::string crossing(const Status& status, const std::string& language, bool by_topic) {
  std::string text = "<div class=\"frame\" tabindex=\"0\"><table><caption>" + std::string(by_topic ? "Topics" : "Audiences") +
                     " by kind</caption>\n" + head_of(by_topic ? "topic" : "audience", kind_names());
  const auto add = [&](const std::string& topic, std::string_view audience, std::string_view name) {
    text += "<tr><th scope=\"row\">" + escaped(name) + "</th>";
    for (const auto kind : kind_names()) text += cell(status.count(language, kind, topic, audience), false);
    text += "</tr>\n";
  };
  if (by_topic)
    for (const auto& topic : status.topics) add(topic, "", topic);
  else
    for (const auto audience : kAudiences) add("", audience, audience);
  return text + "</tbody></table></div>\n";
}

std::string due_list(const char* title, const std::vector<Due>& due) {
  if (due.empty()) return "<p>" + std::string(title) + ": none.</p>\n";
  std::string text = "<h3>" + std::string(title) + "</h3>\n<ul class=\"due\">\n";
  for (const Due& one : due) text += "<li>" + one.day + " " + escaped(one.language + "/" + one.id) + "</li>\n";
  return text + "</ul>\n";
}

/// A bar for each month in which claims have to be looked at again.
std::string reviews(const Status& status) {
  std::size_t most = 1;
  for (const auto& [month, count] : status.reviews) most = std::max(most, count);
  const std::string this_month = to_rfc3339(TimePoint(status.today)).substr(0, 7);
  std::string bars;
  std::size_t y = 4;
  for (const auto& [month, count] : status.reviews) {
    const std::size_t length = std::max<std::size_t>(2, 560 * count / most);
    bars += "<text x=\"0\" y=\"" + number(y + 18) + "\">" + month + "</text><rect class=\"" +
            (month < this_month ? "late" : "full") + "\" x=\"90\" y=\"" + number(y) + "\" width=\"" + number(length) +
            "\" height=\"24\"/><text class=\"soft\" x=\"" + number(98 + length) + "\" y=\"" + number(y + 17) + "\">" +
            number(count) + (count == 1 ? " item" : " items") + "</text>\n";
    y += 34;
  }
  return "<h2>Reviews</h2>\n<p>When claims have to be looked at again. After that day an item leaves rotation by "
         "itself.</p>\n<div "
         "class=\"frame\" tabindex=\"0\"><svg viewBox=\"0 0 740 " +
         number(y) + "\" role=\"img\" aria-label=\"Items to be reviewed by month\">\n" + bars + "</svg></div>\n" +
         due_list("Past review", status.past) + due_list("To be reviewed within 90 days", status.near);
}

}  // namespace

std::string status_as_html(const Status& status) {
  std::size_t covered = 0;
  for (const PointRow& row : status.coverage.rows()) covered += status.coverage.items(row.id) > 0 ? 1 : 0;
  std::string text =
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
      "content=\"width=device-width, initial-scale=1\">\n<title>Content of Allybot</title>\n<style>" +
      std::string(kStyle) + "</style>\n</head>\n<body>\n<main>\n<h1>Content of Allybot</h1>\n<p>As it was on " +
      to_rfc3339(TimePoint(status.today)).substr(0, 10) + ".</p>\n<ul class=\"tiles\">\n" + tile(status.live, "items live") +
      tile(status.states.size(), "languages") + tile(covered, "of " + number(status.coverage.rows().size()) + " points covered") +
      tile(status.drafts, "drafts") + tile(status.quarantined, "broken files", true) +
      tile(status.past.size(), "past review", true) + "</ul>\n";
  text += languages(status) + points(status) +
          "<h2>Topics and audiences</h2>\n<p>The darker, the more there is. A dash is a hole.</p>\n";
  for (const auto& language : status.languages)
    text += std::string("<details") + (language == kFallbackLanguage ? " open" : "") + "><summary>" + escaped(language) +
            "</summary>\n" + crossing(status, language, true) + crossing(status, language, false) + "</details>\n";
  return text + reviews(status) + "</main>\n</body>\n</html>\n";
}

}  // namespace allybot::library
