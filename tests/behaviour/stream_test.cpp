// SPDX-License-Identifier: BSL-1.0
//
// Streaming cursors: rows come while they are read, the connection is theirs meanwhile, and they end in every
// way.
#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <tuple>
#include <vector>

#include "support/database.hpp"

namespace {

using namespace std::chrono_literals;
using dbapi::TransactionStatus;
using testing::connect;
using testing::Table;

std::string numbers(int count) {
    return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " +
           std::to_string(count) + ") SELECT i, 'row ' || i AS t FROM n";
}

/// Fails at the 500th of its rows.
std::string failing() {
    if (!testing::is_sqlite()) return "SELECT 1 / (500 - i) FROM generate_series(1, 1000) AS g(i)";
    return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) "
           "SELECT abs(CASE WHEN i = 500 THEN -9223372036854775807 - 1 ELSE i END) FROM n";
}

}  // namespace

TEST_CASE("a stream gives its rows by fetchone, then nothing, and frees the connection") {
    const auto conn = connect();
    const auto cursor = conn->cursor({.stream = true});
    cursor->execute(numbers(3000));
    REQUIRE(cursor->description());
    CHECK(cursor->description()->size() == 2);
    CHECK(cursor->rowcount() == -1);
    for (int i = 1; i <= 3000; ++i) {
        const auto row = cursor->fetchone();
        REQUIRE(row);
        REQUIRE(row->get<int>("i") == i);
    }
    CHECK(cursor->rownumber() == 3000U);
    CHECK_FALSE(cursor->fetchone());
    CHECK_FALSE(cursor->fetchone());
    CHECK(cursor->fetchall().empty());
    CHECK(cursor->rowcount() == 3000);
    CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
    conn->commit();
}

TEST_CASE("all ways of fetching read a stream, at one position") {
    const auto conn = connect();
    auto stream = conn->stream(numbers(5000));
    CHECK(stream.fetchone()->get<std::string>("t") == "row 1");
    const auto some = stream.fetchmany(2);
    REQUIRE(some.size() == 2);
    CHECK(some[1].get<int>("i") == 3);
    CHECK(stream.fetchview()->get<int>(0) == 4);
    CHECK(stream.first<int, std::string>() == std::tuple(5, std::string("row 5")));
    CHECK(stream.fetchmany(0).empty());
    int next = 6;
    for (const auto& [i, t] : stream.rows<int, std::string>()) {
        REQUIRE(i == next);
        if (++next == 100) break;
    }
    for (const auto& row : stream) {
        REQUIRE(row.get<int>(0) == next);
        if (++next == 200) break;
    }
    const auto rest = stream.fetchall();
    CHECK(rest.size() == 4801);
    CHECK(rest.front().get<int>(0) == 200);
    CHECK(rest.back().get<std::string>(1) == "row 5000");
    CHECK(some[0].get<int>(0) == 2);
}

