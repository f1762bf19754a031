# Compiles content/en/phrases.yaml into bot_schedule: plans can be read and said without a content folder, and without a second copy.
# Included by CMakeLists.txt; run as a script with -DFILE and -DOUTPUT it writes the source.
if(CMAKE_SCRIPT_MODE_FILE)
  file(READ "${FILE}" bytes HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
  file(WRITE "${OUTPUT}" "// Made by english.cmake out of content/en/phrases.yaml; do not edit.
#include \"bot/schedule/wording.h\"

namespace allybot::schedule {

std::string_view english_phrases() {
  static constexpr unsigned char kBytes[] = {${bytes}};
  return {reinterpret_cast<const char*>(kBytes), sizeof kBytes};
}

}  // namespace allybot::schedule
")
  return()
endif()
set(english_file ${CMAKE_SOURCE_DIR}/content/en/phrases.yaml)
set(english_source ${CMAKE_BINARY_DIR}/schedule/english_phrases.cpp)
add_custom_command(
  OUTPUT ${english_source}
  COMMAND ${CMAKE_COMMAND} -DFILE=${english_file} -DOUTPUT=${english_source} -P ${CMAKE_CURRENT_LIST_DIR}/english.cmake
  DEPENDS ${english_file} ${CMAKE_CURRENT_LIST_DIR}/english.cmake
  COMMENT "Compiling in the English words for times"
  VERBATIM)
target_sources(bot_schedule PRIVATE ${english_source})
