#include "bot/app/remote/remote_content.h"

#include <algorithm>
#include <filesystem>
#include <vector>

#include "bot/app/remote/program.h"
#include "bot/core/text.h"
#include "bot/crypto/crypto.h"
#include "bot/http/message.h"

namespace allybot::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kScheme = "git+https://";
constexpr std::chrono::seconds kPatience{120};
constexpr std::size_t kShown = 12;

bool is_branch(std::string_view name) {
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '/' ||
           c == '-';
  };
  return !name.empty() && name.size() <= 100 && name.front() != '-' && name.front() != '/' && name.back() != '/' &&
         name.find("..") == std::string_view::npos && std::all_of(name.begin(), name.end(), is_plain);
}

bool is_commit(std::string_view text) {
  return text.size() >= 40 &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

Result<RemoteAddress> read_remote_address(const std::string& text) {
  const auto wrong = [](const char* why) {
    return fail(Code::Invalid, std::string("ALLYBOT_CONTENT ") + why +
                                   ". Write a folder, or git+https://host/path#branch for a repository of it.");
  };
  if (text.substr(0, kScheme.size()) != kScheme) return wrong("can be fetched by git over https alone");
  const auto hash = text.find('#');
  RemoteAddress address{text.substr(4, hash == std::string::npos ? hash : hash - 4),
                        hash == std::string::npos ? "main" : text.substr(hash + 1)};
  const auto url = http::parse_url(address.url);
  if (!url || url->path_and_query.size() < 2)
    return wrong("is no address of a repository (a token goes into ALLYBOT_CONTENT_TOKEN)");
  if (!is_branch(address.branch)) return wrong("names a branch that no branch can be called");
  return address;
}

RemoteContent::RemoteContent(RemoteAddress address, std::string folder, std::optional<Secret> token,
                             std::map<std::string, std::string> environment, Check check)
    : address_(std::move(address)), folder_(std::move(folder)), environment_(std::move(environment)), check_(std::move(check)) {
  // Nothing of this machine's git settings, no questions, no other protocol, no code of the repository.
  for (const auto& [name, value] : std::initializer_list<std::pair<const char*, const char*>>{{"GIT_TERMINAL_PROMPT", "0"},
                                                                                              {"GIT_ASKPASS", "true"},
                                                                                              {"GIT_CONFIG_NOSYSTEM", "1"},
                                                                                              {"GIT_CONFIG_GLOBAL", "/dev/null"},
                                                                                              {"GIT_ALLOW_PROTOCOL", "https"},
                                                                                              {"LC_ALL", "C"}})
    environment_[name] = value;
  std::vector<std::pair<std::string, std::string>> settings = {{"core.hooksPath", "/dev/null"},   {"core.symlinks", "false"},
                                                               {"transfer.fsckObjects", "true"},  {"gc.autoDetach", "false"},
                                                               {"http.followRedirects", "false"}, {"http.lowSpeedLimit", "1000"},
                                                               {"http.lowSpeedTime", "30"}};
  if (token)  // by the environment: a command line can be read by others
    settings.emplace_back("http.extraHeader", "Authorization: Basic " + crypto::to_base64("allybot:" + token->reveal()));
  environment_["GIT_CONFIG_COUNT"] = std::to_string(settings.size());
  for (std::size_t i = 0; i < settings.size(); ++i) {
    environment_["GIT_CONFIG_KEY_" + std::to_string(i)] = settings[i].first;
    environment_["GIT_CONFIG_VALUE_" + std::to_string(i)] = settings[i].second;
  }
}

Result<std::string> RemoteContent::git(const std::vector<std::string>& words, const std::stop_token& stop) const {
  std::vector<std::string> all = {"git", "-C", folder_ + "/repository"};
  all.insert(all.end(), words.begin(), words.end());
  auto ran = run_program(all, environment_, kPatience, stop);
  if (!ran) return tl::unexpected(ran.error());
  const std::string said(trim(ran->out));
  if (ran->status == 0) return said;
  // Its last line says what went wrong; addresses in it are those of the setting, which holds no secret.
  return fail(Code::Unavailable,
              "git " + words.front() + ": " + printable(cut_code_points(said.substr(said.rfind('\n') + 1), 200)));
}

/// A git that was killed leaves its locks, and the next one would refuse for ever. The repository is ours alone.
void RemoteContent::forget_locks() const {
  std::error_code error;
  std::vector<fs::path> locks;
  for (fs::recursive_directory_iterator at(folder_ + "/repository", error), end; !error && at != end; at.increment(error)) {
    if (at->is_directory() && at->path().filename() == "objects") at.disable_recursion_pending();
    if (at->path().extension() == ".lock") locks.push_back(at->path());
  }
  for (const fs::path& lock : locks) fs::remove(lock, error);
}

Result<std::string> RemoteContent::fetch(const std::stop_token& stop) const {
  std::error_code error;
  fs::create_directories(folder_ + "/repository", error);
  if (error) return fail(Code::Unavailable, folder_ + " cannot be written; check the rights of its folder");
  if (!fs::exists(folder_ + "/repository/HEAD"))
    if (auto made = git({"init", "--quiet", "--bare", "."}, stop); !made) return made;
  auto fetched = git({"fetch", "--quiet", "--depth=1", "--no-tags", "--no-recurse-submodules", "--force", "--", address_.url,
                      "+refs/heads/" + address_.branch + ":refs/allybot/newest"},
                     stop);
  if (!fetched) return fetched;
  auto commit = git({"rev-parse", "--verify", "refs/allybot/newest^{commit}"}, stop);
  if (commit && !is_commit(*commit)) return fail(Code::Unavailable, "git gave no commit");
  return commit;
}

/// The folder of the content in it: `content` where the repository has one, else the repository itself.
Result<std::string> RemoteContent::lay_out(const std::string& commit, const std::stop_token& stop) const {
  const std::string target = folder_ + "/" + commit;
  std::error_code error;
  fs::remove_all(target, error);
  fs::create_directories(target, error);
  auto laid = git({"--work-tree=" + fs::absolute(target).string(), "checkout", "--quiet", "--force", commit, "--", "."}, stop);
  if (!laid) return laid;
  return fs::is_directory(target + "/content") ? target + "/content" : target;
}

Result<void> RemoteContent::make_live(const std::string& commit) const {
  const bool below = fs::is_directory(folder_ + "/" + commit + "/content");
  std::error_code error;
  fs::remove(folder_ + "/next", error);
  fs::create_directory_symlink(below ? commit + "/content" : commit, folder_ + "/next", error);
  if (!error) fs::rename(folder_ + "/next", folder_ + "/current", error);
  if (error) return fail(Code::Unavailable, folder_ + "/current cannot be written");
  return {};
}

void RemoteContent::forget_old(const std::string& commit) const {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder_, error)) {
    const std::string name = entry.path().filename().string();
    if (is_commit(name) && name != commit) fs::remove_all(entry.path(), error);
  }
}

