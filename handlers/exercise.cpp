#include "handlers/exercise.h"

#include "handlers/draw_item.h"

namespace allybot::handlers {

Result<Reply> exercise(const Call& call) { return draw_item(call, "exercises", call.arguments); }

}  // namespace allybot::handlers
