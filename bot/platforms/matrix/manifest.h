// The registration file that a homeserver's administrator is given.
// https://spec.matrix.org/v1.15/application-service-api/#registration
// Must never be logged: it holds both tokens.
#pragma once

#include <string>

#include "bot/platforms/adapter.h"

namespace allybot::platforms::matrix {

inline constexpr const char* kServiceId = "allybot";  ///< by which the homeserver knows us

/// With the tokens that are set, or new ones.
std::string registration(const ManifestInput& input);

}  // namespace allybot::platforms::matrix
