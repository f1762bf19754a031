// What doctor and start-up want to know of Discord, with what to do about it.
// Must never print a token or a name.
#pragma once

#include <string>
#include <vector>

#include "bot/platforms/adapter.h"
#include "bot/platforms/discord/rest_api.h"

namespace allybot::platforms::discord {

struct DoctorInput {
  std::string public_url;
  std::string public_key;  ///< as it was set
};

/// GET /applications/@me, read as a connection; the detail is the application's id.
Connection connection_of(const http::ClientOutcome& outcome);
std::vector<Check> doctor(const RestApi& api, TimePoint now, const DoctorInput& input);

}  // namespace allybot::platforms::discord
