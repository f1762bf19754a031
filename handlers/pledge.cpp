#include "handlers/pledge.h"

#include "handlers/draw_item.h"

namespace allybot::handlers {

Result<Reply> pledge(const Call& call) { return draw_item(call, "pledges", call.arguments); }

}  // namespace allybot::handlers
