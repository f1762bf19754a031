#include "bot/library/kind.h"

namespace allybot::library {

namespace kind_table {
Kind tips();
Kind myths();
Kind resources();
Kind exercises();
Kind stories();
Kind pledges();
Kind scenarios();
}  // namespace kind_table

std::span<const Kind> kinds() {
  using namespace kind_table;
  static const std::vector<Kind> all = {tips(), myths(), resources(), exercises(), stories(), pledges(), scenarios()};
  return all;
}

const Kind* find_kind(std::string_view name) {
  for (const Kind& kind : kinds())
    if (kind.name == name) return &kind;
  return nullptr;
}

const Kind* kind_named(std::string_view word) {
  for (const Kind& kind : kinds())
    if (kind.name == word || kind.singular == word) return &kind;
  return nullptr;
}

std::vector<std::string_view> kind_names() {
  std::vector<std::string_view> names;
  for (const Kind& kind : kinds()) names.push_back(kind.name);
  return names;
}

}  // namespace allybot::library
