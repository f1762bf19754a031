#include "bot/platforms/mattermost/message.h"

#include <nlohmann/json.hpp>
#include <vector>

#include "bot/core/text.h"
#include "bot/platforms/fitted.h"
#include "bot/platforms/mattermost/limits.h"
#include "bot/platforms/mattermost/text.h"
#include "bot/platforms/render_cache.h"

namespace allybot::platforms::mattermost {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kColour = "#5b4b8a";
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

std::string title_of(const Card& card, Cutter& cutter) {
  const std::string title = cutter.text(printable(trim(card.title)), kTitle);
  return title.empty() ? title : "#### " + markdown_text(title, markdown_rules());
}

/// Mattermost's buttons cannot be links: those stand in the text.
std::string links_of(const Card& card, Cutter& cutter) {
  std::string links;
  for (std::size_t i = 0; i < card.buttons.size(); ++i) {
    const Button& button = card.buttons[i];
    if (button.url.empty()) continue;
    const std::string url = safe_link(button.url);
    if (url.empty() || !fits(url, kUrl)) {
      cutter.note("button " + std::to_string(i + 1), "only https and mailto addresses of at most 2,000 bytes are links");
      continue;
    }
    if (!links.empty()) links += " \xC2\xB7 ";
    links += markdown({Inline{button.label, false, false, false, url}}, markdown_rules());
  }
  return links;
}

std::string body_of(const Card& card, std::size_t most, Cutter& cutter) {
  const std::string links = links_of(card, cutter);
  const std::size_t kept_free = links.empty() ? 0 : count_code_points(links) + 2;
  const std::string body = fitted_body(card, most > kept_free ? most - kept_free : 0, markdown_rules(), cutter);
  if (links.empty()) return body;
  return body.empty() ? links : body + "\n\n" + links;
}

Json action_of(const Button& button, std::size_t index, const Holes& holes, const std::string& actions_url, Cutter& cutter) {
  const std::string field = "button " + std::to_string(index + 1);
  const std::string label = cutter.text(printable(trim(button.label)), kButton, field);
  // The path of a click takes letters and digits only: anything else is a button that answers 404.
  Json action{
      {"id", "button" + std::to_string(index)}, {"type", "button"}, {"name", label.empty() ? std::string(kEllipsis) : label}};
  if (button.style == ButtonStyle::Primary) action["style"] = "primary";
  if (button.style == ButtonStyle::Danger) action["style"] = "danger";
  action["integration"] = Json{
      {"url", actions_url},
      {"context", Json{{"v", hole(index)}, {"t", hole(holes.workspace)}, {"c", hole(holes.place)}, {"k", hole(holes.shown)}}}};
  return action;
}

Json actions_of(const Card& card, const std::string& actions_url, Cutter& cutter) {
  const Holes holes(card);
  Json actions = Json::array();
  const std::size_t shown = cutter.number(card.buttons.size(), kButtons);
  for (std::size_t i = 0; i < shown; ++i)
    if (card.buttons[i].url.empty()) actions.push_back(action_of(card.buttons[i], i, holes, actions_url, cutter));
  return actions;
}

/// What the server keeps of it, as it counts: our holes are longer than what is patched in, but for the values.
std::size_t bytes_of(const Json& attachments) {
  constexpr std::size_t kValueBeyondHole = 36;
  return dumped(attachments).size() + attachments[0]["actions"].size() * kValueBeyondHole;
}

std::string parts(const std::string& text, const Json& attachments) { return dumped(Json(text)) + '\n' + dumped(attachments); }

}  // namespace

std::string whole_markdown(const Card& card, const Limit& most, Cutter& cutter) {
  const std::string title = title_of(card, cutter);
  if (title.empty()) return body_of(card, most.most, cutter);
  const std::size_t used = count_code_points(title) + 2;
  const std::string body = body_of(card, most.most > used ? most.most - used : 0, cutter);
  return body.empty() ? title : title + "\n\n" + body;
}

std::string message_parts(const Card& card, const std::string& actions_url, Cutter& cutter) {
  Json actions = actions_of(card, actions_url, cutter);
  if (actions.empty()) {
    const std::string whole = whole_markdown(card, kMessage, cutter);
    return parts(whole.empty() ? std::string(kEllipsis) : whole, Json::array());  // a post of nothing is refused
  }

  // Notifications and screen readers get the title as the message itself, and the rest as the fallback.
  const std::string fallback = without_calls(fallback_text(card, kFallback.most));
  Json attachment{{"fallback", fallback}, {"color", kColour}};
  Cutter unused;  // only tried here: what is too long for an attachment is no fault
  const std::string title = title_of(card, unused);
  if (!title.empty()) {
    const std::string body = body_of(card, kMessage.most, unused);
    Json whole = attachment;
    if (!body.empty()) whole["text"] = body;
    whole["actions"] = actions;
    const Json attachments = Json::array({std::move(whole)});
    if (unused.faults().empty() && bytes_of(attachments) <= kProps.most) return parts(title, attachments);
  }
  attachment["actions"] = std::move(actions);
  Json attachments = Json::array({std::move(attachment)});
  while (bytes_of(attachments) > kProps.most && attachments[0]["actions"].size() > 1) {
    cutter.note(kButtons.field, "the buttons are too long together");
    attachments[0]["actions"].erase(attachments[0]["actions"].size() - 1);
  }
  return parts(whole_markdown(card, kMessage, cutter), attachments);
}

std::string dumped(const Json& json, int indent) { return json.dump(indent, ' ', false, Json::error_handler_t::replace); }

}  // namespace allybot::platforms::mattermost
