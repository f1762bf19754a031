#include "handlers/channel_setting.h"

#include "handlers/quiet_hours.h"
#include "handlers/roles.h"
#include "handlers/setting_words.h"

namespace allybot::handlers {
namespace {

using store::ChannelSettings;

/// One thing that leads may set for their channel.
struct Settable {
  const char* name;
  std::string ChannelSettings::*field;
  Result<std::string> (*read)(const Call&, std::string_view);
};
constexpr Settable kZone{"zone", &ChannelSettings::zone, &read_zone};
constexpr Settable kLanguage{"language", &ChannelSettings::language, &read_language};
constexpr Settable kRegion{"region", &ChannelSettings::region, &read_region};

Result<Reply> set(const Call& call, const Prepared& prepared, const Settable& what, store::Writer& tx) {
  const ChannelKey& channel = call.origin.channel;
  if (call.origin.direct) return fail(Code::Unsupported, "no channel", call.say("channel.direct"));
  auto settings = tx.channel_settings(channel);
  if (!settings) return tl::unexpected(settings.error());
  std::string& value = (*settings).*what.field;
  const Values about = {{"what", call.say(std::string("me.") + what.name)}};
  if (!call.arguments.empty()) {
    if (auto may = require_change(call, prepared.member, channel, tx); !may) return tl::unexpected(may.error());
    auto read = what.read(call, call.arguments);
    if (!read) return tl::unexpected(read.error());
    value = std::move(*read);
    if (auto done = tx.set_channel_settings(channel, *settings); !done) return tl::unexpected(done.error());
    if (auto done = tx.add_audit(audit_of(call, channel, std::string("channel.") + what.name, {}, value)); !done)
      return tl::unexpected(done.error());
    if (auto done = reschedule_plans(call, channel, tx); !done) return tl::unexpected(done.error());
    call.after([memory = &call.memory, channel] { memory->choices.forget(channel); });
  }
  Card card;
  card.title = call.say("channel.title", about);
  card.blocks.emplace_back(Paragraph{text_line(value.empty() ? call.say("me.not-set") : value)});
  card.blocks.emplace_back(Note{call.line(std::string("channel.how-") + what.name)});
  return Answer{std::move(card)};
}

}  // namespace

Result<Reply> channel_zone(const Call& call, const Prepared& prepared, store::Writer& tx) {
  return set(call, prepared, kZone, tx);
}
Result<Reply> channel_language(const Call& call, const Prepared& prepared, store::Writer& tx) {
  return set(call, prepared, kLanguage, tx);
}
Result<Reply> channel_region(const Call& call, const Prepared& prepared, store::Writer& tx) {
  return set(call, prepared, kRegion, tx);
}

}  // namespace allybot::handlers
