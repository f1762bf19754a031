// A request that was proven genuine. Nothing that parses takes anything else.
// Must never be made but by a verifier: the constructor is private, and Verifier::admit() is the one way in.
#pragma once

#include <utility>

#include "bot/http/message.h"

namespace allybot::platforms {

class Authentic {
 public:
  const http::RawRequest& raw() const { return raw_; }
  /// What kind of proof it carries, in the adapter's own words ("signature", "probe", "button").
  const std::string& proof() const { return proof_; }

 private:
  friend class Verifier;
  Authentic(http::RawRequest raw, std::string proof) : raw_(std::move(raw)), proof_(std::move(proof)) {}
  http::RawRequest raw_;
  std::string proof_;
};

/// Base of every platform's verifier.
class Verifier {
 protected:
  ~Verifier() = default;
  static Authentic admit(http::RawRequest raw, std::string proof) { return {std::move(raw), std::move(proof)}; }
};

}  // namespace allybot::platforms
