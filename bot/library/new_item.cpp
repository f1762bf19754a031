#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "bot/core/text.h"
#include "bot/library/check.h"
#include "bot/library/drafting.h"
#include "bot/library/files.h"
#include "bot/library/kind.h"
#include "bot/library/tables.h"

namespace allybot::library {
namespace {

/// A topic that the content has: a sample has to be valid at once.
std::string some_topic(const std::string& root) {
  const auto bytes = read_bytes(root + "/topics.yaml", kMostTableBytes);
  if (!bytes) return "meetings";
  const auto topics = read_topics(SourceText("topics.yaml", *bytes)).rows;
  const bool known = std::any_of(topics.begin(), topics.end(), [](const TopicRow& row) { return row.id == "meetings"; });
  return known || topics.empty() ? "meetings" : topics.front().id;
}

}  // namespace

Result<std::string> new_item(const std::string& root, const std::string& kind_word, const std::string& title) {
  const Kind* kind = kind_named(kind_word);
  if (kind == nullptr) {
    std::vector<std::string_view> words;
    for (const Kind& one : kinds()) words.push_back(one.singular);
    std::string all;
    for (const auto word : words) all += (all.empty() ? "" : ", ") + std::string(word);
    return fail(Code::Invalid, "\"" + printable(cut_code_points(kind_word, 40)) + "\" is no kind of content. " +
                                   did_you_mean(kind_word, words, "Kinds are " + all + "."));
  }
  const std::string clean = to_nfc(trim(title));
  if (clean.empty() || clean != printable(clean) || !is_valid_utf8(clean))
    return fail(Code::Invalid, "a new item needs a title on one line, such as \"Give credit\"");
  const auto most_title = kind->fields.front().most;
  if (count_code_points(clean) > most_title)
    return fail(Code::Invalid, "the title is longer than " + std::to_string(most_title) + " characters; shorten it");
  const std::string slug = slug_of(clean, most_slug_of(*kind));
  if (slug.empty()) return fail(Code::Invalid, "the title needs letters of a to z or digits, to make the file's name of");

  namespace fs = std::filesystem;
  std::error_code problem;
  if (!fs::is_directory(root, problem))
    return fail(Code::NotFound, "the content folder " + root + " is missing; set ALLYBOT_CONTENT");
  const fs::path folder = fs::path(root) / std::string(kFallbackLanguage) / std::string(kind->name);
  fs::create_directories(folder, problem);
  if (problem) return fail(Code::Unavailable, folder.string() + " cannot be made; check the rights of its folder");
  const std::string path = (folder / (slug + ".md")).string();
  const int open_folder = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (open_folder < 0) return fail(Code::Unavailable, folder.string() + " cannot be opened; check its rights");
  const auto done =
      write_new(open_folder, slug + ".md",
                draft_text(*kind, {{"title", yaml_quoted(clean)}, {"topics", "[" + some_topic(root) + "]"}, {"draft", "true"}},
                           kind->sample_body));
  ::close(open_folder);
  if (done) return path;
  if (done.error().code == Code::Conflict)
    return fail(Code::Conflict, path + " exists already; choose another title, or edit that file",
                "There is such an item already.");
  return fail(done.error().code, folder.string() + ": " + done.error().for_log);
}

}  // namespace allybot::library
