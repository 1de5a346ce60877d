# cmake -DSOURCE=... -DFOLDER=... -DGENERATOR=... "-DOPTIONS=-DX=Y;..." [-DTARGET=... -DLABEL=...] [-DTORCH=...]
#       -P phenoSubBuild.cmake
# Configures SOURCE in FOLDER, builds it and runs its tests but the slow ones; or builds TARGET and runs the tests labelled
# LABEL. With TORCH defined: against that LibTorch, or the one of a virtual environment; without either it is skipped.
if(DEFINED TORCH)
  file(GLOB found "${SOURCE}/.deps/lib/python3*/site-packages/torch" "$ENV{VIRTUAL_ENV}/lib/python3*/site-packages/torch")
  list(PREPEND found ${TORCH})
  foreach(folder IN LISTS found)
    if(NOT torch AND EXISTS "${folder}/share/cmake/Torch/TorchConfig.cmake")
      set(torch "${folder}")
    endif()
  endforeach()
  if(NOT torch)
    message("[skipped] no second LibTorch: configure with -DPHENO_SECOND_TORCH=<site-packages>/torch, or activate a virtual "
            "environment with torch (looked in: ${found})")
    return()
  endif()
  list(APPEND OPTIONS "-DCMAKE_PREFIX_PATH=${torch}") # its Torch and its Caffe2, not the system's
  message("LibTorch of ${torch}")
endif()

execute_process(COMMAND ${CMAKE_COMMAND} -S "${SOURCE}" -B "${FOLDER}" -G "${GENERATOR}" ${OPTIONS} COMMAND_ERROR_IS_FATAL ANY)
cmake_host_system_information(RESULT cores QUERY NUMBER_OF_LOGICAL_CORES)
set(built --target all)
set(selection -LE slow)
if(DEFINED TARGET)
  set(built --target ${TARGET})
  set(selection -L ${LABEL} --no-tests=error)
endif()
execute_process(COMMAND ${CMAKE_COMMAND} --build "${FOLDER}" --parallel ${cores} ${built} COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_CTEST_COMMAND} --test-dir "${FOLDER}" ${selection} --output-on-failure COMMAND_ERROR_IS_FATAL ANY)
