// *Share here*: the bot posts the item in the channel; nobody learns who asked.
// Must never name the member, in the post or in the log.
#pragma once

#include "handlers/registry.h"

namespace allybot::handlers {

/// Whether the bot can post there.
Result<Prepared> prepare_share(const Call& call);
/// Writes the delivery and counts the item as seen by the channel.
Result<Reply> share(const Call& call, const Prepared& prepared, store::Writer& tx);

}  // namespace allybot::handlers
