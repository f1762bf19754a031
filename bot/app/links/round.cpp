#include "bot/app/links/round.h"

#include <algorithm>

namespace allybot::app {

Result<LinkRound> ask_links(const LinkQuestion& question, LinkChecker& checker, const Clock& clock) {
  using Kind = LinkVerdict::Kind;
  LinkRound round;
  round.addresses = library::addresses_of(question.root);
  if (round.addresses.empty()) return fail(Code::NotFound, "there is no web address in " + question.root);
  round.known = read_known_links(question.memory);
  std::vector<std::string> to_ask;
  for (const library::Address& address : round.addresses) {
    const auto known = round.known.find(address.url);
    if (question.again || known == round.known.end() || !is_fresh(known->second, clock.now())) to_ask.push_back(address.url);
  }
  round.asked = checker.check(
      to_ask,
      [&](std::size_t done) {
        if (question.progress) question.progress(done, to_ask.size());
      },
      question.stop);
  if (question.stop.stop_requested()) return fail(Code::Unavailable, "stopped");
  const auto answered = [](const auto& one) {
    return one.second.kind != Kind::Unreachable && one.second.kind != Kind::Forbidden;
  };
  if (!round.asked.empty() && std::none_of(round.asked.begin(), round.asked.end(), answered))
    return fail(Code::Unavailable, "none of " + std::to_string(round.asked.size()) +
                                       " addresses answered: is there a way out to the web from here? Nothing was changed");
  for (const auto& [url, verdict] : round.asked) round.known[url] = verdict;
  if (const auto done = write_known_links(question.memory, round.known); !done) return tl::unexpected(done.error());
  return round;
}

}  // namespace allybot::app
