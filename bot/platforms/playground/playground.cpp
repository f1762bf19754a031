#include "bot/platforms/playground/playground.h"

#include <nlohmann/json.hpp>

#include "bot/core/direct_channel.h"
#include "bot/core/text.h"
#include "bot/crypto/crypto.h"
#include "bot/platforms/card_text.h"
#include "bot/platforms/drawing_files.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/playground/guard.h"
#include "bot/platforms/playground/journey.h"
#include "bot/platforms/playground/limits.h"
#include "bot/platforms/playground/page_files.h"
#include "bot/platforms/playground/parse.h"
#include "bot/platforms/playground/read_card.h"
#include "bot/platforms/playground/render.h"
#include "bot/platforms/playground/workspace.h"
#include "bot/platforms/sentences.h"

namespace allybot::platforms::playground {
namespace {

constexpr const char* kStatePath = "/playground/state";
constexpr const char* kSeenPath = "/playground/seen";
constexpr const char* kClockPath = "/playground/clock";
constexpr const char* kAssets = "/playground/";
constexpr const char* kIndex = "index.html";
constexpr const char* kJson = "application/json";

Handshake page(std::string_view content_type, std::string body) {
  return Handshake{200, std::string(content_type), std::move(body), safe_headers()};
}

http::Response answer(std::string body) {
  http::Response response = http::json_response(std::move(body));
  for (const auto& header : safe_headers()) response.headers.emplace_back(header);
  return response;
}

constexpr Capabilities capabilities_of_playground() {
  Capabilities able;
  able.slash = able.private_answers = able.buttons = able.forms = able.update = able.direct_messages = able.look_up = true;
  able.dedupes_for = std::chrono::hours(24);
  able.most_text = kText.most;
  able.most_buttons = kButtons.most;
  return able;
}

std::vector<CardFault> faults_of(const Card& card) {
  Cutter cutter;
  card_content(
      card, [](const Action&) { return std::string(); }, cutter);
  return cutter.faults();
}

/// One message on its way into the workspace, as the text that Outgoing and the outbox carry.
struct Post {
  ChannelId channel;
  MemberId only_for;
  std::int64_t replaces = 0;
  bool resets = false;
  std::string content;

  std::string text() const {
    return nlohmann::json{{"channel", channel.str()},
                          {"only_for", only_for.str()},
                          {"replaces", replaces},
                          {"resets", resets},
                          {"content", content}}
        .dump();
  }
  static std::optional<Post> read(std::string_view text) {
    const auto json = read_json(text);
    if (!json) return std::nullopt;
    Post post;
    post.channel = ChannelId(text_at(*json, {"channel"}));
    post.only_for = MemberId(text_at(*json, {"only_for"}));
    post.replaces = number_at(*json, {"replaces"}).value_or(0);
    post.resets = true_at(*json, {"resets"});
    post.content = text_at(*json, {"content"});
    return post;
  }
};

class PlaygroundAdapter final : public Adapter {
 public:
  PlaygroundAdapter(const Environment& environment, Hooks hooks)
      : environment_(environment),
        hooks_(std::move(hooks)),
        journey_(hooks_),
        parser_(environment.buttons, workspace_, {environment.command, [this](std::string_view language, std::string_view key) {
                                                    return sentence(environment_, language, key);
                                                  }}) {}

  const PlatformId& platform() const override {
    static const PlatformId kId{kPlatform};
    return kId;
  }
  const Capabilities& capabilities() const override {
    static const Capabilities kAble = capabilities_of_playground();
    return kAble;
  }

  std::vector<InboundRoute> routes() const override {
    std::vector<InboundRoute> routes;
    const auto get = [&](std::string path) {
      InboundRoute route;
      route.method = http::Method::Get;
      route.path = std::move(path);
      routes.push_back(std::move(route));
    };
    get("/");
    get(kStatePath);
    get(kSeenPath);
    for (const auto& files : {page_files(), drawing::page_files()})
      for (const PageFile& file : files)
        if (file.name != kIndex) get(kAssets + std::string(file.name));
    for (const char* path : {kCommandsPath, kPressesPath, kFormsPath, kCompletionsPath, kClockPath, kResetPath}) {
      InboundRoute route;
      route.path = path;
      route.content_types = {kJson};
      route.most_body_bytes = kMostBodyBytes;
      routes.push_back(std::move(route));
    }
    return routes;
  }

