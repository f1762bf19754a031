// Which day of observance a plan keeps on a date, and what it posts then.
//
//   The rule. A day that is for other regions, that was switched off, or that is opt-in and was not switched on, is not kept. Of
//   one week (Monday to Sunday) one is kept: on the day itself before what comes ahead or afterwards; what was switched on here
//   first; then core, care, pay, where-men-are, wider; then the earlier date.
//
// A plan that keeps days has "day/" for its series; its topics are the ids that were switched on, and off with a hyphen in front.
// Must never post a bare greeting: what is posted is the action that the file gives.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "bot/core/mutex.h"
#include "bot/library/observances.h"
#include "bot/schedule/almanac.h"
#include "handlers/item_card.h"

namespace allybot::handlers {

/// What a plan keeps on a date.
struct KeptDay {
  enum class When { On, Before, After };
  const library::Observance* day = nullptr;
  When when = When::On;
  schedule::LocalDate date;   ///< of the post, before days off move it
  schedule::LocalDate first;  ///< of the observance
  const library::DayPost& post() const { return when == When::On ? day->on : when == When::Before ? day->before : day->after; }
};

/// Any thread may ask. Lives no longer than the library.
class ObservanceDays {
 public:
  explicit ObservanceDays(const library::Library& library) : library_(library) {}

  std::optional<KeptDay> kept(const store::Plan& plan, const std::string& region, const schedule::LocalDate& date) const;

 private:
  void add_year(int year) const BOT_REQUIRES(mutex_);

  const library::Library& library_;
  mutable Mutex mutex_;
  mutable std::set<int> years_ BOT_GUARDED_BY(mutex_);
  mutable std::map<schedule::LocalDate, std::vector<KeptDay>> by_week_ BOT_GUARDED_BY(mutex_);
};

/// Whether it is a day of that region above all, as Father's Day has one in each.
bool is_for(const library::Observance& day, const std::string& region);
bool is_switched_on(const store::Plan& plan, const std::string& id);
bool is_switched_off(const store::Plan& plan, const std::string& id);

/// "International Women's Day"; "in 7 days: International Women's Day".
std::string day_text(const Speaker& speaker, const KeptDay& kept);
/// The id by which a post of a day is known: "days/international-womens-day", with "-ahead" or "-after" behind it.
ItemId day_item(const KeptDay& kept);
/// What is posted.
Card day_card(const Speaker& speaker, const KeptDay& kept, Showing showing);

}  // namespace allybot::handlers
