// SPDX-License-Identifier: BSL-1.0
//
// executemany() of statements that are run for each list, which a driver may send many at a time; and rows
// that they return.
#include <doctest/doctest.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

#include "support/database.hpp"
#include "support/made_range.hpp"

namespace {

using dbapi::RowRange;
using testing::connect;
using testing::Made;
using testing::Table;

struct Fixture {
    Table table{"id INT PRIMARY KEY, n INT, s TEXT"};
    std::shared_ptr<dbapi::Connection> conn = connect();
    std::unique_ptr<dbapi::Cursor> cursor = conn->cursor();
    std::string update = table.sql("UPDATE {} SET n = ? WHERE id = ?");
    std::string upsert =
        table.sql("INSERT INTO {} (id, n) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET n = excluded.n");
    std::string returning = table.sql("INSERT INTO {} (id, n) VALUES (?, ?) RETURNING id, n * 2 AS twice");

    void fill(int count) {
        conn->executemany(table.sql("INSERT INTO {} (id, n) VALUES (?, 0)"),
                          Made(0, count, [](int i) { return std::tuple(i); }));
        conn->commit();
    }
    std::int64_t sum() {
        return conn->execute(table.sql("SELECT sum(n) FROM {}"))
            .scalar<std::optional<std::int64_t>>()
            .value_or(0);
    }
};

template <class F>
std::optional<RowRange> rows_at_fault(F&& run) {
    try {
        run();
    } catch (const dbapi::Error& error) {
        return error.row_range();
    }
    FAIL("nothing was thrown");
    return std::nullopt;
}

auto pairs(int count) {
    return Made(0, count, [](int i) { return std::tuple(2 * i, i); });
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "updates, deletes and upserts of any number of lists") {
    fill(1500);
    for (const int count : {1, 2, 3, 499, 500, 501, 1500}) {
        CAPTURE(count);
        cursor->executemany(update, pairs(count));
        CHECK(cursor->rowcount() == count);
        CHECK(cursor->description() == nullptr);
        CHECK(sum() == std::int64_t{count} * (count - 1));
        cursor->execute(table.sql("UPDATE {} SET n = 0"));
    }
    cursor->executemany(upsert, Made(1000, 2000, [](int i) { return std::tuple(i, 1); }));
    CHECK(cursor->rowcount() == 1000);
    CHECK(sum() == 1000);
    cursor->executemany(table.sql("DELETE FROM {} WHERE id = ? OR id = ?"),
                        Made(0, 600, [](int i) { return std::tuple(i, i + 1); }));
    CHECK(cursor->rowcount() == 601);
    conn->commit();
    CHECK(table.count() == 1399);
}

TEST_CASE_FIXTURE(Fixture, "a list that fails is told exactly, none behind it has been run") {
    fill(1000);
    const std::string move = table.sql("UPDATE {} SET id = ? WHERE id = ?");
    for (const bool autocommit : {false, true}) {
        conn->set_autocommit(autocommit);
        for (const int fault : {0, 1, 2, 499, 500, 700}) {
            CAPTURE(autocommit);
            CAPTURE(fault);
            const auto lists =
                Made(0, 900, [=](int i) { return std::tuple(i == fault ? 950 : 2000 + i, i); });
            const auto at = static_cast<std::size_t>(fault);
            CHECK(rows_at_fault([&] { cursor->executemany(move, lists); }) == RowRange{at, at});
            CHECK(cursor->rowcount() == -1);
            if (autocommit) CHECK(conn->transaction_status() == dbapi::TransactionStatus::idle);
            conn->rollback();
            CHECK(conn->execute(table.sql("SELECT count(*) FROM {} WHERE id >= 2000")).scalar<int>() == 0);
            conn->rollback();
        }
    }
}

TEST_CASE_FIXTURE(Fixture, "a list of a wrong length or value in the middle is told exactly") {
    fill(3);
    CHECK(rows_at_fault([&] { cursor->executemany(update, {{1, 0}, {2, 1}, {3}}); }) == RowRange{2, 2});
    conn->rollback();
    int read = 0;
    const auto broken = Made(0, 100'000, [&](int i) {
        if (++read > 1234) throw std::runtime_error("the source is broken");
        return std::tuple(i, 0);
    });
    CHECK_THROWS_AS(cursor->executemany(update, broken), std::runtime_error);
    conn->rollback();
    CHECK(sum() == 0);
}

TEST_CASE_FIXTURE(Fixture, "a range that never ends runs while it is read") {
    fill(2);
    int read = 0;
    const auto endless = Made(0, 1'000'000'000, [&](int i) {
        ++read;
        return std::tuple(i == 3000 ? 1 : 0, 0);
    });
    CHECK_THROWS_AS(cursor->executemany(table.sql("UPDATE {} SET id = ? WHERE id = ?"), endless),
                    dbapi::UniqueViolation);
    CHECK(read < 10'000);
}

