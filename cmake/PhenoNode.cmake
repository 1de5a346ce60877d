# pheno_add_node(<name> [LINK ...] [SOURCES ...])
#
# The one function that nodes inside and outside this repository use. Builds <name>.cxx (or SOURCES) with the descriptor
# <name>.json beside it into a plugin <name>.so, copies the descriptor next to it and compiles its digest in.
# Outside the repository set PHENO_NODE_OUTPUT_DIRECTORY or find the plugin in ${CMAKE_BINARY_DIR}/nodes.
# Inside it a node whose modules are not among PHENO_ROOMS is left out.
function(pheno_add_node name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  if(DEFINED pheno_rooms)
    foreach(library IN LISTS ARG_LINK)
      if(library MATCHES "^Pheno::" AND NOT TARGET ${library})
        message(STATUS "Node ${name} is left out: ${library} is not built")
        return()
      endif()
    endforeach()
  endif()
  if(NOT ARG_SOURCES)
    set(ARG_SOURCES ${name}.cxx)
  endif()
  if(NOT PHENO_NODE_OUTPUT_DIRECTORY)
    set(PHENO_NODE_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/nodes")
  endif()
  set(descriptor "${CMAKE_CURRENT_SOURCE_DIR}/${name}.json")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${descriptor}")
  file(READ "${descriptor}" text)
  string(JSON id GET "${text}" id)
  file(SHA256 "${descriptor}" digest)

  set(target node_${name})
  add_library(${target} MODULE ${ARG_SOURCES})
  set_target_properties(${target} PROPERTIES PREFIX "" SUFFIX ".so" OUTPUT_NAME ${name} CXX_VISIBILITY_PRESET hidden
                                             VISIBILITY_INLINES_HIDDEN ON LIBRARY_OUTPUT_DIRECTORY "${PHENO_NODE_OUTPUT_DIRECTORY}")
  target_link_libraries(${target} PRIVATE Pheno::core Pheno::io ${ARG_LINK})
  target_compile_definitions(${target} PRIVATE PHENO_NODE_ID="${id}" PHENO_NODE_DESCRIPTOR_DIGEST="${digest}")
  if("Pheno::learn" IN_LIST ARG_LINK OR "Pheno::stars" IN_LIST ARG_LINK OR "Pheno::embedding" IN_LIST ARG_LINK)
    # Two torches in one process abort: the host refuses a plugin built with another one than those loaded before.
    target_compile_definitions(${target} PRIVATE PHENO_NODE_TORCH="${PHENO_TORCH_VERSION}")
  endif()
  configure_file("${descriptor}" "${PHENO_NODE_OUTPUT_DIRECTORY}/${name}.json" COPYONLY)
  set_property(GLOBAL APPEND PROPERTY PHENO_NODES ${target})
  set_property(GLOBAL APPEND PROPERTY PHENO_NODE_DESCRIPTORS "${descriptor}")
endfunction()
