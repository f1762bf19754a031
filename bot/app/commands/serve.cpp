#include <iostream>

#include "bot/app/bot.h"
#include "bot/app/commands/commands.h"
#include "bot/app/commands/stop_signal.h"
#include "bot/app/version.h"
#include "bot/core/log.h"

namespace allybot::app::commands {
namespace {

bool is_loopback(const std::string& host) { return host == "127.0.0.1" || host == "::1" || host == "localhost"; }

/// The playground stands alone: no real workspace, no stranger, its own database.
Result<void> prepare_playground(Settings& settings) {
  if (!settings.platform_values.empty())
    return fail(Code::Invalid, "The playground does not run beside a real platform; unset " +
                                   settings.platform_values.begin()->first + " and the other platform settings.");
  if (!is_loopback(settings.host))
    return fail(Code::Invalid, "The playground listens on this machine only; unset ALLYBOT_HOST or set it to 127.0.0.1.");
  settings.database_url = "sqlite:var/playground.db";
  return {};
}

std::string padded(const std::string& text) { return text + std::string(text.size() < 12 ? 12 - text.size() : 1, ' '); }

}  // namespace

int failed(Terminal terminal, const Error& error) {
  terminal.err << "allybot: " << error.for_log << '\n';
  return 1;
}

int misused(Terminal terminal, const Error& error) {
  failed(terminal, error);
  return 2;
}

int serve(Settings settings, bool playground, Terminal terminal) {
  const StopSignal stop;
  BotOptions options;
  options.playground = playground;
  if (playground) {
    if (auto prepared = prepare_playground(settings); !prepared) return failed(terminal, prepared.error());
  }
  const std::string host = settings.host, ops_host = settings.ops_host;
  auto bot = Bot::start(std::move(settings), options);
  if (!bot) return failed(terminal, bot.error());

  terminal.out << "Allybot " << kVersion << '\n';
  for (const PlatformStatus& status : (*bot)->platforms()) terminal.out << padded(status.name) << status.detail << '\n';
  for (const std::string& warning : (*bot)->warnings()) terminal.out << padded("warning") << warning << '\n';
  terminal.out << padded("listening") << "http://" << host << ':' << (*bot)->port() << "  operations http://" << ops_host << ':'
               << (*bot)->ops_port() << '\n';
  if (playground) terminal.out << "\nPlayground: http://" << host << ':' << (*bot)->port() << "/   (Ctrl-C stops it)\n";
  terminal.out.flush();
  log::info("started", {{"version", kVersion}, {"port", (*bot)->port()}});

  const int signal = stop.wait();
  log::info("stopping", {{"signal", signal}});
  (*bot)->stop();
  log::info("stopped");
  log::flush();
  return 0;
}

}  // namespace allybot::app::commands
