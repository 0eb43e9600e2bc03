# SPDX-License-Identifier: BSL-1.0
#
# How each of our targets is compiled. Flags are set on targets only, never for a project that includes this one.

# Warnings and sanitizers, for libraries and programs alike.
function(dbapi_compile_options target)
  target_compile_features(${target} PUBLIC cxx_std_20)
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
  if(DBAPI_STRICT)
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
                                             -Wnon-virtual-dtor -Woverloaded-virtual -Werror)
  endif()
  if(DBAPI_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=${DBAPI_SANITIZE} -fno-omit-frame-pointer
                                             -fno-sanitize-recover=all)
    target_link_options(${target} PUBLIC -fsanitize=${DBAPI_SANITIZE})
  endif()
endfunction()

# A library of this project: target dbapi_NAME, known as dbapi::NAME here and where it is installed.
function(dbapi_add_library name)
  set(target dbapi_${name})
  add_library(${target} ${ARGN})
  add_library(dbapi::${name} ALIAS ${target})
  dbapi_compile_options(${target})
  set_target_properties(${target} PROPERTIES
    EXPORT_NAME ${name}
    CXX_VISIBILITY_PRESET hidden
    VISIBILITY_INLINES_HIDDEN ON
    POSITION_INDEPENDENT_CODE ON
    INSTALL_RPATH $<IF:$<PLATFORM_ID:Darwin>,@loader_path,$ORIGIN>  # shared, they find each other wherever they lie
    VERSION ${PROJECT_VERSION}
    SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
  set_property(GLOBAL APPEND PROPERTY DBAPI_LIBRARIES ${target})
endfunction()

# For what waits for databases rather than computes: a third of the time of a build from nothing would go into
# optimising it and describing its types to debuggers. Who works on dbapi wants that; who installs it does not.
function(dbapi_compile_quickly target)
  if(DBAPI_QUICK_BUILD)
    target_compile_options(${target} PRIVATE "$<$<CONFIG:Release,RelWithDebInfo>:-O1;-g1>")
  endif()
endfunction()

# A program of this project; it lands in <build>/bin.
function(dbapi_add_program name)
  add_executable(${name} ${ARGN})
  dbapi_compile_options(${name})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
endfunction()
