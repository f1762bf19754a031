#include "bot/app/cli.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>

#include "bot/app/version.h"
#include "bot/core/log.h"
#include "bot/core/text.h"

namespace allybot::app {
namespace {

constexpr int kUsage = 2;

log::Level level_of(const std::string& name) {
  if (name == "debug") return log::Level::Debug;
  if (name == "warning") return log::Level::Warning;
  if (name == "error") return log::Level::Error;
  return log::Level::Info;
}

/// A first word that is no subcommand, said with the nearest one; empty when it is one (or an option).
std::string unknown_word(const CLI::App& app, const std::vector<std::string>& arguments) {
  if (arguments.empty() || arguments[0].empty() || arguments[0][0] == '-') return {};
  std::string nearest;
  std::size_t least = 3;
  for (const CLI::App* one : app.get_subcommands({})) {
    const std::size_t distance = edit_distance(arguments[0], one->get_name(), 2);
    if (distance == 0) return {};
    if (distance < least) {
      least = distance;
      nearest = one->get_name();
    }
  }
  return "There is no command \"" + printable(arguments[0]) + "\"." + (nearest.empty() ? "" : " Did you mean " + nearest + "?");
}

/// Everything that may be written on the line.
struct Words {
  bool playground = false, write = false, only_show = false;
  int port = 0;
  std::string format = "text", status_format = "text", language;
  std::string deliveries_format = "table";
  std::string kind, title, platform, path, server;
  std::vector<std::string> ids;
  commands::SimulateWords simulate;
  commands::LinksWords links;
};

}  // namespace

int run(const std::vector<std::string>& arguments, const SettingsSource& source, commands::Terminal terminal) {
  CLI::App app("Allybot: tips, facts and nudges on gender equality at work, in your workplace chat.", "allybot");
  app.set_version_flag("--version", std::string("allybot ") + kVersion);
  app.require_subcommand(1);
  app.footer("Settings come from the environment or allybot.yaml; the README lists them.");
  Words words;

  auto* serve = app.add_subcommand("serve", "Run the bot");
  serve->add_flag("--playground", words.playground, "A small workspace in a web page, without any platform");
  auto* doctor = app.add_subcommand("doctor", "Check settings, tokens, content and database, and say how to mend each");
  auto* chat = app.add_subcommand("chat", "Talk to the bot in this terminal");

  auto* content = app.add_subcommand("content", "Check and add content files")->require_subcommand(1);
  auto* check = content->add_subcommand("check", "Check every file");
  check->add_option("--format", words.format, "text, json, github or sarif");
  check->add_option("--language", words.language, "Only one language, such as de, and what it lacks beside English");
  auto* fresh = content->add_subcommand("new", "Start a new item");
  fresh->add_option("kind", words.kind, "tip, myth, resource, exercise, story, pledge or scenario")->required();
  fresh->add_option("title", words.title, "Its title, in quotes")->required();
  auto* schema = content->add_subcommand("schema", "What editors need for completion and help: JSON Schemas");
  schema->add_option("name", words.kind, "A kind such as tips, schedules, or ids");
  schema->add_flag("--write", words.write, "Write all of them into the content folder");
  auto* links = content->add_subcommand("links", "Ask every web address whether it still answers");
  links->add_option("--format", words.links.format, "text, json, github or sarif");
  links->add_option("--cache", words.links.cache, "Where to keep what was found out; var/links.json");
  links->add_flag("--again", words.links.again, "Ask those again that were asked lately, too");
  auto* preview = content->add_subcommand("preview", "Show items in a web page as each platform will, while you edit them");
  preview->add_option("item", words.kind, "The item to begin with, such as tips/a-pace-you-can-keep");
  preview->add_option("--port", words.port, "Where to listen; any free port")->check(CLI::Range(0, 65535));
  auto* status = content->add_subcommand("status", "What there is, and where the holes are");
  status->add_option("--format", words.status_format, "text, json, markdown or html");
  status->add_option("--html", words.path, "Write a page with charts into this file");

  auto* simulate = app.add_subcommand("simulate", "Every post and non-post over a span of dates");
  simulate->add_option("--from", words.simulate.from, "First local date, such as 2026-03-01")->required();
  simulate->add_option("--to", words.simulate.to, "Local date after the last")->required();
  auto* plan = simulate->add_option("--plan", words.simulate.plan, "One plan's id");
  auto* when =
      simulate->add_option("--when", words.simulate.when, "Words alone instead of the saved plans: \"every Tuesday 10:00\"");
  auto* zone = simulate->add_option("--zone", words.simulate.zone, "The zone for --when");
  simulate->add_option("--region", words.simulate.region,
                       "Whose holidays and working days hold where none is set, such as DE-BE");
  simulate->add_option("--down", words.simulate.down,
                       "As if the bot did not run between two moments, such as 2026-05-01T08:00:00Z/2026-05-01T14:00:00Z");
  plan->excludes(when);
  zone->needs(when);
  simulate->add_option("--format", words.simulate.format, "table, json or ics");

  auto* manifest = app.add_subcommand("manifest", "Print what a platform wants to know of the bot");
  std::vector<std::string> names;
  for (const platforms::Platform& platform : platforms::registry()) names.push_back(platform.name);
  manifest->add_option("platform", words.platform, join(names, ", ") + "; without one, what each of them can do");
  manifest->add_option("-o,--output", words.path, "Write the platform's app package (Teams: a zip with icons) to this file");

  auto* registered =
      app.add_subcommand("register", "Tell a platform of the bot's commands, where they are not as they should be");
  registered->add_option("platform", words.platform, "discord")->required();
  registered->add_flag("--dry-run", words.only_show, "Show what differs and write nothing");
  registered->add_option("--guild", words.server, "Only in the server of this id, where it takes effect at once");

  auto* deliveries = app.add_subcommand("deliveries", "What could not be posted")->require_subcommand(1);
  auto* list = deliveries->add_subcommand("list", "Posts that failed for good, or that nobody knows the end of, and why");
  list->add_option("--format", words.deliveries_format, "table or json");
  auto* resend = deliveries->add_subcommand("resend", "Post them again");
  resend->add_option("ids", words.ids, "The numbers that 'deliveries list' shows")->required();
  auto* drop = deliveries->add_subcommand("drop", "Leave them as they are; they are listed no more");
  drop->add_option("ids", words.ids, "The numbers that 'deliveries list' shows")->required();

  auto* db = app.add_subcommand("db", "Look after the database")->require_subcommand(1);
  auto* migrate = db->add_subcommand("migrate", "Bring it to this version");
  auto* backup = db->add_subcommand("backup", "Copy it while the bot runs");
  backup->add_option("path", words.path, "The file to write")->required();
  auto* restore = db->add_subcommand("restore", "Put a copy back; stop the bot first");
  restore->add_option("path", words.path, "The file that 'db backup' wrote")->required();

  if (const std::string sentence = unknown_word(app, arguments); !sentence.empty()) {
    terminal.err << "allybot: " << sentence << " 'allybot --help' lists what there is.\n";
    return kUsage;
  }
  try {
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());  // CLI11 takes them from the back
    app.parse(reversed);
  } catch (const CLI::ParseError& problem) {
    if (problem.get_exit_code() == 0) {
      app.exit(problem, terminal.out, terminal.err);
      return 0;
    }
    terminal.err << "allybot: " << printable(problem.what()) << ". 'allybot --help' lists what there is.\n";
    return kUsage;
  }

