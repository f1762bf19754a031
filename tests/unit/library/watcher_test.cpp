#include "bot/library/watcher.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <thread>

#include "bot/core/mutex.h"
#include "tests/unit/library/content_folder.h"

namespace allybot::library {
namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

/// A watched library whose changes a test can wait for.
class Watching {
 public:
  explicit Watching(const ContentFolder& folder) : holder_(folder.open()) {
    holder_->watch([this](const Library&) {
      const Lock lock(mutex_);
      ++changes_;
      changed_.notify_all();
    });
  }

  /// Until `reached` holds of the current snapshot; false after five seconds.
  template <class Reached>
  bool until(Reached reached) {
    const auto deadline = steady_clock::now() + std::chrono::seconds(5);
    Lock lock(mutex_);
    while (!reached(*holder_->current())) {
      if (steady_clock::now() > deadline) return false;
      changed_.wait_until(mutex_, deadline);
    }
    return true;
  }
  bool until_title(const std::string& id, const std::string& title) {
    return until([&](const Library& library) {
      const Item* item = library.find(ItemId(id), "en");
      return (item == nullptr ? "" : item->title) == title;
    });
  }
  int changes() {
    const Lock lock(mutex_);
    return changes_;
  }

 private:
  Mutex mutex_;
  Condition changed_;
  int changes_ = 0;
  std::unique_ptr<Holder> holder_;  // last: its thread stops before the rest goes
};

TEST(LibraryWatching, SeesAFileWrittenInPlaceWithinTwoSeconds) {
  const ContentFolder folder;
  folder.tip("one");
  Watching watching(folder);
  const auto before = steady_clock::now();
  folder.write("en/tips/one.md", ContentFolder::tip_text("Changed"));
  ASSERT_TRUE(watching.until_title("tips/one", "Changed"));
  const auto took = std::chrono::duration_cast<milliseconds>(steady_clock::now() - before);
  EXPECT_LT(took.count(), 2000);
  RecordProperty("milliseconds", static_cast<int>(took.count()));
}

TEST(LibraryWatching, SeesAnEditorThatSavesByRename) {
  const ContentFolder folder;
  folder.tip("one");
  Watching watching(folder);
  folder.write("en/tips/.one.md.tmp", ContentFolder::tip_text("Renamed"));
  fs::rename(folder.path() / "en/tips/.one.md.tmp", folder.path() / "en/tips/one.md");
  EXPECT_TRUE(watching.until_title("tips/one", "Renamed"));
}

TEST(LibraryWatching, SeesNewFoldersAndWhatIsInThem) {
  const ContentFolder folder;
  folder.tip("one");
  Watching watching(folder);
  folder.write("en/stories/a.md", ContentFolder::tip_text("A story"));
  EXPECT_TRUE(watching.until_title("stories/a", "A story"));
  folder.write("en/stories/a.md", ContentFolder::tip_text("Another story"));
  EXPECT_TRUE(watching.until_title("stories/a", "Another story"));
}

TEST(LibraryWatching, SeesFilesThatGo) {
  const ContentFolder folder;
  folder.tip("one");
  folder.tip("two");
  Watching watching(folder);
  folder.remove("en/tips/two.md");
  EXPECT_TRUE(watching.until_title("tips/two", ""));
}

TEST(LibraryWatching, TakesACheckoutOf300FilesAsOneChange) {
  const ContentFolder folder;
  for (int at = 0; at < 300; ++at) folder.tip("tip-" + std::to_string(at));
  Watching watching(folder);
  for (int at = 0; at < 300; ++at) folder.write("en/tips/tip-" + std::to_string(at) + ".md", ContentFolder::tip_text("New"));
  ASSERT_TRUE(watching.until([](const Library& library) {
    const auto& items = library.items("tips", "en");
    return std::all_of(items.begin(), items.end(), [](const Item* item) { return item->title == "New"; });
  }));
  EXPECT_LE(watching.changes(), 3);
}

TEST(LibraryWatching, SeesAConfigMapThatIsSwapped) {
  const ContentFolder folder;
  folder.write("..1/en/tips/one.md", ContentFolder::tip_text("First"));
  folder.write("..2/en/tips/one.md", ContentFolder::tip_text("Second"));
  fs::create_directory_symlink("..1", folder.path() / "..data");
  fs::create_directory_symlink("..data/en", folder.path() / "en");
  Watching watching(folder);
  fs::create_directory_symlink("..2", folder.path() / "..data_tmp");
  fs::rename(folder.path() / "..data_tmp", folder.path() / "..data");
  EXPECT_TRUE(watching.until_title("tips/one", "Second"));
}

TEST(LibraryWatching, SeesTheWholeFolderReplaced) {
  const ContentFolder folder, other;
  folder.tip("one");
  other.write("en/tips/one.md", ContentFolder::tip_text("Other"));
  Watching watching(folder);
  fs::rename(folder.path(), folder.path().string() + "-old");
  fs::rename(other.path(), folder.path());
  EXPECT_TRUE(watching.until_title("tips/one", "Other"));
  fs::remove_all(folder.path().string() + "-old");
}

TEST(LibraryWatching, KeepsTheLastGoodVersionOfAFileCaughtHalfWritten) {
  const ContentFolder folder;
  folder.tip("one");
  Watching watching(folder);
  folder.write("en/tips/one.md", "---\ntitle: Half");
  ASSERT_TRUE(watching.until([](const Library& library) { return library.quarantined().size() == 1; }));
  EXPECT_TRUE(watching.until_title("tips/one", "Title of one"));
  folder.write("en/tips/one.md", ContentFolder::tip_text("Whole"));
  EXPECT_TRUE(watching.until_title("tips/one", "Whole"));
}

TEST(FolderWatching, PollsWhereTheKernelTellsNothing) {
  const ContentFolder folder;
  Mutex mutex;
  Condition looked;
  int looks = 0;
  Watcher watcher(
      folder.root(),
      [&](const std::set<std::string>& touched) {
        EXPECT_TRUE(touched.empty());
        const Lock lock(mutex);
        ++looks;
        looked.notify_all();
        return Watched{};
      },
      false);
  Lock lock(mutex);
  const auto deadline = steady_clock::now() + std::chrono::seconds(10);
  while (looks < 3 && steady_clock::now() < deadline) looked.wait_until(mutex, deadline);
  EXPECT_GE(looks, 3);
}

}  // namespace
}  // namespace allybot::library
