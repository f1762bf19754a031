#include "tests/fakes/slack_judge.h"

#include <nlohmann/json.hpp>
#include <set>

#include "bot/core/text.h"

namespace allybot::fakes {
namespace {

using nlohmann::json;

std::size_t utf16_length(const std::string& text) {
  std::size_t length = count_code_points(text);
  for (const char c : text)
    if (static_cast<unsigned char>(c) >= 0xF0) ++length;
  return length;
}

class Judge {
 public:
  explicit Judge(std::string_view links) : opening_('<' + std::string(links)) {}
  std::vector<std::string> complaints;

  void text(const json& from, const char* name, std::size_t most, const std::string& where) {
    if (!from.contains(name) || !from.at(name).is_string()) {
      complain(where + '.' + name + " is missing");
      return;
    }
    const std::string written = from.at(name).get<std::string>();
    if (written.empty()) complain(where + '.' + name + " is empty");
    if (utf16_length(written) > most) complain(where + '.' + name + " has " + std::to_string(utf16_length(written)));
  }

  void text_object(const json& from, const char* name, const std::set<std::string>& kinds, std::size_t most,
                   const std::string& where) {
    if (!from.contains(name) || !from.at(name).is_object()) {
      complain(where + '.' + name + " is missing");
      return;
    }
    const json& object = from.at(name);
    const std::string type = object.value("type", "");
    if (kinds.count(type) == 0) complain(where + '.' + name + " is a " + type);
    text(object, "text", most, where + '.' + name);
    if (type == "mrkdwn") markup(object, where + '.' + name);
  }

  void blocks(const json& from, std::size_t most, const std::string& where) {
    if (!from.contains("blocks")) return;
    const json& all = from.at("blocks");
    if (!all.is_array()) {
      complain(where + ".blocks is no list");
      return;
    }
    if (all.size() > most) complain(where + " has " + std::to_string(all.size()) + " blocks");
    for (std::size_t i = 0; i < all.size(); ++i) block(all.at(i), where + ".blocks[" + std::to_string(i) + ']');
    if (together_ > 13000) complain(where + " has " + std::to_string(together_) + " characters in its blocks");
  }

  void complain(std::string what) { complaints.push_back(std::move(what)); }

 private:
  void block(const json& block, const std::string& where) {
    const std::string type = block.value("type", "");
    if (block.contains("block_id")) {
      text(block, "block_id", 255, where);
      if (!block_ids_.insert(block.value("block_id", "")).second) complain(where + " has the block_id of another");
    }
    if (type == "header") {
      text_object(block, "text", {"plain_text"}, 150, where);
    } else if (type == "section") {
      text_object(block, "text", {"plain_text", "mrkdwn"}, 3000, where);
    } else if (type == "context") {
      list(block, "elements", 10, where);
      for (const json& element : block.value("elements", json::array())) {
        text(element, "text", 3000, where);
        if (element.value("type", "") == "mrkdwn") markup(element, where);
      }
    } else if (type == "actions") {
      list(block, "elements", 25, where);
      for (const json& element : block.value("elements", json::array())) button(element, where);
    } else if (type == "input") {
      text_object(block, "label", {"plain_text"}, 2000, where);
      if (block.contains("hint")) text_object(block, "hint", {"plain_text"}, 2000, where);
      input(block.value("element", json::object()), where + ".element");
    } else if (type != "divider") {
      complain(where + " is a " + type);
    }
  }

  void button(const json& element, const std::string& where) {
    if (element.value("type", "") != "button") complain(where + " has a " + element.value("type", "nothing"));
    text(element, "action_id", 255, where);
    if (!action_ids_.insert(element.value("action_id", "")).second) complain(where + " has an action_id twice");
    text_object(element, "text", {"plain_text"}, 75, where);
    if (element.contains("value")) text(element, "value", 2000, where);
    if (element.contains("url")) {
      text(element, "url", 3000, where);
      const std::string url = element.value("url", "");
      if (url.rfind("https://", 0) != 0 && url.rfind("mailto:", 0) != 0) complain(where + " leads to a strange address");
    }
    if (element.contains("style") && element.at("style") != "primary" && element.at("style") != "danger")
      complain(where + " has a strange style");
    if (element.contains("confirm")) {
      const json& confirm = element.at("confirm");
      text_object(confirm, "title", {"plain_text"}, 100, where + ".confirm");
      text_object(confirm, "text", {"plain_text", "mrkdwn"}, 300, where + ".confirm");
      text_object(confirm, "confirm", {"plain_text"}, 30, where + ".confirm");
      text_object(confirm, "deny", {"plain_text"}, 30, where + ".confirm");
    }
  }

  void input(const json& element, const std::string& where) {
    text(element, "action_id", 255, where);
    const std::string type = element.value("type", "");
    if (type == "plain_text_input") {
      const int most = element.value("max_length", 3000);
      if (most < 1 || most > 3000) complain(where + ".max_length is " + std::to_string(most));
    } else if (type == "static_select") {
      list(element, "options", 100, where);
      for (const json& option : element.value("options", json::array())) {
        text_object(option, "text", {"plain_text"}, 75, where);
        text(option, "value", 75, where);
      }
    } else {
      complain(where + " is a " + type);
    }
  }

  void list(const json& from, const char* name, std::size_t most, const std::string& where) {
    const json all = from.value(name, json());
    if (!all.is_array() || all.empty() || all.size() > most) complain(where + '.' + name + " has the wrong number");
  }

  /// In mrkdwn an angle bracket is a mention or a link.
  void markup(const json& object, const std::string& where) {
    const std::string written = object.value("text", "");
    together_ += utf16_length(written);
    if (!object.value("verbatim", false)) complain(where + " is not verbatim: addresses and names become links");
    for (std::size_t at = written.find('<'); at != std::string::npos; at = written.find('<', at + 1)) {
      if (written.compare(at, opening_.size(), opening_) != 0 && written.compare(at, 8, "<mailto:") != 0)
        complain(where + " has markup of its own: " + written.substr(at, 24));
    }
  }

  const std::string opening_;
  std::size_t together_ = 0;
  std::set<std::string> block_ids_;
  std::set<std::string> action_ids_;
};

}  // namespace

std::vector<std::string> slack_complaints_of_message(const json& message, std::string_view links) {
  Judge judge(links);
  if (!message.is_object()) return {"not an object"};
  judge.text(message, "text", 4000, "message");
  const std::string said = message.value("text", "");
  if (said.find('<') != std::string::npos) judge.complain("message.text has markup of its own");
  judge.blocks(message, 50, "message");
  if (message.contains("response_type") && message.at("response_type") != "ephemeral")
    judge.complain("the message is not private");
  return judge.complaints;
}

std::vector<std::string> slack_complaints_of_view(const json& view) {
  Judge judge("https://example.org/");
  if (!view.is_object()) return {"not an object"};
  const std::string type = view.value("type", "");
  if (type == "modal") {
    judge.text_object(view, "title", {"plain_text"}, 24, "view");
    judge.text_object(view, "submit", {"plain_text"}, 24, "view");
    judge.text_object(view, "close", {"plain_text"}, 24, "view");
    if (view.value("private_metadata", "").size() > 3000) judge.complain("view.private_metadata is too long");
  } else if (type != "home") {
    judge.complain("view is a " + type);
  }
  if (!view.contains("blocks")) judge.complain("view has no blocks");
  judge.blocks(view, 100, "view");
  if (view.dump().size() > 250000) judge.complain("view is too large");
  return judge.complaints;
}

}  // namespace allybot::fakes
