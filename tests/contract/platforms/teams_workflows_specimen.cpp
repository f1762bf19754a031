#include <nlohmann/json.hpp>

#include "bot/platforms/teams_workflows/adapter.h"
#include "tests/contract/platforms/specimen.h"
#include "tests/fakes/teams_judge.h"

namespace allybot::platforms::contract {
namespace {

class TeamsWorkflowsSpecimen final : public Specimen {
 public:
  const Platform& declaration() const override { return teams_workflows::declaration(); }
  std::map<std::string, std::string> settings(const std::string& api) const override {
    return {{"TEAMS_WORKFLOW_URLS", "engineering=" + api + post_path() + "?sig=fake"}};
  }
  ChannelKey channel() const override { return {PlatformId("teamsworkflows"), WorkspaceId("teams"), ChannelId("engineering")}; }

  /// A line says which workflow.
  std::string message_of_post(const std::string& payload) const override { return payload.substr(payload.find('\n') + 1); }
  std::string fallback(const std::string& message) const override {
    return nlohmann::json::parse(message)["attachments"][0]["content"].value("fallbackText", "");
  }
  std::vector<std::string> complaints(const std::string& message) const override { return fakes::workflow_complaints(message); }

  std::string post_path() const override { return "/workflows/fake/triggers/manual/paths/invoke"; }
  int accepted_status() const override { return 202; }
};

}  // namespace

std::shared_ptr<const Specimen> teams_workflows_specimen() { return std::make_shared<TeamsWorkflowsSpecimen>(); }

}  // namespace allybot::platforms::contract
