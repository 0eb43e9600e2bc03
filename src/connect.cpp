// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <dbapi/connect.hpp>
#include <dbapi/errors.hpp>
#include <string>

#include "find_driver.hpp"

namespace dbapi {
namespace {

[[noreturn]] void throw_unknown(std::span<const Driver* const> drivers) {
    std::string message = "no driver takes this URL; the known schemes are";
    for (const char* separator = " "; const Driver* driver : drivers) {
        for (const auto scheme : driver->schemes()) {
            message += separator + std::string(scheme) + ":";
            separator = ", ";
        }
    }
    throw ProgrammingError(message);
}

}  // namespace

const Driver& detail::find_driver(std::string_view dsn, std::span<const Driver* const> drivers) {
    const auto found = std::find_if(drivers.begin(), drivers.end(),
                                    [&](const Driver* driver) { return driver->accepts(dsn); });
    if (found == drivers.end()) throw_unknown(drivers);
    return **found;
}

std::shared_ptr<Connection> connect(const ConnectOptions& options, std::span<const Driver* const> drivers) {
    return detail::find_driver(options.dsn, drivers).connect(options);
}

}  // namespace dbapi
