# replisim_add_scenarios(DIR [PREFIX prefix] [WORKING_DIRECTORY dir] [TIMEOUT seconds]
#                        [LABELS label...] [ARGS arg...])
#
# Makes a test of ctest of every scenario file below DIR: `<prefix>.<path without .json>`, which
# runs `replisim test <file>`. The prefix is `scenario` by default, and so is the label. A file is a
# scenario if it says `"format": "replisim/1"`; hidden folders are left out.
#
# ctest looks for the files each time it starts: one that was just written is a test at once. DIR is
# relative to the current source folder. Tests run in WORKING_DIRECTORY, by default the current
# source folder; messages show paths from there. TIMEOUT is 60 by default. ARGS go to `replisim
# test`, as `--allow-outside`. Call `enable_testing()` in the top folder of the project.

function(replisim_add_scenarios dir)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "PREFIX;WORKING_DIRECTORY;TIMEOUT" "LABELS;ARGS")
  if(arg_UNPARSED_ARGUMENTS OR arg_KEYWORDS_MISSING_VALUES)
    set(faults ${arg_UNPARSED_ARGUMENTS} ${arg_KEYWORDS_MISSING_VALUES})
    message(FATAL_ERROR "replisim_add_scenarios: not understood: ${faults}")
  endif()
  if(NOT TARGET replisim::replisim)
    message(FATAL_ERROR "replisim_add_scenarios: the program replisim is not installed")
  endif()
  cmake_path(ABSOLUTE_PATH dir BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
  if(NOT IS_DIRECTORY "${dir}")
    message(FATAL_ERROR "replisim_add_scenarios: there is no folder ${dir}")
  endif()
  set(prefix scenario)
  if(DEFINED arg_PREFIX)
    set(prefix "${arg_PREFIX}")
  endif()
  set(working_dir "${CMAKE_CURRENT_SOURCE_DIR}")
  if(DEFINED arg_WORKING_DIRECTORY)
    cmake_path(ABSOLUTE_PATH arg_WORKING_DIRECTORY
      BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE OUTPUT_VARIABLE working_dir)
  endif()
  set(timeout 60)
  if(DEFINED arg_TIMEOUT)
    set(timeout "${arg_TIMEOUT}")
  endif()
  set(labels scenario)
  if(DEFINED arg_LABELS)
    set(labels "${arg_LABELS}")
  endif()
  set(args "${arg_ARGS}")

  # One script a call and configuration; ctest reads the one of the configuration it tests.
  get_property(count DIRECTORY PROPERTY replisim_scenario_calls)
  math(EXPR count "0${count} + 1")
  set_property(DIRECTORY PROPERTY replisim_scenario_calls ${count})
  set(script "${CMAKE_CURRENT_BINARY_DIR}/replisim_scenarios-${count}")
  configure_file("${CMAKE_CURRENT_FUNCTION_LIST_DIR}/scenario_tests.cmake.in"
    "${script}.cmake.in" @ONLY)
  file(GENERATE OUTPUT "${script}-$<CONFIG>.cmake" INPUT "${script}.cmake.in")
  file(WRITE "${script}.cmake"
    "set(config \"${CMAKE_BUILD_TYPE}\")\n"
    "if(CTEST_CONFIGURATION_TYPE)\n"
    "  set(config \"\${CTEST_CONFIGURATION_TYPE}\")\n"
    "endif()\n"
    "include(\"${script}-\${config}.cmake\")\n")
  set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES "${script}.cmake")
endfunction()
