// SPDX-License-Identifier: BSL-1.0
//
// The entry point of a driver in a shared library of its own, for load_driver(). One line in one .cpp:
//
//     DBAPI_DRIVER_ENTRY(mine::driver)
#pragma once

#include <cstdint>
#include <dbapi/driver.hpp>
#include <dbapi/version.hpp>

namespace dbapi::driver {

/// What the entry point returns. The first two members never change, so that a library which was built for
/// another version of dbapi can be refused before anything else of it is used.
struct Entry {
    std::uint32_t version;        ///< entry_version of the headers that the driver was built with.
    const char* library_version;  ///< Their release, such as "0.1.0".
    const Driver& (*driver)();    ///< Returns the driver; lifetime: static, as the library is never unloaded.
};

/// Changes with every change of a class that a driver derives from or hands over: drivers are C++, built with
/// the same compiler and standard library as the core.
inline constexpr std::uint32_t entry_version = 1;

}  // namespace dbapi::driver

/// Defines the entry point, at namespace scope: `function` takes nothing and returns a const dbapi::Driver&.
#define DBAPI_DRIVER_ENTRY(function)                                                                         \
    extern "C" __attribute__((visibility("default"))) const dbapi::driver::Entry* dbapi_driver_entry();      \
    extern "C" const dbapi::driver::Entry* dbapi_driver_entry() {                                            \
        static constexpr dbapi::driver::Entry entry{dbapi::driver::entry_version, DBAPI_VERSION, &function}; \
        return &entry;                                                                                       \
    }