TEST_CASE("a range-for over a temporary stream is safe") {
    std::int64_t sum = 0;
    for (const auto& [i, t] : connect()->stream(numbers(1000)).rows<int, std::string>()) sum += i;
    CHECK(sum == 500'500);
    for (const auto& row : connect()->stream(numbers(10))) sum += row.get<int>(0);
    CHECK(sum == 500'555);
}

TEST_CASE("one, first and scalar read streams") {
    const auto conn = connect();
    CHECK(conn->stream("SELECT 7").scalar<int>() == 7);
    CHECK(conn->stream("SELECT ?, 'x'", 7).one<int, std::string>() == std::tuple(7, std::string("x")));
    CHECK_THROWS_AS(static_cast<void>(conn->stream(numbers(5)).one<int, std::string>()),
                    dbapi::ProgrammingError);
    CHECK_THROWS_AS(static_cast<void>(conn->stream("SELECT 1 WHERE 1 = 0").scalar<int>()),
                    dbapi::ProgrammingError);
    CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
}

TEST_CASE("while a stream is open, every other operation on the connection throws InterfaceError at once") {
    const auto conn = connect();
    auto stream = conn->stream(numbers(5000));
    const auto other = conn->cursor();
    const auto other_stream = conn->cursor({.stream = true});
    CHECK(stream.fetchone());
    CHECK_THROWS_AS(other->execute("SELECT 1"), dbapi::InterfaceError);
    CHECK_THROWS_AS(other_stream->execute("SELECT 1"), dbapi::InterfaceError);
    CHECK_THROWS_AS(other->executemany("SELECT ?", {{1}}), dbapi::InterfaceError);
    CHECK_THROWS_AS(conn->execute("SELECT 1"), dbapi::InterfaceError);
    CHECK_THROWS_AS(conn->commit(), dbapi::InterfaceError);
    CHECK_THROWS_AS(conn->begin(), dbapi::InterfaceError);
    CHECK_THROWS_AS(conn->set_autocommit(true), dbapi::InterfaceError);
    CHECK_THROWS_AS(stream.cursor().execute("SELECT 1"), dbapi::InterfaceError);
    CHECK_THROWS_AS(stream.cursor().executemany("SELECT ?", {{1}}), dbapi::InterfaceError);
    CHECK(stream.fetchone()->get<int>(0) == 2);  // and it goes on
    CHECK(stream.fetchall().size() == 4998);
    CHECK(other->execute("SELECT 1").scalar<int>() == 1);
}

TEST_CASE("rows of a buffered cursor can be read while a stream is open") {
    const auto conn = connect();
    auto buffered = conn->execute(numbers(3));
    auto stream = conn->stream(numbers(5000));
    CHECK(stream.fetchone());
    CHECK(buffered.fetchall().size() == 3);
    CHECK(stream.fetchone());
}

TEST_CASE("closing a stream in the middle frees the connection and keeps the transaction") {
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect();
    conn->execute(table.sql("INSERT INTO {} VALUES (1)"));
    auto stream = conn->stream(numbers(20'000));
    CHECK(stream.fetchmany(10).size() == 10);
    stream.close();
    CHECK_THROWS_AS(static_cast<void>(stream.fetchone()), dbapi::InterfaceError);
    CHECK(conn->transaction_status() == TransactionStatus::active);
    conn->execute(table.sql("INSERT INTO {} VALUES (2)"));
    conn->commit();
    CHECK(table.count() == 2);
}

TEST_CASE("rollback ends an open stream, and a later fetch throws InterfaceError") {
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect();
    conn->execute(table.sql("INSERT INTO {} VALUES (1)"));
    const auto cursor = conn->cursor({.stream = true});
    cursor->execute(numbers(5000));
    const auto view = cursor->fetchview();
    REQUIRE(view);
    conn->rollback();
    CHECK(conn->transaction_status() == TransactionStatus::idle);
    CHECK_THROWS_AS(static_cast<void>(view->get<std::string>("t")), dbapi::InterfaceError);
    CHECK_THROWS_AS(static_cast<void>(cursor->fetchone()), dbapi::InterfaceError);
    CHECK(table.count() == 0);
    CHECK(cursor->execute("SELECT 2").scalar<int>() == 2);
}

TEST_CASE("a stream destroyed in the middle is ended by the next operation, and the transaction goes on") {
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect();
    conn->execute(table.sql("INSERT INTO {} VALUES (1)"));
    { CHECK(conn->stream(numbers(20'000)).fetchone()); }
    conn->execute(table.sql("INSERT INTO {} VALUES (2)"));
    { CHECK(conn->stream(numbers(20'000)).fetchone()); }
    { CHECK(conn->stream(numbers(20'000)).fetchone()); }
    conn->commit();
    CHECK(table.count() == 2);
    { CHECK(conn->stream(numbers(20'000)).fetchone()); }
    conn->rollback();
    CHECK(conn->transaction_status() == TransactionStatus::idle);
    { CHECK(conn->stream(numbers(20'000)).fetchone()); }
    conn->close();
}

TEST_CASE("a stream without an end is got rid of by rollback, and by the deadline of the next operation") {
    const std::string endless = numbers(2'000'000'000);
    const auto conn = connect();
    const auto begin = std::chrono::steady_clock::now();
    auto stream = conn->stream(endless);
    CHECK(stream.fetchone());
    conn->rollback();
    { CHECK(conn->stream(endless).fetchone()); }
    conn->rollback();
    { CHECK(conn->stream(endless).fetchone()); }
    const auto cursor = conn->cursor({.timeout = 500ms});
    try {
        cursor->execute("SELECT 1");  // a database may drop the rest at no cost
    } catch (const dbapi::DeadlineExceeded& error) {
        CHECK(error.is_connection_usable());
    }
    conn->rollback();
    CHECK(cursor->execute("SELECT 2").scalar<int>() == 2);
    CHECK(std::chrono::steady_clock::now() - begin < 10s);
}

TEST_CASE("closing a connection ends its stream, also one without an end") {
    const auto conn = connect();
    auto stream = conn->stream(numbers(2'000'000'000));
    const auto view = stream.fetchview();
    REQUIRE(view);
    conn->close();
    CHECK_THROWS_AS(static_cast<void>(view->get<int>(0)), dbapi::InterfaceError);
    CHECK_THROWS_AS(static_cast<void>(stream.fetchone()), dbapi::InterfaceError);
    stream.close();
}

TEST_CASE("an error in the middle of a stream comes after the rows before it") {
    const auto conn = connect();
    const auto cursor = conn->cursor({.stream = true});
    for (const bool autocommit : {false, true}) {
        conn->set_autocommit(autocommit);
        cursor->execute(failing());
        int rows = 0;
        CHECK_THROWS_AS(
            while (cursor->fetchone()) { ++rows; }, dbapi::DataError);
        CHECK(rows == 499);
        CHECK_THROWS_AS(static_cast<void>(cursor->fetchone()), dbapi::ProgrammingError);
        CHECK(cursor->description() == nullptr);
        conn->rollback();
        CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
        CHECK_THROWS_AS(conn->execute(failing()), dbapi::DataError);  // a buffered one has no rows then
        conn->rollback();
        CHECK(cursor->execute("SELECT 2").scalar<int>() == 2);
        conn->rollback();
    }
}

TEST_CASE("an empty stream has a description and frees the connection at its end") {
    const auto conn = connect();
    const auto cursor = conn->cursor({.stream = true});
    cursor->execute("SELECT 1 AS n WHERE 1 = 0");
    CHECK(cursor->description()->at(0).name == "n");
    CHECK_FALSE(cursor->fetchone());
    CHECK(cursor->rowcount() == 0);
    conn->execute("SELECT 1");
}

TEST_CASE("statements without rows on a streaming cursor are done at once") {
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect();
    const auto cursor = conn->cursor({.stream = true});
    cursor->execute(table.sql("INSERT INTO {} VALUES (1), (2)"));
    CHECK(cursor->rowcount() == 2);
    CHECK(cursor->description() == nullptr);
    CHECK_THROWS_AS(static_cast<void>(cursor->fetchone()), dbapi::ProgrammingError);
    cursor->executemany(table.sql("INSERT INTO {} VALUES (?)"), {{3}, {4}});
    CHECK(cursor->rowcount() == 2);
    conn->commit();
    CHECK(table.count() == 4);
    CHECK_THROWS_AS(cursor->execute(table.sql("INSERT INTO {} VALUES (1)")), dbapi::UniqueViolation);
    conn->rollback();
}

TEST_CASE("an INSERT whose RETURNING rows are not read has inserted all the same") {
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect();
    auto stream = conn->stream(table.sql("INSERT INTO {} VALUES (1), (2), (3) RETURNING id"));
    CHECK(stream.fetchone());
    stream.close();
    conn->commit();
    CHECK(table.count() == 3);
}

TEST_CASE("a stream in autocommit mode leaves no transaction behind, read to its end or not") {
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect({.autocommit = true});
    CHECK(conn->stream(numbers(100)).fetchall().size() == 100);
    CHECK(conn->transaction_status() == TransactionStatus::idle);
    auto stream = conn->stream(numbers(5000));
    CHECK(stream.fetchone());
    stream.close();
    CHECK(conn->transaction_status() == TransactionStatus::idle);
    conn->execute(table.sql("INSERT INTO {} VALUES (1)"));
    CHECK(table.count() == 1);
}
