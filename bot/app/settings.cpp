#include "bot/app/settings.h"

#include <unistd.h>

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "bot/app/place_name.h"
#include "bot/core/text.h"
#include "bot/crypto/crypto.h"
#include "bot/schedule/zone.h"

namespace allybot::app {
namespace {

using platforms::Setting;

std::optional<std::string> process_variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) return std::nullopt;
  return std::string(value);
}

Result<std::string> read_secret_file(const std::string& name, const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  if (!file || !(text << file.rdbuf()))
    return fail(Code::Invalid, name + " names a file that cannot be read: " + path + ". Check the path and who may read it.");
  std::string value = text.str();
  while (!value.empty() && (value.back() == '\n' || value.back() == '\r')) value.pop_back();
  if (value.empty()) return fail(Code::Invalid, name + " names an empty file: " + path);
  return value;
}

/// All known names, to find the nearest one to a misspelt name.
std::vector<std::string> known_names(const std::vector<platforms::Platform>& platforms) {
  std::vector<std::string> names;
  const auto add = [&](const Setting& setting) {
    names.push_back(setting.name);
    if (setting.secret) names.push_back(setting.name + "_FILE");
  };
  for (const Setting& setting : own_settings()) add(setting);
  for (const auto& platform : platforms)
    for (const Setting& setting : platform.settings) add(setting);
  return names;
}

