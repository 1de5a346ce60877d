# Third parties of the rooms that are built, found once. Each room links only what it names.
if(POLICY CMP0167)
  cmake_policy(SET CMP0167 OLD) # Boost 1.74 of Debian 12 has its own config; either finder works
endif()
find_package(Threads REQUIRED)
find_package(nlohmann_json 3.10 REQUIRED)
find_package(Boost REQUIRED COMPONENTS filesystem)
if(core IN_LIST pheno_rooms)
  find_package(OpenSSL REQUIRED COMPONENTS Crypto)
endif()
if(learn IN_LIST pheno_rooms)
  find_package(Torch QUIET REQUIRED)
  set(PHENO_TORCH_VERSION "${Torch_VERSION}")
endif()
if(molecule IN_LIST pheno_rooms)
  find_package(RDKit 2022.09 REQUIRED)
endif()
if(cli IN_LIST pheno_rooms)
  find_package(CLI11 REQUIRED)
endif()
if(NOT io IN_LIST pheno_rooms)
  return() # no images, no tables
endif()

# ITK 5.2's export file names programs of optional packages; its notice about them says nothing to a user.
set(PHENO_ITK_COMPONENTS
    ITKCommon ITKImageGrid ITKImageIntensity ITKSmoothing ITKThresholding ITKConnectedComponents ITKWatersheds ITKDistanceMap
    ITKMathematicalMorphology ITKBinaryMathematicalMorphology ITKImageFunction ITKImageStatistics ITKLabelMap ITKImageLabel
    ITKTestKernel)
find_package(ITK 5 REQUIRED QUIET COMPONENTS ${PHENO_ITK_COMPONENTS})
find_package(OpenCV QUIET REQUIRED COMPONENTS core imgproc imgcodecs)
find_package(TIFF REQUIRED)
find_package(PNG REQUIRED)
find_package(ZLIB REQUIRED)
find_package(Blosc REQUIRED)
find_package(Zstd REQUIRED)
find_package(pugixml REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(LibZip REQUIRED IMPORTED_TARGET libzip) # its own CMake files want its programs too
pkg_check_modules(OpenJpeg REQUIRED IMPORTED_TARGET libopenjp2)
find_package(ArrowWheel 24 QUIET)
find_package(HDF5 QUIET COMPONENTS C)

# One interface target for ITK, its headers as SYSTEM.
add_library(pheno_itk INTERFACE)
target_include_directories(pheno_itk SYSTEM INTERFACE ${ITK_INCLUDE_DIRS})
target_link_libraries(pheno_itk INTERFACE ${ITK_LIBRARIES})
target_link_directories(pheno_itk INTERFACE ${ITK_LIBRARY_DIRS})
add_library(Pheno::itk ALIAS pheno_itk)
