# SPDX-License-Identifier: BSL-1.0
#
# The project as shared libraries: it builds, and exceptions cross their borders.
include(${CMAKE_CURRENT_LIST_DIR}/steps.cmake)

run(${CMAKE_COMMAND} -G ${GENERATOR} -S ${SOURCE} -B ${WORK} -D CMAKE_CXX_COMPILER=${COMPILER}
  -D CMAKE_BUILD_TYPE=Debug -D CMAKE_CXX_FLAGS_DEBUG= -D BUILD_SHARED_LIBS=ON -D DBAPI_DRIVER_LIBPQ=OFF
  -D DBAPI_BUILD_EXAMPLES=OFF)
run(${CMAKE_COMMAND} --build ${WORK} --target shared_tests dbapi_drivers)
run(${CMAKE_CTEST_COMMAND} --test-dir ${WORK} -R "^shared\\.exceptions$" --no-tests=error --output-on-failure)

# What is installed is found by a project outside, too.
file(REMOVE_RECURSE ${WORK}/prefix ${WORK}/outside)
run(${CMAKE_COMMAND} --install ${WORK} --prefix ${WORK}/prefix)
file(GLOB libraries ${WORK}/prefix/${LIBDIR}/libdbapi*.so)
list(LENGTH libraries count)
if(NOT count EQUAL 3)
  message(FATAL_ERROR "installed as shared libraries: ${libraries}")
endif()
run(${CMAKE_COMMAND} -G ${GENERATOR} -S ${CMAKE_CURRENT_LIST_DIR}/find_package -B ${WORK}/outside
  -D CMAKE_CXX_COMPILER=${COMPILER} -D CMAKE_PREFIX_PATH=${WORK}/prefix "-DCOMPONENTS=drivers sqlite")
run(${CMAKE_COMMAND} --build ${WORK}/outside)
run_program(${WORK}/outside/program)
run_program(${WORK}/outside/one_driver)
