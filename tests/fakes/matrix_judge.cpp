#include "tests/fakes/matrix_judge.h"

#include <nlohmann/json.hpp>
#include <set>

#include "bot/core/text.h"

namespace allybot::fakes {
namespace {

using nlohmann::json;

constexpr std::size_t kMostBytes = 60000;  // of 65,536 with hashes and signatures

class Judge {
 public:
  std::vector<std::string> complaints;

  void message(const json& read) {
    static const std::set<std::string> kFields{
        "msgtype", "body", "format", "m.mentions", "m.relates_to", "formatted_body", "org.allybot.delivery"};
    for (const auto& [name, value] : read.items())
      if (kFields.count(name) == 0) complain("a field " + name);
    if (read.value("msgtype", "") != "m.notice") complain("a bot speaks in m.notice");
    const std::string body = read.value("body", "");
    if (trim(body).empty()) complain("a client without HTML would show nothing");
    if (body.find("@room") != std::string::npos) complain("it would call the room");
    if (read.value("m.mentions", json()) != json::object()) complain("it would call somebody");
    if (read.value("format", "") != "org.matrix.custom.html") complain("a format of its own");
    html(read.value("formatted_body", ""));
    relation(read.value("m.relates_to", json::object()));
  }

 private:
  void relation(const json& to) {
    if (to.empty()) return;
    if (to.value("rel_type", "") != "m.thread" || to.value("event_id", "").empty() || !to.value("is_falling_back", false) ||
        to.value("/m.in_reply_to/event_id"_json_pointer, "").empty())
      complain("a relation that is no answer in a thread");
  }

  void html(const std::string& text) {
    if (text.empty()) complain("HTML of nothing");
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (static_cast<unsigned char>(text[at]) < ' ') complain("a control character");
      if (text.compare(at, 3, "://") == 0) complain("a bare address");
      if (text[at] == '&') entity(text.substr(at, 8));
      if (text[at] == '>') complain("a bare >");
      if (text[at] != '<') continue;
      const std::size_t end = text.find('>', at);
      if (end == std::string::npos) return complain("a tag without an end");
      tag(text.substr(at + 1, end - at - 1));
      at = end;
    }
    if (!open_.empty()) complain("tags that do not close");
  }
  void entity(const std::string& text) {
    for (const char* known : {"&amp;", "&lt;", "&gt;", "&quot;"})
      if (text.rfind(known, 0) == 0) return;
    complain("a bare &");
  }
  void tag(const std::string& tag) {
    if (tag == "br" || tag == "hr") return;
    if (tag[0] == '/') {
      if (open_.empty() || open_.back() != tag.substr(1)) return complain("a tag closed that is not open: " + tag);
      open_.pop_back();
      return;
    }
    const std::string name = tag.substr(0, tag.find(' '));
    static const std::set<std::string> kTags{"p", "h4", "strong", "em", "code", "ul", "ol", "li", "blockquote", "a"};
    if (kTags.count(name) == 0) complain("a tag " + name);
    open_.push_back(name);
    if (name == "a")
      link(tag);
    else if (name != tag)
      complain("a tag with attributes: " + tag);
  }
  void link(const std::string& tag) {
    for (const char* good :
         {"a href=\"https://example.org/", "a href=\"mailto:help@example.org\"", "a href=\"https://matrix.to/#/%21"})
      if (tag.rfind(good, 0) == 0) return;
    complain("a link to " + tag.substr(0, 60));
  }

  void complain(const std::string& what) { complaints.push_back(what); }
  std::vector<std::string> open_;
};

}  // namespace

std::vector<std::string> matrix_complaints(const std::string& content) {
  const json read = json::parse(content, nullptr, false);
  if (!read.is_object()) return {"no JSON object"};
  Judge judge;
  if (!is_valid_utf8(content)) judge.complaints.push_back("bytes that are no text");
  if (content.size() > kMostBytes) judge.complaints.push_back("an event of " + std::to_string(content.size()));
  judge.message(read);
  return judge.complaints;
}

}  // namespace allybot::fakes
