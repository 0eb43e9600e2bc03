# SPDX-License-Identifier: BSL-1.0
#
# Installs the libraries, their headers, a CMake package with components, and a pkg-config file each.
include(CMakePackageConfigHelpers)

get_property(libraries GLOBAL PROPERTY DBAPI_LIBRARIES)
get_property(drivers GLOBAL PROPERTY DBAPI_DRIVERS)
get_property(packages GLOBAL PROPERTY DBAPI_PACKAGES)
list(JOIN packages " " packages)

install(TARGETS ${libraries} EXPORT dbapi
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
  RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/dbapi DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN *.hpp)
foreach(driver IN LISTS drivers)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/drivers/${driver}/include/dbapi DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
    FILES_MATCHING PATTERN *.hpp)
endforeach()
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/dbapi)
install(EXPORT dbapi NAMESPACE dbapi:: FILE dbapiTargets.cmake DESTINATION ${package_dir})
configure_package_config_file(${PROJECT_SOURCE_DIR}/src/cmake/dbapiConfig.cmake.in ${PROJECT_BINARY_DIR}/dbapiConfig.cmake
  INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/dbapiConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/dbapiConfig.cmake ${PROJECT_BINARY_DIR}/dbapiConfigVersion.cmake
  DESTINATION ${package_dir})

# pkg-config: dbapi is the core, dbapi-NAME a driver, dbapi-drivers all of them. Like the CMake package, they are found
# by where they lie, so that `cmake --install --prefix` may put them anywhere.
set(pc_dir ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig)
file(RELATIVE_PATH pc_prefix ${pc_dir} ${CMAKE_INSTALL_PREFIX})
string(REGEX REPLACE "/$" "" PC_PREFIX "\${pcfiledir}/${pc_prefix}")
function(dbapi_install_pc file description requires requires_private library)
  set(PC_NAME ${file})
  set(PC_DESCRIPTION ${description})
  if(NOT BUILD_SHARED_LIBS)
    # Our archives need the C library in every program; --static is for those who want an archive of that as well.
    string(JOIN ", " requires ${requires} ${requires_private})
    set(requires_private "")
  endif()
  set(PC_REQUIRES ${requires})
  set(PC_REQUIRES_PRIVATE ${requires_private})
  set(PC_LIBRARY ${library})
  configure_file(${PROJECT_SOURCE_DIR}/src/cmake/dbapi.pc.in ${PROJECT_BINARY_DIR}/${file}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/${file}.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endfunction()

dbapi_install_pc(dbapi "PEP 249 for C++" "" "" dbapi)
set(driver_files "")
foreach(driver IN LISTS drivers)
  set(c_library_libpq libpq)
  set(c_library_sqlite sqlite3)
  dbapi_install_pc(dbapi-${driver} "The ${driver} driver of dbapi" dbapi "${c_library_${driver}}" dbapi_${driver})
  list(APPEND driver_files dbapi-${driver})
endforeach()
list(JOIN driver_files ", " driver_files)
dbapi_install_pc(dbapi-drivers "The drivers of dbapi, by URL" "${driver_files}" "" dbapi_drivers)
if(TARGET dbapi_conformance)
  dbapi_install_pc(dbapi-conformance "The conformance kit of dbapi" dbapi "" dbapi_conformance)
endif()
