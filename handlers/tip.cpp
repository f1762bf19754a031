#include "handlers/tip.h"

#include "handlers/draw_item.h"

namespace allybot::handlers {

Result<Reply> tip(const Call& call) { return draw_item(call, "tips", call.arguments); }

}  // namespace allybot::handlers
