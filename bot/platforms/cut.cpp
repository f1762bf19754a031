#include "bot/platforms/cut.h"

#include <algorithm>
#include <utility>

#include "bot/core/text.h"

namespace allybot::platforms {
namespace {

constexpr const char* name_of(Unit unit) {
  switch (unit) {
    case Unit::CodePoints:
    case Unit::Utf16: return "characters";
    case Unit::Bytes: return "bytes";
  }
  return "characters";
}

std::string as_it_is(std::string_view text) { return std::string(text); }

}  // namespace

std::string too_long(std::size_t length, const Limit& limit) {
  return std::to_string(length) + ' ' + name_of(limit.unit) + ", shown are " + std::to_string(limit.most);
}

std::size_t measure(std::string_view text, Unit unit) {
  switch (unit) {
    case Unit::Bytes: return text.size();
    case Unit::CodePoints: return count_code_points(text);
    case Unit::Utf16: {
      std::size_t pairs = 0;  // four-byte sequences take two units
      for (const char c : text)
        if (static_cast<unsigned char>(c) >= 0xF0) ++pairs;
      return count_code_points(text) + pairs;
    }
  }
  return text.size();
}

// No unit counts more than one for a byte.
bool fits(std::string_view text, const Limit& limit) {
  return text.size() <= limit.most || measure(text, limit.unit) <= limit.most;
}

std::string cut(std::string_view text, const Limit& limit) { return cut_escaped(text, limit, as_it_is); }

std::string longest_fitting(const Limit& limit, const std::function<std::string(std::size_t most)>& written) {
  std::size_t fitting = 0;
  std::size_t over = limit.most + 1;  // no code point counts less than one
  std::string best;
  while (fitting + 1 < over) {
    const std::size_t middle = fitting + (over - fitting) / 2;
    std::string tried = written(middle);
    if (fits(tried, limit)) {
      fitting = middle;
      best = std::move(tried);
    } else {
      over = middle;
    }
  }
  return best;
}

std::string cut_escaped(std::string_view text, const Limit& limit, Escape escape) {
  std::string whole = escape(text);
  if (fits(whole, limit)) return whole;
  const std::string beginning = cut_code_points(text, limit.most + 1);  // the rest cannot be shown anyhow
  return longest_fitting(limit, [&](std::size_t most) { return escape(cut_code_points(beginning, most)); });
}

std::string Cutter::text(std::string_view text, const Limit& limit, std::string_view field) {
  return escaped(text, limit, as_it_is, field);
}

std::string Cutter::escaped(std::string_view text, const Limit& limit, Escape escape) {
  return escaped(text, limit, escape, limit.field);
}

std::string Cutter::escaped(std::string_view text, const Limit& limit, Escape escape, std::string_view field) {
  std::string whole = escape(text);
  if (fits(whole, limit)) return whole;
  note(field, too_long(measure(whole, limit.unit), limit));
  return cut_escaped(text, limit, escape);
}

std::size_t Cutter::number(std::size_t count, const Limit& limit) {
  if (count <= limit.most) return count;
  note(limit.field, std::to_string(count) + ", shown are " + std::to_string(limit.most));
  return limit.most;
}

void Cutter::note(std::string_view field, std::string message) { faults_.push_back({std::string(field), std::move(message)}); }

}  // namespace allybot::platforms
