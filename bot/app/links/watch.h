// Asks the library's web addresses every so many days while the bot serves, and passes on what became of them.
// Must never write into the content, or ask before its pause is over, over a restart too.
#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "bot/app/links/checker.h"
#include "bot/app/settings.h"
#include "bot/core/mutex.h"
#include "handlers/admin_word.h"

namespace allybot::app {

class LinkWatch {
 public:
  struct Parts {
    std::string root, memory;
    std::chrono::hours every{0};
    std::unique_ptr<http::Client> client;
    const Clock& clock;
    LinkCheckerOptions options{};
    std::function<void(const std::vector<handlers::LinkNews>&)> told;
  };
  explicit LinkWatch(Parts parts) : parts_(std::move(parts)) {}
  ~LinkWatch() { stop(); }

  enum class Look { NotDue, Done, NoWayOut };
  /// One round, if it is time, on this thread; stops within one request.
  Look look(const std::stop_token& stop = {});
  void start();
  void stop();

 private:
  void wait(milliseconds span, const std::stop_token& stop);

  const Parts parts_;
  Mutex mutex_;
  Condition stopped_;
  std::jthread thread_;
};

/// Nothing where the settings do not ask for it.
std::unique_ptr<LinkWatch> make_link_watch(const Settings& settings, const Clock& clock,
                                           std::function<void(const std::vector<handlers::LinkNews>&)> told);
/// Kept beside the database.
std::string links_memory(const Settings& settings);
/// Who asks, and what it may ask, by the settings.
std::unique_ptr<http::Client> link_client(const Settings& settings);

}  // namespace allybot::app
