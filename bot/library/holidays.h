// Days off of places: weekends and public holidays (public-holidays.txt, generated), and the organisation's own (holidays.yaml).
// Must never decide what a plan does on one: that is the schedule's.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/library/item.h"
#include "bot/library/tables.h"

namespace allybot::library {

/// One entry of holidays.yaml.
struct OwnHoliday {
  std::string name;
  std::optional<int> year;  ///< nothing: every year
  int month = 1, day = 1;
  std::vector<std::string> regions;  ///< empty: everywhere
  bool working = false;              ///< the other way round: we work although it is a holiday there
};
Table<OwnHoliday> read_own_holidays(const SourceText& source);

/// The whole of public-holidays.txt, as it is, and where each region's lines begin and end.
struct PublicHolidays {
  std::shared_ptr<const std::string> text;
  std::map<std::string, std::pair<std::size_t, std::size_t>, std::less<>> regions;
};
/// One row, or none when not readable.
Table<PublicHolidays> read_public_holidays(const SourceText& source);

/// Immutable. Regions are ISO 3166: "DE", "DE-BE"; what is not known has Saturday and Sunday and no holidays.
class Holidays {
 public:
  Holidays() = default;
  Holidays(PublicHolidays open, std::vector<OwnHoliday> own) : public_(std::move(open)), own_(std::move(own)) {}

  /// 1 is Monday.
  bool is_weekend(std::string_view region, int weekday) const;
  /// The holiday's name; empty on other days. The organisation's own come first.
  std::string name_of(std::string_view region, int year, int month, int day) const;
  bool knows(std::string_view region) const { return public_.regions.find(region) != public_.regions.end(); }
  /// Whether public holidays of the country are kept, not only its weekend.
  bool knows_holidays(std::string_view region) const;
  /// Changes when any of it does.
  std::string revision() const;

 private:
  std::string_view lines_of(std::string_view region) const;

  PublicHolidays public_;
  std::vector<OwnHoliday> own_;
};

/// "DE" of "DE-BE".
inline std::string country_of(std::string_view region) { return std::string(region.substr(0, region.find('-'))); }

}  // namespace allybot::library
