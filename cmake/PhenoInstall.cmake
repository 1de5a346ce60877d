# What `cmake --install` makes: pheno-run and its nodes, the package that find_package(Pheno) finds (libraries, headers,
# pheno_add_node), and under share/pheno the schemas, workflows and examples. The prefix may be moved.
include(CMakePackageConfigHelpers)
set(PHENO_PACKAGE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/Pheno)

get_property(pheno_modules GLOBAL PROPERTY PHENO_MODULES)
install(TARGETS ${pheno_modules} pheno_itk EXPORT PhenoTargets LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
set_target_properties(pheno_itk PROPERTIES EXPORT_NAME itk)
install(EXPORT PhenoTargets NAMESPACE Pheno:: DESTINATION ${PHENO_PACKAGE_DIR})

list(JOIN PHENO_ITK_COMPONENTS " " PHENO_ITK_COMPONENTS)
list(TRANSFORM pheno_modules REPLACE "^pheno_" "" OUTPUT_VARIABLE pheno_components)
list(JOIN pheno_components ", " pheno_components)
configure_package_config_file(${CMAKE_SOURCE_DIR}/cmake/PhenoConfig.cmake.in ${CMAKE_BINARY_DIR}/PhenoConfig.cmake
                              INSTALL_DESTINATION ${PHENO_PACKAGE_DIR}
                              PATH_VARS CMAKE_INSTALL_BINDIR CMAKE_INSTALL_DATADIR)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/PhenoConfigVersion.cmake COMPATIBILITY ExactVersion)
install(FILES ${CMAKE_BINARY_DIR}/PhenoConfig.cmake ${CMAKE_BINARY_DIR}/PhenoConfigVersion.cmake
              ${CMAKE_SOURCE_DIR}/cmake/PhenoNode.cmake
        DESTINATION ${PHENO_PACKAGE_DIR})
install(DIRECTORY ${CMAKE_SOURCE_DIR}/schemas ${CMAKE_SOURCE_DIR}/workflows ${CMAKE_SOURCE_DIR}/examples
        DESTINATION ${CMAKE_INSTALL_DATADIR}/pheno
        PATTERN screen EXCLUDE
        PATTERN truth EXCLUDE)
