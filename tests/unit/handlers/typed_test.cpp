#include "handlers/typed.h"

#include <gtest/gtest.h>

namespace allybot::handlers {
namespace {

TEST(TypedFor, GivesTheWordsThatShowTheSame) {
  struct {
    const char* action;
    const char* object;
    const char* typed;
  } const rows[] = {
      {"run", "schedule resume p1", "schedule resume p1"},
      {"more", "tips", "tip"},
      {"more", "scenarios in meetings", "say in meetings"},
      {"open", "resources/original-position", "resource original-position"},
      {"myth", "myths/interrupt-33", "myth interrupt-33"},
      {"fact", "myths/interrupt-33", "myth interrupt-33"},
      {"good", "stories/a-door", "story a-door"},
      {"poor", "scenarios/hired", "say hired"},
      {"shar", "tips/a", ""},
      {"quie", "", ""},
      {"more", "", ""},
      {"more", "moons", ""},
      {"open", "tips", ""},
  };
  for (const auto& row : rows)
    EXPECT_EQ(typed_for({row.action, row.object, Binding::Anyone}), row.typed) << row.action << ' ' << row.object;
}

}  // namespace
}  // namespace allybot::handlers
