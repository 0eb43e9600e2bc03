// SPDX-License-Identifier: BSL-1.0
//
// The driver that makes mistakes: without one it is right, and each of the mistakes is one of its own.
#include <doctest/doctest.h>

#include <algorithm>
#include <dbapi/dbapi.hpp>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "support/mistaken_driver.hpp"

using namespace dbapi;
using testing::MistakenDriver;

namespace {

const testing::Mistake& mistake(std::string_view name) {
    const auto all = testing::mistakes();
    const auto found = std::ranges::find(all, name, &testing::Mistake::name);
    REQUIRE(found != all.end());
    return *found;
}

struct Session {
    MistakenDriver driver{};
    std::shared_ptr<Connection> conn = driver.connect("mistaken:sqlite::memory:");
};

constexpr auto numbers =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) SELECT i FROM n";
constexpr auto slow =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) SELECT max(i) FROM "
    "n";

}  // namespace

TEST_CASE("without a mistake rows, counts and columns are those of the inner driver") {
    Session s;
    const auto cur = s.conn->cursor();
    cur->execute("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, price DECIMAL(10, 2))");
    cur->execute("INSERT INTO t VALUES (?, ?, ?)", 7, "ann", Decimal("1.50"));
    CHECK(cur->rowcount() == 1);
    CHECK(cur->lastrowid() == 7);
    CHECK(cur->statusmessage() == "INSERT 0 1");
    cur->executemany("INSERT INTO t VALUES (?, ?, ?)", {{8, "bob", null}, {9, "it's", Decimal("-2.00")}});
    CHECK(cur->rowcount() == 2);
    cur->execute("SELECT id, name, price FROM t WHERE id >= :least ORDER BY id", {{"least", 8}});
    REQUIRE(cur->description());
    CHECK(cur->description()->at(1).name == "name");
    CHECK(STRING == cur->description()->at(1).type_code);
    const auto rows = cur->fetchall();
    REQUIRE(rows.size() == 2);
    CHECK(rows[0][2].is_null());
    CHECK(rows[1][1] == Value("it's"));
    CHECK(rows[1][2] == Value(Decimal("-2.00")));
    cur->execute("DELETE FROM t WHERE id > ?", 100);
    CHECK(cur->rowcount() == 0);
    CHECK_FALSE(cur->description());
}

TEST_CASE("without a mistake transactions begin and end when they should") {
    Session s;
    CHECK(s.conn->transaction_status() == TransactionStatus::idle);
    s.conn->execute("CREATE TABLE t (a)");
    CHECK(s.conn->transaction_status() == TransactionStatus::active);
    s.conn->rollback();
    CHECK_THROWS_AS(s.conn->execute("SELECT * FROM t"), ProgrammingError);
    s.conn->execute("CREATE TABLE t (a)");
    s.conn->commit();
    s.conn->execute("INSERT INTO t VALUES (1)");
    s.conn->rollback();
    CHECK(s.conn->execute("SELECT count(*) FROM t").scalar<int>() == 0);
    s.conn->commit();
    s.conn->set_autocommit(true);
    s.conn->execute("INSERT INTO t VALUES (1)");
    CHECK(s.conn->transaction_status() == TransactionStatus::idle);
    s.conn->close();
    CHECK_THROWS_AS(s.conn->commit(), InterfaceError);
}

TEST_CASE("without a mistake the classes of errors are those of the inner driver") {
    Session s;
    s.conn->execute("CREATE TABLE t (a INTEGER PRIMARY KEY ON CONFLICT FAIL, b INT NOT NULL)");
    s.conn->execute("INSERT INTO t VALUES (1, 1)");
    CHECK_THROWS_AS(s.conn->execute("INSERT INTO t VALUES (1, 2)"), UniqueViolation);
    CHECK_THROWS_AS(s.conn->execute("INSERT INTO t VALUES (2, NULL)"), NotNullViolation);
    CHECK_THROWS_AS(s.conn->execute("SELEC 1"), ProgrammingError);
    CHECK_THROWS_AS(s.conn->execute("SELECT ?", std::vector{1, 2}.size(), 2), ProgrammingError);
    try {  // rows that ON CONFLICT FAIL leaves must not be inserted again one by one
        s.conn->executemany("INSERT INTO t VALUES (?, ?)", {{2, 2}, {3, 3}, {1, 1}, {4, 4}});
        FAIL("the key is there already");
    } catch (const UniqueViolation& error) {
        CHECK(error.row_range().has_value());
    }
    CHECK(s.conn->execute("SELECT count(*) FROM t").scalar<int>() == 3);
}

