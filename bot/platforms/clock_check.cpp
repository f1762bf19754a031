#include "bot/platforms/clock_check.h"

namespace allybot::platforms {
namespace {

using Level = Check::Level;

constexpr std::chrono::seconds kDoubtfulSkew{60};
constexpr std::chrono::seconds kProofsAllow{300};

/// "Tue, 15 Nov 1994 08:12:31 GMT": the one form of RFC 9110 5.6.7 that servers send.
std::optional<TimePoint> http_date(std::string_view text) {
  static constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  if (text.size() != 29 || text.substr(26) != "GMT") return std::nullopt;
  const std::size_t month = kMonths.find(text.substr(8, 3));
  if (month == std::string_view::npos || month % 3 != 0) return std::nullopt;
  std::string iso(text.substr(12, 4));
  const std::string number = std::to_string(month / 3 + 1);
  (iso += '-') += (number.size() < 2 ? "0" + number : number);
  ((iso += '-') += text.substr(5, 2)) += 'T';
  (iso += text.substr(17, 8)) += 'Z';
  const auto read = from_rfc3339(iso);
  if (!read) return std::nullopt;
  return *read;
}

}  // namespace

std::optional<Check> clock_check(const http::ClientOutcome& outcome, TimePoint now, const std::string& platform) {
  const auto header = outcome.headers.only("Date");
  const auto theirs = header ? http_date(*header) : std::nullopt;
  if (!theirs) return std::nullopt;
  const auto skew = std::chrono::abs(std::chrono::duration_cast<seconds>(now - *theirs));
  if (skew <= kDoubtfulSkew) return Check{Level::Good, "The clock agrees with " + platform + "'s", {}};
  return Check{skew > kProofsAllow ? Level::Failure : Level::Warning,
               "The clock differs from " + platform + "'s by " + std::to_string(skew.count()) +
                   " seconds; beyond 300 every request is refused",
               "Turn on time synchronisation (timedatectl set-ntp true)."};
}

}  // namespace allybot::platforms
