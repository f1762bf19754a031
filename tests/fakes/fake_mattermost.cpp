#include "tests/fakes/fake_mattermost.h"

#include <nlohmann/json.hpp>

#include "bot/core/mutex.h"
#include "bot/core/text.h"
#include "tests/fakes/mattermost_requests.h"

namespace allybot::fakes {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::chrono::seconds kRemembersPending{30};
constexpr std::size_t kMostMessage = 16383;
constexpr std::size_t kMostProps = 8000;  // of a server of 2021
constexpr std::string_view kApi = "/api/v4";

http::Response json(int status, const Json& body) { return http::json_response(body.dump(), status); }

http::Response refused(int status, const std::string& id) {
  return json(status, Json{{"id", id},
                           {"message", "Not in a language that a program should read."},
                           {"detailed_error", ""},
                           {"request_id", "fakerequest000000000000000"},
                           {"status_code", status}});
}

http::Response no_permission() { return refused(403, "api.context.permissions.app_error"); }

std::string numbered(const std::string& what, std::size_t number) {
  std::string id = "fake" + what + std::to_string(number);
  id.resize(26, '0');
  // The number stands before the zeros: made unique by a letter behind it.
  id[4 + what.size() + std::to_string(number).size()] = 'x';
  return id;
}

}  // namespace

struct FakeMattermost::State {
  const Clock& clock;
  mutable Mutex mutex;
  bool token_good = true;
  std::map<std::string, MattermostUser> users;
  std::map<std::string, MattermostChannel> channels;
  std::map<std::string, std::string> conversations;  ///< by member
  std::vector<MattermostPost> posts;
  std::map<std::string, std::pair<TimePoint, std::string>> pending;
  std::vector<MattermostDialog> dialogs;
  std::map<std::string, int> hooks;
  std::vector<std::string> hook_messages;
  std::string commands;
  FakePlatform http;

  explicit State(const Clock& with) : clock(with) {}

  http::Response answer(const Call& call) {
    const Lock lock(mutex);
    const auto parts = split(call.path, '/');
    if (parts.size() == 4 && parts[1] == "hooks" && parts[2] == "commands" && call.method == "POST")
      return use_hook(std::string(parts[3]), call);
    if (call.path.compare(0, kApi.size(), kApi) != 0) return http::text_response(404, "page not found");
    if (call.headers.only("Authorization") != std::string("Bearer ") + kMattermostBotToken || !token_good)
      return refused(401, "api.context.session_expired.app_error");
    std::vector<std::string> path;
    for (std::size_t i = 3; i < parts.size(); ++i) path.emplace_back(parts[i]);
    path.resize(std::max<std::size_t>(path.size(), 4));
    return call.method == "POST" ? post(path, call) : get(path, call);
  }

  http::Response get(const std::vector<std::string>& path, const Call& call) {
    if (path[0] == "users" && path[1] == "me" && path[2] == "teams")
      return json(200, Json::array({Json{{"id", MattermostPlace().team}, {"name", "rig"}}}));
    if (path[0] == "users" && path[2].empty()) return user(path[1] == "me" ? kMattermostBot : path[1]);
    if (path[0] == "teams" && path[2] == "members") return team_member(path[3]);
    if (path[0] == "channels") return channel(path, call);
    if (path[0] == "commands") return commands.empty() ? no_permission() : http::json_response(commands);
    return refused(404, "api.context.404.app_error");
  }

  http::Response post(const std::vector<std::string>& path, const Call& call) {
    const Json body = Json::parse(call.body, nullptr, false);
    if (body.is_discarded()) return refused(400, "api.context.invalid_body_param.app_error");
    if (path[0] == "posts" && path[1].empty()) return create_post(body);
    if (path[0] == "channels" && path[1] == "direct") return open_conversation(body);
    if (path[0] == "actions" && path[1] == "dialogs" && path[2] == "open") return open_dialog(body);
    return refused(404, "api.context.404.app_error");
  }

