// The signed value of a button or form: proof that we made it, for whom, where and until when.
// Must never be opened without the place and person of the press, and never say which part did not fit.
//
// Form: at most 75 ASCII characters, "v" key id, expiry, member tag, action, object, 96-bit HMAC-SHA256. The MAC covers platform,
// workspace, channel and all of the value; the member tag is a keyed 36-bit hash, so that a foreign press is told from a forged
// one. An object that does not fit, or is not printable ASCII, is kept in the store under a handle.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "bot/core/card.h"
#include "bot/core/id.h"
#include "bot/core/inbound.h"
#include "bot/core/result.h"
#include "bot/core/secret.h"
#include "bot/core/time.h"

namespace allybot::platforms {

/// Keeps objects that do not fit into a value. put() may write behind; get() must find it from then on.
struct ObjectHandles {
  std::function<void(const std::string& handle, const std::string& object, TimePoint until)> put;
  std::function<std::optional<std::string>(const std::string& handle)> get;
};

/// Any thread may call it.
class Buttons {
 public:
  static constexpr std::size_t kMostCharacters = 75;
  static constexpr std::chrono::hours kLifetime{24 * 30};

  /// Keys are derived from the master secret with the label "buttons"; values under `previous` are still opened.
  Buttons(const Secret& master, const std::optional<Secret>& previous, ObjectHandles handles);
  ~Buttons();

  std::string sign(const Action& action, const ChannelKey& where, const MemberId& who, TimePoint now) const;

  struct Opened {
    Action action;
    Press::Standing standing = Press::Standing::Good;
  };
  /// Unauthorized when the value is not ours for this place; Expired and NotYours are standings of a genuine one.
  Result<Opened> open(std::string_view value, const ChannelKey& where, const MemberId& who, TimePoint now) const;

 private:
  struct Keys;
  std::unique_ptr<Keys> keys_;
  ObjectHandles handles_;
};

}  // namespace allybot::platforms
