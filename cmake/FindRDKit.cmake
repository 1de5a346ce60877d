# Finds RDKit, which Debian's librdkit-dev brings without a CMake package: headers and libraries by name.
#   RDKit_FOUND, RDKit_VERSION, target RDKit::RDKit.
find_path(RDKit_INCLUDE_DIR GraphMol/ROMol.h PATH_SUFFIXES rdkit)
mark_as_advanced(RDKit_INCLUDE_DIR)
set(_rdkit_variables "")
set(_rdkit_libraries "")
foreach(_rdkit_part IN ITEMS ChemTransforms DataStructs Fingerprints GraphMol RDGeneral SmilesParse SubstructMatch)
  find_library(RDKit_${_rdkit_part}_LIBRARY RDKit${_rdkit_part})
  mark_as_advanced(RDKit_${_rdkit_part}_LIBRARY)
  list(APPEND _rdkit_variables RDKit_${_rdkit_part}_LIBRARY)
  list(APPEND _rdkit_libraries "${RDKit_${_rdkit_part}_LIBRARY}")
endforeach()

# The version stands in the file names alone: libRDKitGraphMol.so.1.2022.09.3.
if(RDKit_GraphMol_LIBRARY)
  file(GLOB _rdkit_files "${RDKit_GraphMol_LIBRARY}.*")
  string(REGEX MATCH "20[0-9][0-9]\\.[0-9]+\\.[0-9]+" RDKit_VERSION "${_rdkit_files}")
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(RDKit REQUIRED_VARS RDKit_INCLUDE_DIR ${_rdkit_variables} VERSION_VAR RDKit_VERSION)
if(RDKit_FOUND AND NOT TARGET RDKit::RDKit)
  add_library(RDKit::RDKit INTERFACE IMPORTED)
  set_target_properties(RDKit::RDKit PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "${RDKit_INCLUDE_DIR}"
                                                INTERFACE_LINK_LIBRARIES "${_rdkit_libraries}")
endif()