  http::Response user(const std::string& id) const {
    const auto found = users.find(id);
    if (found == users.end()) return refused(404, "app.user.missing_account.const");
    const MattermostUser& one = found->second;
    Json told{{"id", id},           {"delete_at", 0},       {"username", one.name},
              {"roles", one.roles}, {"locale", one.locale}, {"timezone", Json::parse(one.timezone)}};
    if (one.is_bot) told["is_bot"] = true;
    return json(200, told);
  }

  http::Response team_member(const std::string& id) const {
    const auto found = users.find(id);
    if (found == users.end()) return refused(404, "app.team.get_member.missing.app_error");
    return json(200, Json{{"user_id", id},
                          {"roles", found->second.team_roles},
                          {"delete_at", 0},
                          {"scheme_admin", found->second.is_team_admin}});
  }

  http::Response channel(const std::vector<std::string>& path, const Call& call) const {
    const auto found = channels.find(path[1]);
    if (found == channels.end()) return refused(404, "app.channel.get.existing.app_error");
    const MattermostChannel& one = found->second;
    if (path[2] == "members") {
      if (one.members.count(path[3]) == 0) return refused(404, "app.channel.get_member.missing.app_error");
      return json(200, Json{{"channel_id", path[1]}, {"user_id", path[3]}});
    }
    if (path[2] == "stats")
      return json(200, Json{{"channel_id", path[1]}, {"member_count", one.members.size()}, {"guest_count", one.guests}});
    if (path[2] == "posts") {
      if (one.members.count(kMattermostBot) == 0) return no_permission();
      return posts_since(path[1], call);
    }
    return json(200, Json{{"id", path[1]}, {"delete_at", one.archived ? 1 : 0}, {"shared", one.is_shared}, {"name", "ops"}});
  }

  http::Response posts_since(const std::string& id, const Call& call) const {
    std::int64_t since = 0;
    parse_number(call.query.substr(call.query.find('=') + 1), since);
    Json order = Json::array();
    Json all = Json::object();
    for (auto one = posts.rbegin(); one != posts.rend(); ++one) {
      if (one->channel != id || one->create_at <= since) continue;
      order.push_back(one->id);
      all[one->id] = told(*one);
    }
    return json(200, Json{{"order", order}, {"posts", all}, {"next_post_id", ""}, {"prev_post_id", ""}});
  }

  static Json told(const MattermostPost& one) {
    return Json{{"id", one.id},
                {"create_at", one.create_at},
                {"channel_id", one.channel},
                {"user_id", one.user},
                {"message", one.message},
                {"type", ""},
                {"props", Json::parse(one.props)}};
  }

  http::Response create_post(const Json& body) {
    const std::string id = body.value("channel_id", "");
    const auto found = channels.find(id);
    if (found == channels.end() || found->second.members.count(kMattermostBot) == 0) return no_permission();
    if (found->second.archived) return refused(400, "api.post.create_post.can_not_post_to_deleted.error");
    MattermostPost made;
    made.message = body.value("message", "");
    Json props = body.value("props", Json::object());
    if (count_code_points(made.message) > kMostMessage) return refused(400, "model.post.is_valid.msg.app_error");
    if (props.dump().size() > kMostProps) return refused(400, "model.post.is_valid.props.app_error");
    if (made.message.empty() && !props.contains("attachments")) return refused(400, "model.post.is_valid.msg.app_error");

    const std::string pending_id = body.value("pending_post_id", "");
    if (!pending_id.empty()) {
      const auto known = pending.find(pending_id);
      if (known != pending.end() && clock.now() - known->second.first < kRemembersPending) {
        for (const MattermostPost& one : posts)
          if (one.id == known->second.second) return json(201, told(one));
      }
    }
    props["from_bot"] = "true";
    made.id = numbered("post", posts.size() + 1);
    made.channel = id;
    made.user = kMattermostBot;
    made.props = props.dump();
    made.create_at = to_unix_millis(clock.now());
    posts.push_back(made);
    if (!pending_id.empty()) pending[pending_id] = {clock.now(), made.id};
    return json(201, told(made));
  }

