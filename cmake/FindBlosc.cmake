# Finds c-blosc 1, which Debian's libblosc-dev brings without a CMake package. Blosc_FOUND, Blosc_VERSION, target
# Pheno::blosc.
find_path(Blosc_INCLUDE_DIR blosc.h)
find_library(Blosc_LIBRARY blosc)
mark_as_advanced(Blosc_INCLUDE_DIR Blosc_LIBRARY)
if(Blosc_INCLUDE_DIR)
  file(STRINGS "${Blosc_INCLUDE_DIR}/blosc.h" _blosc_line REGEX "define BLOSC_VERSION_STRING")
  string(REGEX MATCH "[0-9]+\\.[0-9]+\\.[0-9]+" Blosc_VERSION "${_blosc_line}")
endif()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Blosc REQUIRED_VARS Blosc_LIBRARY Blosc_INCLUDE_DIR VERSION_VAR Blosc_VERSION)
if(Blosc_FOUND AND NOT TARGET Pheno::blosc)
  add_library(Pheno::blosc UNKNOWN IMPORTED)
  set_target_properties(Pheno::blosc PROPERTIES IMPORTED_LOCATION "${Blosc_LIBRARY}"
                                                INTERFACE_INCLUDE_DIRECTORIES "${Blosc_INCLUDE_DIR}")
endif()
