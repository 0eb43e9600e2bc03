// SPDX-License-Identifier: BSL-1.0
//
// dbapi's program: the routes of its public interface.
#include "dbapi_routes.hpp"

int main(int argc, char** argv) {
    const auto routes = bench::join(bench::dbapi_read_routes(), bench::dbapi_write_routes());
    return bench::run_program("dbapi", routes, argc, argv);
}
