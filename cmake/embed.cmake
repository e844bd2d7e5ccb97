# lianban_embed(TARGET NAMESPACE FILES...): compiles text files into TARGET.
#
# Generates  namespace NAMESPACE { const std::map<std::string_view, std::string_view>& EmbeddedFiles(); }
# keyed by the path relative to the calling folder. SQL, the error catalogue and
# the like travel inside the one binary this way.
function(lianban_embed target namespace)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/${target}_embedded.cpp)
  string(REPLACE ";" "|" joined "${ARGN}")
  list(TRANSFORM ARGN PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/ OUTPUT_VARIABLE inputs)
  add_custom_command(
    OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DOUT=${out} -DNAMESPACE=${namespace} -DBASE=${CMAKE_CURRENT_SOURCE_DIR}
            "-DFILES=${joined}" -P ${CMAKE_SOURCE_DIR}/cmake/embed_generate.cmake
    DEPENDS ${inputs} ${CMAKE_SOURCE_DIR}/cmake/embed_generate.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${out})
endfunction()
