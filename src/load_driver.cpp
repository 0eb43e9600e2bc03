// SPDX-License-Identifier: BSL-1.0
#include <dbapi/driver/entry.hpp>
#include <dbapi/errors.hpp>
#include <dbapi/load_driver.hpp>

#if defined(DBAPI_SHARED)
#include <dlfcn.h>
#endif

namespace dbapi {

#if defined(DBAPI_SHARED)

const Driver& load_driver(const std::string& path) {
    // RTLD_LOCAL: drivers must not find each other's symbols. What is loaded stays.
    void* const library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (!library) throw OperationalError("cannot load the driver: " + std::string(dlerror()));
    using EntryPoint = const driver::Entry* (*)();
    const auto entry_point = reinterpret_cast<EntryPoint>(dlsym(library, "dbapi_driver_entry"));
    if (!entry_point) throw InterfaceError(path + " is no driver of dbapi: it has no dbapi_driver_entry");
    const driver::Entry& entry = *entry_point();
    if (entry.version != driver::entry_version) {
        throw InterfaceError(path + " was built for dbapi " + entry.library_version + ", and this is " +
                             DBAPI_VERSION + ": build it again");
    }
    return entry.driver();
}

#else

// The library would bring a core of its own, with other exception classes and other type information.
const Driver& load_driver(const std::string&) {
    throw NotSupportedError(
        "drivers cannot be loaded: this program has dbapi in it as a static library; build dbapi with "
        "BUILD_SHARED_LIBS=ON");
}

#endif

}  // namespace dbapi
