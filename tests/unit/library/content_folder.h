// A content folder of its own for one test; removed afterwards.
#pragma once

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "bot/library/library.h"
#include "tests/fakes/fake_clock.h"

namespace allybot::library {

class ContentFolder {
 public:
  ContentFolder() {
    static std::atomic<int> count{0};
    path_ = std::filesystem::temp_directory_path() /
            ("allybot-content-" + std::to_string(::getpid()) + "-" + std::to_string(count.fetch_add(1)));
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
    write("topics.yaml",
          "- id: meetings\n  title: {en: Meetings}\n  synonyms: {en: [standup, talk time]}\n"
          "- id: credit\n  title: {en: Credit for ideas}\n  synonyms: {en: [stole my idea]}\n"
          "- id: parental-leave\n  title: {en: Parental leave}\n  synonyms: {en: [paternity, fathers]}\n");
    write("sources.yaml", source("EV-1"));
  }
  ~ContentFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ContentFolder(const ContentFolder&) = delete;
  ContentFolder& operator=(const ContentFolder&) = delete;

  static std::string source(const std::string& id) {
    return "- id: " + id +
           "\n  claim: A claim.\n  year: 2020\n  publisher: A journal\n  title: A paper\n  url: https://example.org/paper\n"
           "  confidence: limited\n  caveat: Small.\n";
  }

  void write(const std::string& path, const std::string& bytes) const {
    std::filesystem::create_directories((path_ / path).parent_path());
    std::ofstream(path_ / path, std::ios::binary) << bytes;
  }
  /// A tip that is right, with other fields in its front matter when given.
  void tip(const std::string& slug, const std::string& fields = "", const std::string& body = "A short body.") const {
    write("en/tips/" + slug + ".md", tip_text("Title of " + slug, fields, body));
  }
  static std::string tip_text(const std::string& title, const std::string& fields = "",
                              const std::string& body = "A short body.") {
    const bool has_topics = fields.find("topics:") != std::string::npos;
    const bool has_audience = fields.find("audience:") != std::string::npos;
    return "---\ntitle: " + title + "\n" + (has_topics ? "" : "topics: [meetings]\n") +
           (has_audience ? "" : "audience: [everyone]\n") + "action: Do one thing.\n" + fields + "---\n" + body + "\n";
  }
  void remove(const std::string& path) const { std::filesystem::remove_all(path_ / path); }
  std::string root() const { return path_.string(); }
  const std::filesystem::path& path() const { return path_; }

  std::unique_ptr<Holder> open() const {
    auto opened = open_library(root(), clock);
    return opened ? std::move(*opened) : nullptr;
  }

  fakes::FakeClock clock;

 private:
  std::filesystem::path path_;
};

}  // namespace allybot::library