TEST_CASE("without a mistake streams give rows one by one and can be left") {
    Session s;
    auto stream = s.conn->stream(numbers);
    CHECK(stream.fetchone()->get<int>(0) == 1);
    CHECK(stream.fetchmany(2).size() == 2);
    CHECK_THROWS_AS(s.conn->execute("SELECT 1"), InterfaceError);
    stream.close();
    CHECK(s.conn->execute("SELECT 1").scalar<int>() == 1);
    {
        auto abandoned = s.conn->stream(numbers);
        CHECK(abandoned.fetchone()->get<int>(0) == 1);
    }
    CHECK(s.conn->execute("SELECT 2").scalar<int>() == 2);
    auto undone = s.conn->stream(numbers);
    s.conn->rollback();
    CHECK_THROWS_AS((void)undone.fetchone(), InterfaceError);
    CHECK(s.conn->execute("SELECT 3").scalar<int>() == 3);
}

TEST_CASE("without a mistake several statements give their results in order") {
    Session s;
    const auto cur = s.conn->cursor();
    cur->execute("CREATE TABLE t (a); SELECT 1 AS one; INSERT INTO t VALUES (1), (2); SELECT a FROM t");
    CHECK_FALSE(cur->description());
    CHECK(cur->nextset());
    CHECK(cur->fetchone()->get<int>(0) == 1);
    CHECK(cur->nextset());
    CHECK(cur->rowcount() == 2);
    CHECK(cur->nextset());
    CHECK(cur->fetchall().size() == 2);
    CHECK_FALSE(cur->nextset());
}

TEST_CASE("without a mistake deadlines and cancel() stop a statement") {
    Session s;
    s.conn->set_timeout(std::chrono::milliseconds(50));
    CHECK_THROWS_AS(s.conn->execute(slow), DeadlineExceeded);
    s.conn->set_timeout({});
    s.conn->rollback();
    std::atomic<bool> done = false;
    std::thread canceller([&] {
        while (!done) s.conn->cancel();
    });
    CHECK_THROWS_AS(s.conn->execute(slow), QueryCanceled);
    done = true;
    canceller.join();
    CHECK(s.conn->execute("SELECT 1").scalar<int>() == 1);
}

TEST_CASE("a mistake is made, and only by the driver that was told to") {
    const MistakenDriver wrong(mistake("rowcount_off_by_one"));
    const auto conn = wrong.connect("mistaken:sqlite::memory:");
    conn->execute("CREATE TABLE t (a)");
    CHECK(conn->execute("INSERT INTO t VALUES (1)").rowcount() == 2);
    CHECK(conn->execute("SELECT a FROM t").rowcount() == 1);
    const MistakenDriver pasting(mistake("text_pasted"));
    const auto pasted = pasting.connect("mistaken:sqlite::memory:");
    CHECK(pasted->execute("SELECT ? || ?, ?", "a", "b", 3).one<std::string, int>() == std::tuple("ab", 3));
    CHECK_THROWS_AS(pasted->execute("SELECT ?", "it's"), ProgrammingError);
}

TEST_CASE("every mistake has a name of its own, says what it is and which clauses it breaks") {
    std::set<std::string_view> names;
    for (const auto& each : testing::mistakes()) {
        CAPTURE(each.name);
        CHECK(names.insert(each.name).second);
        CHECK_FALSE(each.sentence.empty());
        CHECK_FALSE(each.clauses.empty());
    }
    CHECK(names.size() >= 45);
}