TEST_CASE_FIXTURE(Fixture, "lists of changing types, NULLs and expansions among them") {
    fill(6);
    using Values = std::vector<dbapi::Value>;
    cursor->executemany(table.sql("UPDATE {} SET s = ?, n = ? WHERE id = ?"),
                        std::vector<Values>{{dbapi::null, 1, 0},
                                            {"b", dbapi::null, 1},
                                            {dbapi::null, dbapi::null, 2},
                                            {"d", std::int64_t{4}, 3}});
    CHECK(cursor->rowcount() == 4);
    CHECK(sum() == 5);
    const std::vector<std::vector<int>> lists = {{1}, {2, 3}, {}, {4, 5}};
    cursor->executemany(table.sql("DELETE FROM {} WHERE id IN (?)"), Made(0, 4, [&](int i) {
                            return std::tuple(dbapi::expand(lists[static_cast<std::size_t>(i)]));
                        }));
    CHECK(cursor->rowcount() == 5);
    CHECK(conn->execute(table.sql("SELECT count(*) FROM {}")).scalar<int>() == 1);
}

TEST_CASE_FIXTURE(Fixture, "the rows that the lists return come as one result, in their order") {
    for (const bool autocommit : {false, true}) {
        conn->set_autocommit(autocommit);
        for (const int count : {1, 2, 3, 1200}) {
            CAPTURE(count);
            conn->execute(table.sql("DELETE FROM {}"));
            const auto lists = Made(0, count, [=](int i) { return std::tuple((i * 7919) % 100'003, i); });
            cursor->executemany(returning, lists, {.returning = true});
            CHECK(cursor->rowcount() == count);
            REQUIRE(cursor->description());
            CHECK((*cursor->description())[1].name == "twice");
            int next = 0;
            bool in_order = true;
            for (const auto& [id, twice] : cursor->rows<int, int>()) {
                in_order = in_order && id == (next * 7919) % 100'003 && twice == 2 * next;
                ++next;
            }
            CHECK(next == count);
            CHECK(in_order);
            CHECK_FALSE(cursor->nextset());
        }
        conn->execute(table.sql("DELETE FROM {}"));
        if (!autocommit) conn->commit();
    }
}

TEST_CASE_FIXTURE(Fixture, "an update returns some rows or none; a statement without rows gives no result") {
    fill(5);
    const auto result = conn->executemany(table.sql("UPDATE {} SET n = n + ? WHERE id > ? RETURNING id"),
                                          {{1, 2}, {1, 100}, {1, 3}}, {.returning = true});
    CHECK(result.rowcount() == 3);
    CHECK(result.cursor().fetchall().size() == 3);
    cursor->executemany(update, {{1, 1}, {1, 2}}, {.returning = true});
    CHECK(cursor->rowcount() == 2);
    CHECK(cursor->description() == nullptr);
    CHECK_THROWS_AS((void)cursor->fetchone(), dbapi::ProgrammingError);
    cursor->executemany(returning, std::vector<std::tuple<int, int>>(), {.returning = true});
    CHECK(cursor->rowcount() == 0);
    CHECK_THROWS_AS((void)cursor->fetchone(), dbapi::ProgrammingError);
}

TEST_CASE_FIXTURE(Fixture, "queries return the rows of all their parameters") {
    auto result = conn->executemany("SELECT CAST(? AS INT) + 1", {{1}, {2}, {3}}, {.returning = true});
    const auto rows = result.fetchall();
    REQUIRE(rows.size() == 3);
    CHECK(rows[2].get<int>(0) == 4);
    const auto stream = conn->cursor({.stream = true});
    stream->executemany("SELECT CAST(? AS INT) + 1", {{1}, {2}, {3}}, {.returning = true});
    CHECK(stream->fetchall().size() == 3);
}

TEST_CASE_FIXTURE(Fixture, "without the option rows are refused at the first list") {
    CHECK_THROWS_AS(cursor->executemany(returning, pairs(1000)), dbapi::ProgrammingError);
    CHECK(conn->execute(table.sql("SELECT count(*) FROM {}")).scalar<int>() <= 1);
    conn->rollback();
    CHECK(table.count() == 0);
}

TEST_CASE_FIXTURE(Fixture, "a failure among lists that return rows leaves none of them") {
    CHECK(rows_at_fault([&] {
              cursor->executemany(returning, {{1, 1}, {2, 2}, {1, 3}, {4, 4}}, {.returning = true});
          }) == RowRange{2, 2});
    CHECK_THROWS_AS((void)cursor->fetchone(), dbapi::ProgrammingError);
    conn->rollback();
    CHECK(table.count() == 0);
}
