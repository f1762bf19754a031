# Compiles files of a page into a room, anew whenever one of them changes: those that match the patterns after `namespace`, in which
# `header` declares page_files().
function(allybot_page room header namespace)
  file(GLOB page CONFIGURE_DEPENDS ${ARGN})
  set(embed ${CMAKE_SOURCE_DIR}/bot/platforms/embed.cmake)
  string(REGEX REPLACE "h$" "cpp" source ${CMAKE_BINARY_DIR}/${header})
  add_custom_command(
    OUTPUT ${source}
    COMMAND ${CMAKE_COMMAND} "-DFILES=${page}" -DOUTPUT=${source} -DHEADER=${header} -DNAMESPACE=${namespace} -P ${embed}
    DEPENDS ${page} ${embed}
    COMMENT "Compiling in the page of ${header}"
    VERBATIM)
  target_sources(${room} PRIVATE ${source})
endfunction()
