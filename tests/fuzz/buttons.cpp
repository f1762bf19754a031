#include "bot/platforms/buttons.h"

#include "bot/core/check.h"
#include "bot/core/text.h"
#include "tests/fakes/platform_rig.h"
#include "tests/fuzz/targets.h"

namespace allybot::fuzz {

// The whole input as a value; and its lines as object, channel and member of one that is signed, then changed by its last line.
void buttons(std::string_view input) {
  static fakes::PlatformRig& rig = *new fakes::PlatformRig;  // never destroyed: at exit OpenSSL is gone before it
  const platforms::Buttons& all = rig.buttons;
  const TimePoint now = rig.clock.now();
  const ChannelKey usual{PlatformId("slack"), WorkspaceId("T1"), ChannelId("C1")};
  BOT_CHECK(!all.open(input, usual, MemberId("U1"), now).has_value());  // 96 bits: nobody guesses one

  const auto lines = split(input, '\n');
  if (lines.size() < 4) return;
  const Action action{"more", std::string(lines[0]), lines[3].size() % 2 == 0 ? Binding::Member : Binding::Anyone};
  const ChannelKey where{PlatformId("slack"), WorkspaceId("T1"), ChannelId(std::string(lines[1]))};
  const MemberId who{std::string(lines[2])};
  const std::string value = all.sign(action, where, who, now);
  BOT_CHECK(value.size() <= platforms::Buttons::kMostCharacters);
  BOT_CHECK(json_quoted(value) == '"' + value + '"');
  BOT_CHECK(value.find_first_of("<>&") == std::string::npos);
  const auto opened = all.open(value, where, who, now);
  BOT_CHECK(opened.has_value());
  BOT_CHECK(opened->action == action && opened->standing == Press::Standing::Good);
  BOT_CHECK(!all.open(std::string(lines[3]) + value, where, who, now).has_value() || lines[3].empty());
  if (where != usual) BOT_CHECK(!all.open(value, usual, who, now).has_value());

  std::string changed = value;
  for (std::size_t i = 0; i < lines[3].size() && i < changed.size(); ++i)
    if (lines[3][i] > ' ') changed[i] = lines[3][i];
  if (changed == value) return;
  // A fuzzer sees values go by and may send one again for another object: that one must be just as it was signed,
  // or its stored object is gone and it is over.
  const auto again = all.open(changed, where, who, now);
  if (again && again->standing == Press::Standing::Good) BOT_CHECK(all.sign(again->action, where, who, now) == changed);
}

}  // namespace allybot::fuzz
