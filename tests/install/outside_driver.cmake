# SPDX-License-Identifier: BSL-1.0
#
# A driver that somebody else wrote, on the installed package: it builds, and keeps what a driver promises.
include(${CMAKE_CURRENT_LIST_DIR}/steps.cmake)

file(REMOVE_RECURSE ${WORK})
run(${configure} -S ${CMAKE_CURRENT_LIST_DIR}/outside_driver -B ${WORK} -D CMAKE_PREFIX_PATH=${PREFIX}
  -D CMAKE_FIND_USE_PACKAGE_REGISTRY=OFF)
run(${CMAKE_COMMAND} --build ${WORK})

# The kit passes, and most of its cases by being passed rather than by being declared.
function(run_kit)
  run(${WORK}/conformance_test)
  if(NOT output MATCHES "([0-9]+) passed, [^\n]* of ([0-9]+) cases")
    message(FATAL_ERROR "the kit does not tell its numbers:\n${output}")
  endif()
  message(STATUS "${CMAKE_MATCH_0}")
  math(EXPR percent "100 * ${CMAKE_MATCH_1} / ${CMAKE_MATCH_2}")
  if(percent LESS 60)
    message(FATAL_ERROR "${percent} % of the cases are too few to pass")
  endif()
endfunction()

# By DATABASE_URL: the semicolons would make a list of an argument.
set(ENV{DATABASE_URL} "odbc:Driver=SQLite3;Database=${WORK}/smoke.db;Timeout=2000;JournalMode=WAL")
run_program(${WORK}/smoke)
run_kit()

# The same program on another database: ./dev test starts one.
if("$ENV{DBAPI_TEST_POSTGRESQL_URL}" MATCHES "^postgresql://([^:@/]+):([^@/]+)@([^:/]+):([0-9]+)/([^?]+)$")
  set(ENV{DATABASE_URL} "odbc:Driver=PostgreSQL Unicode;Server=${CMAKE_MATCH_3};Port=${CMAKE_MATCH_4};\
Uid=${CMAKE_MATCH_1};Pwd=${CMAKE_MATCH_2};Database=${CMAKE_MATCH_5}")
  run_program(${WORK}/smoke)
  run_kit()
endif()