std::string nearest(const std::string& name, const std::vector<std::string>& names) {
  std::string best;
  std::size_t least = 4;
  for (const std::string& candidate : names) {
    const std::size_t distance = edit_distance(name, candidate, 3);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best.empty() ? std::string() : " Did you mean " + best + "?";
}

/// allybot.yaml is one flat map of the same names as the environment's.
Result<std::map<std::string, std::string>> read_file(const std::string& path, const std::vector<std::string>& names) {
  std::map<std::string, std::string> values;
  std::error_code none;
  if (path.empty() || !std::filesystem::exists(path, none)) return values;
  try {
    const YAML::Node root = YAML::LoadFile(path);
    if (root.IsNull()) return values;
    if (!root.IsMap()) return fail(Code::Invalid, path + ": write one 'NAME: value' a line.");
    for (const auto& pair : root) {
      const auto name = pair.first.as<std::string>();
      const std::string where = path + ":" + std::to_string(pair.first.Mark().line + 1) + ": ";
      if (std::find(names.begin(), names.end(), name) == names.end())
        return fail(Code::Invalid, where + "there is no setting " + printable(name) + "." + nearest(name, names));
      if (!pair.second.IsScalar()) return fail(Code::Invalid, where + name + " needs one value, not a list or a map.");
      values[name] = pair.second.as<std::string>();
    }
  } catch (const YAML::Exception& problem) {
    return fail(Code::Invalid,
                path + ":" + std::to_string(problem.mark.line + 1) + ": this is not YAML; write one 'NAME: value' a line.");
  }
  return values;
}

/// Looks values up by name: the environment before the file, X or X_FILE but not both.
class Values {
 public:
  Values(const SettingsSource& source, std::map<std::string, std::string> file) : source_(source), file_(std::move(file)) {}

  Result<std::optional<std::string>> get(const Setting& setting) const {
    const auto plain = raw(setting.name);
    if (!setting.secret) return plain;
    const auto path = raw(setting.name + "_FILE");
    if (plain && path)
      return fail(Code::Invalid, "Both " + setting.name + " and " + setting.name + "_FILE are set; keep one of them.");
    if (!path) return plain;
    auto text = read_secret_file(setting.name + "_FILE", *path);
    if (!text) return tl::unexpected(text.error());
    return std::optional<std::string>(std::move(*text));
  }

 private:
  std::optional<std::string> raw(const std::string& name) const {
    if (auto value = source_.environment(name); value && !value->empty()) return value;
    if (const auto found = file_.find(name); found != file_.end() && !found->second.empty()) return found->second;
    return std::nullopt;
  }
  const SettingsSource& source_;
  std::map<std::string, std::string> file_;
};

Result<int> read_port(const std::string& name, const std::string& text) {
  std::int64_t port = 0;
  if (!parse_number(text, port) || port > 65535)
    return fail(Code::Invalid, name + " must be a port from 0 to 65535, not \"" + printable(text) + "\".");
  return static_cast<int>(port);
}

Result<MemberKey> read_admin(const std::string& text) {
  auto name = read_place_name(text);
  if (!name)
    return fail(Code::Invalid, "ALLYBOT_ADMINS: write each as platform:workspace:member, such as slack:T0001:U012AB3CD.");
  return MemberKey{PlatformId(std::move(name->platform)), WorkspaceId(std::move(name->workspace)), MemberId(std::move(name->id))};
}

Result<void> apply(Settings& settings, const std::string& name, const std::string& value) {
  if (name == "ALLYBOT_HOST")
    settings.host = value;
  else if (name == "ALLYBOT_CONTENT" && value.find("://") != std::string::npos) {
    auto address = read_remote_address(value);
    if (!address) return tl::unexpected(address.error());
    settings.content_repository = std::move(*address);
  } else if (name == "ALLYBOT_CONTENT")
    settings.content = value;
  else if (name == "ALLYBOT_CONTENT_TOKEN")
    settings.content_token = Secret(value);
  else if (name == "ALLYBOT_CONTENT_PUSH_SECRET") {
    if (value.size() < 16) return fail(Code::Invalid, name + " must have 16 bytes or more; 'openssl rand -hex 32' makes one.");
    settings.content_push_secret = Secret(value);
  } else if (name == "ALLYBOT_CONTENT_EVERY") {
    std::int64_t seconds = 0;
    if (!parse_number(value, seconds) || seconds < 30 || seconds > 86400)
      return fail(Code::Invalid, name + " must be from 30 to 86400 seconds.");
    settings.content_every = std::chrono::seconds(seconds);
  } else if (name == "ALLYBOT_LINKS_EVERY") {
    std::int64_t days = 0;
    if (!parse_number(value, days) || days < 0 || days > 90)
      return fail(Code::Invalid, name + " must be from 1 to 90 days, or 0 for never.");
    settings.links_every = std::chrono::days(days);
  } else if (name == "ALLYBOT_LINKS_INTERNAL") {
    if (value != "on" && value != "off") return fail(Code::Invalid, name + " must be on or off.");
    settings.links_internal = value == "on";
  } else if (name == "ALLYBOT_DATABASE_URL")
    settings.database_url = value;
  else if (name == "ALLYBOT_LANGUAGE")
    settings.language = value;
  else if (name == "ALLYBOT_REGION")
    settings.region = value;
  else if (name == "PORT") {
    const auto port = read_port(name, value);
    if (!port) return tl::unexpected(port.error());
    settings.port = *port;
  } else if (name == "ALLYBOT_OPS_ADDR") {
    const auto colon = value.rfind(':');
    if (colon == std::string::npos) return fail(Code::Invalid, "ALLYBOT_OPS_ADDR must be host:port, such as 127.0.0.1:8081.");
    const auto port = read_port(name, value.substr(colon + 1));
    if (!port) return tl::unexpected(port.error());
    settings.ops_host = value.substr(0, colon);
    settings.ops_port = *port;
  } else if (name == "ALLYBOT_PUBLIC_URL") {
    settings.public_url = value;
    while (!settings.public_url.empty() && settings.public_url.back() == '/') settings.public_url.pop_back();
    if (!http::parse_url(settings.public_url))
      return fail(Code::Invalid, "ALLYBOT_PUBLIC_URL must be an address such as https://allybot.example.org.");
  } else if (name == "ALLYBOT_SECRET" || name == "ALLYBOT_SECRET_PREVIOUS") {
    if (value.size() < 32) return fail(Code::Invalid, name + " must have 32 bytes or more; 'openssl rand -base64 32' makes one.");
    (name == "ALLYBOT_SECRET" ? settings.secret : settings.secret_previous) = Secret(value);
  } else if (name == "ALLYBOT_ADMINS") {
    for (const std::string_view part : split(value, ',')) {
      const std::string_view one = trim(part);
      if (one.empty()) continue;
      auto admin = read_admin(std::string(one));
      if (!admin) return tl::unexpected(admin.error());
      settings.admins.insert(std::move(*admin));
    }
  } else if (name == "ALLYBOT_ZONE") {
    if (!schedule::Zone::load(value))
      return fail(Code::Invalid, "ALLYBOT_ZONE must be a zone such as Europe/Berlin, not \"" + printable(value) + "\".");
    settings.zone = value;
  } else if (name == "ALLYBOT_COMMAND") {
    const bool plain = !value.empty() && value.size() <= 31 && std::all_of(value.begin(), value.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
    if (!plain) return fail(Code::Invalid, "ALLYBOT_COMMAND must be 1 to 31 of a-z, 0-9, - and _, without the slash.");
    settings.command = value;
  } else if (name == "ALLYBOT_LOG") {
    if (value != "debug" && value != "info" && value != "warning" && value != "error")
      return fail(Code::Invalid, "ALLYBOT_LOG must be debug, info, warning or error.");
    settings.log = value;
  }
  return {};
}

}  // namespace

const std::vector<Setting>& own_settings() {
  static const std::vector<Setting> all = {
      {"PORT", "The public port.", false, false, "8080"},
      {"ALLYBOT_HOST", "The address it listens on.", false, false, "127.0.0.1"},
      {"ALLYBOT_OPS_ADDR", "Where /readyz and /metrics listen.", false, false, "127.0.0.1:8081"},
      {"ALLYBOT_PUBLIC_URL", "The address that platforms and people reach the bot by.", false, false,
       "https://allybot.example.org"},
      {"ALLYBOT_CONTENT", "The content folder, or git+https://host/path#branch for a repository of it.", false, false, "content"},
      {"ALLYBOT_CONTENT_TOKEN", "Lets git read a repository that is not public.", false, true, ""},
      {"ALLYBOT_CONTENT_EVERY", "How often the repository is looked at, in seconds.", false, false, "300"},
      {"ALLYBOT_CONTENT_PUSH_SECRET", "Proves the repository's webhook at /content/push, which makes it look at once.", false,
       true, ""},
      {"ALLYBOT_LINKS_EVERY", "How often serve checks the library's web addresses, in days; 0: never.", false, false, "0"},
      {"ALLYBOT_LINKS_INTERNAL", "on: such checks may ask hosts of your own network.", false, false, "off"},
      {"ALLYBOT_DATABASE_URL", "Where state is kept.", false, false, "sqlite:var/allybot.db"},
      {"ALLYBOT_SECRET", "32 bytes or more; keys for buttons and stored tokens are derived from it.", false, true, ""},
      {"ALLYBOT_SECRET_PREVIOUS", "The secret before, while buttons made with it are still out.", false, true, ""},
      {"ALLYBOT_ADMINS", "Who may do everything, as platform:workspace:member, comma-separated.", false, false,
       "slack:T0001:U012AB3CD"},
      {"ALLYBOT_ZONE", "The time zone where nobody said one.", false, false, "UTC"},
      {"ALLYBOT_LANGUAGE", "The language where nobody said one.", false, false, "en"},
      {"ALLYBOT_REGION", "The country (ISO 3166) for regional items.", false, false, ""},
      {"ALLYBOT_COMMAND", "The slash command, without its slash.", false, false, "ally"},
      {"ALLYBOT_LOG", "How much is logged: debug, info, warning or error.", false, false, "info"},
  };
  return all;
}

std::optional<std::string> Settings::platform_value(std::string_view name) const {
  const auto found = platform_values.find(std::string(name));
  if (found == platform_values.end()) return std::nullopt;
  return found->second.reveal();
}

SettingsSource process_source() {
  SettingsSource source;
  source.environment = process_variable;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    source.environment_names.emplace_back(text.substr(0, text.find('=')));
  }
  source.file = "allybot.yaml";
  return source;
}

