# SPDX-License-Identifier: BSL-1.0
#
# A project that has the sources of the library in its own build.
include(${CMAKE_CURRENT_LIST_DIR}/steps.cmake)

# With the library's own warnings on, so that they would be seen if they leaked.
run(${CMAKE_COMMAND} -G ${GENERATOR} -S ${CMAKE_CURRENT_LIST_DIR}/subdirectory -B ${WORK}
  -D CMAKE_CXX_COMPILER=${COMPILER} -D DBAPI_SOURCE=${SOURCE} -D DBAPI_DRIVER_LIBPQ=OFF -D DBAPI_STRICT=ON
  -D CMAKE_EXPORT_COMPILE_COMMANDS=ON -D CMAKE_COLOR_DIAGNOSTICS=OFF)
run(${CMAKE_COMMAND} --build ${WORK})
run_program(${WORK}/program)

file(READ ${WORK}/compile_commands.json commands)
string(JSON count LENGTH "${commands}")
math(EXPR last "${count} - 1")
set(seen FALSE)
foreach(i RANGE ${last})
  string(JSON file GET "${commands}" ${i} file)
  if(NOT file MATCHES "/program\\.cpp$")
    continue()
  endif()
  set(seen TRUE)
  string(JSON command GET "${commands}" ${i} command)
  if(command MATCHES " (-W[^ ]*|-f[^ ]*|-D[^ ]*)")
    if(NOT CMAKE_MATCH_1 STREQUAL "-DBOOST_ALL_NO_LIB")
      message(FATAL_ERROR "${CMAKE_MATCH_1} leaked:\n${command}")
    endif()
  endif()
endforeach()
if(NOT seen)
  message(FATAL_ERROR "program.cpp was not compiled")
endif()

# Whoever includes the sources installs what he wants, not what is here.
file(REMOVE_RECURSE ${WORK}/prefix)
run(${CMAKE_COMMAND} --install ${WORK} --prefix ${WORK}/prefix)
file(GLOB_RECURSE installed ${WORK}/prefix/*)
if(installed)
  message(FATAL_ERROR "installed: ${installed}")
endif()
