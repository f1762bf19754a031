// An outbound client that a test answers itself, with a log of what was asked of it.
// Must never open a connection.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "bot/core/mutex.h"
#include "bot/http/message.h"

namespace allybot::fakes {

/// Any thread may call it.
class ScriptedClient final : public http::Client {
 public:
  using Answer = std::function<http::ClientOutcome(const http::ClientRequest&)>;

  /// Refuses every connection until told otherwise.
  ScriptedClient() : answer_([](const http::ClientRequest&) { return never_left("refused"); }) {}

  void answer(Answer answer) {
    const Lock lock(mutex_);
    answer_ = std::move(answer);
  }
  void answer(http::ClientOutcome outcome) {
    answer([outcome](const http::ClientRequest&) { return outcome; });
  }

  http::ClientOutcome send(const http::ClientRequest& request) override {
    Answer answer;
    {
      const Lock lock(mutex_);
      requests_.push_back(request);
      answer = answer_;
    }
    return answer(request);
  }

  std::vector<http::ClientRequest> requests() const {
    const Lock lock(mutex_);
    return requests_;
  }

  static http::ClientOutcome answered(int status, std::string body,
                                      const std::vector<std::pair<std::string, std::string>>& headers = {}) {
    http::ClientOutcome outcome;
    outcome.kind = http::ClientOutcome::Kind::Answered;
    outcome.status = status;
    outcome.body = std::move(body);
    for (const auto& [name, value] : headers) outcome.headers.add(name, value);
    return outcome;
  }
  static http::ClientOutcome never_left(std::string why) {
    http::ClientOutcome outcome;
    outcome.kind = http::ClientOutcome::Kind::NeverLeft;
    outcome.why = std::move(why);
    return outcome;
  }
  static http::ClientOutcome unheard(std::string why) {
    http::ClientOutcome outcome;
    outcome.kind = http::ClientOutcome::Kind::Unknown;
    outcome.why = std::move(why);
    return outcome;
  }

 private:
  mutable Mutex mutex_;
  Answer answer_ BOT_GUARDED_BY(mutex_);
  std::vector<http::ClientRequest> requests_ BOT_GUARDED_BY(mutex_);
};

}  // namespace allybot::fakes
