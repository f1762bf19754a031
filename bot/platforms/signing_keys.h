// The keys with which a platform signs its tokens, as its OpenID metadata tells them; fetched when needed, kept for a day.
// Must never be fetched more often than its bounds, whoever sends tokens with unknown keys, and never use a key that is very old.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/mutex.h"
#include "bot/crypto/rsa.h"
#include "bot/platforms/adapter.h"

namespace allybot::platforms {

struct SigningKey {
  crypto::RsaPublicKey key;
  std::vector<std::string> endorsements;  ///< what the key may sign for; empty: anything
};

/// Any thread may call it; it never blocks and opens no connection.
class SigningKeys {
 public:
  static constexpr std::chrono::hours kFresh{24};            ///< then they are fetched again
  static constexpr std::chrono::hours kUsable{24 * 5};       ///< while that fails
  static constexpr std::chrono::hours kBetweenUnknown{1};    ///< fetches because of a key that we do not know
  static constexpr std::chrono::minutes kBetweenRefresh{5};  ///< tries to replace known keys
  static constexpr std::chrono::seconds kBetweenFirst{10};   ///< tries while there is none at all

  /// `purpose` begins the purpose of each Fetch. The keys may lie on any host that the metadata names by https; over http only
  /// on the host of the metadata.
  /// Else `url` is that of the keys themselves.
  enum class Source {
    Metadata,
    KeySet,        ///< RFC 7517
    Certificates,  ///< an object of PEM certificates by key id
  };
  SigningKeys(std::string url, const std::string& purpose, Source source = Source::Metadata);

  struct Looked {
    enum class Kind { Found, Unknown, Fetch, Unavailable };
    Kind kind = Kind::Unavailable;
    std::optional<SigningKey> key;
    std::optional<Fetch> fetch;  ///< its `raw` is the caller's to fill
  };
  /// Unknown: there is no such key, and it is too early to ask again. Unavailable: there are no usable keys, and the same.
  Looked find(std::string_view key_id, TimePoint now);
  /// The next fetch that keeps the keys fresh, for whoever may block; nothing when none is due.
  std::optional<Fetch> due(TimePoint now);
  /// True when the answer was understood.
  bool fetched(const std::string& purpose, const http::ClientOutcome& outcome);

  std::size_t count() const;

 private:
  std::optional<Fetch> ask(TimePoint now, milliseconds not_within) BOT_REQUIRES(mutex_);
  bool read_metadata(const std::string& body);
  bool read_keys(const std::string& body);
  bool read_certificates(const std::string& body);
  bool take(std::map<std::string, SigningKey, std::less<>> keys);

  const Source source_;
  const std::string url_, metadata_purpose_, keys_purpose_;
  mutable Mutex mutex_;
  std::map<std::string, SigningKey, std::less<>> keys_ BOT_GUARDED_BY(mutex_);
  std::optional<TimePoint> keys_from_ BOT_GUARDED_BY(mutex_);  ///< when those in keys_ were asked for
  std::optional<TimePoint> asked_at_ BOT_GUARDED_BY(mutex_);
  std::string keys_url_ BOT_GUARDED_BY(mutex_);  ///< told, and not asked yet
};

}  // namespace allybot::platforms
