// Whether people find what they look for: queries as they are typed, with the items that answer them.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "bot/core/text.h"
#include "bot/library/library.h"
#include "tests/fakes/source_dir.h"

namespace allybot::library {
namespace {

struct Query {
  std::string words;
  std::vector<std::string> right;
};

std::vector<Query> queries() {
  std::ifstream file(fakes::source_dir() + "/tests/content/relevance.tsv");
  std::vector<Query> all;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    const auto tab = line.find('\t');
    Query query{line.substr(0, tab), {}};
    for (const auto id : split(std::string_view(line).substr(tab + 1), ',')) query.right.emplace_back(id);
    all.push_back(std::move(query));
  }
  return all;
}

TEST(SearchRelevance, PutsARightAnswerFirst) {
  const SystemClock clock;
  const auto opened = open_library(fakes::source_dir() + "/content", clock);
  ASSERT_TRUE(opened.has_value()) << opened.error().for_log;
  const auto library = (*opened)->current();
  const auto all = queries();
  ASSERT_GE(all.size(), 60U);
  std::size_t first = 0, among_three = 0;
  for (const Query& query : all) {
    for (const auto& id : query.right) EXPECT_NE(library->find(ItemId(id), "en"), nullptr) << query.words << ": " << id;
    const auto found = library->search(query.words, "", "en", 3);
    std::size_t rank = 99;
    for (std::size_t at = found.hits.size(); at-- > 0;)
      if (std::find(query.right.begin(), query.right.end(), found.hits[at].item->id.str()) != query.right.end()) rank = at;
    first += rank == 0 ? 1 : 0;
    among_three += rank < 3 ? 1 : 0;
    if (rank != 0) {
      std::printf("  %-48s rank %zu:", query.words.c_str(), rank == 99 ? 0 : rank + 1);
      for (const auto& hit : found.hits) std::printf(" %s", hit.item->id.str().c_str());
      std::printf("\n");
    }
  }
  const auto share = [&](std::size_t count) { return static_cast<double>(count) / static_cast<double>(all.size()); };
  std::printf("%zu queries: success@1 %.2f, success@3 %.2f\n", all.size(), share(first), share(among_three));
  EXPECT_GE(share(first), 0.80);
  EXPECT_GE(share(among_three), 0.92);
}

}  // namespace
}  // namespace allybot::library
