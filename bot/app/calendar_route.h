// GET /calendar/<token>.ics: the calendar that the token opens.
// Must never tell an unknown token from a revoked one, and never log either.
#pragma once

#include <string>
#include <string_view>

#include "bot/app/workers.h"
#include "bot/http/receiver.h"
#include "handlers/dispatch.h"

namespace allybot::app {

/// 128 bits of the system's randomness as 32 hexadecimal digits, and the SHA-256 that is stored in their place.
std::string new_calendar_token();
std::string hash_of_calendar_token(std::string_view token);

/// Both live as long as the receiver that has the route.
http::Route calendar_route(handlers::Dispatcher& dispatcher, Workers& workers);

}  // namespace allybot::app
