// A setting that holds several secrets, each under a name of the operator's own: "name=secret name=secret".
// Must never say a secret: what is wrong is told by names and numbers.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "bot/core/result.h"
#include "bot/core/secret.h"

namespace allybot::platforms {

using NamedSecrets = std::map<std::string, Secret>;

/// What its sentences say, and what a secret looks like.
struct NamedForm {
  const char* setting;  ///< "TEAMS_WORKFLOW_URLS"
  const char* thing;    ///< "workflow": what each entry is for
  const char* secret;   ///< "address"
  const char* wanted;   ///< "an https address"
  const char* source;   ///< "copied whole from the workflow"
  bool (*is_one)(std::string_view);
};

/// Entries have blanks or line ends between them; names are of small letters, digits and dashes. Invalid with a sentence.
Result<NamedSecrets> read_named_secrets(std::string_view value, const NamedForm& form);

}  // namespace allybot::platforms
