#include "bot/app/remote/follower.h"

#include <algorithm>
#include <cstdlib>

#include "bot/core/log.h"
#include "bot/crypto/crypto.h"
#include "bot/library/check.h"

namespace allybot::app {
namespace {

constexpr std::string_view kMark = "sha256=";
constexpr std::chrono::seconds kAgainAfterFailure{10};

/// The first one that stands in a file, else the first.
std::string first_error(const library::CheckReport& report, const std::string& folder) {
  std::string first;
  for (const library::Finding& finding : report.findings) {
    if (finding.level != library::Finding::Level::Error) continue;
    const bool in_file = finding.path.starts_with(folder + "/");
    if (!in_file && !first.empty()) continue;
    const std::string more = report.errors > 1 ? " (and " + std::to_string(report.errors - 1) + " more)" : "";
    if (!in_file) {
      first = "there is nothing in it that can be shown" + more;
      continue;
    }
    return finding.path.substr(folder.size() + 1) + ":" + std::to_string(finding.line) + ":" + std::to_string(finding.column) +
           ": " + finding.message + more;
  }
  return first;
}

}  // namespace

std::unique_ptr<Follower> make_follower(const Settings& settings, const Clock& clock, Follower::Hooks hooks) {
  if (!settings.content_repository) return nullptr;
  std::map<std::string, std::string> environment;
  for (const char* name : {"PATH", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy"})
    if (const char* value = std::getenv(name)) environment[name] = value;
  if (const char* authorities = std::getenv("SSL_CERT_FILE")) environment["GIT_SSL_CAINFO"] = authorities;
  const std::string folder = content_folder(settings);
  environment["HOME"] = folder;
  auto content = std::make_unique<RemoteContent>(
      *settings.content_repository, folder, settings.content_token, std::move(environment),
      [&clock](const std::string& laid_out) { return first_error(library::check_content(laid_out, clock, {}), laid_out); });
  return std::make_unique<Follower>(std::move(content), settings.content_every, settings.content_push_secret, std::move(hooks));
}

bool is_genuine_push(const http::RawRequest& raw, const Secret& secret) {
  if (const auto signature = raw.headers.only("X-Hub-Signature-256")) {
    if (signature->substr(0, kMark.size()) != kMark) return false;
    const auto digest = crypto::hmac_sha256(secret, raw.body);
    return crypto::equal_in_constant_time(signature->substr(kMark.size()), crypto::to_hex(digest));
  }
  const auto token = raw.headers.only("X-Gitlab-Token");
  return token && crypto::equal_in_constant_time(*token, secret.reveal());
}

bool Follower::look(const std::stop_token& stop) {
  const auto looked = content_->look(stop);
  if (stop.stop_requested()) return false;
  if (!looked) {
    std::optional<std::string> told = "The content's repository cannot be reached: " + looked.error().for_log;
    const Lock lock(mutex_);
    if (unreachable_ != told) log::warning("content_not_fetched", {{"why", looked.error().for_log}});  // once, not every time
    unreachable_ = std::move(told);
    return false;
  }
  const bool is_live = looked->kind == RemoteLook::Kind::Live, is_refused = looked->kind == RemoteLook::Kind::Refused;
  if (is_live) {
    log::info("content_revision_live", {{"revision", looked->revision}});
    if (hooks_.live) hooks_.live();
  }
  if (is_refused) log::warning("content_revision_refused", {{"revision", looked->revision}, {"why", looked->why}});
  {
    const Lock lock(mutex_);
    unreachable_.reset();
    revision_ = content_->revision();
    if (is_live || looked->mended) refused_.reset();
    if (is_refused) refused_ = "Revision " + looked->revision + " of the content was refused: " + looked->why;
  }
  if ((is_refused || looked->mended) && hooks_.told) hooks_.told(*looked);
  return true;
}

void Follower::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void Follower::run(const std::stop_token& stop) {
  const std::stop_callback wake(stop, [this] { changed_.notify_all(); });
  while (!stop.stop_requested()) {
    {
      const Lock lock(mutex_);
      if (!pushed_ && !stop.stop_requested())
        changed_.wait_for(mutex_, unreachable_ ? std::min(every_, kAgainAfterFailure) : every_);
      pushed_ = false;
    }
    if (!stop.stop_requested()) look(stop);
  }
}

void Follower::stop() {
  if (!thread_.joinable()) return;
  thread_.request_stop();
  thread_.join();
}

http::Route Follower::push_route() {
  return {http::Method::Post, "/content/push", {}, 1U << 20U, [this](http::RawRequest&& raw, http::Responder&& responder) {
            if (!push_secret_ || !is_genuine_push(raw, *push_secret_)) return responder(http::empty_response(401));
            {
              const Lock lock(mutex_);
              pushed_ = true;
            }
            changed_.notify_all();
            responder(http::empty_response(202));
          }};
}

std::string Follower::revision() const {
  const Lock lock(mutex_);
  return revision_;
}

std::optional<std::string> Follower::warning() const {
  const Lock lock(mutex_);
  return refused_ ? refused_ : unreachable_;
}

}  // namespace allybot::app
