# Usage: cmake -DCOMPILE="g++;-std=c++20;..." -DFILE=x.cpp -P check.cmake
#
# A file of this folder compiles as it stands (the control). With MUST_FAIL defined it does not,
# and the compiler's reason matches what the file announces: `// fails with: REGULAR EXPRESSION`.
file(READ ${FILE} text)
if(NOT text MATCHES "// fails with: ([^\n]+)\n")
  message(FATAL_ERROR "${FILE}: does not say `// fails with: ...`")
endif()
set(wanted "${CMAKE_MATCH_1}")

execute_process(COMMAND ${COMPILE} -fsyntax-only ${FILE}
  RESULT_VARIABLE result ERROR_VARIABLE errors)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "${FILE}: must compile without MUST_FAIL:\n${errors}")
endif()

execute_process(COMMAND ${COMPILE} -fsyntax-only -DMUST_FAIL ${FILE}
  RESULT_VARIABLE result ERROR_VARIABLE errors)
if(result EQUAL 0)
  message(FATAL_ERROR "${FILE}: compiles with MUST_FAIL")
endif()
if(NOT errors MATCHES "${wanted}")
  message(FATAL_ERROR "${FILE}: fails, but not with `${wanted}`:\n${errors}")
endif()
