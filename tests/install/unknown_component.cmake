# SPDX-License-Identifier: BSL-1.0
#
# A project that asks for a component which does not exist is told so while it is configured.
include(${CMAKE_CURRENT_LIST_DIR}/steps.cmake)

file(REMOVE_RECURSE ${WORK})
execute_process(
  COMMAND ${configure} -S ${CMAKE_CURRENT_LIST_DIR}/find_package -B ${WORK} -D CMAKE_PREFIX_PATH=${PREFIX}
    "-DCOMPONENTS=drivers oracle"
  RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(result EQUAL 0)
  message(FATAL_ERROR "configured with an unknown component:\n${output}")
endif()
if(NOT output MATCHES "built without the component +oracle")
  message(FATAL_ERROR "the message does not tell the component:\n${output}")
endif()
