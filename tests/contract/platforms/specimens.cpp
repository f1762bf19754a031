#include "tests/contract/platforms/specimen.h"

namespace allybot::platforms::contract {

const std::vector<std::shared_ptr<const Specimen>>& specimens() {
  static const std::vector<std::shared_ptr<const Specimen>> all{
      slack_specimen(), mattermost_specimen(),  discord_specimen(),
      teams_specimen(), google_chat_specimen(), playground_specimen(),
  };
  return all;
}

}  // namespace allybot::platforms::contract
