#include "bot/core/result.h"

namespace allybot {

const char* name_of(Code code) {
  switch (code) {
    case Code::Invalid: return "invalid";
    case Code::Unauthorized: return "unauthorized";
    case Code::Forbidden: return "forbidden";
    case Code::NotFound: return "not_found";
    case Code::Conflict: return "conflict";
    case Code::TooLarge: return "too_large";
    case Code::TooMany: return "too_many";
    case Code::Unavailable: return "unavailable";
    case Code::Ambiguous: return "ambiguous";
    case Code::Gone: return "gone";
    case Code::Unsupported: return "unsupported";
    case Code::Internal: return "internal";
  }
  return "internal";
}

}  // namespace allybot
