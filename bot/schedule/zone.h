// Wall clocks of IANA zones, over cctz and the system's zone database.
// Must never guess: a zone that is not known is an error, and a local time that does not exist says so.
#pragma once

#include <compare>
#include <memory>
#include <string>
#include <string_view>

#include "bot/core/result.h"
#include "bot/core/time.h"

namespace allybot::schedule {

struct LocalDate {
  int year = 1970, month = 1, day = 1;
  friend auto operator<=>(const LocalDate&, const LocalDate&) = default;
  std::string str() const;  ///< "2026-03-29"
  static Result<LocalDate> read(std::string_view text);
};

struct LocalTime {
  LocalDate date;
  int hour = 0, minute = 0;
  friend auto operator<=>(const LocalTime&, const LocalTime&) = default;
  std::string str() const;  ///< "2026-03-29T02:30"
  static Result<LocalTime> read(std::string_view text);
};

class Zone {
 public:
  /// Invalid, with near names for the member, when the database has no such zone.
  static Result<Zone> load(std::string_view name);
  const std::string& name() const { return name_; }

  enum class Kind { Unique, Skipped, Repeated };
  struct Moment {
    TimePoint at{};  ///< Skipped: the first moment after the gap. Repeated: the first pass.
    Kind kind = Kind::Unique;
  };
  Moment moment(const LocalTime& local) const;
  LocalTime local(TimePoint at) const;
  /// False when the zone skipped the whole date (Pacific/Apia, 2011-12-30).
  bool has_date(const LocalDate& date) const;

 private:
  Zone() = default;
  std::string name_;
  std::shared_ptr<const void> zone_;
};

/// Version of the zone database that is in use, "2026a", or "unknown".
std::string zone_database_version();

/// "Europe/Berlin" for "Berlin", "europe/berlin", "Berlin time"; nothing when unknown or not one.
Result<std::string> zone_named(std::string_view words);

}  // namespace allybot::schedule
