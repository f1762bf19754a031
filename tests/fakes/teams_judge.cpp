#include "tests/fakes/teams_judge.h"

#include <nlohmann/json.hpp>
#include <set>

#include "bot/core/text.h"

namespace allybot::fakes {
namespace {

using nlohmann::json;

constexpr std::size_t kMostUnits = 40960;  // 80 KB of UTF-16
constexpr std::size_t kMostWorkflowBytes = 28U << 10U;

std::size_t utf16_units(const std::string& text) {
  std::size_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80 || byte >= 0xC0) ++units;
    if (byte >= 0xF0) ++units;
  }
  return units;
}

class Judge {
 public:
  std::vector<std::string> complaints;

  void workflow(const json& read) {
    if (read.value("type", "") != "message") complain("no message");
    for (const auto& [name, value] : read.items())
      if (name != "type" && name != "attachments") complain(name + " is nothing that a workflow reads");
    const json attachments = read.value("attachments", json::array());
    if (attachments.size() != 1) return complain("not one attachment");
    if (attachments[0].value("contentType", "") != "application/vnd.microsoft.card.adaptive") complain("another kind of card");
    if (!attachments[0].contains("contentUrl") || !attachments[0].at("contentUrl").is_null()) complain("a content address");
    answers_ = false;
    card(attachments[0].value("content", json::object()));
  }

  void extension(const json& read) {
    if (read.size() != 1 || !read.contains("composeExtension")) return complain("no answer to a search");
    const json& answer = read.at("composeExtension");
    if (answer.value("type", "") == "message") {
      if (answer.size() != 2 || answer.value("text", "").empty()) complain("a sentence of nothing");
      return;
    }
    if (answer.value("type", "") != "result") complain("an answer of type " + answer.value("type", ""));
    if (answer.value("attachmentLayout", "") != "list") complain("no list");
    if (!answer.contains("attachments") || !answer.at("attachments").is_array()) return complain("no attachments");
    if (answer.at("attachments").size() > 25) complain("more than a page");
    answers_ = false;
    for (const json& one : answer.at("attachments")) {
      if (one.value("contentType", "") != "application/vnd.microsoft.card.adaptive") complain("another kind of card");
      card(one.value("content", json::object()));
      const json& shown = one.value("preview", json::object());
      if (shown.value("contentType", "") != "application/vnd.microsoft.card.thumbnail") complain("no preview");
      preview(shown.value("content", json::object()));
    }
  }

  void dialog(const json& read) {
    if (read.size() != 1 || !read.contains("task")) return complain("no answer that opens a dialog");
    const json& task = read.at("task");
    if (task.value("type", "") != "continue") complain("a task of type " + task.value("type", ""));
    const json shown = task.value("value", json::object());
    static const std::set<std::string> kSizes{"small", "medium", "large"};
    for (const char* name : {"width", "height"})
      if (kSizes.count(shown.value(name, "")) == 0) complain(std::string("no ") + name);
    const json attachment = shown.value("card", json::object());
    if (attachment.value("contentType", "") != "application/vnd.microsoft.card.adaptive") complain("another kind of card");
    card(attachment.value("content", json::object()));
  }

  void activity(const json& read) {
    if (read.value("type", "") != "message") complain("no message");
    if (read.contains("text")) complain("text beside a card is shown as a message of its own");
    if (read.contains("entities")) complain("it would call somebody");
    if (read.value("summary", "").empty()) complain("a notification would say nothing");
    const json attachments = read.value("attachments", json::array());
    if (attachments.size() != 1) return complain("not one attachment");
    if (attachments[0].value("contentType", "") != "application/vnd.microsoft.card.adaptive") complain("another kind of card");
    card(attachments[0].value("content", json::object()));
  }

 private:
  /// Its text is HTML.
  void preview(const json& read) {
    for (const auto& [name, value] : read.items())
      if (name != "title" && name != "text") complain("a preview's " + name);
    const std::string title = read.value("title", ""), text = read.value("text", "");
    if (title.empty() && text.empty()) complain("a preview of nothing");
    if (utf16_units(title) > 200 || utf16_units(text) > 400) complain("a preview that is no preview");
    if (text.find_first_of("<>") != std::string::npos) complain("a tag in a preview");
    for (std::size_t at = text.find('&'); at != std::string::npos; at = text.find('&', at + 1))
      if (text.compare(at, 5, "&amp;") != 0 && text.compare(at, 4, "&lt;") != 0 && text.compare(at, 4, "&gt;") != 0)
        complain("a sign that HTML reads");
    for (const char c : title + text)
      if (static_cast<unsigned char>(c) < ' ') complain("a control character");
  }

  void card(const json& read) {
    static const std::set<std::string> kVersions{"1.0", "1.1", "1.2", "1.3", "1.4", "1.5"};
    if (read.value("type", "") != "AdaptiveCard") complain("no Adaptive Card");
    if (kVersions.count(read.value("version", "")) == 0) complain("a version that Teams does not show");
    if (read.value("fallbackText", "").empty()) complain("no fallback text");
    if (read.value("msteams", json::object()).contains("entities")) complain("it would call somebody");
    if (read.value("body", json::array()).empty()) complain("an empty card");
    elements(read.value("body", json::array()));
    if (read.contains("actions")) actions(read.at("actions"));
  }

