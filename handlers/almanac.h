// What the schedule asks of the content folder: days off, how long series are, days of observance.
// Must never outlive the library that it was made of, unless it shares it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bot/library/library.h"
#include "bot/schedule/almanac.h"
#include "handlers/observance_days.h"

namespace allybot::handlers {

class LibraryAlmanac final : public schedule::Almanac {
 public:
  /// `region` holds where none is set.
  LibraryAlmanac(const library::Library& library, std::string region)
      : library_(library), days_(library), region_(std::move(region)) {}
  LibraryAlmanac(std::shared_ptr<const library::Library> library, std::string region)
      : shared_(std::move(library)), library_(*shared_), days_(*shared_), region_(std::move(region)) {}

  bool is_weekend(const std::string& region, int weekday) const override;
  std::string holiday(const std::string& region, const schedule::LocalDate& date) const override;
  std::optional<int> steps_left(const store::Plan& plan) const override;
  bool observes(const store::Plan& plan, const schedule::LocalDate& date) const override;
  /// What the plan posts for a day of observance; nothing on other dates.
  std::optional<KeptDay> kept(const store::Plan& plan, const schedule::LocalDate& date) const;

 private:
  const std::string& region_or_ours(const std::string& region) const { return region.empty() ? region_ : region; }

  std::shared_ptr<const library::Library> shared_;
  const library::Library& library_;
  ObservanceDays days_;
  std::string region_;
};

/// The weekdays that are no weekend there.
std::vector<int> workdays_of(const library::Library& library, const std::string& region);

}  // namespace allybot::handlers