  http::Response open_conversation(const Json& body) {
    if (!body.is_array() || body.size() != 2) return refused(400, "api.context.invalid_body_param.app_error");
    const std::string one = body[0];
    const std::string other = body[1];
    if (one != kMattermostBot && other != kMattermostBot) return no_permission();
    const std::string member = one == kMattermostBot ? other : one;
    if (users.count(member) == 0) return refused(400, "api.channel.create_direct_channel.invalid_user.app_error");
    auto known = conversations.find(member);
    if (known == conversations.end()) {
      known = conversations.emplace(member, numbered("direct", conversations.size() + 1)).first;
      channels[known->second].members = {member, kMattermostBot};
    }
    return json(201, Json{{"id", known->second}, {"type", "D"}});
  }

  http::Response open_dialog(const Json& body) {
    if (body.value("trigger_id", "").empty()) return refused(400, "interactive_message.decode_trigger_id.base64_decode_failed");
    dialogs.push_back({body.at("trigger_id"), body.value("url", ""), body.value("dialog", Json::object()).dump()});
    return json(200, Json{{"status", "OK"}});
  }

  http::Response use_hook(const std::string& id, const Call& call) {
    const auto found = hooks.find(id);
    if (found == hooks.end()) return refused(404, "app.command_webhook.get.missing");
    if (found->second-- <= 0) return refused(400, "app.command_webhook.try_use.invalid");
    hook_messages.push_back(call.body);
    return http::text_response(200, "ok");
  }
};

FakeMattermost::FakeMattermost(const Clock& clock) : state_(std::make_unique<State>(clock)) {
  MattermostUser bot;
  bot.name = "allybot";
  bot.is_bot = true;
  state_->users[kMattermostBot] = bot;
  MattermostUser alice;
  alice.name = "alice";
  state_->users[MattermostPlace().user] = alice;
  state_->channels[MattermostPlace().channel].members = {kMattermostBot, MattermostPlace().user};
  state_->http.otherwise([state = state_.get()](const Call& call) { return state->answer(call); });
}

FakeMattermost::~FakeMattermost() = default;

FakePlatform& FakeMattermost::http() { return state_->http; }
std::string FakeMattermost::url() const { return state_->http.url(); }

void FakeMattermost::set_user(const std::string& id, const MattermostUser& user) {
  const Lock lock(state_->mutex);
  state_->users[id] = user;
}

void FakeMattermost::set_channel(const std::string& id, const MattermostChannel& channel) {
  const Lock lock(state_->mutex);
  state_->channels[id] = channel;
}

void FakeMattermost::set_commands(const std::string& json) {
  const Lock lock(state_->mutex);
  state_->commands = json;
}

void FakeMattermost::add_hook(const std::string& id, int uses) {
  const Lock lock(state_->mutex);
  state_->hooks[id] = uses;
}

void FakeMattermost::revoke_token() {
  const Lock lock(state_->mutex);
  state_->token_good = false;
}

std::vector<MattermostPost> FakeMattermost::posts() const {
  const Lock lock(state_->mutex);
  return state_->posts;
}

std::vector<MattermostPost> FakeMattermost::posts_in(const std::string& channel) const {
  std::vector<MattermostPost> found;
  for (MattermostPost& one : posts())
    if (one.channel == channel) found.push_back(std::move(one));
  return found;
}

std::vector<MattermostDialog> FakeMattermost::dialogs() const {
  const Lock lock(state_->mutex);
  return state_->dialogs;
}

std::vector<std::string> FakeMattermost::hook_messages() const {
  const Lock lock(state_->mutex);
  return state_->hook_messages;
}

std::string FakeMattermost::conversation_of(const std::string& user) const {
  const Lock lock(state_->mutex);
  const auto found = state_->conversations.find(user);
  return found == state_->conversations.end() ? std::string() : found->second;
}

}  // namespace allybot::fakes
