#include "handlers/typed.h"

#include <algorithm>
#include <iterator>

#include "bot/library/kind.h"

namespace allybot::handlers {
namespace {

/// Actions that are about an item: typed, it is shown with buttons of the member's own.
constexpr std::string_view kOfAnItem[] = {"open", "myth", "fact", "good", "poor"};

/// The verb that draws an item of that kind.
std::string verb_of(const std::string& kind) {
  if (kind == "scenarios") return "say";
  const library::Kind* known = library::find_kind(kind);
  return known == nullptr ? std::string() : std::string(known->singular);
}

}  // namespace

std::string typed_for(const Action& action) {
  if (action.name == "run") return action.object;
  const bool drawn = action.name == "more";  // "tips", or "tips meetings"
  if (!drawn && std::find(std::begin(kOfAnItem), std::end(kOfAnItem), action.name) == std::end(kOfAnItem)) return {};
  const std::size_t kind_end = action.object.find(drawn ? ' ' : '/');
  const std::string verb = verb_of(action.object.substr(0, kind_end));
  if (verb.empty() || kind_end == std::string::npos) return drawn ? verb : std::string();
  return verb + ' ' + action.object.substr(kind_end + 1);
}

}  // namespace allybot::handlers
