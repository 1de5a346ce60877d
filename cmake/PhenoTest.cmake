# pheno_add_tests(<name> SOURCES ... [LINK ...] [LABELS ...] [TIMEOUT seconds])
#
# One doctest program `test_<name>` and one CTest a source file, called <name>.<file>. A test case that cannot run here
# prints "[skipped] why" (PHENO_SKIP of phenoTest.h); its file is reported as skipped unless another case fails.
find_package(doctest REQUIRED)

get_filename_component(pheno_root ${CMAKE_CURRENT_LIST_DIR} DIRECTORY) # a module that configures alone is not the root
add_library(pheno_test_main OBJECT ${pheno_root}/tests/phenoTestMain.cxx)
target_link_libraries(pheno_test_main PUBLIC doctest::doctest)
target_compile_definitions(pheno_test_main PRIVATE PHENO_SOURCE_DIR="${pheno_root}" PHENO_BINARY_DIR="${CMAKE_BINARY_DIR}"
                                                   PHENO_SHARED_DIR="${PHENO_SHARED_DIR}")

function(pheno_add_tests name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LINK;LABELS" ${ARGN})
  add_executable(test_${name} ${ARG_SOURCES} $<TARGET_OBJECTS:pheno_test_main>)
  target_include_directories(test_${name} PRIVATE ${pheno_root}/tests)
  target_link_libraries(test_${name} PRIVATE doctest::doctest ${ARG_LINK})
  target_compile_options(test_${name} PRIVATE $<$<CONFIG:Release>:-O1>) # its own code takes no time, compiling it does
  list(LENGTH ARG_SOURCES count)
  if(count GREATER 4)
    target_precompile_headers(test_${name} PRIVATE <boost/filesystem.hpp> <nlohmann/json.hpp>)
  endif()
  if(ARG_TIMEOUT AND PHENO_SANITIZE)
    math(EXPR ARG_TIMEOUT "20 * ${ARG_TIMEOUT}") # sanitizers slow programs down by up to so much
  endif()
  foreach(source IN LISTS ARG_SOURCES)
    get_filename_component(stem ${source} NAME_WE)
    string(REGEX REPLACE "^pheno|Test$" "" stem ${stem})
    add_test(NAME ${name}.${stem} COMMAND test_${name} "--source-file=*${source}")
    set_tests_properties(${name}.${stem} PROPERTIES SKIP_RETURN_CODE 77 LABELS "${ARG_LABELS}")
    if(ARG_TIMEOUT)
      set_tests_properties(${name}.${stem} PROPERTIES TIMEOUT ${ARG_TIMEOUT})
    endif()
  endforeach()
endfunction()
