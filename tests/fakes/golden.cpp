#include "tests/fakes/golden.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "bot/core/text.h"

namespace allybot::fakes {
namespace {

using Json = nlohmann::ordered_json;

/// Our signed values begin with "v", a key id and so on; what they hold besides time is tested elsewhere.
void blur(Json& at) {
  if (at.is_object()) {
    for (auto& [name, value] : at.items()) {
      if (name == "value" && value.is_string() && value.get<std::string>().size() > 30)
        value = "SIGNED";
      else if (name == "private_metadata" && value.is_string())
        value = "SIGNED" + value.get<std::string>().substr(value.get<std::string>().find('\n'));
      else
        blur(value);
    }
  } else if (at.is_array()) {
    for (Json& value : at) blur(value);
  }
}

}  // namespace

std::string file_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string laid_out(const std::string& json) {
  Json read = Json::parse(json, nullptr, false);
  if (read.is_discarded()) return "no JSON: " + json;
  blur(read);
  return read.dump(2) + '\n';
}

std::string golden_difference(const std::string& source_dir, const std::string& name, const std::string& text) {
  const std::string path = source_dir + "/tests/golden/" + name;
  const char* refresh = std::getenv("ALLYBOT_REFRESH_GOLDEN");
  if (refresh != nullptr && std::string_view(refresh) == "1") {
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return {};
  }
  const std::string wanted = file_text(path);
  if (wanted == text) return {};
  if (wanted.empty()) return path + " is missing: run the test with ALLYBOT_REFRESH_GOLDEN=1 and read the file";
  const auto is = split(text, '\n');
  const auto was = split(wanted, '\n');
  std::size_t line = 0;
  while (line < is.size() && line < was.size() && is[line] == was[line]) ++line;
  return name + ", line " + std::to_string(line + 1) + ": was\n  " + std::string(line < was.size() ? was[line] : "(end)") +
         "\nis\n  " + std::string(line < is.size() ? is[line] : "(end)") +
         "\nRun the test with ALLYBOT_REFRESH_GOLDEN=1 if that is wanted, and read the change.";
}

}  // namespace allybot::fakes
