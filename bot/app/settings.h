// Settings: the environment first, then allybot.yaml, then defaults. Secrets may come from files (NAME_FILE).
// Must never print a secret's value, in an error either.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bot/app/remote/remote_content.h"
#include "bot/core/id.h"
#include "bot/core/result.h"
#include "bot/core/secret.h"
#include "bot/platforms/adapter.h"

namespace allybot::app {

struct Settings {
  std::string host = "127.0.0.1";
  int port = 8080;
  std::string ops_host = "127.0.0.1";
  int ops_port = 8081;
  std::string public_url;
  std::string content = "content";  ///< a folder; of a repository's content the place where it is laid out
  std::optional<RemoteAddress> content_repository;
  std::optional<Secret> content_token, content_push_secret;
  std::chrono::seconds content_every{300};
  std::chrono::hours links_every{0};  ///< 0: links are checked by hand alone
  bool links_internal = false;        ///< hosts of our own network, too
  std::string database_url = "sqlite:var/allybot.db";
  std::optional<Secret> secret, secret_previous;
  std::set<MemberKey> admins;
  std::string zone = "UTC", language = "en", region, command = "ally", log = "info";

  /// Declared settings of platforms that are set, by name, with _FILE resolved.
  std::map<std::string, Secret> platform_values;
  std::optional<std::string> platform_value(std::string_view name) const;

  /// What is odd but no reason to stop: an unknown ALLYBOT_ variable.
  std::vector<std::string> warnings;
};

/// Every name that may be set, for messages, doctor and the README: the bot's own, then the platforms'.
const std::vector<platforms::Setting>& own_settings();

/// Where values come from; tests give their own.
struct SettingsSource {
  std::function<std::optional<std::string>(const std::string& name)> environment;
  std::vector<std::string> environment_names;  ///< to find misspelt ALLYBOT_ variables
  std::string file;                            ///< path of allybot.yaml; skipped when it does not exist
};
SettingsSource process_source();

/// Invalid with one sentence that names the setting and what to write instead.
Result<Settings> read_settings(const SettingsSource& source, const std::vector<platforms::Platform>& platforms);

/// The file that ALLYBOT_DATABASE_URL names; nothing when the database is no SQLite file.
std::optional<std::string> sqlite_file(const Settings& settings);

/// Where the content of a repository is kept: beside the database.
std::string content_folder(const Settings& settings);

/// ALLYBOT_SECRET, or the one kept beside the SQLite file, made on first use. Sets `made_here` when it was not given.
Result<Secret> master_secret(const Settings& settings, bool& made_here);

}  // namespace allybot::app
