// SPDX-License-Identifier: BSL-1.0
//
// A pool of SQLite connections, whose sessions cannot be reset.
#include <doctest/doctest.h>

#include <dbapi/pool.hpp>
#include <memory>

#include "fixtures.hpp"

using namespace dbapi;
using namespace std::chrono_literals;

TEST_CASE("a session is kept with the PRAGMA of on_connect, and replaced behind one of the program's") {
    const fixtures::TemporaryDirectory directory;
    const Driver* const drivers[] = {&dbapi::sqlite::driver()};
    Pool pool({.dsn = directory.url("pool.db")}, drivers,
              {.max_size = 1, .reset = ResetPolicy::always, .on_connect = [](Connection& connection) {
                   connection.execute("PRAGMA cache_size = 123");
               }});
    const auto cache_size = [](Connection& connection) {
        return connection.execute("PRAGMA main.cache_size").scalar<int>();
    };
    pool.connection()->execute("SELECT 1");
    pool.connection()->reset();
    CHECK(pool.connection()->is_usable());
    CHECK(pool.statistics().created == 1);
    {
        const auto lease = pool.connection();
        CHECK(cache_size(*lease) == 123);
        lease->execute("PRAGMA cache_size = 77");
        CHECK_THROWS_AS(lease->reset(), NotSupportedError);
    }
    CHECK(cache_size(*pool.connection()) == 123);
    CHECK(pool.statistics().created == 2);
    CHECK(pool.close(20s));
}
