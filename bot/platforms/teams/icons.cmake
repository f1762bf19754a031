# Compiles the icons of Teams' app package into bot_platforms, anew whenever one of them changes. With -DOUTPUT=... it is the
# script that does so.
if(DEFINED OUTPUT)
  set(functions "")
  foreach(name IN ITEMS color outline)
    file(READ "${FOLDER}/icons/${name}.png" bytes HEX)
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
    string(APPEND functions "
std::string_view ${name}_icon() {
  static constexpr unsigned char kBytes[] = {${bytes}};
  return {reinterpret_cast<const char*>(kBytes), sizeof kBytes};
}
")
  endforeach()
  file(WRITE "${OUTPUT}" "// Made by icons.cmake out of icons/; do not edit.
#include \"bot/platforms/teams/package.h\"

namespace allybot::platforms::teams {
${functions}
}  // namespace allybot::platforms::teams
")
  return()
endif()

set(teams_folder ${CMAKE_SOURCE_DIR}/bot/platforms/teams)
set(teams_icons ${CMAKE_BINARY_DIR}/teams/icons.cpp)
add_custom_command(
  OUTPUT ${teams_icons}
  COMMAND ${CMAKE_COMMAND} -DFOLDER=${teams_folder} -DOUTPUT=${teams_icons} -P ${teams_folder}/icons.cmake
  DEPENDS ${teams_folder}/icons/color.png ${teams_folder}/icons/outline.png ${teams_folder}/icons.cmake
  COMMENT "Compiling in the icons of Teams' package"
  VERBATIM)
target_sources(bot_platforms PRIVATE ${teams_icons})
