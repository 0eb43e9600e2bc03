# SPDX-License-Identifier: BSL-1.0
#
# Programs that are compiled by hand with what pkg-config says.
include(${CMAKE_CURRENT_LIST_DIR}/steps.cmake)

file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK})
set(directory ${PREFIX}/${LIBDIR})
set(flags -std=c++20 -Wl,-rpath,${directory})
if(SANITIZE)
  list(APPEND flags -fsanitize=${SANITIZE})
endif()

# build(<program> <package> [option…]) compiles, links and runs a program against one package.
function(build program package)
  run(${CMAKE_COMMAND} -E env PKG_CONFIG_PATH=${directory}/pkgconfig
    ${PKG_CONFIG} --cflags --libs ${ARGN} ${package})
  separate_arguments(package_flags UNIX_COMMAND "${output}")
  run(${COMPILER} ${flags} ${CMAKE_CURRENT_LIST_DIR}/${program}.cpp -o ${WORK}/${program} ${package_flags})
  run_program(${WORK}/${program})
endfunction()

build(program dbapi-drivers)
build(one_driver dbapi-sqlite)
# Not for dbapi-drivers: --static wants the archives of what libpq needs, which Debian does not ship with it.
build(one_driver dbapi-sqlite --static)

run(${CMAKE_COMMAND} -E env PKG_CONFIG_PATH=${directory}/pkgconfig ${PKG_CONFIG} --modversion dbapi)
if(NOT output MATCHES "^[0-9]+\\.[0-9]+\\.[0-9]+\n$")
  message(FATAL_ERROR "the version is ${output}")
endif()
