// SPDX-License-Identifier: BSL-1.0
//
// After fork(): the child lets go of its parent's database without a word to SQLite.
#include <doctest/doctest.h>

#include <sys/wait.h>
#include <unistd.h>

#include "fixtures.hpp"

using fixtures::caught;
using fixtures::memory;

TEST_CASE("a child process may drop its parent's connection, and its transaction stays") {
    const fixtures::TemporaryDirectory directory;
    auto connection = memory({.dsn = directory.url("a.db")});
    connection->execute("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)");
    auto cursor = connection->cursor({.stream = true});
    cursor->execute("SELECT a FROM t");
    CHECK(cursor->fetchone().has_value());

    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        const bool is_refused = caught([&] { (void)cursor->fetchone(); }).error_class == "InterfaceError";
        cursor.reset();
        connection.reset();
        const bool can_connect_anew = memory()->execute("SELECT 1").scalar<int>() == 1;
        _exit(is_refused && can_connect_anew ? 0 : 1);
    }
    int status = -1;
    REQUIRE(waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);

    CHECK(cursor->fetchone().has_value());
    cursor->close();
    connection->commit();
    CHECK(connection->execute("SELECT count(*) FROM t").scalar<int>() == 2);
}
