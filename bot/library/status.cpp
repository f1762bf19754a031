#include "bot/library/status.h"

#include <algorithm>
#include <vector>

#include "bot/core/text.h"
#include "bot/library/kind.h"
#include "bot/library/loader.h"
#include "bot/library/status_figures.h"

namespace allybot::library {
namespace {

/// Points with so many items.
std::vector<std::string> points_with(const Status& status, std::size_t least, std::size_t most) {
  std::vector<std::string> names;
  for (const PointRow& row : status.coverage.rows()) {
    const auto count = status.coverage.items(row.id);
    if (count >= least && count <= most) names.push_back(row.id);
  }
  return names;
}

/// "S35 stories": what a point asks for and does not have.
std::vector<std::string> kinds_in_vain(const Status& status) {
  std::vector<std::string> names;
  for (const PointRow& row : status.coverage.rows())
    for (const auto& kind : row.kinds)
      if (status.coverage.count(row.id, kind) == 0) names.push_back(row.id + " " + kind);
  return names;
}

std::string padded(std::string_view text, std::size_t width) {
  std::string out(text);
  while (out.size() < width) out += ' ';
  return out;
}

std::string padded(std::size_t number, std::size_t width) {
  const std::string text = number == 0 ? "." : std::to_string(number);
  return std::string(width > text.size() ? width - text.size() : 0, ' ') + text;
}

std::string matrix_text(const Status& status, const std::string& language) {
  std::string text = language + ": items by topic and kind (. is a hole)\n\n" + padded("topic", 22);
  for (const Kind& kind : kinds()) text += padded(kind.name, 11);
  text += "\n";
  for (const auto& topic : status.topics) {
    text += padded(topic, 18);
    for (const Kind& kind : kinds()) text += padded(status.count(language, kind.name, topic, ""), 11);
    text += "\n";
  }
  text += padded("all", 18);
  for (const Kind& kind : kinds()) text += padded(status.count(language, kind.name, "", ""), 11);
  text += "\n\n" + language + ": items by audience and kind\n\n" + padded("audience", 22);
  for (const Kind& kind : kinds()) text += padded(kind.name, 11);
  text += "\n";
  for (const auto audience : kAudiences) {
    text += padded(audience, 18);
    for (const Kind& kind : kinds()) text += padded(status.count(language, kind.name, "", audience), 11);
    text += "\n";
  }
  return text + "\n";
}

std::string as_text(const Status& status) {
  std::string text = "Items live: " + std::to_string(status.live) + ", drafts: " + std::to_string(status.drafts) +
                     ", files in quarantine: " + std::to_string(status.quarantined) + "\n\n";
  for (const LanguageState& state : status.states) {
    text += padded(state.language, 6) + " " + std::to_string(state.items) + " items";
    if (state.language != kFallbackLanguage)
      text += ", " + std::to_string(state.unreviewed) + " without a native review, " + std::to_string(state.stale) + " stale, " +
              std::to_string(state.missing) + " in English only";
    text += "\n";
  }
  text += "\n";
  for (const auto& language : status.languages) text += matrix_text(status, language);
  const auto missing = points_with(status, 0, 0);
  const auto thin = points_with(status, 1, kThin - 1);
  text += "Points of the discussion without an item: " + (missing.empty() ? "none" : join(missing, ", ")) + "\n";
  text += "Points with one item only: " + (thin.empty() ? "none" : join(thin, ", ")) + "\n";
  const auto in_vain = kinds_in_vain(status);
  text += "Kinds that a point asks for and does not have: " + (in_vain.empty() ? "none" : join(in_vain, ", ")) + "\n";
  const auto list = [&](const char* title, const std::vector<Due>& due) {
    text += std::string(title) + (due.empty() ? " none\n" : "\n");
    for (const Due& one : due) text += "  " + one.day + "  " + one.language + "/" + one.id + "\n";
  };
  list("Past review:", status.past);
  list("To be reviewed within 90 days:", status.near);
  return text;
}

std::string languages_as_markdown(const std::vector<LanguageState>& states) {
  if (states.size() < 2) return {};
  std::string text = "\n| language | items | without a native review | stale | in English only |\n|---|---:|---:|---:|---:|\n";
  for (const LanguageState& state : states)
    text += "| " + state.language + " | " + std::to_string(state.items) + " | " + std::to_string(state.unreviewed) + " | " +
            std::to_string(state.stale) + " | " + std::to_string(state.missing) + " |\n";
  return text;
}

/// A table of points by kind; bold where the discussion asks for that kind. Under it the languages, when there are more than one.
std::string as_markdown(const Status& status) {
  std::string text = "| point |", line = "|---|";
  for (const auto kind : kinds_and_series()) {
    text += " " + std::string(kind) + " |";
    line += "---:|";
  }
  text += "\n" + line + "\n";
  for (const PointRow& row : status.coverage.rows()) {
    text += "| " + row.id + " " + row.title + " |";
    for (const auto kind : kinds_and_series()) {
      const auto count = status.coverage.count(row.id, kind);
      const std::string shown = count == 0 ? "-" : std::to_string(count);
      const bool asked = std::find(row.kinds.begin(), row.kinds.end(), kind) != row.kinds.end();
      text += asked ? " **" + shown + "** |" : " " + shown + " |";
    }
    text += "\n";
  }
  return text + languages_as_markdown(status.states);
}

std::string json_languages(const std::vector<LanguageState>& states) {
  std::string text;
  for (const LanguageState& state : states)
    text += std::string(text.empty() ? "\n" : ",\n") + "{\"language\":" + json_quoted(state.language) +
            ",\"items\":" + std::to_string(state.items) + ",\"unreviewed\":" + std::to_string(state.unreviewed) +
            ",\"stale\":" + std::to_string(state.stale) + ",\"missing\":" + std::to_string(state.missing) + "}";
  return "[" + text + "]";
}

std::string json_list(const std::vector<std::string>& words) {
  std::string text = "[";
  for (const auto& word : words) text += (text.size() == 1 ? "" : ",") + json_quoted(word);
  return text + "]";
}

std::string json_due(const std::vector<Due>& due) {
  std::string text = "[";
  for (const Due& one : due)
    text += (text.size() == 1 ? "{\"id\":" : ",{\"id\":") + json_quoted(one.id) + ",\"language\":" + json_quoted(one.language) +
            ",\"review_by\":" + json_quoted(one.day) + "}";
  return text + "]";
}

std::string as_json(const Status& status) {
  std::string text = "{\"live\":" + std::to_string(status.live) + ",\"drafts\":" + std::to_string(status.drafts) +
                     ",\"quarantined\":" + std::to_string(status.quarantined) +
                     ",\n\"languages\":" + json_languages(status.states) + ",\n\"matrix\":[";
  bool first = true;
  for (const auto& [key, count] : status.counts) {
    if (key[2].empty() || key[3].empty()) continue;
    text += std::string(first ? "\n" : ",\n") + "{\"language\":" + json_quoted(key[0]) + ",\"kind\":" + json_quoted(key[1]) +
            ",\"topic\":" + json_quoted(key[2]) + ",\"audience\":" + json_quoted(key[3]) + ",\"items\":" + std::to_string(count) +
            "}";
    first = false;
  }
  text += "],\n\"holes\":[";
  first = true;
  for (const auto& language : status.languages)
    for (const Kind& kind : kinds())
      for (const auto& topic : status.topics) {
        if (status.count(language, kind.name, topic, "") != 0) continue;
        text += std::string(first ? "\n" : ",\n") + "{\"language\":" + json_quoted(language) +
                ",\"kind\":" + json_quoted(kind.name) + ",\"topic\":" + json_quoted(topic) + "}";
        first = false;
      }
  for (const auto& language : status.languages)
    for (const Kind& kind : kinds())
      for (const auto audience : kAudiences) {
        if (status.count(language, kind.name, "", audience) != 0) continue;
        text += std::string(first ? "\n" : ",\n") + "{\"language\":" + json_quoted(language) +
                ",\"kind\":" + json_quoted(kind.name) + ",\"audience\":" + json_quoted(audience) + "}";
        first = false;
      }
  text += "],\n\"points\":{";
  first = true;
  std::string coverage;
  for (const PointRow& row : status.coverage.rows()) {
    text += (first ? "" : ",") + json_quoted(row.id) + ":" + std::to_string(status.coverage.items(row.id));
    coverage += std::string(first ? "\n" : ",\n") + "{\"point\":" + json_quoted(row.id) + ",\"title\":" + json_quoted(row.title);
    for (const auto kind : kinds_and_series())
      coverage += "," + json_quoted(kind) + ":" + std::to_string(status.coverage.count(row.id, kind));
    coverage += ",\"asked\":" + json_list(row.kinds) + "}";
    first = false;
  }
  text += "},\n\"coverage\":[" + coverage + "]";
  return text + ",\n\"points_missing\":" + json_list(points_with(status, 0, 0)) +
         ",\"points_thin\":" + json_list(points_with(status, 1, kThin - 1)) + ",\n\"past_review\":" + json_due(status.past) +
         ",\n\"near_review\":" + json_due(status.near) + "}\n";
}

}  // namespace

Result<std::string> content_status(const std::string& root, const Clock& clock, const std::string& format) {
  if (format != "text" && format != "json" && format != "markdown" && format != "html")
    return fail(Code::Invalid, "the format has to be text, json, markdown or html");
  Loader loader(root);
  auto content = loader.load();
  if (!content) return tl::unexpected(content.error());
  const Status status = gather_status(root, **content, std::chrono::floor<std::chrono::days>(clock.now()));
  if (format == "markdown") return as_markdown(status);
  if (format == "html") return status_as_html(status);
  return format == "json" ? as_json(status) : as_text(status);
}

}  // namespace allybot::library
