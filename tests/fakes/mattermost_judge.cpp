#include "tests/fakes/mattermost_judge.h"

#include <cctype>
#include <nlohmann/json.hpp>
#include <set>

#include "bot/core/text.h"

namespace allybot::fakes {
namespace {

using nlohmann::json;

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

/// Without code spans, in which nothing is read, and without escaped characters.
std::string read_as_markup(const std::string& text) {
  std::string out;
  bool code = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!code && text[at] == '\\' && at + 1 < text.size()) {
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
  std::vector<std::string> complaints;

  void text(const json& from, const char* name, std::size_t most, bool may_be_empty) {
    if (!from.contains(name) || !from.at(name).is_string()) return complain(std::string(name) + " is missing");
    const std::string written = from.at(name).get<std::string>();
    if (written.empty() && !may_be_empty) complain(std::string(name) + " is empty");
    if (count_code_points(written) > most) complain(std::string(name) + " has " + std::to_string(count_code_points(written)));
  }

  void markup(std::string text, const std::string& where) {
    // The one channel that the bot itself names.
    const std::string asked_in = "You asked in ~";
    if (text.compare(0, asked_in.size(), asked_in) == 0) {
      const std::size_t end = text.find("\n\n");
      const std::string name = text.substr(asked_in.size(), end == std::string::npos ? end : end - asked_in.size());
      if (name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789._-") != std::string::npos)
        complain(where + " names no channel");
      text.erase(0, asked_in.size() + name.size());
    }
    text = read_as_markup(text);
    for (std::size_t at = 0; at + 1 < text.size(); ++at) {
      if (text[at] == '@' && is_word(text[at + 1])) complain(where + " calls " + text.substr(at, 12));
      if (text[at] == '~' && is_word(text[at + 1])) complain(where + " links a channel");
      if (text[at] == ':' && is_word(text[at + 1]) && text.find(':', at + 1) < text.find_first_of(" \n", at + 1))
        complain(where + " has an emoji " + text.substr(at, 12));
      if (text.compare(at, 2, "](") == 0 && text.compare(at + 2, 20, "https://example.org/") != 0)
        complain(where + " links " + text.substr(at, 30));
      if (text.compare(at, 3, "://") == 0 && (at < 7 || text.compare(at - 7, 7, "](https") != 0))
        complain(where + " has a bare address " + text.substr(at, 20));
      if (text.compare(at, 4, "www.") == 0 && at + 4 < text.size() && is_word(text[at + 4])) complain(where + " has a bare www");
      if (text[at] == '<' && (std::isalpha(static_cast<unsigned char>(text[at + 1])) || text[at + 1] == '!'))
        complain(where + " has markup " + text.substr(at, 12));
      if (text.compare(at, 2, "![") == 0 && (at == 0 || text[at - 1] != '\\')) complain(where + " shows an image");
    }
  }

  void attachments(const json& all) {
    if (!all.is_array()) return complain("attachments is no list");
    // What a server of 2021 takes, after it has added its own empty fields to each attachment and action.
    std::size_t stored =
        json{{"attachments", all}, {"from_bot", "true"}, {"allybot_delivery", std::string(32, 'x')}}.dump().size();
    for (const json& one : all) stored += 200 + (one.contains("actions") ? one.at("actions").size() * 10 : 0);
    if (stored > 7600) complain("properties of " + std::to_string(stored) + " bytes");
    std::set<std::string> ids;
    for (const json& one : all) {
      text(one, "fallback", 1000, true);
      if (one.contains("text")) markup(one.at("text").get<std::string>(), "attachment");
      for (const json& action : one.value("actions", json::array())) this->action(action, ids);
    }
  }

  void action(const json& action, std::set<std::string>& ids) {
    const std::string id = action.value("id", "");
    if (id.empty() || !ids.insert(id).second) complain("action id is missing or twice there");
    for (const char c : id)
      if (!is_word(c)) complain("a click on action " + id + " is answered 404");
    if (action.value("type", "") != "button") complain("an action is no button");
    text(action, "name", 100, false);
    static const std::set<std::string> kStyles{"default", "primary", "success", "good", "warning", "danger"};
    if (action.contains("style") && kStyles.count(action.at("style").get<std::string>()) == 0) complain("a style is unknown");
    if (action.value("/integration/url"_json_pointer, "").compare(0, 8, "https://") != 0) complain("an action goes nowhere");
    if (!action.contains("/integration/context/v"_json_pointer)) complain("an action has no value");
  }

  void complain(std::string what) { complaints.push_back(std::move(what)); }
};

}  // namespace

std::vector<std::string> mattermost_complaints(const std::string& message) {
  Judge judge;
  const json read = json::parse(message, nullptr, false);
  if (!read.is_object()) return {"no JSON object"};
  if (read.contains("response_type")) {
    if (read.at("response_type") != "ephemeral") judge.complain("the channel would see it");
    if (read.value("skip_slack_parsing", false) == false) judge.complain("it would be read as Slack's markup");
    judge.text(read, "text", 16383, true);
    judge.markup(read.value("text", ""), "text");
    judge.attachments(read.value("attachments", json::array()));
  } else if (read.contains("ephemeral_text") || read.contains("update")) {
    if (read.value("skip_slack_parsing", false) == false) judge.complain("it would be read as Slack's markup");
    if (read.contains("ephemeral_text")) {
      judge.text(read, "ephemeral_text", 16383, false);
      judge.markup(read.at("ephemeral_text").get<std::string>(), "note");
    }
    if (read.contains("update")) {
      judge.text(read.at("update"), "message", 16383, true);
      judge.markup(read.at("update").value("message", ""), "update");
      judge.attachments(read.value("/update/props/attachments"_json_pointer, json::array()));
    }
  } else {
    judge.text(read, "channel_id", 27, false);
    const json all = read.value("/props/attachments"_json_pointer, json::array());
    judge.text(read, "message", 16383, !all.empty());
    judge.markup(read.value("message", ""), "message");
    judge.attachments(all);
  }
  return judge.complaints;
}

}  // namespace allybot::fakes
