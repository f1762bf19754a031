#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <ostream>

#include "bot/app/commands/commands.h"
#include "bot/app/commands/outside.h"
#include "bot/app/remote/program.h"
#include "bot/app/version.h"
#include "bot/core/text.h"
#include "bot/http/proxy.h"
#include "bot/http/receiver.h"
#include "bot/http/trust.h"
#include "bot/library/check.h"
#include "bot/schedule/zone.h"
#include "bot/store/store.h"

namespace allybot::app::commands {
namespace {

using platforms::Check;

/// Prints checks as they come and remembers whether one failed.
class Report {
 public:
  explicit Report(Terminal terminal) : terminal_(terminal) {}
  void section(const std::string& name) { terminal_.out << name << '\n'; }
  void add(const Check& check) {
    const auto paint = [&](const char* colour, const char* word) {
      return terminal_.colour ? std::string("\033[") + colour + "m" + word + "\033[0m" : std::string(word);
    };
    switch (check.level) {
      case Check::Level::Good: terminal_.out << "  " << paint("32", "ok     "); break;
      case Check::Level::Warning: terminal_.out << "  " << paint("33", "warning"); break;
      case Check::Level::Failure:
        terminal_.out << "  " << paint("31", "FAILED ");
        failed_ = true;
        break;
    }
    terminal_.out << "  " << check.what << '\n';
    if (!check.mend.empty()) terminal_.out << "           -> " << check.mend << '\n';
  }
  void good(const std::string& what) { add({Check::Level::Good, what, {}}); }
  void warn(const std::string& what, const std::string& mend) { add({Check::Level::Warning, what, mend}); }
  void fail(const std::string& what, const std::string& mend) { add({Check::Level::Failure, what, mend}); }
  bool any_failure() const { return failed_; }

