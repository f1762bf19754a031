#include "handlers/say.h"

#include "handlers/draw_item.h"

namespace allybot::handlers {

Result<Reply> say(const Call& call) { return draw_item(call, "scenarios", call.arguments); }

}  // namespace allybot::handlers
