// SPDX-License-Identifier: BSL-1.0
//
// Pipeline: statements that are sent together do what they would do one by one.
#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

#include "support/database.hpp"

namespace {

using dbapi::Pipeline;
using dbapi::RowRange;
using dbapi::Transaction;
using dbapi::TransactionStatus;
using testing::connect;
using testing::Table;

struct Fixture {
    Table table{"id INT PRIMARY KEY, balance BIGINT, name TEXT"};
    std::shared_ptr<dbapi::Connection> conn = connect();
    std::string insert = table.sql("INSERT INTO {} (id, balance) VALUES (?, ?)");
    std::string add = table.sql("UPDATE {} SET balance = balance + ? WHERE id = ?");
    std::string read = table.sql("SELECT balance FROM {} WHERE id = ?");
    std::string sum = table.sql("SELECT sum(balance) FROM {}");

    Fixture() {
        conn->executemany(insert, {{1, 1000}, {2, 200}});
        conn->commit();
    }

    /// The committed balance of an account, as another connection sees it.
    [[nodiscard]] std::int64_t balance(int id) const {
        return connect()->execute(read, id).scalar<std::int64_t>();
    }
};

template <class E>
std::optional<RowRange> failing_step(Pipeline& pipe) {
    try {
        pipe.sync();
    } catch (const E& error) {
        return error.row_range();
    }
    FAIL("nothing failed");
    return std::nullopt;
}

}  // namespace

TEST_CASE_FIXTURE(Fixture,
                  "a transfer: what is sent together is done in order, and its results are read later") {
    Pipeline pipe(*conn);
    for (int round = 1; round <= 4; ++round) {  // text at first, then prepared
        CAPTURE(round);
        CHECK(conn->execute(read, 1).one<std::int64_t>() == 1000 - 100 * (round - 1));
        auto& from = pipe.execute(add, -100, 1);
        auto& check = pipe.execute(sum);
        auto& to = pipe.execute(add, 100, 2);
        auto& after = pipe.execute(table.sql("SELECT id, balance, name FROM {} ORDER BY id"));
        pipe.commit();
        pipe.sync();
        CHECK(from.rowcount() == 1);
        CHECK(to.rowcount() == 1);
        CHECK(check.scalar<std::int64_t>() == 1100);
        REQUIRE(after.rowcount() == 2);
        CHECK((*after.description())[1].name == "balance");
        CHECK(after.fetchone()->get<std::int64_t>(1) == 1000 - 100 * round);
        const auto last = after.fetchone();
        CHECK(last->get<std::int64_t>(1) == 200 + 100 * round);
        CHECK((*last)[2].is_null());
        CHECK_FALSE(after.fetchone());
        CHECK(conn->transaction_status() == TransactionStatus::idle);
        CHECK(balance(2) == 200 + 100 * round);
    }
}

TEST_CASE_FIXTURE(Fixture,
                  "the first failure ends the run: what was before has results, what is behind has not run") {
    for (int round = 0; round < 3; ++round) {
        CAPTURE(round);
        Pipeline pipe(*conn);
        auto& before = pipe.execute(sum);
        pipe.execute(insert, 1, 5);
        auto& behind = pipe.execute(add, 7, 2);
        pipe.commit();
        CHECK(failing_step<dbapi::UniqueViolation>(pipe) == RowRange{1, 1});
        CHECK(before.scalar<std::int64_t>() == 1200);
        CHECK_THROWS_WITH_AS((void)behind.fetchone(), doctest::Contains("not run"), dbapi::ProgrammingError);
        CHECK(conn->transaction_status() != TransactionStatus::idle);
        conn->rollback();
        CHECK(balance(2) == 200);
    }
}

TEST_CASE_FIXTURE(Fixture, "a syntax error, an unknown table and a bad value are errors of their statement") {
    Pipeline pipe(*conn);
    const auto fails = [&](const char* sql) {
        pipe.execute(add, 1, 1);
        pipe.execute(sql);
        const auto step = failing_step<dbapi::ProgrammingError>(pipe);
        conn->rollback();
        return step;
    };
    CHECK(fails("SELEKT 1") == RowRange{1, 1});
    CHECK(fails("SELECT * FROM nowhere_at_all") == RowRange{1, 1});
    CHECK(balance(1) == 1000);
    if (testing::is_sqlite()) return;
    pipe.execute(add, 1, 1);
    pipe.execute("SELECT ?", std::string("a\0b", 3));
    pipe.commit();
    CHECK(failing_step<dbapi::DataError>(pipe) == RowRange{1, 1});
    CHECK(conn->transaction_status() == TransactionStatus::active);
    conn->commit();
    CHECK(balance(1) == 1001);
}

TEST_CASE_FIXTURE(Fixture, "in autocommit mode one sync() is one transaction") {
    conn->set_autocommit(true);
    Pipeline pipe(*conn);
    pipe.execute(add, -1, 1);
    pipe.execute(add, 1, 2);
    pipe.sync();
    CHECK(balance(2) == 201);
    pipe.execute(add, -1, 1);
    pipe.execute(insert, 2, 0);
    pipe.execute(add, 1, 2);
    CHECK(failing_step<dbapi::UniqueViolation>(pipe) == RowRange{1, 1});
    CHECK(conn->transaction_status() == TransactionStatus::idle);
    CHECK(balance(1) == 999);
    CHECK(conn->execute(sum).scalar<std::int64_t>() == 1200);
}

