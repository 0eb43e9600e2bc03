// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <dbapi/connect.hpp>
#include <dbapi/errors.hpp>
#include <string>

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

std::shared_ptr<Connection> connect(const ConnectOptions& options, std::span<const Driver* const> drivers) {
    const auto found = std::find_if(drivers.begin(), drivers.end(),
                                    [&](const Driver* driver) { return driver->accepts(options.dsn); });
    if (found == drivers.end()) throw_unknown(drivers);
    return (*found)->connect(options);
}

}  // namespace dbapi
