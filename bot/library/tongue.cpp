#include "bot/library/tongue.h"

#include <unicode/dtptngen.h>
#include <unicode/listformatter.h>
#include <unicode/plurrule.h>
#include <unicode/smpdtfmt.h>

#include <map>
#include <memory>

#include "bot/core/text.h"

namespace allybot::library {
namespace {

/// Everything that ICU knows of one language; a part that it does not give is nullptr.
class Tongue {
 public:
  explicit Tongue(std::string_view language) {
    UErrorCode status = U_ZERO_ERROR;
    const auto locale = icu::Locale::forLanguageTag(icu::StringPiece(language.data(), static_cast<int>(language.size())), status);
    plurals_.reset(icu::PluralRules::forLocale(locale, status));
    if (language.substr(0, 2) == "en") {
      date_ = formatter("EEE d MMM y", locale);
      moment_ = formatter("EEE d MMM y, HH:mm", locale);
      day_ = formatter("y-MM-dd", locale);
      lists_.reset(icu::ListFormatter::createInstance(icu::Locale::getUK(), status));
    } else {
      const std::unique_ptr<icu::DateTimePatternGenerator> best(icu::DateTimePatternGenerator::createInstance(locale, status));
      const auto pattern = [&](const char* parts) {
        return best == nullptr ? icu::UnicodeString() : best->getBestPattern(icu::UnicodeString(parts), status);
      };
      date_ = formatter(pattern("yMMMEd"), locale);
      moment_ = formatter(pattern("yMMMEdHm"), locale);
      day_ = formatter(pattern("yMMMd"), locale);
      lists_.reset(icu::ListFormatter::createInstance(locale, status));
    }
  }

  std::string plural(std::int64_t count) const {
    return plurals_ == nullptr ? "other" : text_of(plurals_->select(static_cast<double>(count)));
  }
  std::string date(std::chrono::sys_days day) const { return formatted(date_.get(), day, 0); }
  std::string moment(std::chrono::sys_days day, int minute) const { return formatted(moment_.get(), day, minute); }
  std::string day(std::chrono::sys_days day) const { return formatted(day_.get(), day, 0); }

  std::string list(const std::vector<std::string>& parts) const {
    std::vector<icu::UnicodeString> items;
    for (const std::string& part : parts) items.push_back(icu::UnicodeString::fromUTF8(part));
    icu::UnicodeString text;
    UErrorCode status = U_ZERO_ERROR;
    if (lists_ != nullptr) lists_->format(items.data(), static_cast<std::int32_t>(items.size()), text, status);
    return lists_ == nullptr || U_FAILURE(status) ? join(parts, ", ") : text_of(text);
  }

 private:
  static std::string text_of(const icu::UnicodeString& text) {
    std::string bytes;
    text.toUTF8String(bytes);
    return bytes;
  }

  static std::unique_ptr<icu::SimpleDateFormat> formatter(const icu::UnicodeString& pattern, const icu::Locale& locale) {
    UErrorCode status = U_ZERO_ERROR;
    auto made = std::make_unique<icu::SimpleDateFormat>(pattern, locale, status);
    if (U_FAILURE(status)) return nullptr;
    made->setTimeZone(*icu::TimeZone::getGMT());
    return made;
  }

  static std::string formatted(const icu::SimpleDateFormat* format, std::chrono::sys_days day, int minute) {
    if (format == nullptr) return {};
    icu::UnicodeString text;
    const auto since =
        std::chrono::duration_cast<std::chrono::milliseconds>(day.time_since_epoch() + std::chrono::minutes(minute));
    format->format(static_cast<UDate>(since.count()), text);
    return text_of(text);
  }

  std::unique_ptr<icu::PluralRules> plurals_;
  std::unique_ptr<icu::SimpleDateFormat> date_, moment_, day_;
  std::unique_ptr<icu::ListFormatter> lists_;
};

/// Making one takes a millisecond, and ICU's formatters belong to one thread.
const Tongue& tongue(std::string_view language) {
  static thread_local std::map<std::string, Tongue, std::less<>> known;
  const auto found = known.find(language);
  if (found != known.end()) return found->second;
  return known.try_emplace(std::string(language), language).first->second;
}

}  // namespace

std::string plural_form(std::string_view language, std::int64_t count) { return tongue(language).plural(count); }

std::string written_date(std::string_view language, std::chrono::year_month_day date) {
  return tongue(language).date(std::chrono::sys_days(date));
}

std::string written_moment(std::string_view language, std::chrono::year_month_day date, int minute_of_day) {
  return tongue(language).moment(std::chrono::sys_days(date), minute_of_day);
}

std::string written_day(std::string_view language, std::chrono::year_month_day date) {
  return tongue(language).day(std::chrono::sys_days(date));
}

std::string written_list(std::string_view language, const std::vector<std::string>& parts) {
  return tongue(language).list(parts);
}

}  // namespace allybot::library
