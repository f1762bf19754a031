// Brings the plans of content/schedules.yaml into the store, and takes out those that left the file.
// Must never undo what a lead did in chat: pauses and skips stay.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "bot/schedule/words.h"
#include "handlers/dispatch.h"

namespace allybot::handlers {

/// One transaction. A plan that names what there is not, or whose words cannot be read, is logged with its line and left as it
/// was.
Result<void> sync_file_plans(const Services& services,
                             const std::function<std::optional<ChannelKey>(const std::string&)>& resolve);

/// What an operator set as the bot's own.
struct Fallbacks {
  std::string zone, language, region;
};
/// What is wrong with the zone and the words of a plan, for content check.
std::vector<library::Finding> faults_of(const library::Library& library, const library::FilePlan& file, const Fallbacks& defaults,
                                        TimePoint now);

/// What the words of a plan may name, in the language; what "weekdays" are depends on the region.
schedule::Vocabulary vocabulary_of(const library::Library& library, const std::string& language, const std::string& region);

}  // namespace allybot::handlers
