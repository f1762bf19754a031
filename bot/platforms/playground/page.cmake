# Compiles the files of a page into a room, anew whenever one of them changes: those in page/ of `folder`, which has a page_files.h.
function(allybot_page room folder namespace)
  file(GLOB page CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/page/*.*)
  set(embed ${CMAKE_SOURCE_DIR}/bot/platforms/playground/embed.cmake)
  set(source ${CMAKE_BINARY_DIR}/${folder}/page_files.cpp)
  add_custom_command(
    OUTPUT ${source}
    COMMAND ${CMAKE_COMMAND} "-DFILES=${page}" -DOUTPUT=${source} -DHEADER=${folder}/page_files.h -DNAMESPACE=${namespace} -P ${embed}
    DEPENDS ${page} ${embed}
    COMMENT "Compiling in the page of ${folder}"
    VERBATIM)
  target_sources(${room} PRIVATE ${source})
endfunction()
