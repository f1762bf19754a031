#include "tests/fakes/discord_judge.h"

#include <cctype>
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

bool begins(const std::string& text, std::size_t at, std::string_view with) { return text.compare(at, with.size(), with) == 0; }

/// As a client reads it: without code spans, in which nothing is read, and with a blank for every escaped character.
std::string read_as_markup(const std::string& text) {
  std::string out;
  bool code = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!code && text[at] == '\\' && at + 1 < text.size() && std::ispunct(static_cast<unsigned char>(text[at + 1])) != 0) {
      ++at;
      out += ' ';
    } else if (text[at] == '`') {
      code = !code;
    } else if (!code) {
      out += text[at];
    }
  }
  return out;
}

class Judge {
 public:
  explicit Judge(const std::string& expected) : link_("](<" + expected) {}
  std::vector<std::string> complaints;
  void complain(std::string what) { complaints.push_back(std::move(what)); }

  void text(const json& from, const char* name, std::size_t most, const std::string& where) {
    if (!from.contains(name) || !from.at(name).is_string()) return complain(where + '.' + name + " is missing");
    const std::string written = from.at(name).get<std::string>();
    if (trim(written).empty()) complain(where + '.' + name + " is empty");
    if (utf16_length(written) > most) complain(where + '.' + name + " has " + std::to_string(utf16_length(written)));
  }

  void markup(const std::string& written, const std::string& where) {
    const std::string text = read_as_markup(written);
    std::size_t address_ends = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
      for (const char* call : {"<@", "<#", "<:", "<a:", "<t:", "</", "<id:", "@everyone", "@here", "||"})
        if (begins(text, at, call)) complain(where + " has " + text.substr(at, 12));
      if (begins(text, at, link_))
        address_ends = text.find('>', at);
      else if (begins(text, at, "]("))
        complain(where + " links " + text.substr(at, 30));
      if (at < address_ends) continue;
      if (begins(text, at, "://")) complain(where + " has a bare address");
      if (text[at] == ':' && at + 1 < text.size() && std::isalnum(static_cast<unsigned char>(text[at + 1])) != 0) {
        const std::size_t end =
            text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-", at + 1);
        if (end != std::string::npos && text[end] == ':') complain(where + " has an emoji " + text.substr(at, 12));
      }
    }
    for (const char c : written)
      if ((static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F) complain(where + " has a control character");
  }

  void message(const json& from) {
    if (from.value("allowed_mentions", json()) != json{{"parse", json::array()}}) complain("it may call people");
    const int flags = from.value("flags", 0);
    if ((flags & ~64) != 0) complain("flags are strange");
    if (from.contains("nonce") && (utf16_length(from.value("nonce", "")) > 25 || !from.value("enforce_nonce", false)))
      complain("the nonce is no key");
    text(from, "content", 2000, "message");
    if (from.contains("content") && from.at("content").is_string()) markup(from.at("content").get<std::string>(), "content");
    std::size_t together = 0;
    const json embeds = from.value("embeds", json::array());
    if (embeds.size() > 10) complain("too many embeds");
    for (const json& embed : embeds) {
      text(embed, "description", 4096, "embed");
      markup(embed.value("description", ""), "embed");
      together += utf16_length(embed.value("description", ""));
    }
    if (together > 6000) complain("embeds are too long together");
    const json rows = from.value("components", json::array());
    if (rows.size() > 5) complain("too many rows");
    std::set<std::string> ids;
    for (const json& row : rows) {
      if (row.value("type", 0) != 1) complain("a component is no row");
      const json buttons = row.value("components", json::array());
      if (buttons.empty() || buttons.size() > 5) complain("a row of " + std::to_string(buttons.size()) + " buttons");
      for (const json& button : buttons) this->button(button, ids);
    }
  }

  void modal(const json& from) {
    text(from, "custom_id", 100, "modal");
    text(from, "title", 45, "modal");
    const json components = from.value("components", json::array());
    if (components.empty() || components.size() > 5) complain("a modal of " + std::to_string(components.size()));
    std::set<std::string> ids;
    for (const json& component : components) {
      if (component.value("type", 0) == 10) {
        text(component, "content", 4000, "modal");
        markup(component.value("content", ""), "modal");
        continue;
      }
      if (component.value("type", 0) != 18) complain("a component is no label");
      text(component, "label", 45, "label");
      if (component.contains("description")) text(component, "description", 100, "label");
      input(component.value("component", json::object()), ids);
    }
  }

  void completions(const json& from) {
    const json choices = from.value("choices", json());
    if (!choices.is_array() || choices.size() > 25) return complain("choices are none, or too many");
    for (const json& choice : choices) {
      text(choice, "name", 100, "choice");
      text(choice, "value", 100, "choice");
    }
  }

 private:
  void custom_id(const json& from, std::set<std::string>& ids) {
    text(from, "custom_id", 100, "component");
    if (!ids.insert(from.value("custom_id", "")).second) complain("a custom_id is there twice");
  }

  void button(const json& button, std::set<std::string>& ids) {
    if (button.value("type", 0) != 2) complain("no button in a row");
    text(button, "label", 80, "button");
    const int style = button.value("style", 0);
    if (style == 5) {
      text(button, "url", 512, "button");
      if (button.value("url", "").rfind("https://", 0) != 0) complain("a button leads to a strange address");
      if (button.contains("custom_id")) complain("a link has a custom_id");
    } else if (style >= 1 && style <= 4) {
      custom_id(button, ids);
    } else {
      complain("a style is unknown");
    }
  }

  void input(const json& input, std::set<std::string>& ids) {
    custom_id(input, ids);
    if (input.value("type", 0) == 4) {
      const int most = input.value("max_length", 4000);
      if (most < 1 || most > 4000) complain("an input of " + std::to_string(most));
      if (utf16_length(input.value("value", "")) > static_cast<std::size_t>(most)) complain("a value is too long");
      if (const int style = input.value("style", 0); style != 1 && style != 2) complain("an input of no style");
    } else if (input.value("type", 0) == 3) {
      const json options = input.value("options", json::array());
      if (options.empty() || options.size() > 25) complain("a choice of " + std::to_string(options.size()));
      for (const json& option : options) {
        text(option, "label", 100, "option");
        text(option, "value", 100, "option");
      }
    } else {
      complain("an input is a " + std::to_string(input.value("type", 0)));
    }
  }

 private:
  const std::string link_;
};

}  // namespace

std::vector<std::string> discord_complaints(const std::string& message, const std::string& expected) {
  Judge judge(expected);
  const json read = json::parse(message, nullptr, false);
  if (!read.is_object()) return {"no JSON object"};
  if (!read.contains("type")) {
    judge.message(read);
    return judge.complaints;
  }
  const json data = read.value("data", json::object());
  switch (read.value("type", 0)) {
    case 4:
    case 7: judge.message(data); break;
    case 5:
      if (data != json::object() && data != json{{"flags", 64}}) judge.complain("a put-off answer says more than its flag");
      break;
    case 6:
      if (read.size() != 1) judge.complain("an acknowledgement says more");
      break;
    case 8: judge.completions(data); break;
    case 9: judge.modal(data); break;
    default: judge.complain("an answer of type " + std::to_string(read.value("type", 0)));
  }
  return judge.complaints;
}

}  // namespace allybot::fakes
