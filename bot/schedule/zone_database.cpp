#include <cstdlib>
#include <fstream>

#include "bot/schedule/zone.h"

namespace allybot::schedule {

std::string zone_database_version() {
  // Debian ships the source form beside the compiled zones; its first line is "# version 2026a".
  const char* set = std::getenv("TZDIR");
  std::ifstream file((set != nullptr && *set != '\0' ? std::string(set) : std::string("/usr/share/zoneinfo")) + "/tzdata.zi");
  std::string hash, word, version;
  if (file >> hash >> word >> version && hash == "#" && word == "version") return version;
  return "unknown";
}

}  // namespace allybot::schedule
