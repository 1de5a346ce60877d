# Runs PROGRAM on FILES, or reports the test as skipped when the golden files are not on this machine.
foreach(file IN LISTS FILES)
  if(NOT EXISTS "${file}")
    message("[skipped] ${file} is not there")
    return()
  endif()
endforeach()
execute_process(COMMAND "${PROGRAM}" --data "${DATA}" ${FILES} COMMAND_ERROR_IS_FATAL ANY)