  void elements(const json& list) {
    for (const json& one : list) {
      const std::string type = one.value("type", "");
      if (type == "TextBlock") {
        text_block(one);
      } else if (type == "RichTextBlock") {
        if (one.value("inlines", json::array()).empty()) complain("a paragraph of nothing");
        for (const json& run : one.value("inlines", json::array())) text_run(run);
      } else if (type == "Container") {
        if (one.value("items", json::array()).empty()) complain("a container of nothing");
        elements(one.value("items", json::array()));
      } else if (type == "ActionSet") {
        actions(one.value("actions", json::array()));
      } else if (type.compare(0, 6, "Input.") == 0) {
        input(one);
      } else {
        complain("an element " + type);
      }
    }
  }

  /// Its text is Markdown, and functions in double braces.
  void text_block(const json& one) {
    const std::string text = one.value("text", "");
    if (text.empty()) complain("a text block of nothing");
    if (!one.value("wrap", false)) complain("a text block that is cut at the edge");
    for (const char* read : {"*", "_", "[", "]", "<", ">", "`", "\\", "{{", "://", "www.", "&"})
      if (text.find(read) != std::string::npos) complain("a text block in which " + std::string(read) + " is read");
  }

  void text_run(const json& one) {
    if (one.value("type", "") != "TextRun") complain("an inline that is no run");
    const std::string text = one.value("text", "");
    if (text.empty()) complain("a run of nothing");
    for (const char c : text)
      if (static_cast<unsigned char>(c) < ' ') complain("a control character");
    if (one.contains("selectAction")) action(one.at("selectAction"), true);
  }

  void input(const json& one) {
    if (!ids_.insert(one.value("id", "")).second || one.value("id", "").empty()) complain("an input without an id of its own");
    if (one.value("id", "") == "allybot") complain("an input that would overwrite our value");
    if (one.value("label", "").empty()) complain("an input without a label");
    if (one.value("isRequired", false) && one.value("errorMessage", "").empty())
      complain("an input that does not say what it needs");
    if (one.value("type", "") == "Input.ChoiceSet" && one.value("choices", json::array()).empty())
      complain("a choice of nothing");
  }

  void actions(const json& list) {
    if (list.empty()) complain("a set of no actions");
    if (list.size() > 5) complain("a set of " + std::to_string(list.size()) + " actions");
    for (const json& one : list) action(one, false);
  }

  void action(const json& one, bool in_text) {
    const std::string type = one.value("type", "");
    if (!in_text && one.value("title", "").empty()) complain("a button without a title");
    if (one.contains("style")) complain("a style of button that Teams does not show");
    if (type == "Action.OpenUrl") {
      const std::string url = one.value("url", "");
      if (url.compare(0, 20, "https://example.org/") != 0 && url != "mailto:help@example.org")
        complain("a link to " + url.substr(0, 40));
    } else if (type == "Action.Submit" && answers_) {
      if (one.value("/data/allybot/v"_json_pointer, "").empty()) complain("a button without a value");
      if (one.value("/data/allybot/c"_json_pointer, "").empty()) complain("a button without a place");
    } else {
      complain("an action " + type);
    }
  }

  void complain(std::string what) { complaints.push_back(std::move(what)); }
  std::set<std::string> ids_;
  bool answers_ = true;
};

}  // namespace

std::vector<std::string> teams_complaints(const std::string& activity) {
  const json read = json::parse(activity, nullptr, false);
  if (!read.is_object()) return {"no JSON object"};
  Judge judge;
  if (!is_valid_utf8(activity)) judge.complaints.push_back("bytes that are no text");
  if (utf16_units(activity) > kMostUnits) judge.complaints.push_back("a message of " + std::to_string(utf16_units(activity)));
  judge.activity(read);
  return judge.complaints;
}

std::vector<std::string> extension_complaints(const std::string& body) {
  const json read = json::parse(body, nullptr, false);
  if (!read.is_object()) return {"no JSON object"};
  Judge judge;
  if (!is_valid_utf8(body)) judge.complaints.push_back("bytes that are no text");
  judge.extension(read);
  return judge.complaints;
}

std::vector<std::string> dialog_complaints(const std::string& body) {
  const json read = json::parse(body, nullptr, false);
  if (!read.is_object()) return {"no JSON object"};
  Judge judge;
  if (!is_valid_utf8(body)) judge.complaints.push_back("bytes that are no text");
  if (utf16_units(body) > kMostUnits) judge.complaints.push_back("a dialog of " + std::to_string(utf16_units(body)));
  judge.dialog(read);
  return judge.complaints;
}

std::vector<std::string> workflow_complaints(const std::string& body) {
  const json read = json::parse(body, nullptr, false);
  if (!read.is_object()) return {"no JSON object"};
  Judge judge;
  if (!is_valid_utf8(body)) judge.complaints.push_back("bytes that are no text");
  if (body.size() > kMostWorkflowBytes) judge.complaints.push_back("a message of " + std::to_string(body.size()) + " bytes");
  judge.workflow(read);
  return judge.complaints;
}

}  // namespace allybot::fakes
