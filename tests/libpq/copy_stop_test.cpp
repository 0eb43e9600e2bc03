// SPDX-License-Identifier: BSL-1.0
//
// A copy_in() that ends before its rows do: errors of the server and of the program, time, cancel, loss.
#include <doctest/doctest.h>

#include <chrono>
#include <limits>
#include <stdexcept>
#include <string>
#include <thread>
#include <tuple>

#include "libpq/scratch_table.hpp"
#include "support/made_range.hpp"

using namespace dbapi;
using namespace std::chrono_literals;
using testing::ScratchTable;

namespace {

constexpr CopyFormat formats[] = {CopyFormat::text, CopyFormat::csv, CopyFormat::binary};
constexpr int endless = std::numeric_limits<int>::max();

struct Mine {
    int number;
};

/// Rows of an id and a note that is long enough for a packet in a few rows.
template <class F>
auto rows(int count, F note) {
    return testing::Made(0, count, [note](int id) { return std::tuple<int, std::string>(id, note(id)); });
}

std::string long_note(int) { return std::string(200, 'x'); }

/// That the connection goes on, with nothing loaded.
void check_usable(Connection& conn, const ScratchTable& table) {
    CHECK(conn.is_usable());
    conn.rollback();
    CHECK(conn.execute("SELECT 1").scalar<int>() == 1);
    conn.rollback();
    CHECK(table.count() == 0);
}

}  // namespace

TEST_CASE("an error that the server reports at the end names the row") {
    const ScratchTable table("copy_stop_end", "id int PRIMARY KEY, note text");
    for (const bool autocommit : {false, true}) {
        const auto conn = testing::connect({.autocommit = autocommit});
        for (const CopyFormat format : formats) {
            CAPTURE(static_cast<int>(format));
            try {
                conn->copy_in({table.name()}, {{1, "a"}, {2, "b"}, {1, "c"}}, {.format = format});
                FAIL_CHECK("it was accepted");
            } catch (const UniqueViolation& error) {
                const bool is_named = format != CopyFormat::csv;
                CHECK(error.row_range() == (is_named ? RowRange{2, 2} : RowRange{0, 2}));
            }
            check_usable(*conn, table);
        }
    }
}

TEST_CASE("an error that the server reports in the middle ends the COPY before the rows do") {
    const ScratchTable table("copy_stop_middle", "id int CHECK (id <> 2000), note text");
    for (const bool autocommit : {false, true}) {
        const auto conn = testing::connect({.autocommit = autocommit});
        for (const CopyFormat format : formats) {
            CAPTURE(static_cast<int>(format));
            try {
                conn->copy_in({table.name()}, rows(endless, long_note), {.format = format});
                FAIL_CHECK("it was accepted");
            } catch (const CheckViolation& error) {
                REQUIRE(error.row_range());
                if (format != CopyFormat::csv) CHECK(error.row_range() == RowRange{2000, 2000});
            }
            check_usable(*conn, table);
        }
    }
}

