#include "bot/platforms/never_answered.h"

namespace allybot::platforms {

SendOutcome never_answered(const http::ClientOutcome& outcome) {
  const bool never_left = outcome.kind == http::ClientOutcome::Kind::NeverLeft;
  return {never_left ? SendOutcome::Kind::NotSent : SendOutcome::Kind::Unknown, {}, outcome.why, {}};
}

SendOutcome by_status(int status, std::string word) {
  using Kind = SendOutcome::Kind;
  if (status == 408 || status == 503) return {Kind::NotSent, {}, std::move(word), {}};
  if (status / 100 == 4) return {Kind::Refused, {}, std::move(word), {}};
  if (status / 100 == 3) return {Kind::NotSent, {}, std::move(word), {}};  // the address has moved
  return {Kind::Unknown, {}, std::move(word), {}};  // it broke while at work, or a gateway got tired of waiting
}

}  // namespace allybot::platforms
