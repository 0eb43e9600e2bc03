# SPDX-License-Identifier: BSL-1.0
#
# A project that finds the installed package.
include(${CMAKE_CURRENT_LIST_DIR}/steps.cmake)

file(REMOVE_RECURSE ${WORK})
run(${configure} -S ${CMAKE_CURRENT_LIST_DIR}/find_package -B ${WORK} -D CMAKE_PREFIX_PATH=${PREFIX}
  "-DCOMPONENTS=drivers sqlite" -D CMAKE_FIND_USE_PACKAGE_REGISTRY=OFF)
run(${CMAKE_COMMAND} --build ${WORK})
run_program(${WORK}/program)
run_program(${WORK}/one_driver)

# The package lies where it was put, and names neither the sources nor the build.
file(GLOB files ${PREFIX}/${LIBDIR}/cmake/dbapi/*.cmake ${PREFIX}/${LIBDIR}/pkgconfig/*.pc)
foreach(file IN LISTS files)
  file(READ ${file} text)
  foreach(directory IN ITEMS ${SOURCE}/ ${BUILD}/)
    string(FIND "${text}" ${directory} at)
    if(NOT at EQUAL -1)
      message(FATAL_ERROR "${file} names ${directory}")
    endif()
  endforeach()
endforeach()
