#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/platforms/playground/playground.h"
#include "tests/contract/platforms/specimen.h"

namespace allybot::platforms::contract {
namespace {

using nlohmann::json;

constexpr std::size_t kMostText = 12000;

/// As JSON.stringify() writes it, with whatever bytes there are.
std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      out += std::string("\\") + c;
    else if (c == '\n')
      out += "\\n";
    else
      out += c;
  }
  return out + '"';
}

class PlaygroundSpecimen final : public Specimen {
 public:
  const Platform& declaration() const override { return playground::declaration(); }
  std::map<std::string, std::string> settings(const std::string& /*api*/) const override { return {}; }

  /// The proof is a token that each adapter makes itself and puts into its page.
  Result<std::unique_ptr<Adapter>> make(const Environment& environment) const override {
    auto made = declaration().make(environment);
    if (!made) return made;
    http::RawRequest raw;
    raw.path = "/";
    raw.headers.add("Host", "localhost:8080");
    auto proven = (*made)->authenticate(raw, environment.clock.now());
    if (!proven) return tl::unexpected(proven.error());
    auto page = (*made)->parse(std::get<Authentic>(*proven), environment.clock.now());
    if (!page) return tl::unexpected(page.error());
    const std::string& html = std::get<Handshake>(std::get<std::vector<Inbound>>(*page).at(0)).body;
    const std::string before = "name=\"playground-token\" content=\"";
    const auto from = html.find(before) + before.size();
    token_ = html.substr(from, html.find('"', from) - from);
    return made;
  }

  bool signs_bodies() const override { return false; }
  bool has_time() const override { return false; }
  MemberKey member(int number) const override {
    return {PlatformId("playground"), WorkspaceId("W1"), MemberId("U" + std::to_string(number + 1))};
  }
  ChannelKey channel() const override { return {PlatformId("playground"), WorkspaceId("W1"), ChannelId("general")}; }

  http::RawRequest command(const std::string& text, TimePoint /*at*/) const override {
    return with_token(sent("commands", "\"text\":" + quoted("/ally " + text), 0), token_);
  }
  http::RawRequest press(const std::string& value, int by, TimePoint /*at*/) const override {
    return with_token(sent("presses", "\"value\":" + quoted(value), by), token_);
  }

  std::vector<Unproven> unproven(TimePoint now) const override {
    const http::RawRequest bare = sent("commands", "\"text\":\"/ally tip\"", 0);
    std::vector<Unproven> all;
    all.push_back({"missing proof", bare});
    all.push_back({"missing proof", with_token(bare, "")});
    all.push_back({"wrong secret", with_token(bare, std::string(token_.size(), 'A'))});
    all.push_back({"doubled proof", with_token(command("tip", now), token_)});
    all.push_back({"oversized proof", with_token(bare, token_ + std::string(8000, 'A'))});
    return all;
  }

  std::vector<std::string> messages(const Rendered& rendered) const override {
    std::vector<std::string> all;
    for (const Outgoing& call : rendered.calls) all.push_back(message_of_post(call.payload));
    return all;
  }
  std::string message_of_post(const std::string& payload) const override {
    return json::parse(json::parse(payload).at("content").get<std::string>()).at("card").dump();
  }
  std::vector<std::string> values(const std::string& message) const override {
    std::vector<std::string> all;
    const json card = json::parse(message);
    for (const json& button : card.at("buttons"))
      if (button.contains("value")) all.push_back(button.at("value"));
    return all;
  }

  /// The page draws headings, paragraphs and lists: what a screen reader says is the card itself.
  std::string fallback(const std::string& message) const override {
    const json card = json::parse(message);
    std::string text = card.at("title");
    for (const json& block : card.at("blocks"))
      for (const json& run : block.value("line", json::array())) text += ' ' + run.at("text").get<std::string>();
    return text;
  }

  std::vector<std::string> complaints(const std::string& message) const override {
    const json card = json::parse(message, nullptr, false);
    if (card.is_discarded()) return {"no JSON"};
    std::vector<std::string> all;
    if (count_code_points(card.at("title").get<std::string>()) > 300) all.emplace_back("title too long");
    if (card.at("buttons").size() > 25) all.emplace_back("too many buttons");
    for (const json& button : card.at("buttons")) {
      if (count_code_points(button.at("label").get<std::string>()) > 80) all.emplace_back("label too long");
      if (button.contains("url")) judge_link(button.at("url"), all);
    }
    for (const json& block : card.at("blocks")) {
      for (const json& run : block.value("line", json::array())) judge_run(run, all);
      for (const json& item : block.value("items", json::array()))
        for (const json& run : item) judge_run(run, all);
    }
    return all;
  }

  bool sends_over_http() const override { return false; }

 private:
  static http::RawRequest with_token(http::RawRequest raw, const std::string& token) {
    raw.headers.add("X-Playground-Token", token);
    return raw;
  }
  http::RawRequest sent(const std::string& what, const std::string& field, int by) const {
    http::RawRequest raw;
    raw.method = http::Method::Post;
    raw.path = "/playground/" + what;
    raw.headers.add("Host", "localhost:8080");
    raw.headers.add("Origin", "http://localhost:8080");
    raw.headers.add("Content-Type", "application/json");
    raw.body = "{\"member\":" + quoted(member(by).member.str()) + R"(,"channel":"general","request":"c1",)" + field + '}';
    return raw;
  }
  static void judge_link(const std::string& url, std::vector<std::string>& all) {
    if (url.rfind("https://example.org/", 0) != 0) all.push_back("a link to " + url);
  }
  static void judge_run(const json& run, std::vector<std::string>& all) {
    if (count_code_points(run.at("text").get<std::string>()) > kMostText) all.emplace_back("text too long");
    if (run.contains("link")) judge_link(run.at("link"), all);
  }

  mutable std::string token_;
};

}  // namespace

std::shared_ptr<const Specimen> playground_specimen() { return std::make_shared<PlaygroundSpecimen>(); }

}  // namespace allybot::platforms::contract
