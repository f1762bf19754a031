#include <algorithm>
#include <filesystem>
#include <ostream>

#include "bot/app/commands/commands.h"
#include "bot/app/place_name.h"
#include "bot/core/text.h"
#include "bot/library/check.h"
#include "bot/library/files.h"
#include "bot/library/schema.h"
#include "bot/library/status.h"
#include "bot/library/tables.h"
#include "bot/platforms/openly.h"
#include "bot/platforms/playground/playground.h"
#include "handlers/dispatch.h"
#include "handlers/file_plans.h"

namespace allybot::app::commands {
namespace {

/// A card that a platform would cut is found here, not in the channel.
std::vector<library::Finding> cards_fit(const library::Library& all, const library::Item& item) {
  std::vector<library::Finding> findings;
  for (const Card& card : handlers::Dispatcher::sample_cards(all, item)) {
    for (const platforms::Platform& platform : platforms::registry()) {
      for (const platforms::CardFault& fault : platform.faults(card)) {
        library::Finding finding;
        finding.path = item.path;
        finding.code = "card-cut";
        finding.message = platform.name + " would cut the " + fault.field + ": " + fault.message;
        finding.hint = "Shorten the text until it fits.";
        const bool is_told = std::any_of(findings.begin(), findings.end(),
                                         [&](const library::Finding& told) { return told.message == finding.message; });
        if (!is_told) findings.push_back(std::move(finding));
      }
    }
  }
  return findings;
}

/// Where a plan posts, its clock and its words.
std::vector<library::Finding> plan_reads(const library::Library& all, const library::FilePlan& plan, const Settings& settings,
                                         TimePoint now) {
  auto findings = handlers::faults_of(all, plan, {settings.zone, settings.language, settings.region}, now);
  std::vector<std::string_view> names = {platforms::playground::kPlatform};
  std::vector<std::string_view> silent;
  for (const platforms::Platform& platform : platforms::registry()) {
    names.push_back(platform.name);
    if (platforms::answers_openly(platform.capabilities)) silent.push_back(platform.name);
  }
  const auto place = read_place_name(plan.channel);
  if (!place)
    findings.push_back(library::error_in(plan, "channel", "channel", "This is no channel.",
                                         "Write it as platform:workspace:channel, with the platform's ids."));
  else if (std::find(names.begin(), names.end(), place->platform) == names.end())
    findings.push_back(library::error_in(plan, "channel", "unknown-platform",
                                         "\"" + printable(place->platform) + "\" is no platform.",
                                         library::did_you_mean(place->platform, names, "Begin with slack:, teams: and so on.")));
  else if (std::find(silent.begin(), silent.end(), place->platform) != silent.end())
    findings.push_back(library::error_in(plan, "channel", "silent-platform", place->platform + " only answers: it posts nothing.",
                                         "Name a channel of another platform, such as teamsworkflows."));
  return findings;
}

}  // namespace

int content_check(const Settings& settings, const std::string& format, const std::string& language, Terminal terminal) {
  // Before seconds of work for nothing.
  if (const auto known = library::format_report({}, format); !known) return misused(terminal, known.error());
  const SystemClock clock;
  const library::CheckReport report = library::check_content(
      settings.content, clock, {cards_fit}, language,
      [&](const library::Library& all, const library::FilePlan& plan) { return plan_reads(all, plan, settings, clock.now()); });
  terminal.out << *library::format_report(report, format);
  if (format == "text")
    terminal.err << report.files << " files, " << report.errors << " errors, " << report.warnings << " warnings"
                 << (language.empty() ? "" : ", " + std::to_string(report.infos) + " not there yet") << '\n';
  return report.errors == 0 ? 0 : 1;
}

int content_new(const Settings& settings, const std::string& kind, const std::string& title, Terminal terminal) {
  const auto path = library::new_item(settings.content, kind, title);
  if (!path && path.error().code == Code::Invalid) return misused(terminal, path.error());
  if (!path) return failed(terminal, path.error());
  terminal.out << *path << '\n';
  return 0;
}

int content_schema(const Settings& settings, const std::string& name, bool write, Terminal terminal) {
  const SystemClock clock;
  const auto opened = library::open_library(settings.content, clock);
  if (!opened) return failed(terminal, opened.error());
  const auto schemas = library::schemas_of(*(*opened)->current());
  if (write) {
    std::error_code error;
    std::filesystem::create_directories(settings.content + "/schema", error);
    for (const auto& [file, text] : schemas) {
      const std::string path = settings.content + "/schema/" + file;
      if (const auto written = library::write_whole(path, text); !written) return failed(terminal, written.error());
      terminal.out << path << '\n';
    }
    return 0;
  }
  std::string names;
  for (const auto& [file, text] : schemas) {
    const std::string known = file.substr(0, file.find('.'));
    if (known == name) {
      terminal.out << text;
      return 0;
    }
    names += (names.empty() ? "" : ", ") + known;
  }
  const std::string sentence = (name.empty() ? "Which schema? " : "There is no schema of that name. ") + ("There are " + names) +
                               "; 'content schema --write' writes all of them.";
  return misused(terminal, Error{Code::Invalid, sentence, sentence});
}

int content_status(const Settings& settings, const std::string& format, const std::string& page, Terminal terminal) {
  const SystemClock clock;
  const auto text = library::content_status(settings.content, clock, page.empty() ? format : "html");
  if (!text && text.error().code == Code::Invalid) return misused(terminal, text.error());
  if (!text) return failed(terminal, text.error());
  if (page.empty()) {
    terminal.out << *text;
    return 0;
  }
  if (const auto written = library::write_whole(page, *text); !written) return failed(terminal, written.error());
  terminal.out << page << '\n';
  return 0;
}

}  // namespace allybot::app::commands
