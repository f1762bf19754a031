// What a homeserver has to tell, asked for again and again: the way in without a public address.
// https://spec.matrix.org/v1.15/client-server-api/#syncing
// Must never act on what was said before it first asked, and never note as read what was not handed on.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "bot/platforms/adapter.h"
#include "bot/platforms/matrix/api.h"
#include "bot/platforms/matrix/verify.h"

namespace allybot::platforms::matrix {

/// run() blocks, on a thread of its own.
class Sync {
 public:
  Sync(const Api& api, const MatrixVerifier& verifier, Random& random, std::string own_id)
      : api_(api), verifier_(verifier), random_(random), own_id_(std::move(own_id)) {}

  /// From start to stop. Events are handed on one by one, in order, each as a transaction of one; the place to go on from is kept
  /// when all of an answer were taken, so that a restart loses none. What it then brings again is known by its event.
  void run(Intake& intake, const std::stop_token& stop) const;

 private:
  using Events = std::vector<nlohmann::json>;
  /// Nothing where more had to be asked and was not answered.
  std::optional<Events> events_of(const nlohmann::json& answer, const std::string& since) const;
  std::optional<Events> missed(const std::string& room, const std::string& from, const std::string& since) const;
  bool hand_on(const Events& events, Intake& intake, const std::stop_token& stop) const;

  const Api& api_;
  const MatrixVerifier& verifier_;
  Random& random_;
  const std::string own_id_;
};

}  // namespace allybot::platforms::matrix
