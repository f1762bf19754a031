#include "bot/platforms/teams_outgoing/parse.h"

#include <nlohmann/json.hpp>
#include <optional>

#include "bot/core/text.h"
#include "bot/platforms/activity.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/request_id.h"
#include "bot/platforms/sentences.h"
#include "bot/platforms/teams_outgoing/webhooks.h"

namespace allybot::platforms::teams_outgoing {
namespace {

using nlohmann::json;

constexpr std::string_view kMention = "<at>", kMentionEnd = "</at>";

/// What follows the webhook's name; nothing where that is not the first thing said. Teams may tell the webhook's id, or leave out
/// who is meant by a mention.
std::optional<std::string> asked(const json& activity) {
  const std::string us = text_at(activity, {"recipient", "id"});
  const Spoken spoken = spoken_text(activity, [&us](const json& account) {
    const std::string id = text_at(account, {"id"});
    return us.empty() ? !is_member_id(id) : id == us;
  });
  const std::string_view said = trim(spoken.text);
  if (spoken.called_first) return to_nfc(said);
  const std::size_t end = said.find(kMentionEnd);
  if (!us.empty() || said.substr(0, kMention.size()) != kMention || end == std::string_view::npos) return std::nullopt;
  return to_nfc(trim(said.substr(end + kMentionEnd.size())));
}

Origin origin_of(const json& activity, const std::string& webhook, const std::string& conversation) {
  // A key proves what its own webhook says: who it names is nobody to another.
  const PlatformId platform(kPlatform);
  const WorkspaceId workspace(webhook);
  const std::string member = text_at(activity, {"from", "id"});
  Origin origin;
  origin.member = {platform, workspace, MemberId(is_member_id(member) ? member : std::string())};
  origin.channel = {platform, workspace, ChannelId(std::string(without_thread(conversation)))};
  const std::string id = text_at(activity, {"id"});
  if (is_activity_id(id)) origin.request = request_id(webhook + '\n' + conversation + '\n' + id);
  origin.language = language_of(activity);
  return origin;
}

}  // namespace

Inbound parse(const Authentic& request, const std::function<std::string(std::string_view language, std::string_view key)>& say) {
  const std::string& body = request.raw().body;
  const bool readable = is_valid_utf8(body);
  const auto activity = read_json(readable ? body : with_valid_utf8(body));
  if (!activity || !activity->is_object()) return Ignored{"not-an-activity"};
  if (const std::string type = text_at(*activity, {"type"}); type != "message") return Ignored{kind_for_metric(type)};
  if (text_at(*activity, {"from", "role"}) == "bot") return Ignored{"bot"};
  const std::string conversation = text_at(*activity, {"conversation", "id"});
  if (!is_conversation_id(without_thread(conversation))) return Ignored{"no-conversation"};
  auto text = asked(*activity);
  if (!text) return Ignored{"mention-not-first"};
  Origin origin = origin_of(*activity, request.proof(), conversation);
  if (readable) return Command{std::move(origin), std::move(*text), Command::Entry::Mention};
  std::string sentence = say(origin.language, kSayNotText);
  return Unusable{std::move(origin), Error{Code::Invalid, "message is not UTF-8", std::move(sentence)}};
}

}  // namespace allybot::platforms::teams_outgoing
