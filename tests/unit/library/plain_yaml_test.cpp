#include "bot/library/plain_yaml.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/fakes/exact_block.h"
#include "tests/fakes/seeded_random.h"
#include "tests/fakes/source_dir.h"

namespace allybot::library {
namespace {

/// A tree as text, places included.
void show(const YamlValue& value, std::ostream& out) {
  out << static_cast<int>(value.kind) << '@' << value.offset << '(' << value.text;
  for (const auto& item : value.items) show(item, out << ' ');
  for (const auto& entry : value.entries) {
    out << ' ' << entry.key << '@' << entry.key_offset << '=';
    show(entry.value, out);
  }
  out << ')';
}

std::string shown(const YamlValue& value) {
  std::ostringstream out;
  show(value, out);
  return out.str();
}

std::optional<YamlValue> read(std::string_view text) { return read_plain_yaml(fakes::ExactBlock(text).view(), 0); }

/// True when it was understood; then yaml-cpp has to read the same.
bool agrees(const std::string& text) {
  const auto plain = read(text);
  if (!plain) return false;
  const SourceText source("x.yaml", text);
  const auto any = read_any_yaml(source, 0, text.size());
  EXPECT_EQ(shown(*plain), any ? shown(*any) : any.error().message) << text;
  return true;
}

std::vector<std::string> bundled() {
  std::vector<std::string> texts;
  for (const auto& file : std::filesystem::recursive_directory_iterator(fakes::source_dir() + "/content")) {
    const auto end = file.path().extension();
    if (!file.is_regular_file() || (end != ".md" && end != ".yaml")) continue;
    std::ifstream stream(file.path());
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    if (end == ".md") {
      const auto close = text.find("\n---\n");
      if (text.substr(0, 4) != "---\n" || close == std::string::npos) continue;
      text = text.substr(4, close - 3);
    }
    texts.push_back(std::move(text));
  }
  return texts;
}

TEST(PlainYaml, ReadsNearlyAllBundledFilesAsYamlCppDoes) {
  const auto texts = bundled();
  std::size_t understood = 0;
  for (const auto& text : texts) understood += agrees(text) ? 1U : 0U;
  EXPECT_GT(texts.size(), 400U);
  EXPECT_GT(understood, texts.size() * 95 / 100);
}

TEST(PlainYaml, AgreesWithYamlCppOnWhateverItUnderstandsOfDamagedFiles) {
  const auto texts = bundled();
  const std::string pieces[] = {" ",        "  ",           "\n", "\n  ", "\n- ", "- ", ": ",  ":", ",",  "[",    "]",    "{",
                                "}",        "\"",           "'",  "#",    " #",   "\\", "|",   ">", "&a", "null", "a: b", "?",
                                "\xC2\xA0", "\xE2\x80\xA8", "%",  "@",    "`",    "!",  "---", "~", "*",  "\t",   "''",   "\n\n",
                                "- -"};
  fakes::SeededRandom random(11);
  std::size_t understood = 0;
  for (int turn = 0; turn < 4000; ++turn) {
    std::string text = texts[random.below(texts.size())];
    const std::size_t start = text.size() > 600 ? text.rfind('\n', random.below(text.size() - 500)) + 1 : 0;
    text = text.substr(start, 500);
    for (std::uint64_t cuts = random.below(3); cuts > 0; --cuts) text.erase(random.below(text.size() + 1), random.below(4));
    for (std::uint64_t more = random.below(3); more > 0; --more)
      text.insert(random.below(text.size() + 1), pieces[random.below(std::size(pieces))]);
    understood += agrees(text) ? 1U : 0U;
    if (testing::Test::HasFailure()) return;
  }
  EXPECT_GT(understood, 500U) << "or this shows nothing";
}

TEST(PlainYaml, ReadsTheFormsThatItIsFor) {
  for (const char* text : {"a: b\n", "a: b", "a: 'it''s'\nb: \"say \\\"x\\\" \\\\\"\n", "a: [b, \"c, d\", 'e']\n",
                           "a: []\nb: c\n", "a: [b,\n  c d,\n  e]\nf: g\n", "# first\n\na: b\n", "a:\n  b: c\n  d: e\nf: g\n",
                           "a:\n- b\n- c\nd: e\n", "a:\n  - b: c\n    d: [e]\n  - b: f\n", "- a: b\n\n- a: c\n", "- a\n- b\n",
                           "a: b:c\n", "a:   b  \n", "a: it's\n", "a: 5\nc: no\n"})
    EXPECT_TRUE(agrees(text)) << text;
}

TEST(PlainYaml, LeavesTheRestToYamlCpp) {
  for (const char* text : {"",
                           "\n# only\n",
                           "a:\n",
                           "a: b\n  c\n",
                           "a: >-\n  b\n",
                           "a: |\n  b\n",
                           "a: &x b\n",
                           "a: *x\n",
                           "a: {b: c}\n",
                           "a: [b\n",
                           "a: \"b\n",
                           "a: \"b\" c\n",
                           "a: b: c\n",
                           "a: b #c\n",
                           "a: null\n",
                           "~: b\n",
                           "a: b\na: c\n",
                           "a: [b, [c]]\n",
                           "a: [b: c]\n",
                           "a: [, b]\n",
                           "--- a\n",
                           "a: b\n---\nc: d\n",
                           "a: b\n...\n",
                           " a: b\n",
                           "a: b\n c: d\n",
                           "- - a\n",
                           "-\n  a\n",
                           "a: \"\\n\"\n",
                           "a:\tb\n",
                           "a: \xFF\n",
                           "\"a\": b\n",
                           "a\n",
                           "a: ?\n",
                           "a: -\n",
                           "%a: b\n",
                           "a: b\n- c\n",
                           "- a\nb: c\n"})
    EXPECT_FALSE(read(text).has_value()) << text;
}

TEST(PlainYaml, GivesUpOnDeepAndOnWideFiles) {
  std::string deep, wide;
  for (int at = 0; at < 30; ++at) deep += std::string(static_cast<std::size_t>(at) * 2, ' ') + "a:\n";
  EXPECT_FALSE(read(deep + std::string(60, ' ') + "b: c\n").has_value());
  for (int at = 0; at < 3000; ++at) wide += "a" + std::to_string(at) + ": b\n";
  EXPECT_FALSE(read(wide).has_value());
}

}  // namespace
}  // namespace allybot::library
