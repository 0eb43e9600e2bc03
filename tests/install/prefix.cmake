# SPDX-License-Identifier: BSL-1.0
#
# Installs the build into a directory of its own, for the tests that use what is installed.
include(${CMAKE_CURRENT_LIST_DIR}/steps.cmake)

file(REMOVE_RECURSE ${PREFIX})
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${PREFIX} --config ${CONFIG})

foreach(file IN ITEMS include/dbapi/dbapi.hpp include/dbapi/driver/statement.hpp
    include/dbapi/adapters/nlohmann_json.hpp include/dbapi/sqlite/driver.hpp
    ${LIBDIR}/cmake/dbapi/dbapiConfig.cmake ${LIBDIR}/pkgconfig/dbapi-drivers.pc)
  if(NOT EXISTS ${PREFIX}/${file})
    message(FATAL_ERROR "${file} was not installed")
  endif()
endforeach()

# Nothing but what is meant for others: no tests, no private headers.
file(GLOB_RECURSE installed RELATIVE ${PREFIX} ${PREFIX}/*)
foreach(file IN LISTS installed)
  if(NOT file MATCHES "^(include/dbapi/.+\\.hpp|(${LIBDIR}|lib)/(libdbapi[a-z_]*\\.(a|so|so\\.[0-9.]+)|cmake/dbapi/.+\\.cmake|pkgconfig/dbapi.*\\.pc)|share/doc/dbapi/LICENSE|bin/dbapi)$")
    message(FATAL_ERROR "${file} was installed")
  endif()
endforeach()
