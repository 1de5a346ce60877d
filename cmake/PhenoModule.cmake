# pheno_add_module(<room> SOURCES ... [LINK ...] [LINK_PRIVATE ...])
#
# Makes the shared library `pheno_<room>` (alias Pheno::<room>) from modules/<room>/src with the public headers of
# modules/<room>/include. All modules are shared: a static one inside two plugins would be two copies.
function(pheno_add_module room)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK;LINK_PRIVATE" ${ARGN})
  add_library(pheno_${room} SHARED ${ARG_SOURCES})
  add_library(Pheno::${room} ALIAS pheno_${room})
  set_target_properties(pheno_${room} PROPERTIES EXPORT_NAME ${room} VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR})
  target_compile_features(pheno_${room} PUBLIC cxx_std_20)
  target_include_directories(pheno_${room} PUBLIC $<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/include>
                                                  $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/pheno>)
  target_link_libraries(pheno_${room} PUBLIC ${ARG_LINK} PRIVATE ${ARG_LINK_PRIVATE})
  set_property(GLOBAL APPEND PROPERTY PHENO_MODULES pheno_${room})
  install(DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}/include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/pheno)
endfunction()