 private:
  Terminal terminal_;
  bool failed_ = false;
};

void check_settings(const Settings& settings, Report& report) {
  report.section("Settings");
  if (settings.public_url.empty())
    report.warn("ALLYBOT_PUBLIC_URL is not set.", "Set it to the https address that your chat reaches this bot by.");
  else if (settings.public_url.rfind("https://", 0) != 0)
    report.warn("ALLYBOT_PUBLIC_URL is not https.", "Put a TLS proxy in front (deploy/nginx.conf) and use its https address.");
  else
    report.good("ALLYBOT_PUBLIC_URL is " + settings.public_url + ".");
  if (settings.secret)
    report.good("ALLYBOT_SECRET is set.");
  else
    report.warn("ALLYBOT_SECRET is not set: one is kept beside the database.",
                "Set it (openssl rand -base64 32) before you run replicas.");
  if (settings.admins.empty())
    report.warn("ALLYBOT_ADMINS is empty.",
                "Workspace admins can name leads; add people here who should get notes about wrong content.");
  for (const MemberKey& admin : settings.admins) {
    bool known = false;
    for (const platforms::Platform& platform : platforms::registry()) known = known || platform.name == admin.platform.str();
    if (!known)
      report.warn("ALLYBOT_ADMINS names a platform \"" + admin.platform.str() + "\" that there is not.",
                  "Use the names of the README's table.");
  }
}

void check_clock(Report& report) {
  report.section("Clock and zones");
  const SystemClock clock;
  constexpr std::int64_t kReleased = 1'764'000'000;  // no clock is right that is before this program was written
  if (to_unix_seconds(clock.now()) < kReleased)
    report.fail("The clock says " + to_rfc3339(clock.now()) + ".",
                "Start time synchronisation (chrony or systemd-timesyncd): signed requests are refused by a wrong clock.");
  else
    report.good("The clock says " + to_rfc3339(clock.now()) + ".");
  const auto zone = schedule::Zone::load("Europe/Berlin");
  if (zone)
    report.good("Zone database " + schedule::zone_database_version() + ".");
  else
    report.fail("There is no zone database.", "Install tzdata.");
}

void check_content(const Settings& settings, Report& report) {
  report.section("Content");
  if (settings.content_repository) {
    const auto git = run_program({"git", "--version"}, {{"PATH", "/usr/local/bin:/usr/bin:/bin"}}, std::chrono::seconds(10));
    if (git && git->status == 0)
      report.good("It comes from " + settings.content_repository->url + ", branch " + settings.content_repository->branch +
                  ", by " + std::string(trim(git->out)) + ".");
    else
      report.fail("It comes from a repository, and there is no git.", "Install git.");
  }
  const SystemClock clock;
  const auto holder = library::open_library(settings.content, clock);
  if (!holder) {
    report.fail(holder.error().for_log, settings.content_repository
                                            ? "'allybot serve' fetches it; what keeps it from that is in its log."
                                            : "Set ALLYBOT_CONTENT to the folder with the content files.");
    return;
  }
  const auto content = (*holder)->current();
  report.good(std::to_string(content->live()) + " items are live.");
  for (const library::Quarantined& file : content->quarantined())
    report.warn(file.path + ":" + std::to_string(file.line) + ":" + std::to_string(file.column) + ": " + file.message,
                "'allybot content check' says more.");
  if (content->help(settings.language).sample)
    report.warn("help.yaml still has the sample contacts.",
                "Put your organisation's own contacts into content/" + settings.language + "/help.yaml.");
  else
    report.good("Help contacts are your own.");
}

/// Looks at the place where the database would be, and makes nothing there.
void check_place(const std::string& file, Report& report) {
  std::error_code none;
  std::filesystem::path folder = std::filesystem::absolute(file, none).parent_path();
  while (!std::filesystem::exists(folder, none) && folder.has_relative_path()) folder = folder.parent_path();
  if (std::filesystem::is_directory(folder, none) && access(folder.c_str(), W_OK) == 0)
    report.good("There is no database yet; 'allybot serve' will make " + file + ".");
  else
    report.fail("There is no database yet, and " + folder.string() + " is no folder that can be written.",
                "Make it one, writable for the user the bot runs as, or set ALLYBOT_DATABASE_URL to another place.");
}

void check_database(const Settings& settings, Report& report) {
  report.section("Database");
  std::error_code none;
  if (const auto file = sqlite_file(settings); file && !std::filesystem::exists(*file, none)) return check_place(*file, report);
  const SystemClock clock;
  const auto store = store::open(settings.database_url, clock);
  if (!store) {
    report.fail(store.error().for_log, "Check ALLYBOT_DATABASE_URL, and that the folder can be written.");
    return;
  }
  const auto unknown =
      store::read<std::int64_t>(**store, [](store::Reader& tx) { return tx.count_deliveries(store::Delivery::State::Unknown); });
  const auto dead =
      store::read<std::int64_t>(**store, [](store::Reader& tx) { return tx.count_deliveries(store::Delivery::State::Dead); });
  if (!unknown || !dead) {
    report.fail("The database does not answer.", "Look at the disk it is on.");
    return;
  }
  report.good("It opens and answers.");
  if (*unknown + *dead > 0)
    report.warn(std::to_string(*unknown) + " deliveries are unknown and " + std::to_string(*dead) + " are dead.",
                "'/ally schedule list' in their channels shows them, with Post again and Leave.");
}

void check_port(const Settings& settings, Report& report) {
  report.section("Ports");
  NoMetrics metrics;
  for (const auto& [name, host, port] :
       {std::tuple{"Public", settings.host, settings.port}, std::tuple{"Operations", settings.ops_host, settings.ops_port}}) {
    http::ReceiverOptions options;
    options.host = host;
    options.port = port;
    options.threads = 1;
    const auto listening = http::listen(options, {}, metrics);
    const std::string where = std::string(name) + " port " + host + ":" + std::to_string(port);
    if (listening)
      report.good(where + " is free.");
    else
      report.warn(where + " is in use.", "Fine when the bot runs right now; else choose another port.");
  }
}

void check_way_out(Report& report) {
  report.section("Calls to other hosts");
  const auto rules = http::ProxyRules::from_environment();
  const bool http_proxy = std::getenv("HTTP_PROXY") != nullptr || std::getenv("http_proxy") != nullptr;
  if (!rules)
    report.fail(rules.error().for_log + ": it is passed over.",
                "Write http://host:port, with user:password@ before the host where the proxy asks for them.");
  else if (const auto& proxy = rules->proxy())
    report.good("They go through the proxy " + proxy->host + ":" + std::to_string(proxy->port) +
                ", but for what NO_PROXY names.");
  else if (http_proxy)
    report.warn("HTTP_PROXY is set and HTTPS_PROXY is not: calls go straight, for all of them are https.",
                "Set HTTPS_PROXY, too, if they shall go through that proxy.");
  else
    report.good("They go straight; HTTPS_PROXY is not set.");
  const auto trusted = http::trust_file_of_environment();
  if (!trusted)
    report.fail(trusted.error().for_log, "Name a PEM file with the certificates of the authorities to trust, or unset it.");
  else if (*trusted)
    report.good(std::to_string((*trusted)->certificates) + " authorities of SSL_CERT_FILE are trusted.");
}

/// `all_good` is false where a failure was reported already: then a second one says nothing new.
void check_registered(const Settings& settings, const platforms::Registration& registration, const Outside& outside,
                      bool all_good, Report& report) {
  const auto comparison = registration.compare(outside.environment(), registration_input(settings));
  if (!comparison) {
    if (all_good) report.warn(comparison.error().for_log, "Then run doctor again.");
  } else if (comparison->differences.empty()) {
    report.good("Its commands are registered as they should be.");
  } else {
    report.fail(
        "What is registered differs from what should be: " + comparison->differences.front() +
            (comparison->differences.size() == 1 ? std::string(".")
                                                 : ", and " + std::to_string(comparison->differences.size() - 1) + " more."),
        "Run 'allybot register " + registration.platform + "'; --dry-run shows all of it.");
  }
}

void check_platforms(const Settings& settings, Report& report) {
  const Outside outside(settings);
  const platforms::Environment& environment = outside.environment();
  bool any = false;
  for (const platforms::Platform& platform : platforms::registry()) {
    const auto [some, missing] = platforms::configured(platform, environment.setting);
    if (!some) continue;
    any = true;
    report.section("Platform " + platform.name);
    if (!missing.empty()) {
      report.fail(platform.name + " is configured in part.", "Set " + missing + " too.");
      continue;
    }
    const auto adapter = platform.make(environment);
    if (!adapter) {
      report.fail(adapter.error().for_log, "Correct that setting.");
      continue;
    }
    bool all_good = true;
    for (const Check& check : (*adapter)->checks()) {
      report.add(check);
      all_good = all_good && check.level != Check::Level::Failure;
    }
    if (const auto* registration = registration_of(platform.name))
      check_registered(settings, *registration, outside, all_good, report);
  }
  if (!any) {
    report.section("Platforms");
    report.fail("No platform is configured.", "Set the variables of one platform; the README shows how to connect each.");
  }
}

}  // namespace

int doctor(const Settings& settings, Terminal terminal) {
  terminal.out << "Allybot " << kVersion << " doctor\n";
  Report report(terminal);
  check_settings(settings, report);
  check_clock(report);
  check_content(settings, report);
  check_database(settings, report);
  check_port(settings, report);
  check_way_out(report);
  check_platforms(settings, report);
  terminal.out << (report.any_failure() ? "Something needs mending; see above.\n" : "All well.\n");
  return report.any_failure() ? 1 : 0;
}

}  // namespace allybot::app::commands
