#include "handlers/admin_word.h"

#include <set>

#include "bot/core/text.h"
#include "handlers/post.h"
#include "handlers/speaker.h"

namespace allybot::handlers {

namespace {

constexpr const char* kTold = "links-told";  // addresses, a line each
constexpr std::size_t kMostListed = 12;      // of each: a message has its limits

/// `key` and the admin's name make a delivery's.
Result<void> post_to_admins(const Services& services, const Card& card, const std::string& key, TimePoint now,
                            store::Writer& tx) {
  for (const MemberKey& admin : services.admins) {
    auto message = post_to_member(services, card, services.default_language, admin, {}, key + admin.str(), now);
    if (!message) continue;  // a platform that is not there
    if (auto added = tx.add_delivery(*message); !added) return tl::unexpected(added.error());
  }
  return {};
}

void add_links(Card& card, const Speaker& speaker, std::string_view above, const std::vector<const LinkNews*>& links) {
  if (links.empty()) return;
  card.blocks.emplace_back(speaker.paragraph(above));
  Bullets list;
  for (std::size_t i = 0; i < links.size() && i < kMostListed; ++i) {
    Inline address = plain(links[i]->url);
    address.link = links[i]->url;
    list.items.push_back({std::move(address), plain(" (" + links[i]->place + ")")});
  }
  card.blocks.emplace_back(std::move(list));
  if (links.size() > kMostListed) card.blocks.emplace_back(speaker.note("content.links-more"));
}

}  // namespace

Result<void> tell_of_revision(const Services& services, const std::string& revision, const std::string& why) {
  const auto library = services.library.current();
  const Speaker speaker{*library, services.default_language};
  const TimePoint now = services.clock.now();
  Card card;
  card.title = speaker.say(why.empty() ? "content.live-title" : "content.refused-title");
  card.blocks.emplace_back(speaker.paragraph(why.empty() ? "content.live" : "content.refused", {{"revision", revision}}));
  if (!why.empty()) card.blocks.emplace_back(Quote{text_line(why)});
  if (!why.empty()) card.blocks.emplace_back(speaker.note("content.refused-then"));
  const std::string key = "content/" + revision + (why.empty() ? "/live/" : "/refused/");
  auto written = services.store.write([&](store::Writer& tx) { return post_to_admins(services, card, key, now, tx); });
  if (written && services.wake) services.wake();
  return written;
}

Result<void> tell_of_links(const Services& services, const std::vector<LinkNews>& news) {
  const auto library = services.library.current();
  const Speaker speaker{*library, services.default_language};
  const TimePoint now = services.clock.now();
  auto written = services.store.write([&](store::Writer& tx) -> Result<void> {
    const auto kept = tx.meta(kTold);
    if (!kept) return tl::unexpected(kept.error());
    const std::string before = kept->value_or(std::string());
    std::set<std::string_view> told;
    for (const std::string_view url : split(before, '\n')) told.insert(url);
    std::vector<const LinkNews*> gone, back;
    std::string after;
    for (const LinkNews& one : news) {
      const bool known = told.contains(one.url);
      if (one.state == LinkNews::State::Gone && !known) gone.push_back(&one);
      if (one.state == LinkNews::State::There && known) back.push_back(&one);
      if (one.state == LinkNews::State::Gone || (one.state == LinkNews::State::Unknown && known)) after += one.url + '\n';
    }
    if (after != before)
      if (auto done = tx.set_meta(kTold, after); !done) return done;
    if (gone.empty() && back.empty()) return {};
    Card card;
    card.title = speaker.say("content.links-title");
    add_links(card, speaker, "content.links-gone", gone);
    add_links(card, speaker, "content.links-back", back);
    return post_to_admins(services, card, "links/" + to_rfc3339(now) + '/', now, tx);
  });
  if (written && services.wake) services.wake();
  return written;
}

}  // namespace allybot::handlers
