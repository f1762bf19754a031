#include "tests/fakes/google_chat_dialog.h"

#include <functional>
#include <nlohmann/json.hpp>

#include "tests/fakes/google_chat_judge.h"

namespace allybot::fakes {
namespace {

using nlohmann::json;

void each_widget(const std::string& card, const std::function<void(const std::string& kind, const json& inside)>& with) {
  const json read = json::parse(card, nullptr, false);
  if (!read.is_object()) return;
  for (const json& section : read.value("sections", json::array()))
    for (const json& widget : section.value("widgets", json::array())) with(widget.begin().key(), widget.begin().value());
}

}  // namespace

ChatDialog::ChatDialog(const std::string& answer) {
  const json read = json::parse(answer, nullptr, false);
  const json response = read.is_object() ? read.value("actionResponse", json::object()) : json();
  const json action = read.is_object() ? read.value("action", json::object()) : json();
  if (read.is_object() && read.size() == 1 && response.value("type", "") == "DIALOG") {
    const json dialog = response.value("dialogAction", json::object());
    const json status = dialog.value("actionStatus", json::object());
    if (response.size() != 2 || dialog.size() != 1) complaints_.push_back("a dialog that is opened and closed");
    if (dialog.contains("dialog"))
      card_ = dialog["dialog"].value("body", json::object()).dump();
    else if (status.value("statusCode", "") != "OK")
      complaints_.push_back("a dialog that is neither opened nor closed");
    said_ = status.value("userFacingMessage", "");
  } else if (read.is_object() && read.size() == 1 && action.contains("navigations")) {
    const json navigation = action["navigations"].size() == 1 ? action["navigations"][0] : json::object();
    if (navigation.contains("pushCard"))
      card_ = navigation["pushCard"].dump();
    else if (navigation != json{{"endNavigation", {{"action", "CLOSE_DIALOG"}}}})
      complaints_.push_back("a navigation to nowhere");
    said_ = action.value("notification", json::object()).value("text", "");
  } else {
    complaints_.push_back("the app is unable to process the request: " + answer.substr(0, 80));
  }
  if (card_.empty()) return;
  for (std::string& one : google_chat_dialog_complaints(card_))
    if (one.compare(0, 18, "a link to https://") != 0) complaints_.push_back(std::move(one));  // else the library's own
}

std::string ChatDialog::text() const {
  const json read = json::parse(card_, nullptr, false);
  std::string all = read.is_object() ? read.value("/header/title"_json_pointer, "") : std::string();
  each_widget(card_, [&](const std::string& kind, const json& inside) {
    if (kind == "textParagraph") all += '\n' + inside.value("text", "");
    if (kind == "textInput" || kind == "selectionInput")
      all += '\n' + inside.value("label", "") + ": " + inside.value("value", "");
    for (const json& button : inside.value("buttons", json::array())) all += "\n[" + button.value("text", "") + ']';
  });
  return all;
}

std::string ChatDialog::value_of(const std::string& button) const {
  std::string found;
  each_widget(card_, [&](const std::string&, const json& inside) {
    for (const json& one : inside.value("buttons", json::array()))
      if (one.value("text", "") == button) found = one.value("/onClick/action/parameters/0/value"_json_pointer, "");
  });
  return found;
}

std::string ChatDialog::inputs(const std::map<std::string, std::string>& typed) const {
  json all = json::object();
  each_widget(card_, [&](const std::string& kind, const json& inside) {
    if (kind != "textInput" && kind != "selectionInput") return;
    const std::string name = inside.value("name", "");
    std::string value = inside.value("value", "");
    for (const json& item : inside.value("items", json::array()))
      if (item.value("selected", false)) value = item.value("value", "");
    if (const auto said = typed.find(name); said != typed.end()) value = said->second;
    all[name] = {{"stringInputs", {{"value", {value}}}}};
  });
  return all.dump();
}

}  // namespace allybot::fakes