Result<Settings> read_settings(const SettingsSource& source, const std::vector<platforms::Platform>& platforms) {
  Settings settings;
  const std::vector<std::string> names = known_names(platforms);
  auto file = read_file(source.file, names);
  if (!file) return tl::unexpected(file.error());
  const Values values(source, std::move(*file));
  for (const Setting& setting : own_settings()) {
    const auto value = values.get(setting);
    if (!value) return tl::unexpected(value.error());
    if (!*value) continue;
    if (auto applied = apply(settings, setting.name, **value); !applied) return tl::unexpected(applied.error());
  }
  for (const auto& platform : platforms) {
    for (const Setting& setting : platform.settings) {
      auto value = values.get(setting);
      if (!value) return tl::unexpected(value.error());
      if (*value) settings.platform_values.emplace(setting.name, Secret(std::move(**value)));
    }
  }
  if (settings.content_repository) settings.content = content_folder(settings) + "/current";
  for (const std::string& name : source.environment_names) {
    if (name.rfind("ALLYBOT_", 0) != 0) continue;
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    settings.warnings.push_back("There is no setting " + name + "; it is ignored." + nearest(name, names));
  }
  return settings;
}

std::optional<std::string> sqlite_file(const Settings& settings) {
  constexpr std::string_view kScheme = "sqlite:";
  if (settings.database_url.rfind(kScheme, 0) != 0) return std::nullopt;
  return settings.database_url.substr(kScheme.size());
}

std::string content_folder(const Settings& settings) {
  const auto database = sqlite_file(settings);
  const auto slash = database ? database->rfind('/') : std::string::npos;
  return (slash == std::string::npos ? std::string("var") : database->substr(0, slash)) + "/content-repository";
}

Result<Secret> master_secret(const Settings& settings, bool& made_here) {
  made_here = false;
  if (settings.secret) return *settings.secret;
  const auto database = sqlite_file(settings);
  if (!database)
    return fail(Code::Invalid, "ALLYBOT_SECRET must be set when the database is not a SQLite file, since all replicas share it.");
  made_here = true;
  const std::string path = *database + ".secret";
  std::error_code none;
  if (std::filesystem::exists(path, none)) {
    auto kept = read_secret_file("The secret beside the database", path);
    if (!kept) return tl::unexpected(kept.error());
    return Secret(std::move(*kept));
  }
  const auto folder = std::filesystem::path(path).parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder, none);
  Secret fresh(crypto::to_base64url(crypto::random_bytes(32)));
  std::ofstream file(path, std::ios::binary);
  std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, none);
  file << fresh.reveal() << '\n';
  file.close();
  if (!file) return fail(Code::Unavailable, "Cannot write " + path + ". Make its folder writable, or set ALLYBOT_SECRET.");
  return fresh;
}

}  // namespace allybot::app
