// What a large library costs: loading, picking and searching at 1,000, 10,000 and 100,000 items.
// Must never be read as the quality of what is found: tests/content/relevance.yaml measures that.
//
//   bench_library [content folder]     made-up items mix the sentences of the real ones; prints CPU time of this thread.
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "bot/core/log.h"
#include "bot/library/loader.h"
#include "bot/library/pick.h"
#include "bot/library/snapshot.h"
#include "tests/fakes/seeded_random.h"

namespace {

using namespace allybot;
using namespace allybot::library;
namespace fs = std::filesystem;

double cpu_seconds(clockid_t clock = CLOCK_THREAD_CPUTIME_ID) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

double resident_mb() {
  std::ifstream file("/proc/self/statm");
  double pages = 0;
  file >> pages >> pages;
  return pages * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

/// Runs `work` that often and prints the middle and the slowest hundredth of its CPU time.
template <class Work>
void measure(const char* name, std::size_t items, int times, const char* target, Work&& work) {
  std::vector<double> taken;
  taken.reserve(static_cast<std::size_t>(times));
  for (int i = 0; i < times; ++i) {
    const double before = cpu_seconds();
    work(i);
    taken.push_back((cpu_seconds() - before) * 1e6);
  }
  std::sort(taken.begin(), taken.end());
  std::printf("%-36s %7zu items: p50 %8.1f us, p99 %8.1f us  %s\n", name, items, taken[taken.size() / 2],
              taken[taken.size() * 99 / 100], target);
  std::fflush(stdout);
}

/// The words of the real titles: what people search with.
std::vector<std::string> words_of(const Library& library) {
  std::vector<std::string> words;
  for (const Item* item : library.items("", "en")) {
    std::istringstream title(item->title);
    for (std::string word; title >> word;) {
      std::erase_if(word, [](unsigned char c) { return !std::isalpha(c); });
      if (word.size() > 4) words.push_back(word);
    }
  }
  return words;
}

/// Real items under other names, each with the paragraphs of another and two words more in its title.
Content made_up(const Library& library, std::size_t count, const std::vector<std::string>& words, Random& random) {
  const auto& real = library.items("", "en");
  Content content;
  content.items.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    auto item = std::make_shared<Item>(*real[i % real.size()]);
    char number[16];
    std::snprintf(number, sizeof number, "%06zu", i);
    item->id = ItemId(item->id.str() + '-' + number);
    item->path = std::string("en/") + item->id.str() + ".md";
    item->title += ' ' + words[random.below(words.size())] + ' ' + words[random.below(words.size())];
    item->body = real[random.below(real.size())]->body;
    content.items.push_back(std::move(item));
  }
  std::sort(content.items.begin(), content.items.end(),
            [](const auto& one, const auto& other) { return one->path < other->path; });
  content.revision = "bench";
  return content;
}

void questions(const Library& library, std::size_t items, const std::vector<std::string>& words, Random& random) {
  PickQuery query;
  query.now = from_rfc3339("2026-11-24T10:00:00Z").value();
  SeenMap seen;
  const auto& tips = library.items("tips", "en");
  for (int i = 0; i < 50; ++i) seen.note(tips[random.below(tips.size())]->id, query.now - std::chrono::hours(i));
  std::size_t found = 0;
  measure("pick a tip, fifty seen", items, 5000,
          items == 1000     ? "(target p99 20 us)"
          : items == 100000 ? "(target p99 1,000 us)"
                            : "",
          [&](int) {
            query.kinds = {"tips"};
            found += pick(library, query, seen, random).item != nullptr ? 1U : 0U;
          });
  measure("pick by a topic", items, 5000, "", [&](int) {
    query.topics = {tips[random.below(tips.size())]->topics.front()};
    found += pick(library, query, seen, random).item != nullptr ? 1U : 0U;
  });
  const double before = cpu_seconds();
  library.make_search_ready("en");
  std::printf("%-36s %7zu items: %.2f s, beside the answers\n", "make the search index", items, cpu_seconds() - before);
  const auto word = [&] { return words[random.below(words.size())]; };
  const auto wrong = [&] {
    std::string typed = word();
    std::swap(typed[1], typed[2 + random.below(typed.size() - 3)]);
    return typed;
  };
  measure("search two words", items, 500, "",
          [&](int) { found += library.search(word() + ' ' + word(), "", "en", 3).hits.size(); });
  measure("search, one word mistyped", items, 500, items == 100000 ? "(target 5,000 us)" : "",
          [&](int) { found += library.search(wrong() + ' ' + word(), "", "en", 3).hits.size(); });
  measure("complete while typing", items, 500, "",
          [&](int) { found += library.search(word().substr(0, 4), "", "en", 5, true).hits.size(); });
  if (found == 0) std::exit(1);
}

/// Loads a folder of real files: the bundled content and tips under other names, `count` in all.
void load_folder(const fs::path& bundled, std::size_t count) {
  const fs::path folder = fs::temp_directory_path() / ("allybot-bench-library-" + std::to_string(::getpid()));
  fs::copy(bundled, folder, fs::copy_options::recursive);
  std::vector<std::string> tips;
  std::size_t have = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder / "en")) {
    if (entry.path().extension() != ".md") continue;
    ++have;
    if (entry.path().parent_path().filename() != "tips") continue;
    std::ifstream file(entry.path());
    tips.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  for (std::size_t i = have; i < count; ++i) {
    std::string text = tips[i % tips.size()];
    const auto title = text.find("title: ");
    text.insert(title + (text[title + 7] == '"' ? 8 : 7), "Number " + std::to_string(i) + " ");
    std::ofstream(folder / "en/tips" / ("bench-" + std::to_string(i) + ".md")) << text;
  }
  const double resident = resident_mb(), before = cpu_seconds();
  Loader loader(folder.string());
  auto content = loader.load();
  if (!content || !*content) std::exit(1);
  const auto snapshot = make_snapshot(std::move(**content));
  std::printf("%-36s %7zu items: %.2f s (target for 10,000: 2 s), %.0f MB more\n", "load files", snapshot->live(),
              cpu_seconds() - before, resident_mb() - resident);
  const double again = cpu_seconds();
  std::ofstream(folder / "en/tips/bench-one-more.md") << tips[0];
  auto changed = loader.load();
  const auto next = changed && *changed ? make_snapshot(std::move(**changed)) : nullptr;
  std::printf("%-36s %7zu items: %.2f s\n", "load again, one file changed", count, cpu_seconds() - again);
  fs::remove_all(folder);
}

}  // namespace

int main(int count, char** arguments) {
  log::set_level(log::Level::Error);
  const fs::path bundled = count > 1 ? arguments[1] : "content";
  load_folder(bundled, 1000);
  load_folder(bundled, 10000);
  Loader loader(bundled.string());
  auto content = loader.load();
  if (!content || !*content) {
    std::fprintf(stderr, "bench_library: no content in %s\n", bundled.c_str());
    return 1;
  }
  const auto real = make_snapshot(std::move(**content));
  const auto words = words_of(*real);
  fakes::SeededRandom random(7);
  for (const std::size_t items : {1000U, 10000U, 100000U}) {
    const double before = cpu_seconds();
    const auto library = make_snapshot(made_up(*real, items, words, random));
    std::printf("%-36s %7zu items: %.2f s\n", "make a snapshot in memory", items, cpu_seconds() - before);
    questions(*library, items, words, random);
  }
  return 0;
}
