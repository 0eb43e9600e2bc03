// SPDX-License-Identifier: BSL-1.0
//
// After fork() the session is the parent's: the child's use throws, and whatever the child destroys leaves it
// working.
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <iostream>
#include <memory>
#include <string>

#include "support/database.hpp"

namespace {

using testing::connect;
using testing::Table;

/// Runs the function in a child process; returns what it returned, or 99 after an exception that came out of
/// it.
int in_child(const std::function<int()>& run) {
    std::cout.flush();  // or the child could write it again
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        int answer = 99;
        try {
            answer = run();
        } catch (...) {
        }
        _exit(answer);
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status));
    return WEXITSTATUS(status);
}

template <class F>
bool is_refused(F&& use) {
    try {
        use();
    } catch (const dbapi::InterfaceError&) {
        return true;
    }
    return false;
}

struct Fixture {
    Table table{"id INT PRIMARY KEY"};
    std::shared_ptr<dbapi::Connection> conn = connect();
    std::unique_ptr<dbapi::Cursor> cursor = conn->cursor();

    /// The parent's transaction, begun before the fork, is whole and can be committed.
    void check_parent() {
        CHECK(conn->is_usable());
        CHECK(conn->execute(table.sql("SELECT count(*) FROM {}")).scalar<int>() == 1);
        conn->execute(table.sql("INSERT INTO {} VALUES (2)"));
        conn->commit();
        CHECK(table.count() == 2);
    }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "every use of a connection in the child throws InterfaceError") {
    cursor->execute(table.sql("INSERT INTO {} VALUES (1)"));
    auto read = conn->execute("SELECT 1 AS n UNION ALL SELECT 2");
    CHECK(read.fetchone());
    const int failed = in_child([&] {
        if (!is_refused([&] { conn->execute("SELECT 1"); })) return 1;
        if (!is_refused([&] { cursor->execute("SELECT 1"); })) return 2;
        if (!is_refused([&] { cursor->executemany("SELECT ?", {{1}}); })) return 3;
        if (!is_refused([&] { static_cast<void>(read.fetchone()); })) return 4;
        if (!is_refused([&] { conn->commit(); })) return 5;
        if (!is_refused([&] { conn->rollback(); })) return 6;
        if (!is_refused([&] { conn->begin(); })) return 7;
        if (!is_refused([&] { conn->cancel(); })) return 8;
        if (!is_refused([&] { static_cast<void>(conn->cursor()); })) return 9;
        if (!is_refused([&] { conn->set_autocommit(true); })) return 10;
        if (!is_refused([&] { static_cast<void>(conn->stream("SELECT 1")); })) return 11;
        if (conn->is_usable()) return 12;
        if (conn->transaction_status() != dbapi::TransactionStatus::unknown) return 13;
        if (conn->is_closed()) return 14;
        return 0;
    });
    CHECK(failed == 0);
    CHECK(read.fetchone());
    check_parent();
}

TEST_CASE_FIXTURE(Fixture, "closing in the child leaves the parent's session alone") {
    cursor->execute(table.sql("INSERT INTO {} VALUES (1)"));
    const int failed = in_child([&] {
        cursor->close();
        conn->close();
        return cursor->is_closed() && conn->is_closed() ? 0 : 1;
    });
    CHECK(failed == 0);
    check_parent();
}

TEST_CASE_FIXTURE(Fixture, "destroying in the child leaves the parent's session alone") {
    cursor->execute(table.sql("INSERT INTO {} VALUES (1)"));
    const int failed = in_child([&] {
        cursor.reset();
        conn.reset();
        return 0;
    });
    CHECK(failed == 0);
    check_parent();
}

TEST_CASE_FIXTURE(Fixture, "an open stream goes on in the parent, whatever the child does to it") {
    cursor->execute(table.sql("INSERT INTO {} VALUES (1)"));
    const std::string sql =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT i FROM n";
    auto stream = std::make_unique<dbapi::Result>(conn->stream(sql));
    CHECK(stream->fetchone());
    CHECK(in_child([&] { return is_refused([&] { static_cast<void>(stream->fetchone()); }) ? 0 : 1; }) == 0);
    CHECK(in_child([&] {
              stream->close();
              return 0;
          }) == 0);
    CHECK(in_child([&] {
              stream.reset();
              cursor.reset();
              conn.reset();
              return 0;
          }) == 0);
    CHECK(stream->fetchall().size() == 19'999);
    check_parent();
}

TEST_CASE_FIXTURE(Fixture, "the child may connect for itself") {
    conn->execute(table.sql("INSERT INTO {} VALUES (1)"));
    conn->commit();
    const int failed = in_child([&] {
        const auto own = connect();
        own->execute(table.sql("INSERT INTO {} VALUES (3)"));
        own->commit();
        own->execute(table.sql("DELETE FROM {} WHERE id = 3"));
        own->commit();
        return own->execute(table.sql("SELECT count(*) FROM {}")).scalar<int>() == 1 ? 0 : 1;
    });
    CHECK(failed == 0);
    check_parent();
}
