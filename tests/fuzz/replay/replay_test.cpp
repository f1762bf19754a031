// Every saved input of every fuzz target, in every build. A target that finds a broken promise aborts the program.
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/fakes/capturing_log.h"
#include "tests/fakes/exact_block.h"
#include "tests/fakes/golden.h"
#include "tests/fakes/source_dir.h"
#include "tests/fuzz/targets.h"

namespace allybot::fuzz {
namespace {

class FuzzCorpus : public testing::TestWithParam<Target> {
 protected:
  fakes::CapturingLog quiet;
};

TEST_P(FuzzCorpus, HoldsItsPromises) {
  std::size_t replayed = 0;
  const std::filesystem::path corpus = std::filesystem::path(fakes::source_dir()) / "tests" / "fuzz" / "corpus" / GetParam().name;
  for (const auto& entry : std::filesystem::directory_iterator(corpus)) {
    SCOPED_TRACE(entry.path().filename().string());
    const fakes::ExactBlock input(fakes::file_text(entry.path().string()));
    GetParam().run(input.view());
    ++replayed;
  }
  EXPECT_GT(replayed, 0U) << "a target without a corpus proves nothing here";
}

TEST_P(FuzzCorpus, HoldsItsPromisesForSmallInputs) {
  GetParam().run({});
  for (int byte = 0; byte < 256; ++byte) {
    const char one[] = {static_cast<char>(byte), static_cast<char>(byte)};
    const fakes::ExactBlock input(std::string_view(one, sizeof one));
    EXPECT_NO_THROW(GetParam().run(input.view()));
  }
}

INSTANTIATE_TEST_SUITE_P(All, FuzzCorpus, testing::ValuesIn(targets().begin(), targets().end()), [](const auto& row) {
  std::string name;
  for (const char c : std::string(row.param.name))
    if (c != '_') name += c;
  return name;
});

}  // namespace
}  // namespace allybot::fuzz
