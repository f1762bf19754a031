#include "tests/fakes/google_chat_judge.h"

#include <nlohmann/json.hpp>
#include <set>

#include "bot/core/text.h"

namespace allybot::fakes {
namespace {

using nlohmann::json;

constexpr std::size_t kMostBytes = 32000;
constexpr std::size_t kMostWidgets = 100;

class Judge {
 public:
  std::vector<std::string> complaints;

  void message(const json& read) {
    static const std::set<std::string> kFields{"actionResponse", "fallbackText", "cardsV2", "privateMessageViewer", "thread"};
    for (const auto& [name, value] : read.items())
      if (kFields.count(name) == 0) complain("a field " + name);
    if (read.value("fallbackText", "").empty()) complain("a notification would say nothing");
    if (read.value("fallbackText", "").find("<users/") != std::string::npos) complain("it would call somebody");
    const json cards = read.value("cardsV2", json::array());
    if (cards.size() != 1) return complain("not one card");
    card(cards[0].value("card", json::object()));
  }

  /// https://developers.google.com/workspace/chat/api/reference/rest/v1/spaces.messages#dialog
  void dialog(const json& read) {
    in_dialog_ = true;
    for (const auto& [name, value] : read.items())
      if (name != "header" && name != "sections") complain("a part of a dialog " + name);
    card(read);
  }

 private:
  void card(const json& card) {
    if (card.contains("header") && card["header"].value("title", "").empty()) complain("a header without a title");
    for (const json& section : card.value("sections", json::array()))
      for (const json& one : section.value("widgets", json::array())) widget(one);
    if (widgets_ == 0) complain("a card of nothing");
    if (widgets_ > kMostWidgets) complain("widgets that would be dropped");
  }

  void widget(const json& one) {
    ++widgets_;
    if (one.size() != 1) return complain("a widget that is not one thing");
    const std::string kind = one.begin().key();
    const json& inside = one.begin().value();
    if (kind == "textParagraph") {
      html(inside.value("text", ""));
    } else if (kind == "buttonList") {
      if (inside.value("buttons", json::array()).empty()) complain("a list of no buttons");
      for (const json& button_ : inside.value("buttons", json::array())) button(button_);
    } else if (kind == "textInput" || kind == "selectionInput") {
      if (inside.value("label", "").empty()) complain("an input without a label");
      if (!names_.insert(inside.value("name", "")).second) complain("an input without a name of its own");
      if (kind == "selectionInput" && inside.value("items", json::array()).empty()) complain("a choice of nothing");
    } else if (kind != "divider") {
      complain("a widget " + kind);
    }
  }

  void html(const std::string& text) {
    if (text.empty()) complain("a paragraph of nothing");
    int open = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (static_cast<unsigned char>(text[at]) < ' ') complain("a control character");
      if (text.compare(at, 3, "://") == 0 && open == 0) complain("a bare address");
      if (text[at] == '&') entity(text.substr(at));
      if (text[at] == '>') complain("a bare >");
      if (text[at] != '<') continue;
      const std::size_t end = text.find('>', at);
      if (end == std::string::npos) return complain("a tag without an end");
      tag(text.substr(at + 1, end - at - 1), open);
      at = end;
    }
    if (open != 0) complain("tags that do not close");
  }
  void entity(const std::string& text) {
    for (const char* known : {"&amp;", "&lt;", "&gt;", "&quot;"})
      if (text.rfind(known, 0) == 0) return;
    complain("a bare &");
  }
  void tag(const std::string& tag, int& open) {
    if (tag == "br") return;
    if (tag[0] == '/') {
      --open;
      return;
    }
    ++open;
    if (tag == "b" || tag == "i" || tag.rfind("font color=\"#", 0) == 0) return;
    if (tag.rfind("a href=\"", 0) == 0) return link(tag.substr(8, tag.size() - 9));
    complain("a tag " + tag);
  }
  void link(const std::string& url) {
    if (url.compare(0, 20, "https://example.org/") != 0 && url != "mailto:help@example.org")
      complain("a link to " + url.substr(0, 40));
  }

  void button(const json& one) {
    if (one.value("text", "").empty()) complain("a button without a text");
    const json click = one.value("onClick", json::object());
    if (click.contains("openLink")) return link(click["openLink"].value("url", ""));
    const json action = click.value("action", json::object());
    if (action.value("function", "").empty()) complain("a button that calls nothing");
    if (action.contains("interaction") && (in_dialog_ || action["interaction"] != "OPEN_DIALOG"))
      complain("an interaction that is none here");
    const json parameters = action.value("parameters", json::array());
    if (parameters.empty() || parameters[0].value("key", "") != "v" || parameters[0].value("value", "").empty())
      complain("a button without a value");
  }

  void complain(const std::string& what) { complaints.push_back(what); }
  bool in_dialog_ = false;
  std::size_t widgets_ = 0;
  std::set<std::string> names_;
};

std::vector<std::string> judged(const std::string& text, void (Judge::*by)(const json&)) {
  const json read = json::parse(text, nullptr, false);
  if (!read.is_object()) return {"no JSON object"};
  Judge judge;
  if (!is_valid_utf8(text)) judge.complaints.push_back("bytes that are no text");
  if (text.size() > kMostBytes) judge.complaints.push_back("a message of " + std::to_string(text.size()));
  (judge.*by)(read);
  return judge.complaints;
}

}  // namespace

std::vector<std::string> google_chat_complaints(const std::string& message) { return judged(message, &Judge::message); }
std::vector<std::string> google_chat_dialog_complaints(const std::string& card) { return judged(card, &Judge::dialog); }

}  // namespace allybot::fakes
