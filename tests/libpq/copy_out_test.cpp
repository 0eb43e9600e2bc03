// SPDX-License-Identifier: BSL-1.0
//
// copy_out(): rows and data out of queries and tables.
#include <doctest/doctest.h>

#include <chrono>
#include <sstream>
#include <string>
#include <thread>
#include <tuple>

#include "libpq/scratch_table.hpp"

using namespace dbapi;
using namespace std::chrono_literals;

namespace {

constexpr CopyFormat formats[] = {CopyFormat::automatic, CopyFormat::text, CopyFormat::binary};

struct Mine {};

/// That both give the same description and the same rows.
void check_same(Result copied, Result executed) {
    CHECK(*copied.description() == *executed.description());
    const auto wanted = executed.fetchall();
    const auto got = copied.fetchall();
    CHECK(got == wanted);
    CHECK(copied.rowcount() == executed.rowcount());
    CHECK(copied.statusmessage() == "COPY " + std::to_string(wanted.size()));
}

}  // namespace

TEST_CASE("the rows of queries and tables are those that execute() gives, in every format") {
    const auto conn = testing::connect();
    conn->execute(
        "CREATE TEMP TABLE copied AS SELECT i AS id, 'row ' || i AS note, i % 2 = 0 AS even, "
        "CASE WHEN i % 3 = 0 THEN NULL ELSE i / 7.0 END AS ratio FROM generate_series(1, 500) AS i");
    for (const CopyFormat format : formats) {
        for (const char* sql :
             {"SELECT * FROM copied", "SELECT id FROM copied WHERE id < 3;", "VALUES (1, 'a'), (2, NULL)",
              "TABLE copied -- all of it", "WITH c AS (SELECT 1 AS x) SELECT * FROM c /* ; */ ; ",
              "SELECT 1 WHERE false", "SELECT E'\\\\N', '', E'a\\tb\\nc\\\\', E'\\b\\f\\v\\r', NULL, '\\.'",
              "SELECT '{\"a\": [1]}'::jsonb ?? 'a'", "SELECT '$1 ? :a'"}) {
            CAPTURE(sql);
            check_same(conn->copy_out(sql, format), conn->execute(sql));
        }
        check_same(conn->copy_out(CopyTable{"copied"}, format), conn->execute("SELECT * FROM copied"));
        check_same(conn->copy_out(CopyTable{"copied", {"note", "id"}}, format),
                   conn->execute("SELECT note, id FROM copied"));
        check_same(conn->copy_out(CopyTable{.table = "pg_am", .schema = "pg_catalog"}, CopyFormat::text),
                   conn->execute("SELECT * FROM pg_catalog.pg_am"));
    }
    std::int64_t sum = 0;
    for (const auto& [id, note] :
         conn->copy_out("SELECT id, note FROM copied").rows<std::int64_t, std::string_view>()) {
        REQUIRE(note == "row " + std::to_string(id));
        sum += id;
    }
    CHECK(sum == 125'250);
    const auto cursor = conn->cursor();
    CHECK(cursor->copy_out("SELECT id FROM copied").rowcount() == 500);  // buffered
    CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
    CHECK(cursor->fetchall().size() == 500);
}

TEST_CASE("rows of types that have no binary form come in text, also in another DateStyle") {
    const auto conn = testing::connect();
    const std::string sql =
        "SELECT '12.50'::money, date '2024-02-29', interval '1 day -2 hours', '(1,2)'::point, "
        "timestamp '2024-02-29 13:14:15', array[date '2024-02-29', 'infinity']";
    check_same(conn->copy_out(sql), conn->execute(sql));
    conn->execute("SET DateStyle TO 'SQL, DMY'; SET IntervalStyle TO 'sql_standard'");
    check_same(conn->copy_out(sql), conn->execute(sql));
    CHECK_THROWS_AS(conn->copy_out(sql, CopyFormat::binary), NotSupportedError);
    CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
}

TEST_CASE("what copy_out() cannot copy is refused") {
    const auto conn = testing::connect();
    CHECK_THROWS_AS(conn->copy_out("SELECT ?"), ProgrammingError);
    CHECK_THROWS_AS(conn->copy_out("SELECT $1"), ProgrammingError);
    CHECK_THROWS_AS(conn->cursor()->copy_out("SELECT 1; SELECT 2"), ProgrammingError);
    CHECK_THROWS_AS(conn->copy_out(""), ProgrammingError);
    CHECK_THROWS_AS(conn->copy_out("COPY pg_am TO STDOUT"), ProgrammingError);
    CHECK_THROWS_AS(conn->copy_out("SELECT 1", CopyFormat::csv), NotSupportedError);
    CHECK_THROWS_AS(
        conn->copy_out("COPY pg_am TO STDOUT", [](std::string_view) {}, {.format = CopyFormat::text}),
        ProgrammingError);
    CHECK(conn->transaction_status() == TransactionStatus::idle);
    std::ostringstream out;
    CHECK_THROWS_AS(conn->copy_out("SELECT 1", out), ProgrammingError);
    conn->execute("CREATE TEMP TABLE t (id int)");
    CHECK_THROWS_AS(conn->copy_out("COPY t FROM STDIN", out), ProgrammingError);
    CHECK(conn->transaction_status() == TransactionStatus::active);
    CHECK_THROWS_AS(conn->copy_out("SELECT no_such_column"), ProgrammingError);
    CHECK(conn->transaction_status() == TransactionStatus::failed);
    conn->rollback();
    CHECK_THROWS_AS(conn->copy_out("SET search_path TO public"), ProgrammingError);
    conn->rollback();
    CHECK(out.str().empty());
}

TEST_CASE("the rules of streams hold for copied rows") {
    const auto conn = testing::connect();
    auto result = conn->copy_out("SELECT generate_series(1, 20000)");
    CHECK(result.fetchone()->get<int>(0) == 1);
    CHECK_THROWS_AS(conn->execute("SELECT 1"), InterfaceError);
    CHECK_THROWS_AS(conn->copy_out("SELECT 1"), InterfaceError);
    CHECK_THROWS_AS(conn->commit(), InterfaceError);
    CHECK(result.fetchmany(10).back().get<int>(0) == 11);
    result.close();
    CHECK(conn->transaction_status() == TransactionStatus::active);
    CHECK(conn->execute("SELECT 2").scalar<int>() == 2);

    const std::string many = "SELECT generate_series(1, 2000000000)";
    auto ended = conn->copy_out(many);
    CHECK(ended.fetchone());
    conn->rollback();
    CHECK_THROWS_AS(static_cast<void>(ended.fetchone()), InterfaceError);
    { CHECK(conn->copy_out(many).fetchone()); }
    conn->rollback();
    CHECK(conn->execute("SELECT 3").scalar<int>() == 3);
}

TEST_CASE("an error in the middle comes after the rows before it") {
    const auto conn = testing::connect();
    for (const CopyFormat format : formats) {
        auto result = conn->copy_out("SELECT 1000 / (500 - i) FROM generate_series(1, 1000) AS g(i)", format);
        int rows = 0;
        CHECK_THROWS_AS(
            while (result.fetchone()) { ++rows; }, DataError);
        CHECK(rows == 499);
        CHECK(conn->transaction_status() == TransactionStatus::failed);
        conn->rollback();
        CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
    }
}

TEST_CASE("data goes to streams and functions as it comes") {
    const auto conn = testing::connect();
    std::ostringstream out;
    const auto result =
        conn->copy_out("COPY (VALUES (1, 'a,b'), (2, NULL)) TO STDOUT WITH (FORMAT csv, HEADER)", out);
    CHECK(out.str() == "column1,column2\n1,\"a,b\"\n2,\n");
    CHECK(result.rowcount() == 2);
    CHECK(result.statusmessage() == "COPY 2");
    std::string all;
    std::vector<CopyProgress> told;
    conn->copy_out(
        "COPY (SELECT i FROM generate_series(1, 1000) AS g(i)) TO STDOUT",
        [&](std::string_view piece) { all += piece; },
        {.progress = [&](const CopyProgress& progress) { told.push_back(progress); }, .every_bytes = 1000});
    CHECK(all.size() == 3893);
    REQUIRE(told.size() == 4);
    CHECK(told.back().bytes == 3893);
    std::istringstream again(all);
    conn->execute("CREATE TEMP TABLE again (i int)");
    CHECK(conn->copy_in("COPY again FROM STDIN", again).rowcount() == 1000);
}

TEST_CASE("what takes the data may stop it") {
    const auto conn = testing::connect();
    const std::string many = "COPY (SELECT generate_series(1, 2000000000)) TO STDOUT";
    for (const bool autocommit : {false, true}) {
        conn->set_autocommit(autocommit);
        CHECK_THROWS_AS(conn->copy_out(many, [](std::string_view) { throw Mine(); }), Mine);
        conn->rollback();
        CHECK_THROWS_AS(conn->copy_out(many, [](std::string_view) {},
                                       {.progress = [](const CopyProgress&) { throw Mine(); }}),
                        Mine);
        conn->rollback();
        std::ostringstream bad;
        bad.setstate(std::ios::badbit);
        CHECK_THROWS_AS(conn->copy_out(many, bad), InterfaceError);
        conn->rollback();
        CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
        conn->rollback();
    }
}

TEST_CASE("deadline and cancel() end what does not end") {
    const auto conn = testing::connect();
    const std::string many = "SELECT generate_series(1, 2000000000)";
    const auto drop = [](std::string_view) {};
    conn->set_timeout(300ms);
    try {
        conn->copy_out("COPY (" + many + ") TO STDOUT", drop);
        FAIL_CHECK("it ended");
    } catch (const DeadlineExceeded& error) {
        CHECK(error.is_connection_usable());
    }
    conn->rollback();
    CHECK_THROWS_AS(conn->copy_out("COPY (SELECT pg_sleep(60)) TO STDOUT", drop), DeadlineExceeded);
    conn->rollback();
    CHECK_THROWS_AS(static_cast<void>(conn->copy_out("SELECT pg_sleep(60)").fetchone()), DeadlineExceeded);
    conn->rollback();
    CHECK_THROWS_AS(static_cast<void>(conn->cursor()->copy_out(many)), DeadlineExceeded);
    conn->set_timeout(0ms);
    conn->rollback();
    std::atomic<bool> started = false;
    std::thread canceller([&] {
        while (!started) std::this_thread::yield();
        conn->cancel();
    });
    CHECK_THROWS_AS(
        conn->copy_out("COPY (" + many + ") TO STDOUT", [&](std::string_view) { started = true; }),
        QueryCanceled);
    canceller.join();
    conn->rollback();
    CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
}

TEST_CASE("a connection that is lost in the middle is ConnectionLost") {
    for (const bool as_rows : {false, true}) {
        const auto conn = testing::connect();
        const auto pid = conn->execute("SELECT pg_backend_pid()").scalar<int>();
        const std::string many = "SELECT generate_series(1, 2000000000)";
        const auto kill = [&] {
            testing::connect({.autocommit = true})->execute("SELECT pg_terminate_backend(?)", pid);
        };
        const auto read = [&] {
            if (as_rows) {
                auto rows = conn->copy_out(many);
                kill();
                while (rows.fetchview()) {
                }
            } else {
                bool killed = false;
                conn->copy_out("COPY (" + many + ") TO STDOUT", [&](std::string_view) {
                    if (!std::exchange(killed, true)) kill();
                });
            }
        };
        CHECK_THROWS_AS(read(), ConnectionLost);
        CHECK_FALSE(conn->is_usable());
    }
}
