// /ally privacy: what is stored about the member, why and until when; all of it as JSON; and forgetting.
// Must never show anything about anybody else, and never forget without a press that says so.
#pragma once

#include "handlers/registry.h"

namespace allybot::handlers {

Result<Reply> privacy(const Call& call);
Result<Reply> privacy_export(const Call& call);
/// A further part of the export; the object is its number.
Result<Reply> export_part(const Call& call);
/// Asks first.
Result<Reply> privacy_forget(const Call& call);
/// The confirmed press.
Result<Reply> forget(const Call& call, const Prepared& prepared, store::Writer& tx);

}  // namespace allybot::handlers