std::string RemoteContent::revision() const {
  std::error_code error;
  const std::string target = fs::read_symlink(folder_ + "/current", error).string();
  return error ? std::string() : target.substr(0, kShown);
}

Result<RemoteLook> RemoteContent::look(const std::stop_token& stop) {
  forget_locks();
  const auto commit = fetch(stop);
  if (!commit) return tl::unexpected(commit.error());
  const std::string shown = commit->substr(0, kShown);
  if (shown == revision()) {
    const bool mended = !refused_.empty();  // the bad one was taken back
    refused_.clear();
    return RemoteLook{RemoteLook::Kind::Same, shown, {}, mended};
  }
  if (*commit == refused_) return RemoteLook{RemoteLook::Kind::Same, shown, {}, false};
  const auto content = lay_out(*commit, stop);
  if (!content) return tl::unexpected(content.error());
  if (std::string why = check_(*content); !why.empty()) {
    refused_ = *commit;
    std::error_code error;
    fs::remove_all(folder_ + "/" + *commit, error);
    return RemoteLook{RemoteLook::Kind::Refused, shown, std::move(why), false};
  }
  if (auto done = make_live(*commit); !done) return tl::unexpected(done.error());
  const bool mended = !refused_.empty();
  refused_.clear();
  forget_old(*commit);
  return RemoteLook{RemoteLook::Kind::Live, shown, {}, mended};
}

}  // namespace allybot::app
