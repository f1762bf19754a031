#include "bot/schedule/clock_watch.h"

#include <algorithm>
#include <string>

#include "bot/core/log.h"
#include "bot/core/text.h"

namespace allybot::schedule {
namespace {

constexpr seconds kNoteEvery{10};
constexpr char kNoted[] = "outbox_clock";
constexpr char kSetBack[] = "outbox_clock_set_back";

std::string as_text(TimePoint moment) { return std::to_string(to_unix_millis(moment)); }

}  // namespace

void ClockWatch::read_range(const std::optional<std::string>& text) {
  from_ = upto_ = {};
  if (!text) return;
  const auto words = split_words(*text);
  std::int64_t begin = 0, end = 0;
  if (words.size() != 2 || !parse_number(words[0], begin) || !parse_number(words[1], end)) return;
  from_ = from_unix_millis(begin);
  upto_ = from_unix_millis(end);
}

Result<void> ClockWatch::look(store::Writer& tx, TimePoint now) {
  const auto range = tx.meta(kSetBack);  // another process may have noticed
  if (!range) return tl::unexpected(range.error());
  read_range(*range);
  if (!noted_) {
    const auto text = tx.meta(kNoted);
    if (!text) return tl::unexpected(text.error());
    std::int64_t millis = 0;
    if (*text && parse_number(**text, millis)) noted_ = latest_ = from_unix_millis(millis);
  }
  const bool went_back = latest_ && now < *latest_;
  if (went_back) {
    log::warning("clock_set_back", {{"seconds", std::chrono::duration_cast<seconds>(*latest_ - now).count()}});
    from_ = from_ == upto_ ? now : std::min(from_, now);
    upto_ = std::max(upto_, *latest_ + kNoteEvery);
    if (auto kept = tx.set_meta(kSetBack, as_text(from_) + ' ' + as_text(upto_)); !kept) return kept;
  }
  latest_ = now;
  if (!noted_ || went_back || now - *noted_ >= kNoteEvery) {
    if (auto kept = tx.set_meta(kNoted, as_text(now)); !kept) return kept;
    noted_ = now;
  }
  return {};
}

}  // namespace allybot::schedule