TEST_CASE_FIXTURE(Fixture, "several transactions in one pipeline: a failure undoes its own alone") {
    Pipeline pipe(*conn);
    pipe.execute(add, 1, 1);
    pipe.commit();
    pipe.execute(add, 1, 1);
    pipe.execute(insert, 1, 0);
    pipe.commit();
    pipe.execute(add, 1, 1);
    CHECK(failing_step<dbapi::UniqueViolation>(pipe) == RowRange{3, 3});
    conn->rollback();
    CHECK(balance(1) == 1001);
}

TEST_CASE_FIXTURE(Fixture, "savepoints in a pipeline") {
    Pipeline pipe(*conn);
    pipe.execute(add, 1, 1);
    pipe.execute("SAVEPOINT a");
    pipe.execute(add, 10, 1);
    pipe.execute("ROLLBACK TO a");
    pipe.execute(add, 100, 1);
    pipe.execute("RELEASE a");
    pipe.commit();
    pipe.sync();
    CHECK(balance(1) == 1101);
}

TEST_CASE_FIXTURE(Fixture, "a savepoint is the first statement of a transaction that a scope has begun") {
    Transaction transaction(*conn);
    Pipeline pipe(*conn);
    pipe.execute("SAVEPOINT a");
    pipe.execute(add, 10, 1);
    pipe.execute("ROLLBACK TO a");
    pipe.execute(add, 100, 1);
    pipe.sync();
    transaction.commit();
    CHECK(balance(1) == 1100);
}

TEST_CASE_FIXTURE(Fixture,
                  "a transaction that has failed is rolled back by commit(), and the next does not begin") {
    CHECK_THROWS_AS(conn->execute("SELECT * FROM nowhere_at_all"), dbapi::ProgrammingError);
    if (conn->transaction_status() != TransactionStatus::failed)
        return;  // SQLite goes on after such an error
    Pipeline pipe(*conn);
    pipe.commit();
    pipe.execute(add, 1, 1);
    pipe.commit();
    CHECK(failing_step<dbapi::TransactionRolledBack>(pipe) == RowRange{0, 0});
    CHECK(conn->transaction_status() == TransactionStatus::idle);
    CHECK(balance(1) == 1000);
}

TEST_CASE_FIXTURE(Fixture, "a failed transaction refuses what is in the pipeline") {
    CHECK_THROWS_AS(conn->execute("SELECT * FROM nowhere_at_all"), dbapi::ProgrammingError);
    if (conn->transaction_status() != TransactionStatus::failed) return;
    Pipeline pipe(*conn);
    pipe.execute(add, 1, 1);
    pipe.commit();
    CHECK(failing_step<dbapi::InternalError>(pipe) == RowRange{0, 0});
    conn->rollback();
    CHECK(balance(1) == 1000);
}

TEST_CASE_FIXTURE(Fixture, "a deferred constraint fails in the commit") {
    const Table other(table.sql("id INT REFERENCES {} (id) DEFERRABLE INITIALLY DEFERRED"));
    if (testing::is_cockroachdb()) return;  // it has none
    Pipeline pipe(*conn);
    pipe.execute(other.sql("INSERT INTO {} VALUES (77)"));
    pipe.commit();
    CHECK(failing_step<dbapi::ForeignKeyViolation>(pipe) == RowRange{1, 1});
    conn->rollback();
    CHECK(other.count() == 0);
}

TEST_CASE_FIXTURE(Fixture, "ten thousand statements with a kilobyte each way") {
    Pipeline pipe(*conn);
    const std::string text(1024, 'x');
    std::vector<dbapi::Cursor*> cursors;
    for (int i = 0; i < 10'000; ++i) {
        cursors.push_back(&pipe.execute("SELECT CAST(? AS TEXT), CAST(? AS INT)", text, i));
    }
    pipe.sync();
    int wrong = 0;
    for (int i = 0; i < 10'000; ++i) {
        const auto [copy, number] = cursors[static_cast<std::size_t>(i)]->one<std::string, int>();
        if (copy != text || number != i) ++wrong;
    }
    CHECK(wrong == 0);
}

TEST_CASE_FIXTURE(Fixture, "other cursors see what has been synced, and are not in the way") {
    Pipeline pipe(*conn);
    pipe.execute(add, 1, 1);
    CHECK(conn->execute(read, 1).scalar<int>() == 1000);
    const auto before = conn->cursor();
    before->execute(read, 2);
    pipe.sync();
    CHECK(conn->execute(read, 1).scalar<int>() == 1001);
    CHECK(before->scalar<int>() == 200);
    conn->rollback();
}

TEST_CASE_FIXTURE(Fixture, "results with values of all kinds are those of execute()") {
    const std::string sql = "SELECT 1, 'text', NULL, 0.5, CAST(? AS TEXT), ?";
    Pipeline pipe(*conn);
    for (int round = 0; round < 3; ++round) {
        CAPTURE(round);
        auto plain = conn->execute(sql, "a", 7);
        auto& piped = pipe.execute(sql, "a", 7);
        pipe.sync();
        CHECK(*piped.description() == *plain.description());
        const auto expected = *plain.fetchone();
        const auto row = *piped.fetchone();
        for (std::size_t i = 0; i < expected.size(); ++i) CHECK(row[i] == expected[i]);
    }
}
