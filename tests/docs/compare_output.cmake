# SPDX-License-Identifier: BSL-1.0
#
# cmake -D PROGRAM=… -D EXPECTED=… -P compare_output.cmake: runs the program and compares what it prints.
execute_process(COMMAND ${PROGRAM} OUTPUT_VARIABLE printed RESULT_VARIABLE result)
file(READ ${EXPECTED} expected)
if(NOT result EQUAL 0 OR NOT printed STREQUAL expected)
  message(FATAL_ERROR "exit ${result}; it printed\n${printed}\ninstead of\n${expected}")
endif()
