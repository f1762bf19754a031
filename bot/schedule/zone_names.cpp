#include "bot/schedule/zone_names.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "bot/core/mutex.h"
#include "bot/core/text.h"
#include "bot/schedule/zone_database.h"

namespace allybot::schedule {
namespace {

struct Alias {
  std::string_view words;
  std::string_view zone;
};

/// What people write that the database has no name for. All of them mean one zone only.
constexpr Alias kAliases[] = {
    {"z", "UTC"},
    {"et", "America/New_York"},
    {"edt", "America/New_York"},
    {"eastern", "America/New_York"},
    {"us eastern", "America/New_York"},
    {"ct", "America/Chicago"},
    {"cdt", "America/Chicago"},
    {"central", "America/Chicago"},
    {"us central", "America/Chicago"},
    {"mt", "America/Denver"},
    {"mdt", "America/Denver"},
    {"us mountain", "America/Denver"},
    {"pt", "America/Los_Angeles"},
    {"pst", "America/Los_Angeles"},
    {"pdt", "America/Los_Angeles"},
    {"pacific", "America/Los_Angeles"},
    {"us pacific", "America/Los_Angeles"},
    {"bst", "Europe/London"},
    {"uk", "Europe/London"},
    {"england", "Europe/London"},
    {"scotland", "Europe/London"},
    {"wales", "Europe/London"},
    {"cest", "CET"},
    {"central european", "CET"},
    {"eest", "EET"},
    {"germany", "Europe/Berlin"},
    {"china", "Asia/Shanghai"},
    {"msk", "Europe/Moscow"},
    {"jst", "Asia/Tokyo"},
    {"kst", "Asia/Seoul"},
    {"sgt", "Asia/Singapore"},
    {"hkt", "Asia/Hong_Kong"},
    {"pkt", "Asia/Karachi"},
    {"npt", "Asia/Kathmandu"},
    {"wib", "Asia/Jakarta"},
    {"sast", "Africa/Johannesburg"},
    {"eat", "Africa/Nairobi"},
    {"nzst", "Pacific/Auckland"},
    {"nzdt", "Pacific/Auckland"},
    {"new zealand", "Pacific/Auckland"},
    {"munich", "Europe/Berlin"},
    {"munchen", "Europe/Berlin"},
    {"koln", "Europe/Berlin"},
    {"hamburg", "Europe/Berlin"},
    {"cologne", "Europe/Berlin"},
    {"frankfurt", "Europe/Berlin"},
    {"stuttgart", "Europe/Berlin"},
    {"dusseldorf", "Europe/Berlin"},
    {"leipzig", "Europe/Berlin"},
    {"geneva", "Europe/Zurich"},
    {"basel", "Europe/Zurich"},
    {"bern", "Europe/Zurich"},
    {"lyon", "Europe/Paris"},
    {"marseille", "Europe/Paris"},
    {"toulouse", "Europe/Paris"},
    {"milan", "Europe/Rome"},
    {"turin", "Europe/Rome"},
    {"barcelona", "Europe/Madrid"},
    {"porto", "Europe/Lisbon"},
    {"rotterdam", "Europe/Amsterdam"},
    {"the hague", "Europe/Amsterdam"},
    {"antwerp", "Europe/Brussels"},
    {"gothenburg", "Europe/Stockholm"},
    {"krakow", "Europe/Warsaw"},
    {"wroclaw", "Europe/Warsaw"},
    {"gdansk", "Europe/Warsaw"},
    {"brno", "Europe/Prague"},
    {"cluj", "Europe/Bucharest"},
    {"lviv", "Europe/Kyiv"},
    {"edinburgh", "Europe/London"},
    {"glasgow", "Europe/London"},
    {"manchester", "Europe/London"},
    {"cambridge uk", "Europe/London"},
    {"cork", "Europe/Dublin"},
    {"ankara", "Europe/Istanbul"},
    {"tel aviv", "Asia/Jerusalem"},
    {"abu dhabi", "Asia/Dubai"},
    {"mumbai", "Asia/Kolkata"},
    {"bangalore", "Asia/Kolkata"},
    {"bengaluru", "Asia/Kolkata"},
    {"delhi", "Asia/Kolkata"},
    {"new delhi", "Asia/Kolkata"},
    {"chennai", "Asia/Kolkata"},
    {"hyderabad", "Asia/Kolkata"},
    {"pune", "Asia/Kolkata"},
    {"islamabad", "Asia/Karachi"},
    {"lahore", "Asia/Karachi"},
    {"beijing", "Asia/Shanghai"},
    {"shenzhen", "Asia/Shanghai"},
    {"guangzhou", "Asia/Shanghai"},
    {"hangzhou", "Asia/Shanghai"},
    {"osaka", "Asia/Tokyo"},
    {"kyoto", "Asia/Tokyo"},
    {"busan", "Asia/Seoul"},
    {"hanoi", "Asia/Ho_Chi_Minh"},
    {"saigon", "Asia/Ho_Chi_Minh"},
    {"canberra", "Australia/Sydney"},
    {"wellington", "Pacific/Auckland"},
    {"christchurch", "Pacific/Auckland"},
    {"cape town", "Africa/Johannesburg"},
    {"pretoria", "Africa/Johannesburg"},
    {"abuja", "Africa/Lagos"},
    {"rio", "America/Sao_Paulo"},
    {"rio de janeiro", "America/Sao_Paulo"},
    {"medellin", "America/Bogota"},
    {"guadalajara", "America/Mexico_City"},
    {"montreal", "America/Toronto"},
    {"ottawa", "America/Toronto"},
    {"quebec", "America/Toronto"},
    {"waterloo", "America/Toronto"},
    {"calgary", "America/Edmonton"},
    {"nyc", "America/New_York"},
    {"boston", "America/New_York"},
    {"washington dc", "America/New_York"},
    {"philadelphia", "America/New_York"},
    {"atlanta", "America/New_York"},
    {"miami", "America/New_York"},
    {"pittsburgh", "America/New_York"},
    {"raleigh", "America/New_York"},
    {"austin", "America/Chicago"},
    {"dallas", "America/Chicago"},
    {"houston", "America/Chicago"},
    {"minneapolis", "America/Chicago"},
    {"nashville", "America/Chicago"},
    {"salt lake city", "America/Denver"},
    {"la", "America/Los_Angeles"},
    {"san francisco", "America/Los_Angeles"},
    {"sf", "America/Los_Angeles"},
    {"silicon valley", "America/Los_Angeles"},
    {"san diego", "America/Los_Angeles"},
    {"seattle", "America/Los_Angeles"},
    {"las vegas", "America/Los_Angeles"},
    {"hawaii", "Pacific/Honolulu"},
};

struct Several {
  std::string_view words;
  std::array<std::string_view, 3> zones;
};

/// What could mean more than one zone. "EST" and "MST" are names of the database as well, but of places without summer time,
/// which hardly anybody who types them means.
constexpr Several kSeveral[] = {
    {"est", {"America/New_York", "America/Panama", "Australia/Sydney"}},
    {"mst", {"America/Denver", "America/Phoenix", "Asia/Kuala_Lumpur"}},
    {"cst", {"America/Chicago", "Asia/Shanghai", "America/Havana"}},
    {"ast", {"America/Halifax", "Asia/Riyadh", ""}},
    {"ist", {"Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"}},
    {"aest", {"Australia/Sydney", "Australia/Brisbane", "Australia/Melbourne"}},
    {"gst", {"Asia/Dubai", "Pacific/Guam", ""}},
    {"san jose", {"America/Los_Angeles", "America/Costa_Rica", ""}},
    {"georgia", {"Asia/Tbilisi", "America/New_York", ""}},
    {"mountain", {"America/Denver", "America/Phoenix", "America/Edmonton"}},
    {"usa", {"America/New_York", "America/Chicago", "America/Los_Angeles"}},
    {"us", {"America/New_York", "America/Chicago", "America/Los_Angeles"}},
    {"australia", {"Australia/Sydney", "Australia/Perth", "Australia/Brisbane"}},
    {"canada", {"America/Toronto", "America/Vancouver", "America/Halifax"}},
    {"brazil", {"America/Sao_Paulo", "America/Manaus", "America/Fortaleza"}},
    {"russia", {"Europe/Moscow", "Asia/Yekaterinburg", "Asia/Vladivostok"}},
    {"mexico", {"America/Mexico_City", "America/Tijuana", "America/Cancun"}},
    {"spain", {"Europe/Madrid", "Atlantic/Canary", ""}},
    {"portugal", {"Europe/Lisbon", "Atlantic/Azores", ""}},
    {"indonesia", {"Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"}},
};

/// Letters of Latin-1 and Latin Extended-A that stand in city names, without their marks. UTF-8 of U+00DF to U+017F.
std::string without_marks(std::string_view text) {
  static constexpr std::string_view kLatin1 = "aaaaaaaceeeeiiiidnooooo/ouuuuypy";  // U+00E0 to U+00FF
  static const std::map<std::string_view, char> extended = {
      {"\xC4\x83", 'a'}, {"\xC4\x85", 'a'}, {"\xC4\x87", 'c'}, {"\xC4\x8D", 'c'}, {"\xC4\x99", 'e'}, {"\xC4\x9B", 'e'},
      {"\xC4\x9F", 'g'}, {"\xC4\xB1", 'i'}, {"\xC5\x82", 'l'}, {"\xC5\x84", 'n'}, {"\xC5\x91", 'o'}, {"\xC5\x99", 'r'},
      {"\xC5\x9B", 's'}, {"\xC5\x9F", 's'}, {"\xC5\xA1", 's'}, {"\xC5\xBA", 'z'}, {"\xC5\xBC", 'z'}, {"\xC5\xBE", 'z'}};
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == 0xC3 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) >= 0xA0) {
      plain += kLatin1[static_cast<unsigned char>(text[++i]) - 0xA0U];
    } else if (const auto found = extended.find(text.substr(i, 2)); found != extended.end()) {
      plain += found->second;
      ++i;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

/// How names are compared: folded, without marks, dots and apostrophes, with single spaces for underscores and hyphens
/// (but not before a figure: Etc/GMT-5).
std::string key_of(std::string_view words) {
  const std::string folded = without_marks(fold_case(words));
  std::string key;
  for (std::size_t i = 0; i < folded.size(); ++i) {
    char c = folded[i];
    if (c == '.' || c == '\'') continue;
    const bool figure_follows = i + 1 < folded.size() && folded[i + 1] >= '0' && folded[i + 1] <= '9';
    if (c == '_' || c == '\t' || c == '\n' || (c == '-' && !figure_follows)) c = ' ';
    if (c == ' ' && (key.empty() || key.back() == ' ')) continue;
    key += c;
  }
  while (!key.empty() && key.back() == ' ') key.pop_back();
  for (const std::string_view tail : {" local time", " time zone", " timezone", " time", " zone"})
    if (key.size() > tail.size() && std::string_view(key).substr(key.size() - tail.size()) == tail) {
      key.resize(key.size() - tail.size());
      break;
    }
  return key;
}

std::string_view last_part(std::string_view name) {
  const auto slash = name.rfind('/');
  return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

/// Rows of a tab-separated table of the zone database.
std::vector<std::vector<std::string>> table(const std::filesystem::path& path) {
  std::vector<std::vector<std::string>> rows;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::vector<std::string> row;
    for (const std::string_view cell : split(line, '\t')) row.emplace_back(cell);
    rows.push_back(std::move(row));
  }
  return rows;
}

/// What the database offers, read once for each update of it. Empty when the machine has none: then only exact names can be
/// loaded, by cctz.
class Names {
 public:
  static std::shared_ptr<const Names> of_system() {
    static Mutex mutex;
    static std::shared_ptr<const Names> names;
    static int generation = -1;
    const Lock lock(mutex);
    if (generation != zone_database_generation()) {
      generation = zone_database_generation();
      names = std::shared_ptr<const Names>(new Names());
    }
    return names;
  }

  const std::vector<std::string>& all() const { return all_; }

  std::optional<std::string> find(const std::string& key) const {
    if (const auto found = by_name_.find(key); found != by_name_.end()) return found->second;
    if (const auto found = by_city_.find(key); found != by_city_.end()) {
      auto chosen = one_of(found->second);
      if (chosen) return chosen;
    }
    if (const auto found = by_country_.find(key); found != by_country_.end() && found->second.size() == 1)
      return found->second.front();
    return std::nullopt;
  }

  /// Among the zones that the database lists for people to choose from.
  bool is_listed(std::string_view zone) const { return listed_.find(zone) != listed_.end(); }

  std::vector<std::string> of_city(const std::string& key) const {
    const auto found = by_city_.find(key);
    return found == by_city_.end() ? std::vector<std::string>() : found->second;
  }

 private:
  Names() {
    namespace fs = std::filesystem;
    const fs::path root = zone_database_root();
    std::error_code failed;
    for (fs::recursive_directory_iterator at(root, failed), end; !failed && at != end; at.increment(failed)) {
      const std::string name = at->path().lexically_relative(root).generic_string();
      // Zones begin with a capital; "posix", "right", tables and links to the machine's own zone do not.
      const bool zone_like = name[0] >= 'A' && name[0] <= 'Z' && name.find('.') == std::string::npos && name != "Factory";
      if (!zone_like) {
        if (at->is_directory(failed)) at.disable_recursion_pending();
        continue;
      }
      if (at->is_regular_file(failed)) all_.push_back(name);
    }
    std::sort(all_.begin(), all_.end());
    for (const std::string& name : all_) {
      by_name_.emplace(key_of(name), name);
      // Etc/GMT-5 is five hours *ahead*: only its whole name may mean it.
      if (name.rfind("Etc/", 0) != 0) by_city_[key_of(last_part(name))].push_back(name);
    }
    read_tables(root);
  }

  void read_tables(const std::filesystem::path& root) {
    std::map<std::string, std::vector<std::string>> by_code;
    for (const auto& row : table(root / "zone.tab"))
      if (row.size() >= 3) {
        listed_.insert(row[2]);
        by_code[row[0]].push_back(row[2]);
      }
    for (const auto& row : table(root / "iso3166.tab"))
      if (row.size() >= 2) by_country_.emplace(key_of(row[1]), by_code[row[0]]);
  }

  /// The one zone of several with the same city that the database lists for people; nothing when there are more.
  std::optional<std::string> one_of(const std::vector<std::string>& zones) const {
    if (zones.size() == 1) return zones.front();
    std::vector<std::string> kept;
    for (const std::string& zone : zones)
      if (is_listed(zone)) kept.push_back(zone);
    if (kept.size() == 1) return kept.front();
    return std::nullopt;
  }

  std::vector<std::string> all_;
  std::set<std::string, std::less<>> listed_;
  std::map<std::string, std::string> by_name_;
  std::map<std::string, std::vector<std::string>> by_city_;
  std::map<std::string, std::vector<std::string>> by_country_;
};

}  // namespace

std::optional<std::string> find_zone(std::string_view words) {
  if (words.size() > 64) return std::nullopt;
  const std::string key = key_of(words);
  if (key.empty()) return std::nullopt;
  for (const Several& several : kSeveral)
    if (several.words == key) return std::nullopt;
  for (const Alias& alias : kAliases)
    if (alias.words == key) return std::string(alias.zone);
  return Names::of_system()->find(key);
}

std::vector<std::string> zones_near(std::string_view words, std::size_t most) {
  const std::string key = key_of(cut_bytes(words, 64));
  std::vector<std::string> near;
  const auto add = [&](std::string_view zone) {
    if (!zone.empty() && near.size() < most && std::find(near.begin(), near.end(), zone) == near.end()) near.emplace_back(zone);
  };
  if (key.empty()) return near;
  for (const Several& several : kSeveral)
    if (several.words == key)
      for (const std::string_view zone : several.zones) add(zone);
  if (!near.empty()) return near;
  const auto system = Names::of_system();
  const Names& names = *system;
  for (const std::string& zone : names.of_city(key)) add(zone);

  // Spelling: by the last part of the name, or by the whole of it when a slash was typed.
  std::vector<std::pair<std::size_t, std::string>> scored;
  const bool whole = key.find('/') != std::string::npos;
  const std::size_t allowed = key.size() < 4 ? 1 : key.size() < 8 ? 2 : 3;
  const auto score = [&](std::string_view name, std::string_view zone) {
    const std::string other = key_of(name);
    const std::size_t unlisted = names.is_listed(zone) ? 0 : 1;  // old spellings come after the one in use
    if (const std::size_t distance = edit_distance(key, other, allowed); distance <= allowed) {
      scored.emplace_back(distance * 4 + unlisted, zone);
    } else if (key.size() >= 3 && other.substr(0, key.size()) == key) {
      scored.emplace_back(2 + unlisted, zone);  // the beginning of a name is nearer than any slip
    }
  };
  for (const std::string& name : names.all()) {
    score(whole ? std::string_view(name) : last_part(name), name);
    if (whole) score(last_part(name), name);
  }
  if (whole) {
    const std::string city(last_part(key));
    for (const std::string& zone : names.of_city(city)) scored.emplace_back(0, zone);  // "Germany/Berlin"
  }
  for (const Alias& alias : kAliases)
    if (alias.words.size() > 4) score(alias.words, alias.zone);
  std::stable_sort(scored.begin(), scored.end(), [](const auto& one, const auto& other) { return one.first < other.first; });
  for (const auto& [distance, zone] : scored) add(zone);
  return near;
}

}  // namespace allybot::schedule
