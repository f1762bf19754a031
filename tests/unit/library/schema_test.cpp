#include "bot/library/schema.h"
#include "tests/fakes/source_dir.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

namespace allybot::library {
namespace {

std::string file_text(std::string_view kind) {
  std::ifstream file(fakes::source_dir() + "/content/schema/" + std::string(kind) + ".json");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(ContentSchema, IsKeptInTheContentFolderForEveryKind) {
  for (const Kind& kind : kinds())
    EXPECT_EQ(file_text(kind.name), schema_of(kind)) << "write it anew: allybot content schema " << kind.name;
}

TEST(ContentSchema, AllowsTheFieldsOfTheLoaderAndNoOthers) {
  for (const Kind& kind : kinds()) {
    const auto schema = nlohmann::json::parse(schema_of(kind), nullptr, false);
    ASSERT_FALSE(schema.is_discarded());
    std::set<std::string> allowed, required, fields, needed;
    for (const auto& [name, value] : schema["properties"].items()) allowed.insert(name);
    for (const auto& name : schema["required"]) required.insert(name);
    for (const Field& field : kind.fields) {
      fields.emplace(field.name);
      if (field.required) needed.emplace(field.name);
    }
    EXPECT_EQ(allowed, fields);
    EXPECT_EQ(required, needed);
    EXPECT_EQ(schema["additionalProperties"], false);
  }
}

}  // namespace
}  // namespace allybot::library
