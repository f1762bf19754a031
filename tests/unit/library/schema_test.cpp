#include "bot/library/schema.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "bot/library/kind.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/source_dir.h"
#include "tests/fakes/temporary_folder.h"

namespace allybot::library {
namespace {

std::shared_ptr<const Library> shipped() {
  static const fakes::FakeClock clock;
  static const auto holder = open_library(fakes::source_dir() + "/content", clock);
  return (*holder)->current();
}

nlohmann::json schema(const std::string& wanted) {
  for (const auto& [name, text] : schemas_of(*shipped()))
    if (name == wanted) return nlohmann::json::parse(text);
  return {};
}

TEST(ContentSchema, IsKeptInTheContentFolderAsTheLibraryIs) {
  for (const Finding& finding : old_schemas(fakes::source_dir() + "/content", *shipped()))
    ADD_FAILURE() << finding.path << ": " << finding.hint;
}

TEST(ContentSchema, RefersOnlyToIdsThatAreListed) {
  const auto ids = schema("ids.json");
  std::size_t found = 0;
  for (const auto& [name, text] : schemas_of(*shipped())) {
    const std::string mark = "\"ids.json#";
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1), ++found) {
      const std::size_t from = at + mark.size();
      const nlohmann::json::json_pointer target(text.substr(from, text.find('"', from) - from));
      ASSERT_TRUE(ids.contains(target)) << name << ": " << target.to_string();
      EXPECT_FALSE(ids.at(target).at("enum").empty()) << target.to_string();
    }
  }
  EXPECT_GE(found, 4U);
}

TEST(ContentSchema, IsToldOfWhenItIsOldOrMissingButNotWhereThereIsNone) {
  const fakes::TemporaryFolder folder;
  EXPECT_TRUE(old_schemas(folder.path().string(), *shipped()).empty());
  std::filesystem::create_directory(folder.path() / "schema");
  EXPECT_EQ(old_schemas(folder.path().string(), *shipped()).size(), kinds().size() + 2);
  for (const auto& [name, text] : schemas_of(*shipped())) std::ofstream(folder.path() / "schema" / name) << text;
  EXPECT_TRUE(old_schemas(folder.path().string(), *shipped()).empty());
  std::ofstream(folder.path() / "schema/ids.json") << "{}";
  ASSERT_EQ(old_schemas(folder.path().string(), *shipped()).size(), 1U);
  EXPECT_EQ(old_schemas(folder.path().string(), *shipped())[0].path, "schema/ids.json");
}

TEST(ContentSchema, AllowsTheFieldsOfTheLoaderAndNoOthers) {
  for (const Kind& kind : kinds()) {
    const auto made = schema(std::string(kind.name) + ".json");
    std::set<std::string> allowed, required, fields, needed;
    for (const auto& [name, value] : made["properties"].items()) allowed.insert(name);
    for (const auto& name : made["required"]) required.insert(name);
    for (const Field& field : kind.fields) {
      fields.emplace(field.name);
      if (field.required) needed.emplace(field.name);
    }
    EXPECT_EQ(allowed, fields);
    EXPECT_EQ(required, needed);
    EXPECT_EQ(made["additionalProperties"], false);
  }
}

TEST(ContentSchema, KnowsEveryTopicAndSourceAndWhatItStandsFor) {
  const auto ids = schema("ids.json")["definitions"];
  EXPECT_EQ(ids["topics"]["enum"].size(), shipped()->topics("en").size());
  EXPECT_EQ(ids["sources"]["enum"].size(), shipped()->sources().size());
  for (const char* name : {"topics", "sources"})
    EXPECT_EQ(ids[name]["enum"].size(), ids[name]["enumDescriptions"].size()) << name;
  EXPECT_EQ(schema("tips.json")["properties"]["topics"]["items"]["$ref"], "ids.json#/definitions/topics");
}

TEST(ContentSchema, AsksOfAPlanWhatTheLoaderAsks) {
  const auto plan = schema("schedules.json")["items"];
  EXPECT_EQ(plan["required"], nlohmann::json({"slug", "channel", "words"}));
  EXPECT_EQ(plan["properties"]["kinds"]["items"]["enum"].size(), kinds().size());
}

}  // namespace
}  // namespace allybot::library
