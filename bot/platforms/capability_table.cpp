#include "bot/platforms/capability_table.h"

#include "bot/platforms/openly.h"

namespace allybot::platforms {
namespace {

/// "24 h", "5 min", "20 s"
std::string span(std::chrono::milliseconds time) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time).count();
  if (seconds % 3600 == 0) return std::to_string(seconds / 3600) + " h";
  if (seconds % 60 == 0) return std::to_string(seconds / 60) + " min";
  return std::to_string(seconds) + " s";
}

/// How a send that nobody answered is mended: without either it is never repeated.
std::string unheard(const Capabilities& able) {
  std::string said = able.dedupes_for.count() > 0 ? "sent again within " + span(able.dedupes_for) : std::string();
  if (able.look_up) said += said.empty() ? "looked up" : ", looked up";
  if (answers_openly(able)) return "nothing is sent";
  if (said.empty()) return able.hears ? "asks the lead" : "left to the operator";
  return said;
}

std::string buttons(const Capabilities& able) {
  if (!able.buttons) return able.hears ? "numbered reply" : "none";
  return std::to_string(able.most_buttons) + (able.hears && !answers_openly(able) ? "" : ", links alone");
}

std::string row(const Platform& platform) {
  const Capabilities& able = platform.capabilities;
  std::string line = "| " + platform.name;
  const auto yes_or = [&able](bool there, const char* instead) {
    return there ? "yes" : able.hears && !answers_openly(able) ? instead : "none";
  };
  const char* called = answers_openly(able) ? "mention" : yes_or(able.slash, "mention, direct message");
  for (const std::string& cell :
       {std::string(called), std::string(yes_or(able.private_answers, "direct message")),
        std::string(yes_or(able.forms, "questions in a message")), std::string(yes_or(able.update, "new message")),
        std::string(yes_or(able.threads, "no")), std::string(yes_or(able.direct_messages, "no")), unheard(able),
        std::to_string(able.most_text), buttons(able)})
    line += " | " + cell;
  return line + " |\n";
}

}  // namespace

std::string capability_table(const std::vector<Platform>& platforms) {
  std::string table =
      "| platform | slash command | private answer in a channel | forms | changes its message | threads | direct messages | a "
      "send "
      "that nobody answered | longest text | buttons |\n|---|---|---|---|---|---|---|---|---|---|\n";
  for (const Platform& platform : platforms) table += row(platform);
  return table;
}

}  // namespace allybot::platforms
