#include "bot/app/links/memory.h"

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

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
  for (const auto& [url, one] : all.items()) {
    if (!one.is_object()) continue;
    LinkVerdict verdict;
    const std::string name = one.value("verdict", "");
    const auto at = from_rfc3339(one.value("at", ""));
    if (!at) continue;
    verdict.at = *at;
    verdict.status = one.value("status", 0);
    verdict.to = one.value("to", "");
    verdict.why = one.value("why", "");
    for (const Kind kind :
         {Kind::Good, Kind::Moved, Kind::Dead, Kind::SoftDead, Kind::Unsure, Kind::Unreachable, Kind::Forbidden})
      if (name == name_of(kind)) {
        verdict.kind = kind;
        links[url] = verdict;
      }
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
  std::ofstream out(path + ".tmp", std::ios::binary);
  out << all.dump(1) << '\n';
  out.close();
  if (out) std::filesystem::rename(path + ".tmp", path, error);
  if (!out || error) return fail(Code::Unavailable, path + " cannot be written; name another place with --cache");
  return {};
}

bool is_fresh(const LinkVerdict& verdict, TimePoint now) {
  const bool answered = verdict.kind != Kind::Unreachable && verdict.kind != Kind::Unsure;
  return verdict.at <= now && now - verdict.at < (answered ? kGoodFor : kBadFor);
}

}  // namespace allybot::app