  Result<std::variant<Authentic, Fetch>> authenticate(http::RawRequest raw, TimePoint /*now*/) override {
    auto proven = guard_.verify(std::move(raw));
    if (!proven) return tl::unexpected(proven.error());
    return std::variant<Authentic, Fetch>(std::move(*proven));
  }

  Result<std::variant<std::vector<Inbound>, Fetch>> parse(const Authentic& request, TimePoint now) override {
    auto inbound = read(request, now);
    if (!inbound) return tl::unexpected(inbound.error());
    return std::variant<std::vector<Inbound>, Fetch>(std::vector<Inbound>{std::move(*inbound)});
  }

  Rendered render(const Reply& reply, const Origin& origin, Timing timing, TimePoint now) override;
  http::Response acknowledge(const Origin& /*origin*/) override { return answer(R"({"later":true})"); }

  Result<std::string> post(const Card& card, const ChannelKey& channel, const std::string& address, TimePoint now) override;
  SendOutcome send(const Outgoing& outgoing) override;
  LookUp look_up(const Outgoing& outgoing) override;

  Result<MemberFacts> member_facts(const MemberKey& member) override {
    const Member* found = find_member(member.member.str());
    if (found == nullptr) return fail(Code::NotFound, "playground: no such member");
    return MemberFacts{found->admin, {}, {}};
  }
  Result<ChannelFacts> channel_facts(const ChannelKey& channel) override {
    if (is_channel(channel.channel)) return ChannelFacts{};
    return ChannelFacts{false, "not_found", false};
  }

  std::vector<CardFault> faults(const Card& card) const override { return faults_of(card); }
  Connection connect() override { return {}; }
  std::vector<Check> checks() override { return {{Check::Level::Good, "The playground needs no account and no token.", {}}}; }

 private:
  Result<Inbound> read(const Authentic& request, TimePoint now);
  Result<Inbound> state(const http::RawRequest& raw);
  Result<Inbound> move_clock(const http::RawRequest& raw);
  Result<Inbound> as_seen(const http::RawRequest& raw);
  Handshake index() const;
  std::string content(const Card& card, const ChannelKey& where, const MemberId& who, TimePoint now) const;
  Outgoing outgoing(const Post& post, const Origin& origin, TimePoint now) const;

