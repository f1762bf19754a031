#include "bot/app/links/memory.h"

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "bot/library/files.h"

namespace allybot::app {
namespace {

using Json = nlohmann::json;
using Kind = LinkVerdict::Kind;

constexpr std::chrono::hours kGoodFor{20};
constexpr std::chrono::hours kBadFor{1};

}  // namespace

KnownLinks read_known_links(const std::string& path) {
  KnownLinks links;
  std::ifstream in(path, std::ios::binary);
  const Json all = Json::parse(in, nullptr, false);
  if (!all.is_object()) return links;
  const auto text = [](const Json& from, const char* name) {
    const auto found = from.find(name);
    return found != from.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  for (const auto& [url, one] : all.items()) {
    if (!one.is_object()) continue;
    const std::string name = text(one, "verdict");
    const auto at = from_rfc3339(text(one, "at"));
    const auto status = one.find("status");
    for (const Kind kind :
         {Kind::Good, Kind::Moved, Kind::Dead, Kind::SoftDead, Kind::Unsure, Kind::Unreachable, Kind::Forbidden})
      if (at && name == name_of(kind))
        links[url] = {kind, status != one.end() && status->is_number_integer() ? status->get<int>() : 0, text(one, "to"),
                      text(one, "why"), *at};
  }
  return links;
}

Result<void> write_known_links(const std::string& path, const KnownLinks& links) {
  Json all = Json::object();
  for (const auto& [url, verdict] : links)
    all[url] = {{"verdict", name_of(verdict.kind)},
                {"status", verdict.status},
                {"to", verdict.to},
                {"why", verdict.why},
                {"at", to_rfc3339(verdict.at)}};
  const std::filesystem::path file(path);
  std::error_code error;
  if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), error);
  // Where a page has moved to is what a stranger wrote, of any bytes.
  const std::string text = all.dump(1, ' ', false, Json::error_handler_t::replace) + '\n';
  if (!library::write_whole(path, text))
    return fail(Code::Unavailable, path + " cannot be written; name another place with --cache");
  return {};
}

bool is_fresh(const LinkVerdict& verdict, TimePoint now) {
  const bool answered = verdict.kind != Kind::Unreachable && verdict.kind != Kind::Unsure;
  return verdict.at <= now && now - verdict.at < (answered ? kGoodFor : kBadFor);
}

}  // namespace allybot::app
