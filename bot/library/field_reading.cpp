#include "bot/library/field_reading.h"

#include <algorithm>

#include "bot/core/text.h"
#include "bot/library/markdown.h"

namespace allybot::library {
namespace {

constexpr std::string_view kOpeningQuote = "\xE2\x80\x9C";
constexpr std::string_view kClosingQuote = "\xE2\x80\x9D";

std::string in_quotes(std::string_view text) { return "\"" + printable(cut_code_points(text, 60)) + "\""; }

std::string the_field(std::string_view name) { return "The field \"" + std::string(name) + "\""; }

bool is_region(std::string_view text) {
  return text.size() == 2 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'A' && text[1] <= 'Z';
}

bool is_point(std::string_view text) {
  std::int64_t number = 0;
  return text.size() == 3 && text[0] == 'S' && parse_number(text.substr(1), number) && number >= 1 && number <= 60;
}

std::string choices_text(const std::vector<std::string_view>& choices) {
  std::string all;
  for (const auto choice : choices) all += (all.empty() ? "" : ", ") + std::string(choice);
  return all;
}

}  // namespace

void FieldReader::error(std::size_t offset, std::string code, std::string message, std::string hint) {
  if (findings_.size() >= kMostFindings) return;
  findings_.push_back(source_.error(offset, std::move(code), std::move(message), std::move(hint)));
}

void FieldReader::warning(std::size_t offset, std::string code, std::string message, std::string hint) {
  if (findings_.size() >= kMostFindings) return;
  findings_.push_back(source_.warning(offset, std::move(code), std::move(message), std::move(hint)));
}

void FieldReader::note(std::string_view name, std::size_t offset) {
  if (offsets_ != nullptr) offsets_->emplace_back(name, offset);
}

std::string FieldReader::unquoted(const YamlValue& value) {
  std::string_view text = trim(value.text);
  if (text.size() >= 6 && text.substr(0, 3) == kOpeningQuote && text.substr(text.size() - 3) == kClosingQuote &&
      text.substr(3, text.size() - 6).find(kOpeningQuote) == std::string_view::npos) {
    warning(value.offset, "smart-quotes", "Curly quotes stand around a value; they do not quote in YAML.",
            "Use straight quotes (\"), or none.");
    text = text.substr(3, text.size() - 6);
  }
  return to_nfc(text);
}

std::optional<std::string> FieldReader::text(std::string_view name, const YamlValue& value, std::size_t most) {
  if (!value.is_text()) {
    error(value.offset, "wrong-type", the_field(name) + " has to be one line of text.", "Put the text in double quotes.");
    return std::nullopt;
  }
  std::string text = unquoted(value);
  std::replace(text.begin(), text.end(), '\n', ' ');
  if (text.empty()) {
    error(value.offset, "empty", the_field(name) + " is empty.", "Fill it in, or take the line out.");
    return std::nullopt;
  }
  const auto length = count_code_points(text);
  if (most != 0 && length > most) {
    error(value.offset, "too-long",
          the_field(name) + " has " + std::to_string(length) + " characters; at most " + std::to_string(most) + " fit.",
          "Shorten it by " + std::to_string(length - most) + ".");
    return std::nullopt;
  }
  return text;
}

std::vector<std::string> FieldReader::list(std::string_view name, const YamlValue& value, std::size_t most) {
  std::vector<std::string> values;
  if (value.is_text()) {  // one value without brackets means a list of one
    values.push_back(unquoted(value));
    note(std::string(name) + ":" + values.back(), value.offset);
    return values;
  }
  if (!value.is_list()) {
    error(value.offset, "wrong-type", the_field(name) + " has to be a list.", "Write it as [first, second].");
    return {};
  }
  if (most != 0 && value.items.size() > most)
    error(value.items[most].offset, "too-many",
          the_field(name) + " lists " + std::to_string(value.items.size()) + "; at most " + std::to_string(most) + " fit.",
          "Keep those that matter most.");
  for (std::size_t at = 0; at < value.items.size() && (most == 0 || at < most); ++at) {
    const auto& entry = value.items[at];
    if (!entry.is_text() || entry.text.empty()) {
      error(entry.offset, "wrong-type", the_field(name) + " may list plain words only.", "Write it as [first, second].");
      continue;
    }
    std::string word = unquoted(entry);
    if (std::find(values.begin(), values.end(), word) != values.end()) {
      error(entry.offset, "doubled-value", the_field(name) + " lists " + in_quotes(word) + " twice.", "Keep one of them.");
      continue;
    }
    note(std::string(name) + ":" + word, entry.offset);
    values.push_back(std::move(word));
  }
  return values;
}

std::optional<int> FieldReader::number(std::string_view name, const YamlValue& value, int most) {
  std::int64_t number = 0;
  if (!value.is_text() || !parse_number(value.text, number) || number < 1 || number > most) {
    error(value.offset, "wrong-type", the_field(name) + " has to be a whole number from 1 to " + std::to_string(most) + ".",
          "Write digits only, such as 10.");
    return std::nullopt;
  }
  return static_cast<int>(number);
}

std::optional<bool> FieldReader::flag(std::string_view name, const YamlValue& value) {
  if (value.is_text() && value.text == "true") return true;
  if (value.is_text() && value.text == "false") return false;
  error(value.offset, "wrong-type", the_field(name) + " has to be true or false.",
        "Write true or false; yes, no, on and off are not read.");
  return std::nullopt;
}

std::optional<Date> read_day(std::string_view text) {
  std::int64_t year = 0, month = 0, day = 0;
  if (text.size() != 10 || text[4] != '-' || text[7] != '-' || !parse_number(text.substr(0, 4), year) ||
      !parse_number(text.substr(5, 2), month) || !parse_number(text.substr(8, 2), day))
    return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(static_cast<int>(year)),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day)));
  if (!date.ok() || year < 1970) return std::nullopt;
  return Date(date);
}

