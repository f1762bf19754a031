#include <nlohmann/json.hpp>

#include "bot/platforms/matrix/adapter.h"
#include "tests/contract/platforms/specimen.h"
#include "tests/fakes/matrix_judge.h"
#include "tests/fakes/matrix_requests.h"
#include "tests/fakes/scripted_client.h"

namespace allybot::platforms::contract {
namespace {

using nlohmann::json;

class MatrixSpecimen final : public Specimen {
 public:
  const Platform& declaration() const override { return matrix::declaration(); }
  std::map<std::string, std::string> settings(const std::string& api) const override {
    return {{"MATRIX_HOMESERVER_URL", api},
            {"MATRIX_USER_ID", fakes::kMatrixBot},
            {"MATRIX_AS_TOKEN", fakes::kMatrixAsToken},
            {"MATRIX_HS_TOKEN", fakes::kMatrixHsToken}};
  }
  /// Which rooms are whose: nobody has one yet.
  http::ClientOutcome answer(const http::ClientRequest& /*request*/) const override {
    return fakes::ScriptedClient::answered(404, R"({"errcode":"M_NOT_FOUND"})");
  }

  bool signs_bodies() const override { return false; }
  bool has_time() const override { return false; }
  MemberKey member(int number) const override {
    return {PlatformId("matrix"), WorkspaceId("example.org"), MemberId(number == 0 ? "alice:example.org" : "bob:example.org")};
  }
  ChannelKey channel() const override {
    return {PlatformId("matrix"), WorkspaceId("example.org"), ChannelId(fakes::MatrixPlace().room)};
  }

  http::RawRequest command(const std::string& text, TimePoint /*at*/) const override {
    return fakes::matrix_transaction({fakes::matrix_message("!ally " + text)});
  }

  std::vector<Unproven> unproven(TimePoint /*now*/) const override {
    const std::string good = fakes::kMatrixHsToken;
    http::RawRequest doubled = fakes::matrix_transaction({});
    doubled.headers.add("Authorization", "Bearer " + good);
    http::RawRequest one_wrong = fakes::matrix_transaction({});
    one_wrong.query = "access_token=fake";
    return {
        {"wrong secret", fakes::matrix_transaction({}, "1", fakes::kMatrixAsToken)},
        {"wrong secret", one_wrong},
        {"missing proof", fakes::matrix_transaction({}, "1", {})},
        {"doubled proof", doubled},
        {"oversized proof", fakes::matrix_transaction({}, "1", good + std::string(8192, 'A'))},
    };
  }

  std::vector<std::string> messages(const Rendered& rendered) const override {
    std::vector<std::string> all;
    for (const Outgoing& call : rendered.calls) all.push_back(message_of_post(call.payload));
    return all;
  }
  /// Two lines say where it goes.
  std::string message_of_post(const std::string& payload) const override {
    return payload.substr(payload.find('\n', payload.find('\n') + 1) + 1);
  }
  std::string fallback(const std::string& message) const override { return json::parse(message).value("body", ""); }
  std::vector<std::string> complaints(const std::string& message) const override { return fakes::matrix_complaints(message); }

  std::string post_method() const override { return "PUT"; }
  std::string post_path() const override { return "/_matrix/client/v3/rooms/%21ops%3Aexample.org/send/m.room.message/mark-1"; }
  std::string accepted_post() const override { return R"({"event_id":"$sent"})"; }
};

}  // namespace

std::shared_ptr<const Specimen> matrix_specimen() { return std::make_shared<MatrixSpecimen>(); }

}  // namespace allybot::platforms::contract
