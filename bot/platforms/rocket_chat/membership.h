// The rooms that we are put into and out of. Rocket.Chat tells no webhook of them reliably, so it is asked, once a minute, what
// changed among our subscriptions.
// Must never take for news what was so when the program began.
#pragma once

#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "bot/platforms/adapter.h"
#include "bot/platforms/rocket_chat/rest_api.h"

namespace allybot::platforms::rocket_chat {

inline constexpr const char* kBySubscription = "subscription";  ///< Authentic::proof() of such news

/// What such a frame says.
struct RoomNews {
  std::string room;
  bool joined = false;  ///< else left

  std::string text() const;
  static RoomNews read(std::string_view text);
};

/// One thread may call it.
class Membership : private Verifier {
 public:
  static constexpr std::chrono::minutes kEvery{1};

  explicit Membership(const RestApi& api) : api_(api) {}

  /// Asks once and hands on what is news. Blocks.
  void look(Intake& intake);
  /// Looks again and again until `stop`.
  void run(Intake& intake, const std::stop_token& stop);

 private:
  const RestApi& api_;
  bool began_ = false;
  std::string latest_;                        ///< when the last change was, by the server's clock; what came later is news
  std::map<std::string, std::string> rooms_;  ///< by the subscription's id
};

}  // namespace allybot::platforms::rocket_chat
