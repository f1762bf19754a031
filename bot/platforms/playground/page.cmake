# Compiles the files of the playground's page into bot_platforms, anew whenever one of them changes.
set(playground_folder ${CMAKE_SOURCE_DIR}/bot/platforms/playground)
file(GLOB playground_page CONFIGURE_DEPENDS ${playground_folder}/page/*.*)
set(playground_source ${CMAKE_BINARY_DIR}/playground/page_files.cpp)
add_custom_command(
  OUTPUT ${playground_source}
  COMMAND ${CMAKE_COMMAND} "-DFILES=${playground_page}" -DOUTPUT=${playground_source} -P ${playground_folder}/embed.cmake
  DEPENDS ${playground_page} ${playground_folder}/embed.cmake
  COMMENT "Compiling in the playground's page"
  VERBATIM)
target_sources(bot_platforms PRIVATE ${playground_source})
