// Several fields of an application/x-www-form-urlencoded body in one pass.
// Must never give another value for a name than form_field() gives.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace allybot::http {

/// values[i] becomes the decoded first value of names[i]; it stays nothing when the name is absent.
void read_form_fields(std::string_view body, std::span<const std::string_view> names,
                      std::span<std::optional<std::string>> values);

template <std::size_t kCount>
std::array<std::optional<std::string>, kCount> form_fields(std::string_view body,
                                                           const std::array<std::string_view, kCount>& names) {
  std::array<std::optional<std::string>, kCount> values;
  read_form_fields(body, names, values);
  return values;
}

}  // namespace allybot::http
