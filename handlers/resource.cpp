#include "handlers/resource.h"

#include "handlers/draw_item.h"

namespace allybot::handlers {

Result<Reply> resource(const Call& call) { return draw_item(call, "resources", call.arguments); }

}  // namespace allybot::handlers