std::optional<Date> FieldReader::day(std::string_view name, const YamlValue& value) {
  const auto date = value.is_text() ? read_day(value.text) : std::nullopt;
  if (!date)
    error(value.offset, "date", the_field(name) + " is not a date of the calendar.",
          "Write it as YYYY-MM-DD, such as 2028-06-01.");
  return date;
}

std::optional<std::string> FieldReader::address(std::string_view name, const YamlValue& value) {
  if (value.is_text()) {
    std::string address(trim(value.text));
    if (is_https_address(address)) return address;
  }
  error(value.offset, "link", the_field(name) + " is not a full https address.", "Write the address with https:// and its host.");
  return std::nullopt;
}

std::optional<std::string> FieldReader::mark(std::string_view name, const YamlValue& value) {
  constexpr std::size_t kDigits = 12;
  if (value.is_text() && value.text.size() == kDigits && value.text.find_first_not_of("0123456789abcdef") == std::string::npos)
    return value.text;
  error(value.offset, "mark", the_field(name) + " has to be 12 hexadecimal digits.",
        "They are the first of what sha256sum prints for the English file.");
  return std::nullopt;
}

std::optional<std::string> FieldReader::choice(std::string_view name, const YamlValue& value,
                                               const std::vector<std::string_view>& choices) {
  if (!value.is_text()) {
    error(value.offset, "wrong-type", the_field(name) + " has to be one word.", "One of: " + choices_text(choices) + ".");
    return std::nullopt;
  }
  std::string word = unquoted(value);
  if (std::find(choices.begin(), choices.end(), word) != choices.end()) return word;
  error(value.offset, "unknown-value", the_field(name) + " does not know " + in_quotes(word) + ".",
        did_you_mean(word, choices, "One of: " + choices_text(choices) + "."));
  return std::nullopt;
}

void FieldReader::read(const Field& field, const YamlValue& value, Item& item) {
  note(field.name, value.offset);
  const auto set = [&](auto member, auto&& read_value) {
    if (read_value) item.*member = std::move(*read_value);
  };
  switch (field.form) {
    case FieldForm::Text: return set(std::get<std::string Item::*>(field.into), text(field.name, value, field.most));
    case FieldForm::Choice: return set(std::get<std::string Item::*>(field.into), choice(field.name, value, field.choices));
    case FieldForm::Address: return set(std::get<std::string Item::*>(field.into), address(field.name, value));
    case FieldForm::Mark: return set(std::get<std::string Item::*>(field.into), mark(field.name, value));
    case FieldForm::Number:
      return set(std::get<int Item::*>(field.into), number(field.name, value, static_cast<int>(field.most)));
    case FieldForm::Flag: return set(std::get<bool Item::*>(field.into), flag(field.name, value));
    case FieldForm::Day: {
      if (auto date = day(field.name, value)) item.*std::get<std::optional<Date> Item::*>(field.into) = date;
      return;
    }
    case FieldForm::Slugs:
    case FieldForm::Choices:
    case FieldForm::Regions:
    case FieldForm::Points: break;
  }
  auto words = list(field.name, value, field.most);
  if (words.empty() && field.required)
    error(value.offset, "empty", the_field(field.name) + " lists nothing.", "Name at least one.");
  for (const auto& word : words) {
    const std::string key = std::string(field.name) + ":" + word;
    const auto at = offsets_ == nullptr ? value.offset : offset_of(*offsets_, field.name, word);
    if (field.form == FieldForm::Regions && !is_region(word))
      error(at, "region", in_quotes(word) + " is not a country code.",
            "Write two capital letters of ISO 3166, such as DE or GB.");
    if (field.form == FieldForm::Regions && word == "UK")
      error(at, "region", "\"UK\" is not a country code of ISO 3166.", "Write GB.");
    if (field.form == FieldForm::Points && !is_point(word))
      error(at, "point", in_quotes(word) + " is not a point of the discussion.", "Points run from S01 to S60.");
    if (field.form == FieldForm::Choices && std::find(field.choices.begin(), field.choices.end(), word) == field.choices.end())
      error(at, "unknown-value", the_field(field.name) + " does not know " + in_quotes(word) + ".",
            did_you_mean(word, field.choices, "One of: " + choices_text(field.choices) + "."));
  }
  item.*std::get<std::vector<std::string> Item::*>(field.into) = std::move(words);
}

}  // namespace allybot::library
