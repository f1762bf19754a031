// Content that is kept in a git repository elsewhere: fetched, checked as `content check` does, and swapped in whole.
// Must never show a revision that has an error, and never lose the last good one: not offline, not over a restart.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>

#include "bot/core/result.h"
#include "bot/core/secret.h"
#include "bot/core/time.h"

namespace allybot::app {

/// "git+https://host/path#branch"
struct RemoteAddress {
  std::string url;  ///< https
  std::string branch;
  friend bool operator==(const RemoteAddress&, const RemoteAddress&) = default;
};
/// Invalid with a sentence for anything but https and a branch by a plain name.
Result<RemoteAddress> read_remote_address(const std::string& text);

/// What a look has found out.
struct RemoteLook {
  enum class Kind { Same, Live, Refused };
  Kind kind = Kind::Same;
  std::string revision;  ///< first 12 digits of the commit
  std::string why;       ///< of a refused one: "tips/one.md:3:1: ..."
  bool mended = false;   ///< live after one that was refused
};

/// One thread at a time.
class RemoteContent {
 public:
  /// Finding the errors of a folder: the first one as "path:line:column: text"; empty when there is none.
  using Check = std::function<std::string(const std::string& folder)>;
  /// `folder` is ours alone; the content of the live revision lies in folder/current. `environment`: what git needs of ours
  /// (PATH, a proxy, authorities).
  RemoteContent(RemoteAddress address, std::string folder, std::optional<Secret> token,
                std::map<std::string, std::string> environment, Check check);

  /// Fetches, and makes the newest revision live or refuses it; one that was refused is not checked again. Unavailable when the
  /// other side cannot be reached.
  Result<RemoteLook> look(const std::stop_token& stop = {});
  /// Of what is live; empty when nothing is yet.
  std::string revision() const;

 private:
  Result<std::string> git(const std::vector<std::string>& words, const std::stop_token& stop) const;
  void forget_locks() const;
  Result<std::string> fetch(const std::stop_token& stop) const;
  Result<std::string> lay_out(const std::string& commit, const std::stop_token& stop) const;
  Result<void> make_live(const std::string& commit) const;
  void forget_old(const std::string& commit) const;

  const RemoteAddress address_;
  const std::string folder_;
  std::map<std::string, std::string> environment_;
  const Check check_;
  std::string refused_, why_;  ///< the commit
};

}  // namespace allybot::app
