// SPDX-License-Identifier: BSL-1.0
//
// After fork(): the child lets go of its parent's database without a word to SQLite.
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixtures.hpp"

using fixtures::caught;
using fixtures::memory;

namespace {

/// Whether this process has the file open; true where the system does not tell.
bool has_open(const std::string& file) {
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd", error)) {
        if (std::filesystem::read_symlink(entry, error) == file) return true;
    }
    return !std::filesystem::exists("/proc/self/fd");
}

/// Runs the action in a child process; whether it returned true there.
template <class F>
bool holds_in_child(F&& action) {
    const pid_t child = fork();
    if (child == 0) _exit(action() ? 0 : 1);
    int status = -1;
    return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

TEST_CASE("a child process may drop its parent's connection, and its transaction stays") {
    const fixtures::TemporaryDirectory directory;
    auto connection = memory({.dsn = directory.url("a.db")});
    connection->execute("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)");

    SUBCASE("while it is idle, which does not close the file") {
        CHECK(holds_in_child([&] {
            connection.reset();
            return has_open(directory.file("a.db"));
        }));
    }
    SUBCASE("while a stream is open") {
        auto cursor = connection->cursor({.stream = true});
        cursor->execute("SELECT a FROM t");
        CHECK(cursor->fetchone().has_value());
        CHECK(holds_in_child([&] {
            const bool is_refused = caught([&] { (void)cursor->fetchone(); }).error_class == "InterfaceError";
            cursor.reset();
            connection.reset();
            return is_refused && memory()->execute("SELECT 1").scalar<int>() == 1;
        }));
        CHECK(cursor->fetchone().has_value());
        cursor->close();
    }
    connection->commit();
    CHECK(connection->execute("SELECT count(*) FROM t").scalar<int>() == 2);
}
