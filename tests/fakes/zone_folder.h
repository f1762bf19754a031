// A small zone database of its own, which a test can update while the program runs.
// Must never be the machine's: TZDIR is put back at the end.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string>

#include "tests/fakes/temporary_folder.h"

namespace allybot::fakes {

class ZoneFolder {
 public:
  ZoneFolder() {
    if (const char* set = std::getenv("TZDIR")) before_ = set;
    ::setenv("TZDIR", folder_.path().c_str(), 1);
  }
  ~ZoneFolder() {
    if (before_.empty())
      ::unsetenv("TZDIR");
    else
      ::setenv("TZDIR", before_.c_str(), 1);
  }
  ZoneFolder(const ZoneFolder&) = delete;
  ZoneFolder& operator=(const ZoneFolder&) = delete;

  void tell_version(const std::string& version) { write("tzdata.zi", "# version " + version + "\n"); }
  /// A zone that is so many hours ahead of UTC, always: 0 to 9.
  void write_zone(const std::string& name, int hours) {
    const std::string digit = std::to_string(hours);
    const std::string block = number(hours * 3600) + std::string(2, '\0') + "+0" + digit + '\0';
    const std::string part =
        "TZif2" + std::string(15, '\0') + number(0) + number(0) + number(0) + number(0) + number(1) + number(4) + block;
    write(name, part + part + "\n<+0" + digit + ">-" + digit + "\n");
  }
  void remove(const std::string& name) { std::filesystem::remove(folder_.path() / name); }

 private:
  static std::string number(std::int32_t value) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>((value >> shift) & 0xFF);
    return bytes;
  }
  void write(const std::string& name, const std::string& bytes) {
    std::ofstream(folder_.path() / name, std::ios::binary | std::ios::trunc) << bytes;
  }

  TemporaryFolder folder_;
  std::string before_;
};

}  // namespace allybot::fakes