TEST_CASE("notices in the middle do not end a COPY") {
    const ScratchTable table("copy_stop_notice", "id int, note text");
    auto& owner = table.conn();
    owner.execute(
        "CREATE OR REPLACE FUNCTION copy_stop_notice() RETURNS trigger LANGUAGE plpgsql AS "
        "$$BEGIN RAISE NOTICE '% %', NEW.id, repeat('n', 3000); RETURN NEW; END$$");
    owner.execute(
        "CREATE TRIGGER notice BEFORE INSERT ON copy_stop_notice FOR EACH ROW WHEN (NEW.id % 5 = 0) "
        "EXECUTE FUNCTION copy_stop_notice()");
    const auto conn = testing::connect();
    const auto result = conn->copy_in({table.name()}, rows(10'000, long_note));
    CHECK(result.rowcount() == 10'000);
    CHECK(result.messages().size() == 2'000);
}

TEST_CASE("what the range throws comes out unchanged, and nothing is loaded") {
    const ScratchTable table("copy_stop_range", "id int, note text");
    for (const bool autocommit : {false, true}) {
        const auto conn = testing::connect({.autocommit = autocommit});
        for (const int at : {0, 1, 5'000}) {
            try {
                conn->copy_in({table.name()}, rows(endless, [at](int id) -> std::string {
                                  if (id == at) throw Mine{id};
                                  return long_note(id);
                              }));
                FAIL_CHECK("it went through");
            } catch (const Mine& mine) {
                CHECK(mine.number == at);
            }
            check_usable(*conn, table);
        }
        CHECK_THROWS_AS(
            conn->copy_in("COPY copy_stop_range FROM STDIN", []() -> std::string { throw Mine{1}; }), Mine);
        check_usable(*conn, table);
        CHECK_THROWS_AS(conn->copy_in({table.name()}, rows(2,
                                                           [&](int id) {
                                                               conn->execute("SELECT 1");
                                                               return std::to_string(id);
                                                           })),
                        InterfaceError);
        check_usable(*conn, table);
    }
}

TEST_CASE("progress is told, and stops the COPY when it throws") {
    const ScratchTable table("copy_stop_progress", "id int, note text");
    const auto conn = testing::connect();
    std::vector<CopyProgress> told;
    const auto note = [&](const CopyProgress& progress) { told.push_back(progress); };
    conn->copy_in({table.name()}, rows(1000, long_note), {.progress = note, .every_rows = 300});
    REQUIRE(told.size() == 4);
    CHECK(told[0].rows == 300);
    CHECK(told[2].rows == 900);
    CHECK(told[3].rows == 1000);
    CHECK(told[3].bytes > 200'000);
    told.clear();
    conn->copy_in({table.name()}, rows(1000, long_note), {.progress = note, .every_bytes = 100'000});
    CHECK(told.size() == 3);
    told.clear();
    conn->copy_in({table.name()}, std::vector<std::tuple<int, std::string>>(), {.progress = note});
    REQUIRE(told.size() == 1);
    CHECK(told[0].rows == 0);
    conn->rollback();
    for (const int at : {0, 3, 1000}) {
        int calls = 0;
        const auto stop = [&](const CopyProgress&) {
            if (calls++ == at) throw Mine{at};
        };
        CHECK_THROWS_AS(conn->copy_in({table.name()}, rows(at == 1000 ? 1000 : endless, long_note),
                                      {.progress = stop, .every_rows = 1, .every_bytes = 0}),
                        Mine);
        CHECK(conn->transaction_status() == TransactionStatus::failed);
        check_usable(*conn, table);
    }
}

TEST_CASE("the deadline ends a COPY whose rows do not end") {
    const ScratchTable table("copy_stop_deadline", "id int, note text");
    for (const bool autocommit : {false, true}) {
        const auto conn = testing::connect({.autocommit = autocommit, .timeout = 200ms});
        try {
            conn->copy_in({table.name()}, rows(endless, long_note));
            FAIL_CHECK("it ended");
        } catch (const DeadlineExceeded& error) {
            CHECK(error.is_connection_usable());
            CHECK_FALSE(error.row_range());
        }
        conn->set_timeout(5s);
        check_usable(*conn, table);
    }
}

TEST_CASE("the deadline ends a COPY that waits for a lock") {
    const ScratchTable table("copy_stop_lock", "id int PRIMARY KEY, note text");
    const auto holder = testing::connect();
    holder->execute("INSERT INTO copy_stop_lock VALUES (0, 'mine')");
    const auto conn = testing::connect({.timeout = 200ms});
    for (const int count : {1, endless}) {
        CAPTURE(count);
        try {
            conn->copy_in({table.name()}, rows(count, long_note));
            FAIL_CHECK("it ended");
        } catch (const DeadlineExceeded& error) {
            CHECK(error.is_connection_usable());
        }
        conn->set_timeout(5s);
        conn->rollback();
        conn->set_timeout(200ms);
    }
    holder->rollback();
    conn->set_timeout(5s);
    check_usable(*conn, table);
}

TEST_CASE("cancel() ends a COPY whose rows do not end") {
    const ScratchTable table("copy_stop_cancel", "id int, note text");
    const auto conn = testing::connect();
    std::atomic<bool> started = false;
    std::thread canceller([&] {
        while (!started) std::this_thread::yield();
        conn->cancel();
    });
    CHECK_THROWS_AS(conn->copy_in({table.name()}, rows(endless,
                                                       [&](int id) {
                                                           if (id == 1000) started = true;
                                                           return long_note(id);
                                                       })),
                    QueryCanceled);
    canceller.join();
    check_usable(*conn, table);
}

TEST_CASE("a server that takes no more data: little is held back, and the deadline gives the connection up") {
    const ScratchTable table("copy_stop_frozen", "id int, note text");
    testing::ProxiedServer server;
    ConnectOptions options;
    options.dsn = server.url;
    options.timeout = 500ms;
    const auto conn = dbapi::connect(options);
    server.proxy.arm(testing::Fault::freeze, "freeze now");
    std::size_t taken = 0;
    try {
        conn->copy_in({table.name()}, rows(endless, [&](int id) {
                          std::string note = id == 100 ? "freeze now" : "";
                          note.resize(10'000, 'x');
                          taken += note.size();
                          return note;
                      }));
        FAIL_CHECK("it ended");
    } catch (const DeadlineExceeded& error) {
        CHECK_FALSE(error.is_connection_usable());
    }
    CHECK(taken < 64'000'000);  // what sockets hold, and a little
    CHECK_FALSE(conn->is_usable());
}

TEST_CASE("a connection that is lost in the middle is ConnectionLost, and nothing was loaded") {
    const ScratchTable table("copy_stop_lost", "id int, note text");
    for (const bool autocommit : {false, true}) {
        testing::ProxiedServer server;
        ConnectOptions options;
        options.dsn = server.url;
        options.autocommit = autocommit;
        const auto conn = dbapi::connect(options);
        server.proxy.arm(testing::Fault::cut_before, "cut here");
        try {
            conn->copy_in({table.name()}, rows(endless, [](int id) {
                              return id == 3000 ? std::string("cut here") : long_note(id);
                          }));
            FAIL_CHECK("it ended");
        } catch (const ConnectionLost& error) {
            CHECK_FALSE(error.is_connection_usable());
            CHECK_FALSE(error.is_outcome_unknown());
        }
        CHECK_FALSE(conn->is_usable());
        CHECK(table.count() == 0);
    }
}

TEST_CASE("a server that ends the session in the middle is ConnectionLost with what it said") {
    const ScratchTable table("copy_stop_killed", "id int, note text");
    const auto conn = testing::connect();
    const auto pid = conn->execute("SELECT pg_backend_pid()").scalar<int>();
    try {
        conn->copy_in({table.name()}, rows(endless, [&](int id) {
                          if (id == 3000) table.conn().execute("SELECT pg_terminate_backend(?)", pid);
                          return long_note(id);
                      }));
        FAIL_CHECK("it ended");
    } catch (const ConnectionLost& error) {
        CHECK(error.sqlstate() == "57P01");
        CHECK_FALSE(error.is_connection_usable());
    }
}

TEST_CASE("a transaction goes around a COPY, and autocommit commits it by itself") {
    const ScratchTable table("copy_stop_commit", "id int, note text");
    const auto conn = testing::connect();
    conn->copy_in({table.name()}, {{1, "a"}});
    CHECK(conn->transaction_status() == TransactionStatus::active);
    CHECK(table.count() == 0);
    conn->execute("INSERT INTO copy_stop_commit VALUES (2, 'b')");
    conn->copy_in({table.name()}, {{3, "c"}});
    conn->commit();
    CHECK(table.count() == 3);
    conn->set_autocommit(true);
    conn->copy_in({table.name()}, {{4, "d"}});
    CHECK(conn->transaction_status() == TransactionStatus::idle);
    CHECK(table.count() == 4);
    auto stream = conn->stream("SELECT generate_series(1, 10000)");
    CHECK_THROWS_AS(conn->copy_in({table.name()}, {{5, "e"}}), InterfaceError);
}
