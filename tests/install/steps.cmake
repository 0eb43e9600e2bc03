# SPDX-License-Identifier: BSL-1.0
#
# What the scripts of this directory have in common.

# run(<command…>) runs a command; the test ends with its output when it fails. The output is in `output` afterwards.
function(run)
  execute_process(COMMAND ${ARGV} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    list(JOIN ARGV " " command)
    message(FATAL_ERROR "${command}\nfailed (${result}):\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

# run_program(<path>) runs a program that uses the library, and checks what it prints.
function(run_program program)
  run(${program})
  if(NOT output STREQUAL "3 ann\n")
    message(FATAL_ERROR "${program} printed:\n${output}")
  endif()
endfunction()

# What every configuration of an outside project gets.
set(configure ${CMAKE_COMMAND} -G ${GENERATOR} -D CMAKE_CXX_COMPILER=${COMPILER} -D CMAKE_BUILD_TYPE=${CONFIG})
if(SANITIZE)
  list(APPEND configure -D CMAKE_CXX_FLAGS=-fsanitize=${SANITIZE})
endif()
