// The subcommands of `allybot`, one file each. Each returns the exit status: 0 good, 1 findings or failure, 2 usage.
// Must never print a secret; errors are one clear sentence on stderr.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "bot/app/settings.h"

namespace allybot::app::commands {

/// Where a command reads and writes; tests give strings.
struct Terminal {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  bool colour = false;  ///< only on a terminal
};

int serve(Settings settings, bool playground, Terminal terminal);
int doctor(const Settings& settings, Terminal terminal);
/// Of one language, or of everything when it is empty.
int content_check(const Settings& settings, const std::string& format, const std::string& language, Terminal terminal);
int content_new(const Settings& settings, const std::string& kind, const std::string& title, Terminal terminal);
/// Prints the schema of a kind, of `schedules` or of `ids`; writes all of them into the content folder where asked to.
int content_schema(const Settings& settings, const std::string& name, bool write, Terminal terminal);
/// Asks every address of the library whether it still answers. What was found out lately is not asked again unless `again`.
struct LinksWords {
  std::string format = "text", cache = "var/links.json";
  bool again = false;
};
int content_links(const Settings& settings, const LinksWords& words, Terminal terminal);
/// With a path, a page is written there.
int content_status(const Settings& settings, const std::string& format, const std::string& page, Terminal terminal);
/// Serves a page on this machine that shows items as each platform will; opens at the item of that id or path, where one is
/// given.
int content_preview(const Settings& settings, const std::string& item, int port, Terminal terminal);

struct SimulateWords {
  std::string from, to, plan, when, zone, region, down, format = "table";
};
int simulate(const Settings& settings, const SimulateWords& words, Terminal terminal);
/// Prints it; with a path, writes the platform's package there.
int manifest(const Settings& settings, const std::string& platform, const std::string& path, Terminal terminal);
/// Shows what the platform has registered beside what should be, and writes it; with `only_show`, 1 when anything differs.
int register_commands(const Settings& settings, const std::string& platform, const std::string& server, bool only_show,
                      Terminal terminal);
int db_migrate(const Settings& settings, Terminal terminal);
int db_backup(const Settings& settings, const std::string& path, Terminal terminal);
int db_restore(const Settings& settings, const std::string& path, Terminal terminal);
/// What could not be posted, or nobody knows whether it was.
int deliveries_list(const Settings& settings, const std::string& format, Terminal terminal);
/// Of the ids: a number is a delivery, nothing else is.
int deliveries_resend(const Settings& settings, const std::vector<std::string>& ids, Terminal terminal);
int deliveries_drop(const Settings& settings, const std::vector<std::string>& ids, Terminal terminal);
int chat(const Settings& settings, Terminal terminal);

/// Prints "allybot: <sentence>" and gives 1.
int failed(Terminal terminal, const Error& error);
/// The same for words on the command line that cannot be right: gives 2.
int misused(Terminal terminal, const Error& error);

}  // namespace allybot::app::commands
