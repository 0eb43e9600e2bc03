// SPDX-License-Identifier: BSL-1.0
//
// PEP 249's module: the globals and the constructor.
#include <dbapi/conformance/context.hpp>
#include <dbapi/globals.hpp>

#include "../suite.hpp"

namespace dbapi::conformance {
namespace {

void connect_gives_an_open_connection(Context& context) {
    const auto conn = context.connect();
    context.require(conn != nullptr, "connect() gives a connection");
    context.check(!conn->is_closed(), "the connection is open");
    context.equal(conn->driver_name(), context.driver().name(), "the connection names its driver");
    conn->execute("SELECT 1");
}

void threadsafety_is_a_level(Context& context) {
    const int level = static_cast<int>(context.driver().threadsafety());
    context.check(level >= 0 && level <= 3, "threadsafety is 0 to 3");
}

constexpr Case group[] = {
    {"module.connect_gives_an_open_connection",
     {1},
     "connect() gives an open connection.",
     connect_gives_an_open_connection},
    {"module.threadsafety_is_a_level",
     {5},
     "threadsafety is one of the levels 0 to 3.",
     threadsafety_is_a_level},
};

}  // namespace

Group module_cases() { return group; }

}  // namespace dbapi::conformance
