#include "handlers/story.h"

#include "handlers/draw_item.h"

namespace allybot::handlers {

Result<Reply> story(const Call& call) { return draw_item(call, "stories", call.arguments); }

}  // namespace allybot::handlers
