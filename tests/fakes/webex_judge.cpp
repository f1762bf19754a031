#include "tests/fakes/webex_judge.h"

#include <nlohmann/json.hpp>
#include <set>

#include "bot/core/text.h"

namespace allybot::fakes {
namespace {

using nlohmann::json;

constexpr std::size_t kMostTextBytes = 7439;
constexpr std::size_t kMostBytes = 21000;  // none is published
constexpr std::size_t kMostActions = 5;

class Judge {
 public:
  std::vector<std::string> complaints;

  void message(const json& read) {
    const std::string text = read.value("text", "");
    if (text.empty()) complain("nothing is said where cards are not shown");
    if (text.size() > kMostTextBytes) complain("a text of " + std::to_string(text.size()) + " bytes");
    if (text.find("<@") != std::string::npos) complain("it would call somebody");
    if (read.contains("html") || read.contains("markdown")) complain("markup beside a card");
    const json attachments = read.value("attachments", json::array());
    if (attachments.size() != 1) return complain("not one attachment");
    if (attachments[0].value("contentType", "") != "application/vnd.microsoft.card.adaptive") complain("another kind of card");
    card(attachments[0].value("content", json::object()), false);
  }

 private:
  void card(const json& read, bool inner) {
    static const std::set<std::string> kVersions{"1.0", "1.1", "1.2", "1.3"};
    if (read.value("type", "") != "AdaptiveCard") complain("no Adaptive Card");
    if (read.contains("msteams")) complain("a property of Teams");
    if (!inner && kVersions.count(read.value("version", "")) == 0) complain("a version that Webex does not show");
    if (!inner && read.value("body", json::array()).empty()) complain("an empty card");
    actions_of_card_ = 0;
    elements(read.value("body", json::array()));
    if (read.contains("actions")) actions(read.at("actions"), inner);
    if (actions_of_card_ > kMostActions) complain("a card of " + std::to_string(actions_of_card_) + " actions");
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
        actions(one.value("actions", json::array()), false);
      } else if (type.compare(0, 6, "Input.") == 0) {
        input(one);
      } else {
        complain("an element " + type);
      }
    }
  }

  /// Its text is Markdown.
  void text_block(const json& one) {
    const std::string text = one.value("text", "");
    if (text.empty()) complain("a text block of nothing");
    if (one.contains("style")) complain("a style of text that came with 1.5");
    if (!one.value("wrap", false)) complain("a text block that is cut at the edge");
    for (const char* read : {"*", "_", "[", "]", "<", ">", "`", "\\", "://", "www.", "&"})
      if (text.find(read) != std::string::npos) complain("a text block in which " + std::string(read) + " is read");
  }

  void text_run(const json& one) {
    if (one.value("type", "") != "TextRun") complain("an inline that is no run");
    const std::string text = one.value("text", "");
    if (text.empty()) complain("a run of nothing");
    for (const char c : text)
      if (static_cast<unsigned char>(c) < ' ') complain("a control character");
    if (one.contains("selectAction")) action(one.at("selectAction"), true, true);
  }

  void input(const json& one) {
    const std::string id = one.value("id", "");
    if (id.empty() || !ids_.insert(id).second) complain("an input without an id of its own");
    if (id.compare(0, 8, "allybot_") == 0) complain("an input that would overwrite our value");
    if (one.value("label", "").empty()) complain("an input without a label");
    if (one.value("isRequired", false) && one.value("errorMessage", "").empty())
      complain("an input that does not say what it needs");
    if (one.value("type", "") == "Input.ChoiceSet" && one.value("choices", json::array()).empty())
      complain("a choice of nothing");
  }

  void actions(const json& list, bool inner) {
    if (list.empty()) complain("a set of no actions");
    actions_of_card_ += list.size();
    for (const json& one : list) action(one, false, inner);
  }

  void action(const json& one, bool in_text, bool inner) {
    const std::string type = one.value("type", "");
    if (!in_text && one.value("title", "").empty()) complain("a button without a title");
    if (type == "Action.OpenUrl") {
      const std::string url = one.value("url", "");
      if (url.compare(0, 20, "https://example.org/") != 0 && url != "mailto:help@example.org")
        complain("a link to " + url.substr(0, 40));
    } else if (type == "Action.Submit" && !in_text) {
      if (one.value("/data/allybot_value"_json_pointer, "").empty()) complain("a button without a value");
      if (one.value("/data/allybot_place"_json_pointer, "").empty()) complain("a button without a place");
    } else if (type == "Action.ShowCard" && !inner) {
      const std::size_t outer = actions_of_card_;
      card(one.value("card", json::object()), true);
      actions_of_card_ = outer;
    } else {
      complain("an action " + type);
    }
  }

  void complain(std::string what) { complaints.push_back(std::move(what)); }
  std::set<std::string> ids_;
  std::size_t actions_of_card_ = 0;
};

}  // namespace

std::vector<std::string> webex_complaints(const std::string& message) {
  const json read = json::parse(message, nullptr, false);
  if (!read.is_object()) return {"no JSON object"};
  Judge judge;
  if (!is_valid_utf8(message)) judge.complaints.push_back("bytes that are no text");
  if (message.size() > kMostBytes) judge.complaints.push_back("a message of " + std::to_string(message.size()));
  judge.message(read);
  return judge.complaints;
}

}  // namespace allybot::fakes