  const Environment environment_;
  Hooks hooks_;
  Guard guard_;
  Workspace workspace_;
  Journey journey_;
  Parser parser_;
  /// Names this run of the program: a page that was open before loads itself anew.
  const std::string run_ = crypto::to_base64url(crypto::random_bytes(6));
};

Result<Inbound> PlaygroundAdapter::read(const Authentic& request, TimePoint now) {
  const http::RawRequest& raw = request.raw();
  if (raw.path == "/") return index();
  if (raw.path == kStatePath) return state(raw);
  if (raw.path == kClockPath) return move_clock(raw);
  if (raw.path == kSeenPath) return as_seen(raw);
  for (const auto& files : {page_files(), drawing::page_files()})
    for (const PageFile& file : files)
      if (raw.path == kAssets + std::string(file.name) && file.name != kIndex)
        return page(file.content_type, std::string(file.bytes));
  return parser_.parse(request, now);
}

Handshake PlaygroundAdapter::index() const {
  for (const PageFile& file : page_files()) {
    if (file.name != kIndex) continue;
    std::string html(file.bytes);
    if (const auto at = html.find(kTokenMark); at != std::string::npos)
      html.replace(at, kTokenMark.size(), guard_.token().reveal());
    return page(file.content_type, std::move(html));
  }
  return Handshake{404, {}, {}, {}};
}

Result<Inbound> PlaygroundAdapter::state(const http::RawRequest& raw) {
  const Member* member = find_member(http::form_field(raw.query, "member").value_or(""));
  if (member == nullptr) return fail(Code::Invalid, "playground: no such member");
  std::int64_t round = 0, since = 0;
  const std::string epoch = http::form_field(raw.query, "epoch").value_or("");
  if (epoch != run_ || !parse_number(http::form_field(raw.query, "round").value_or(""), round)) round = 0;
  if (!parse_number(http::form_field(raw.query, "since").value_or(""), since)) since = 0;
  journey_.go_on();
  const auto news = workspace_.news(MemberId(member->id), static_cast<std::uint64_t>(round), static_cast<std::uint64_t>(since));
  return page(kJson, state_json({*member, news, journey_.standing(), run_, environment_.command}));
}

Result<Inbound> PlaygroundAdapter::as_seen(const http::RawRequest& raw) {
  const MemberId reader(http::form_field(raw.query, "member").value_or(""));
  std::int64_t id = 0;
  parse_number(http::form_field(raw.query, "message").value_or(""), id);
  const auto message = workspace_.find(static_cast<std::uint64_t>(id), reader);
  if (!message || !hooks_.as_seen) return page(kJson, "{}");
  const MemberId owner = owner_of(message->channel);
  const MemberId& alone = message->only_for.empty() ? owner : message->only_for;
  Origin origin;
  origin.member = {PlatformId(kPlatform), WorkspaceId(kWorkspace), alone};
  origin.channel = {origin.member.platform, origin.member.workspace, message->channel};
  origin.direct = !owner.empty();
  const auto card = read_card(message->content, [&](std::string_view value) {
    const auto opened = environment_.buttons.open(value, origin.channel, alone, environment_.clock.now());
    return opened ? opened->action : Action{};
  });
  return page(kJson, card ? hooks_.as_seen(*card, origin, alone.empty()) : "{}");
}

Result<Inbound> PlaygroundAdapter::move_clock(const http::RawRequest& raw) {
  const auto sent = read_json(raw.body);
  if (!sent) return tl::unexpected(sent.error());
  std::optional<TimePoint> target;
  if (text_at(*sent, {"to"}) == "next") {
    auto next = journey_.set_out_to_next_nudge();
    if (!next) return tl::unexpected(next.error());
    target = *next;
  } else {
    const auto minutes = number_at(*sent, {"minutes"});
    if (!minutes) return fail(Code::Invalid, "playground: the clock moves by minutes, or to the next nudge");
    auto there = journey_.set_out_by(std::chrono::minutes(std::min<std::int64_t>(*minutes, 1'000'000)));
    if (!there) return tl::unexpected(there.error());
    target = *there;
  }
  return page(kJson, "{\"target\":" + (target ? std::to_string(to_unix_millis(*target)) : "null") + '}');
}

std::string PlaygroundAdapter::content(const Card& card, const ChannelKey& where, const MemberId& who, TimePoint now) const {
  Cutter cutter;
  return card_content(
      card, [&](const Action& action) { return environment_.buttons.sign(action, where, who, now); }, cutter);
}

Outgoing PlaygroundAdapter::outgoing(const Post& post, const Origin& origin, TimePoint now) const {
  // A repeat of the request says nothing twice; without an id each answer stands for itself.
  const std::string key = origin.request.empty() ? std::string() : "answer/" + origin.request.str();
  return {origin.channel.str() + '/' + origin.member.member.str(), post.text(), key, now};
}

Rendered PlaygroundAdapter::render(const Reply& reply, const Origin& origin, Timing timing, TimePoint now) {
  Rendered rendered;
  const bool in_request = timing == Timing::InRequest;
  const auto respond = [&](std::string body) {
    if (in_request) rendered.response = answer(std::move(body));
  };
  const auto say = [&](const Card& card, bool in_place) {
    Post post;
    post.channel = origin.channel.channel;
    post.only_for = origin.member.member;
    if (in_place && origin.route.substr(0, kRoutePress.size()) == kRoutePress)
      parse_number(origin.route.substr(kRoutePress.size()), post.replaces);
    post.content = content(card, origin.channel, origin.member.member, now);
    rendered.calls.push_back(outgoing(post, origin, now));
    respond(R"({"answered":true})");
  };

  if (const auto* one = std::get_if<Answer>(&reply)) {
    say(one->card, false);
  } else if (const auto* replaced = std::get_if<Replace>(&reply)) {
    say(replaced->card, true);
  } else if (const auto* open = std::get_if<OpenForm>(&reply)) {
    Action sent = open->form.on_submit;
    sent.binding = Binding::Member;
    if (in_request)
      respond(form_answer(open->form, environment_.buttons.sign(sent, origin.channel, origin.member.member, now)));
    else
      say(form_as_card(open->form), false);
  } else if (const auto* problems = std::get_if<FormProblems>(&reply)) {
    if (in_request)
      respond(problems_answer(*problems));
    else
      say(problems_as_card(*problems), false);
  } else if (const auto* words = std::get_if<Completions>(&reply)) {
    respond(completions_answer(*words));
  } else {  // Silence, and the home page, which there is none of
    if (origin.route == kRouteReset) {
      Post post;
      post.resets = true;
      rendered.calls.push_back(outgoing(post, origin, now));
    }
    respond("{}");
  }
  return rendered;
}

Result<std::string> PlaygroundAdapter::post(const Card& card, const ChannelKey& channel, const std::string& /*address*/,
                                            TimePoint now) {
  ChannelKey where = channel;
  if (is_direct_channel(channel)) where.channel = private_channel(direct_member(channel.channel));
  const MemberId owner = owner_of(where.channel);
  Card bound = card;
  for (Button& button : bound.buttons) button.action.binding = owner.empty() ? Binding::Anyone : Binding::Member;
  Post made;
  made.channel = where.channel;
  made.content = content(bound, where, owner, now);
  return made.text();
}

SendOutcome PlaygroundAdapter::send(const Outgoing& outgoing) {
  const auto post = Post::read(outgoing.payload);
  if (!post) return {SendOutcome::Kind::Refused, {}, "unreadable", {}};
  if (post->resets) {
    journey_.stop();
    if (const auto done = hooks_.reset(); !done) return {SendOutcome::Kind::NotSent, {}, name_of(done.error().code), {}};
    workspace_.empty();
    return {SendOutcome::Kind::Sent, "reset", {}, {}};
  }
  if (!is_channel(post->channel)) return {SendOutcome::Kind::Gone, {}, "not_found", {}};
  if (post->replaces > 0 &&
      workspace_.replace(static_cast<std::uint64_t>(post->replaces), post->only_for, post->content, outgoing.idempotency))
    return {SendOutcome::Kind::Sent, std::to_string(post->replaces), {}, {}};
  Message message;
  message.channel = post->channel;
  message.only_for = post->only_for;
  message.at = environment_.clock.now();
  message.content = post->content;
  return {SendOutcome::Kind::Sent, std::to_string(workspace_.add(std::move(message), outgoing.idempotency)), {}, {}};
}

LookUp PlaygroundAdapter::look_up(const Outgoing& outgoing) {
  if (outgoing.idempotency.empty()) return {};
  const auto kept = workspace_.kept_under(outgoing.idempotency);
  if (!kept) return {LookUp::Kind::Absent, {}};
  return {LookUp::Kind::Present, std::to_string(*kept)};
}

/// For the contract suite: a clock of its own, no nudges, nothing to empty.
class AlonePlayground {
 public:
  explicit AlonePlayground(const Clock& clock) : clock_(clock) {}
  Hooks hooks() {
    return Hooks{clock_, [] { return Result<std::optional<TimePoint>>(std::nullopt); }, [] {}, [] { return Result<void>(); }, {}};
  }

 private:
  MovableClock clock_;
};

}  // namespace

Result<std::unique_ptr<Adapter>> make(const Environment& environment, Hooks hooks) {
  return std::make_unique<PlaygroundAdapter>(environment, std::move(hooks));
}

const Platform& declaration() {
  static const Platform kDeclared = [] {
    Platform platform;
    platform.name = kPlatform;
    platform.capabilities = capabilities_of_playground();
    platform.make = [](const Environment& environment) -> Result<std::unique_ptr<Adapter>> {
      auto alone = std::make_shared<AlonePlayground>(environment.clock);
      Hooks hooks = alone->hooks();
      hooks.clock_moved = [alone] {};  // keeps the clock as long as the adapter
      return make(environment, std::move(hooks));
    };
    platform.manifest = [](const ManifestInput&) { return std::optional<std::string>(); };
    platform.faults = faults_of;
    return platform;
  }();
  return kDeclared;
}

}  // namespace allybot::platforms::playground
