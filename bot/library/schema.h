// JSON Schemas of what admins edit, for completion, hover help and errors in editors: a kind's front matter, plans kept as files.
// Must never say anything but what the kinds' tables and the library say.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "bot/library/library.h"

namespace allybot::library {

/// Name of a file of content/schema and its text: one for each kind, schedules.json, and ids.json with the topics and sources
/// that the others refer to. Draft 7, which editors' YAML extensions read.
std::vector<std::pair<std::string, std::string>> schemas_of(const Library& library);
/// Warnings for those below `root` that are not what schemas_of() gives; none where there is no such folder.
std::vector<Finding> old_schemas(const std::string& root, const Library& library);

}  // namespace allybot::library
