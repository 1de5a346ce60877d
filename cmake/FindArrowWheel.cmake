# Finds Arrow C++ and Parquet: a system's, or the one that the wheel of pyarrow brings without a CMake package.
#   ArrowWheel_FOUND, ArrowWheel_VERSION, target ArrowWheel::parquet.
# The wheel is looked for in PHENO_ARROW_WHEEL (its folder `pyarrow`), then in .deps of the source tree.
set(PHENO_ARROW_WHEEL "" CACHE PATH "Folder 'pyarrow' of an installed pyarrow wheel; found in .deps when empty")
file(GLOB _arrow_candidates "${CMAKE_SOURCE_DIR}/.deps/lib/python3*/site-packages/pyarrow")
list(PREPEND _arrow_candidates ${PHENO_ARROW_WHEEL})

find_path(ArrowWheel_INCLUDE_DIR parquet/arrow/reader.h PATHS ${_arrow_candidates} PATH_SUFFIXES include NO_DEFAULT_PATH)
mark_as_advanced(ArrowWheel_INCLUDE_DIR)
if(ArrowWheel_INCLUDE_DIR)
  get_filename_component(_arrow_folder "${ArrowWheel_INCLUDE_DIR}" DIRECTORY)
  file(GLOB _arrow_library "${_arrow_folder}/libarrow.so.*")
  file(GLOB _parquet_library "${_arrow_folder}/libparquet.so.*")
  file(STRINGS "${ArrowWheel_INCLUDE_DIR}/arrow/util/config.h" _arrow_version REGEX "define ARROW_VERSION_STRING")
  string(REGEX REPLACE ".*\"([0-9.]+).*" "\\1" ArrowWheel_VERSION "${_arrow_version}")
  if(_arrow_library AND _parquet_library AND NOT TARGET ArrowWheel::parquet)
    add_library(ArrowWheel::arrow SHARED IMPORTED)
    set_target_properties(ArrowWheel::arrow PROPERTIES IMPORTED_LOCATION "${_arrow_library}"
                                                       INTERFACE_INCLUDE_DIRECTORIES "${ArrowWheel_INCLUDE_DIR}")
    add_library(ArrowWheel::parquet SHARED IMPORTED)
    set_target_properties(ArrowWheel::parquet PROPERTIES IMPORTED_LOCATION "${_parquet_library}"
                                                         INTERFACE_LINK_LIBRARIES ArrowWheel::arrow)
  endif()
else()
  find_package(Arrow CONFIG QUIET)
  find_package(Parquet CONFIG QUIET)
  if(TARGET Parquet::parquet_shared AND NOT TARGET ArrowWheel::parquet)
    set(ArrowWheel_VERSION "${Arrow_VERSION}")
    add_library(ArrowWheel::parquet INTERFACE IMPORTED)
    set_target_properties(ArrowWheel::parquet PROPERTIES INTERFACE_LINK_LIBRARIES Parquet::parquet_shared)
  endif()
endif()

if(TARGET ArrowWheel::parquet)
  set(_arrow_target ArrowWheel::parquet)
endif()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(ArrowWheel REQUIRED_VARS _arrow_target VERSION_VAR ArrowWheel_VERSION)
