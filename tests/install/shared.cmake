# SPDX-License-Identifier: BSL-1.0
#
# The project as shared libraries: it builds, exceptions cross their borders, and a driver from outside can be loaded.
include(${CMAKE_CURRENT_LIST_DIR}/steps.cmake)

run(${CMAKE_COMMAND} -G ${GENERATOR} -S ${SOURCE} -B ${WORK} -D CMAKE_CXX_COMPILER=${COMPILER}
  -D CMAKE_BUILD_TYPE=Debug -D CMAKE_CXX_FLAGS_DEBUG= -D BUILD_SHARED_LIBS=ON -D DBAPI_DRIVER_LIBPQ=OFF
  -D DBAPI_BUILD_EXAMPLES=OFF)
run(${CMAKE_COMMAND} --build ${WORK} --target shared_tests dbapi_drivers dbapi_conformance dbapi_cli)
run(${CMAKE_CTEST_COMMAND} --test-dir ${WORK} -R "^shared\\.exceptions$" --no-tests=error --output-on-failure)

# What is installed is found by a project outside, too.
file(REMOVE_RECURSE ${WORK}/prefix ${WORK}/outside)
run(${CMAKE_COMMAND} --install ${WORK} --prefix ${WORK}/prefix)
file(GLOB libraries ${WORK}/prefix/${LIBDIR}/libdbapi*.so)
list(LENGTH libraries count)
if(NOT count EQUAL 4)
  message(FATAL_ERROR "installed as shared libraries: ${libraries}")
endif()
run(${CMAKE_COMMAND} -G ${GENERATOR} -S ${CMAKE_CURRENT_LIST_DIR}/find_package -B ${WORK}/outside
  -D CMAKE_CXX_COMPILER=${COMPILER} -D CMAKE_PREFIX_PATH=${WORK}/prefix "-DCOMPONENTS=drivers sqlite")
run(${CMAKE_COMMAND} --build ${WORK}/outside)
run_program(${WORK}/outside/program)
run_program(${WORK}/outside/one_driver)

# The command line loads a driver that knows nothing but what is installed.
if(ODBC)
  file(REMOVE_RECURSE ${WORK}/odbc)
  run(${CMAKE_COMMAND} -G ${GENERATOR} -S ${CMAKE_CURRENT_LIST_DIR}/outside_driver -B ${WORK}/odbc
    -D CMAKE_CXX_COMPILER=${COMPILER} -D CMAKE_PREFIX_PATH=${WORK}/prefix)
  run(${CMAKE_COMMAND} --build ${WORK}/odbc --target odbc_module)
  # By the environment: the semicolons would make a list of an argument.
  set(ENV{ODBC_URL} "odbc:Driver=SQLite3;Database=${WORK}/odbc/loaded.db;Timeout=2000;JournalMode=WAL")
  set(conformance "${WORK}/prefix/bin/dbapi conformance")
  run(sh -c "${conformance} \"$ODBC_URL\" --driver ${WORK}/odbc/odbc.so --profile sqlite --only 'fetch.*'")
  if(NOT output MATCHES "0 failed")
    message(FATAL_ERROR "the loaded driver:\n${output}")
  endif()
endif()
