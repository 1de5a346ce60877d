# The package that find_package(Pheno) finds: libraries, headers, pheno_add_node, schemas and workflows.
include(CMakePackageConfigHelpers)
set(PHENO_PACKAGE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/Pheno)

get_property(pheno_modules GLOBAL PROPERTY PHENO_MODULES)
install(TARGETS ${pheno_modules} pheno_itk EXPORT PhenoTargets LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
set_target_properties(pheno_itk PROPERTIES EXPORT_NAME itk)
install(EXPORT PhenoTargets NAMESPACE Pheno:: DESTINATION ${PHENO_PACKAGE_DIR})

configure_package_config_file(${CMAKE_SOURCE_DIR}/cmake/PhenoConfig.cmake.in ${CMAKE_BINARY_DIR}/PhenoConfig.cmake
                              INSTALL_DESTINATION ${PHENO_PACKAGE_DIR})
write_basic_package_version_file(${CMAKE_BINARY_DIR}/PhenoConfigVersion.cmake COMPATIBILITY ExactVersion)
install(FILES ${CMAKE_BINARY_DIR}/PhenoConfig.cmake ${CMAKE_BINARY_DIR}/PhenoConfigVersion.cmake
              ${CMAKE_SOURCE_DIR}/cmake/PhenoNode.cmake
        DESTINATION ${PHENO_PACKAGE_DIR})
install(DIRECTORY ${CMAKE_SOURCE_DIR}/schemas ${CMAKE_SOURCE_DIR}/workflows DESTINATION ${CMAKE_INSTALL_DATADIR}/pheno)
