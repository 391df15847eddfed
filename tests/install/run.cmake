# Installs the build tree BUILD_DIR below WORK_DIR, then configures, builds and runs the projects
# beside this file against the installed package alone.
file(REMOVE_RECURSE ${WORK_DIR})

function(run)
  execute_process(COMMAND ${ARGN} WORKING_DIRECTORY ${WORK_DIR} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "failed: ${command}\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

file(MAKE_DIRECTORY ${WORK_DIR})
run(${CMAKE_COMMAND} --install ${BUILD_DIR} --prefix ${WORK_DIR}/prefix)
run(${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR} -B ${WORK_DIR}/build -G ${GENERATOR}
  -DCMAKE_BUILD_TYPE=${BUILD_TYPE}
  -DCMAKE_CXX_COMPILER=${CXX_COMPILER}
  -DCMAKE_CXX_FLAGS=${CXX_FLAGS}
  -DCMAKE_PREFIX_PATH=${WORK_DIR}/prefix)
run(${CMAKE_COMMAND} --build ${WORK_DIR}/build)
run(${WORK_DIR}/build/install_user ${SCENARIO})
message("${output}")

set(example ${CMAKE_CURRENT_LIST_DIR}/googletest)
run(${CMAKE_COMMAND} -E chdir ${example} ${WORK_DIR}/build/every_matcher_test)
run(${CMAKE_CTEST_COMMAND} --test-dir ${WORK_DIR}/build/googletest --output-on-failure)
message("${output}")
foreach(test IN ITEMS Replication.KeepsTheEncryptionOfItsSource scenario.stranger)
  if(NOT output MATCHES "${test} \\.+ +Passed")
    message(FATAL_ERROR "${test} was not run")
  endif()
endforeach()
