#include <unistd.h>

#include <algorithm>
#include <optional>
#include <ostream>
#include <thread>

#include "bot/app/commands/commands.h"
#include "bot/app/links/round.h"
#include "bot/app/links/watch.h"
#include "bot/library/check.h"

namespace allybot::app::commands {
namespace {

using library::Finding;
using Kind = LinkVerdict::Kind;

/// Nothing where there is nothing to be said.
std::optional<Finding> finding_of(const library::Address& address, const LinkVerdict& verdict) {
  const std::string status = verdict.status == 0 ? std::string() : " (" + std::to_string(verdict.status) + ")";
  Finding finding;
  finding.path = address.places.front().path;
  finding.line = address.places.front().line;
  finding.column = address.places.front().column;
  finding.level = Finding::Level::Warning;
  finding.code = std::string("link-") + name_of(verdict.kind);
  switch (verdict.kind) {
    case Kind::Good: return std::nullopt;
    case Kind::Moved:
      finding.message = address.url + " has moved for good.";
      finding.hint = "Write " + verdict.to + " in its place.";
      break;
    case Kind::Dead:
      finding.level = Finding::Level::Error;
      finding.message = address.url + " is gone" + (verdict.why.empty() ? status : ": " + verdict.why) + ".";
      finding.hint = "Find where it went, link to an archived copy, or take the item out.";
      break;
    case Kind::SoftDead:
      finding.message = address.url + " seems to be gone: " + verdict.why + ".";
      finding.hint = "Open it, and link to the page that was meant.";
      break;
    case Kind::Unsure:
      finding.level = Finding::Level::Info;
      finding.message = address.url + " does not answer programs" + (verdict.why.empty() ? status : ": " + verdict.why) + ".";
      finding.hint = "Open it in a browser.";
      break;
    case Kind::Unreachable:
      finding.message = address.url + " did not answer" + (verdict.why.empty() ? "." : " (" + verdict.why + ").");
      finding.hint = "Try again tomorrow; if it stays so, look for another source.";
      break;
    case Kind::Forbidden:
      finding.level = Finding::Level::Info;
      finding.message = address.url + " was not asked: " + verdict.why + ".";
      finding.hint = "Open it in a browser.";
      break;
  }
  if (address.places.size() > 1) finding.message += " It stands in " + std::to_string(address.places.size()) + " places.";
  return finding;
}

library::CheckReport report_of(const std::string& root, const std::vector<library::Address>& addresses, const KnownLinks& links) {
  library::CheckReport report;
  for (const library::Address& address : addresses) {
    const auto known = links.find(address.url);
    if (known == links.end()) continue;
    auto finding = finding_of(address, known->second);
    if (!finding) continue;
    finding->path = root + "/" + finding->path;
    ++(finding->level == Finding::Level::Error     ? report.errors
       : finding->level == Finding::Level::Warning ? report.warnings
                                                   : report.infos);
    report.findings.push_back(std::move(*finding));
  }
  std::stable_sort(report.findings.begin(), report.findings.end(), [](const Finding& one, const Finding& other) {
    return one.path != other.path ? one.path < other.path : one.line < other.line;
  });
  return report;
}

/// The day on which each resource's page was last seen to be there.
Result<void> note_checked(const std::string& root, const std::vector<library::Address>& addresses, const KnownLinks& asked) {
  for (const library::Address& address : addresses) {
    const auto verdict = asked.find(address.url);
    if (verdict == asked.end() || (verdict->second.kind != Kind::Good && verdict->second.kind != Kind::Moved)) continue;
    const auto day = std::chrono::floor<std::chrono::days>(verdict->second.at);
    for (const library::AddressPlace& place : address.places)
      if (place.is_resource)
        if (auto done = library::write_checked_on(root, place.path, day); !done) return done;
  }
  return {};
}

}  // namespace

int content_links(const Settings& settings, const LinksWords& words, Terminal terminal) {
  if (const auto known = library::format_report({}, words.format); !known) return misused(terminal, known.error());
  std::string root = settings.content;
  while (root.size() > 1 && root.back() == '/') root.pop_back();
  const SystemClock clock;
  const auto client = link_client(settings);
  LinkCheckerOptions options;
  options.own_network = settings.links_internal;
  LinkChecker checker(
      *client, clock, [](milliseconds pause) { std::this_thread::sleep_for(pause); }, options);
  const bool shows_progress = ::isatty(STDERR_FILENO) == 1 && terminal.colour;
  bool shown = false;
  LinkQuestion question{root, words.cache, words.again};
  question.progress = [&](std::size_t done, std::size_t of) {
    if (shows_progress) terminal.err << '\r' << done << " of " << of << " addresses asked" << std::flush;
    shown = shows_progress;
  };
  const auto round = ask_links(question, checker, clock);
  if (shown) terminal.err << '\n';
  if (!round) return failed(terminal, round.error());
  if (const auto done = note_checked(root, round->addresses, round->asked); !done) return failed(terminal, done.error());

  const library::CheckReport report = report_of(root, round->addresses, round->known);
  terminal.out << *library::format_report(report, words.format);
  if (words.format == "text")
    terminal.err << round->addresses.size() << " addresses, " << round->asked.size() << " asked now, " << report.errors
                 << " gone, " << report.warnings << " to look at\n";
  return report.errors == 0 ? 0 : 1;
}

}  // namespace allybot::app::commands
