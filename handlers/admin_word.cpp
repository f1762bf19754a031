#include "handlers/admin_word.h"

#include "handlers/post.h"
#include "handlers/speaker.h"

namespace allybot::handlers {

Result<void> tell_of_revision(const Services& services, const std::string& revision, const std::string& why) {
  const auto library = services.library.current();
  const Speaker speaker{*library, services.default_language, services.command};
  const TimePoint now = services.clock.now();
  Card card;
  card.title = speaker.say(why.empty() ? "content.live-title" : "content.refused-title");
  card.blocks.emplace_back(speaker.paragraph(why.empty() ? "content.live" : "content.refused", {{"revision", revision}}));
  if (!why.empty()) card.blocks.emplace_back(Quote{text_line(why)});
  if (!why.empty()) card.blocks.emplace_back(speaker.note("content.refused-then"));
  const std::string key = "content/" + revision + (why.empty() ? "/live/" : "/refused/");
  auto written = services.store.write([&](store::Writer& tx) -> Result<void> {
    for (const MemberKey& admin : services.admins) {
      auto message = post_to_member(services, card, admin, {}, key + admin.str(), now);
      if (!message) continue;  // a platform that is not there
      if (auto added = tx.add_delivery(*message); !added) return tl::unexpected(added.error());
    }
    return {};
  });
  if (written && services.wake) services.wake();
  return written;
}

}  // namespace allybot::handlers