  const auto settings = read_settings(source, platforms::registry());
  if (!settings) return commands::failed(terminal, settings.error());
  // What one asks at a terminal is answered there; the server's log is for the server.
  const log::Level wanted = level_of(settings->log);
  log::set_level(serve->parsed() ? wanted : std::max(wanted, log::Level::Warning));
  for (const std::string& warning : settings->warnings) terminal.err << "allybot: warning: " << warning << '\n';

  if (serve->parsed()) return commands::serve(*settings, words.playground, terminal);
  if (doctor->parsed()) return commands::doctor(*settings, terminal);
  if (chat->parsed()) return commands::chat(*settings, terminal);
  if (check->parsed()) return commands::content_check(*settings, words.format, words.language, terminal);
  if (fresh->parsed()) return commands::content_new(*settings, words.kind, words.title, terminal);
  if (schema->parsed()) return commands::content_schema(*settings, words.kind, words.write, terminal);
  if (links->parsed()) return commands::content_links(*settings, words.links, terminal);
  if (preview->parsed()) return commands::content_preview(*settings, words.kind, words.port, terminal);
  if (status->parsed()) return commands::content_status(*settings, words.status_format, words.path, terminal);
  if (simulate->parsed()) return commands::simulate(*settings, words.simulate, terminal);
  if (manifest->parsed()) return commands::manifest(*settings, words.platform, words.path, terminal);
  if (registered->parsed())
    return commands::register_commands(*settings, words.platform, words.server, words.only_show, terminal);
  if (list->parsed()) return commands::deliveries_list(*settings, words.deliveries_format, terminal);
  if (resend->parsed()) return commands::deliveries_resend(*settings, words.ids, terminal);
  if (drop->parsed()) return commands::deliveries_drop(*settings, words.ids, terminal);
  if (migrate->parsed()) return commands::db_migrate(*settings, terminal);
  if (backup->parsed()) return commands::db_backup(*settings, words.path, terminal);
  if (restore->parsed()) return commands::db_restore(*settings, words.path, terminal);
  return kUsage;
}

}  // namespace allybot::app
