#include "bot/platforms/never_answered.h"

namespace allybot::platforms {

SendOutcome never_answered(const http::ClientOutcome& outcome) {
  const bool never_left = outcome.kind == http::ClientOutcome::Kind::NeverLeft;
  return {never_left ? SendOutcome::Kind::NotSent : SendOutcome::Kind::Unknown, {}, outcome.why, {}};
}

}  // namespace allybot::platforms
