// Requests of a real Mattermost 5.37 server, with ids and tokens replaced, and what that server accepts as an answer.
#include <filesystem>

#include "bot/platforms/json_read.h"
#include "tests/fakes/source_dir.h"
#include "tests/unit/platforms/mattermost/rig.h"

namespace allybot::platforms::mattermost {
namespace {

const std::string kFolder = fakes::source_dir() + "/tests/replay/mattermost/";

struct MattermostReplay : MattermostRig {
  static http::RawRequest recorded(const std::string& name) { return fakes::recorded_request(kFolder + name + ".http"); }

  /// What the server makes of it: 200, JSON, and an object (fixture 07).
  void expect_acceptable(const Rendered& rendered) {
    ASSERT_TRUE(rendered.response.has_value());
    EXPECT_EQ(rendered.response->status, 200);
    EXPECT_EQ(rendered.response->content_type.substr(0, 16), "application/json");
    EXPECT_LT(rendered.response->body.size(), 1U << 20U);
    const auto body = read_json(rendered.response->body);
    ASSERT_TRUE(body.has_value());
    EXPECT_TRUE(body->is_object());
    EXPECT_EQ(rendered.response->body.find("in_channel"), std::string::npos) << "that would be the member's own message";
  }
  Card card() {
    Card made;
    made.title = "A tip";
    made.blocks = {Paragraph{text_line("Say whose idea it was.")}};
    made.buttons = {{"Another", {"more", "tips/a"}, ButtonStyle::Default, {}, {}}};
    return made;
  }
  /// The recorded click with our context instead of the recorder's.
  http::RawRequest with_context(const std::string& name, const std::string& context) {
    http::RawRequest raw = recorded(name);
    Json body = Json::parse(raw.body);
    body["context"] = Json::parse(context);
    raw.body = body.dump();
    return raw;
  }
  http::RawRequest with_state(const std::string& name, const std::string& state) {
    http::RawRequest raw = recorded(name);
    Json body = Json::parse(raw.body);
    body["state"] = state;
    raw.body = body.dump();
    return raw;
  }
  std::string form_state() {
    Form form;
    form.title = "Rig dialog";
    form.on_submit = {"note", "tips/a", Binding::Member};
    const auto origin = receive_as<Command>(recorded("11-dialogs")).origin;
    const auto rendered = adapter->render(OpenForm{form}, origin, Timing::InRequest, now);
    expect_acceptable(rendered);
    const auto [target, body] = call_of(rendered);
    EXPECT_EQ(target, "/actions/dialogs/open");
    EXPECT_EQ(body.at("trigger_id"), *http::form_field(recorded("11-dialogs").body, "trigger_id"));
    return body.at("dialog").at("state");
  }
};

TEST_F(MattermostReplay, AnswersEachRecordedCommand) {
  connect();
  const struct {
    const char* name;
    const char* text;
    bool direct;
  } rows[] = {
      {"01-slash-post", "hello *world* caf\xC3\xA9 & x=1 \"q\" <@fakeadmin00000000000000000> ~ops <b>  two  spaces", false},
      {"03-slash-no-text", "", false},
      {"04-slash-uppercase-trigger", "Upper", false},
      {"05-slash-in-thread", "in thread", false},
      {"06-slash-in-dm", "from dm", true},
      {"06b-slash-multiline", "line one\nline two", false},
      {"08-response-url", "delayed job", false},
      {"11-dialogs", "dialog", false},
      {"11-dialogs-late", "latedialog", false},
  };
  std::vector<RequestId> seen;
  for (const auto& row : rows) {
    const auto command = receive_as<Command>(recorded(row.name));
    EXPECT_EQ(command.text, row.text) << row.name;
    EXPECT_EQ(command.origin.direct, row.direct) << row.name;
    EXPECT_EQ(command.origin.member, alice) << row.name;
    EXPECT_EQ(command.origin.channel, row.direct ? own : ops) << row.name;
    EXPECT_EQ(std::count(seen.begin(), seen.end(), command.origin.request), 0) << row.name;
    seen.push_back(command.origin.request);
    for (const Reply& reply : {Reply(Silence{}), Reply(Answer{card()}), Reply(Replace{card()}), Reply(HomePage{card()})})
      expect_acceptable(adapter->render(reply, command.origin, Timing::InRequest, now));
  }
}

TEST_F(MattermostReplay, HasNoRouteForACommandByGet) {
  const auto raw = recorded("02-slash-get");
  EXPECT_EQ(raw.method, http::Method::Get);
  for (const InboundRoute& route : adapter->routes()) EXPECT_FALSE(route.method == raw.method && route.path == raw.path);
}

TEST_F(MattermostReplay, AnswersLateByTheRecordedResponseUrl) {
  const auto command = receive_as<Command>(recorded("08-response-url"));
  const auto [target, body] = call_of(adapter->render(Answer{card()}, command.origin, Timing::Late, now));
  EXPECT_EQ(target, *http::form_field(recorded("08-response-url").body, "response_url"));
  EXPECT_EQ(body.at("response_type"), "ephemeral");
}

TEST_F(MattermostReplay, RefusesRecordedClicksThatAreNotOurs) {
  for (const char* name : {"09-button-actions-approve", "09-button-actions-dlg", "09-button-actions-menu",
                           "09-button-actions-noctx", "09-button-actions-usel", "10-ephemeral-buttons-approve"})
    EXPECT_NE(why_refused(recorded(name)), "accepted") << name;
}

TEST_F(MattermostReplay, AnswersRecordedClicksWithOurContext) {
  for (const char* name : {"09-button-actions-approve", "09-button-actions-dlg", "09-button-actions-menu",
                           "09-button-actions-noctx", "09-button-actions-usel", "10-ephemeral-buttons-approve"}) {
    const auto press = receive_as<Press>(with_context(name, context({"more", "tips/a"}, ops, alice.member)));
    EXPECT_EQ(press.origin.channel, ops);
    EXPECT_EQ(press.standing, Press::Standing::Good);
    for (const Reply& reply : {Reply(Silence{}), Reply(Answer{card()}), Reply(Replace{card()})}) {
      const auto rendered = adapter->render(reply, press.origin, Timing::InRequest, now);
      expect_acceptable(rendered);
      // Fixture 10: an update of an ephemeral message fails, though we were called.
      EXPECT_FALSE(body_of(rendered).contains("update")) << name;
    }
  }
}

TEST_F(MattermostReplay, RefusesRecordedFormsThatAreNotOurs) {
  for (const char* name :
       {"11-dialogs-submit-n1", "11-dialogs-submit-n1-2", "11-dialogs-submit-bad", "11-dialogs-submit-cancelled"})
    EXPECT_NE(why_refused(recorded(name)), "accepted") << name;
}

TEST_F(MattermostReplay, AnswersRecordedFormsWithOurState) {
  const std::string state = form_state();
  const auto form = receive_as<FormSubmitted>(with_state("11-dialogs-submit-n1", state));
  EXPECT_EQ(form.values, (std::map<std::string, std::string>{{"env", "prod"},
                                                             {"kind", "a"},
                                                             {"name", "n1"},
                                                             {"note", "multi\nline"},
                                                             {"num", "7"},
                                                             {"ok", "true"},
                                                             {"who", "fakeadmin00000000000000000"}}));
  for (const Reply& reply : {Reply(Silence{}), Reply(Answer{card()}), Reply(FormProblems{{{"name", "Use letters"}}})})
    expect_acceptable(adapter->render(reply, form.origin, Timing::InRequest, now));
  for (const char* name :
       {"11-dialogs-submit-bad", "11-dialogs-submit-generic", "11-dialogs-submit-500", "11-dialogs-submit-empty"})
    EXPECT_EQ(receive_as<FormSubmitted>(with_state(name, state)).action.name, "note") << name;
  EXPECT_EQ(receive_as<Ignored>(with_state("11-dialogs-submit-cancelled", state)).why, "cancelled");
}

TEST_F(MattermostReplay, CoversEveryRecordedFile) {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    EXPECT_EQ(entry.path().extension(), ".http");
    const auto raw = fakes::recorded_request(entry.path().string());
    EXPECT_EQ(raw.headers.only("User-Agent"), "Mattermost-Bot/1.1") << entry.path();
    EXPECT_EQ(std::to_string(raw.body.size()), raw.headers.only("Content-Length").value_or("0")) << entry.path();
    ++files;
  }
  EXPECT_EQ(files, 23U);
}

}  // namespace
}  // namespace allybot::platforms::mattermost
