// Reads what an outgoing webhook of Teams sent, once it is proven: what a member said behind its name.
// https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference (Activity)
// Must never take anything but words from it: it cannot be pressed in, and nothing else is told there.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "bot/core/inbound.h"
#include "bot/platforms/authentic.h"

namespace allybot::platforms::teams_outgoing {

/// A Command, something unusable, or nothing for us. `say` gives the adapter's own sentences by language and key. Any thread may
/// call it.
Inbound parse(const Authentic& request, const std::function<std::string(std::string_view language, std::string_view key)>& say);

}  // namespace allybot::platforms::teams_outgoing
