// SPDX-License-Identifier: BSL-1.0
//
// executemany() of plain INSERTs over libpq, which go as statements of many rows, four of them together.
#include <doctest/doctest.h>

#include <chrono>
#include <dbapi/dbapi.hpp>
#include <memory>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include "libpq/server.hpp"
#include "support/made_range.hpp"

using namespace dbapi;
using namespace std::chrono_literals;
using testing::Made;

namespace {

const std::string insert = "INSERT INTO many_texts VALUES (?)";

struct Fixture {
    std::shared_ptr<Connection> conn = testing::connect();

    Fixture() {
        conn->execute("CREATE TEMP TABLE many_texts (s TEXT)");
        conn->commit();
    }

    [[nodiscard]] int count() { return conn->execute("SELECT count(*) FROM many_texts").scalar<int>(); }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a text that cannot be sent is told exactly, wherever it is") {
    for (const int bad : {0, 998, 999, 1500, 3995, 3996, 4999}) {
        CAPTURE(bad);
        for (const bool autocommit : {false, true}) {
            conn->set_autocommit(autocommit);
            try {
                conn->executemany(insert, Made(0, 5000, [bad](int i) {
                                      return std::tuple(i == bad ? std::string(1, '\0') : "text");
                                  }));
                FAIL("executed");
            } catch (const DataError& error) {
                const auto list = static_cast<std::size_t>(bad);
                CHECK(error.row_range() == RowRange{list, list});
            }
            CHECK(conn->transaction_status() != TransactionStatus::failed);
            conn->rollback();
            CHECK(count() == 0);
            conn->rollback();
        }
    }
}

TEST_CASE_FIXTURE(Fixture, "a deadline that passes while lists are read is told with them") {
    conn->set_timeout(2s);
    try {
        conn->executemany(insert, Made(0, 5000, [](int i) {
                              if (i == 4500) std::this_thread::sleep_for(2s);
                              return std::tuple("text");
                          }));
        FAIL("executed");
    } catch (const DeadlineExceeded& error) {
        CHECK(error.row_range() == RowRange{3996, 4999});
    }
}

TEST_CASE_FIXTURE(Fixture, "what it prepares is given back when it is of no more use") {
    for (int round = 0; round < 6; ++round) {
        conn->execute("CREATE TEMP TABLE many_numbers (n INT)");
        conn->executemany("INSERT INTO many_numbers VALUES (?)",
                          Made(0, 5000, [](int i) { return std::tuple(i); }));
        CHECK(conn->execute("SELECT count(*) FROM many_numbers").scalar<int>() == 5000);
        conn->execute("DROP TABLE many_numbers");
        conn->commit();
    }
    const int kept =
        conn->execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'INSERT%'")
            .scalar<int>();
    CHECK(kept <= 2);  // that of many rows, and that of the rest
}

TEST_CASE_FIXTURE(Fixture,
                  "what the server refuses is told, even if results before it have types that are new here") {
    conn->execute("CREATE TYPE pg_temp.mood AS ENUM ('sad', 'glad')");
    conn->execute("CREATE TEMP TABLE many_moods (id INT PRIMARY KEY, feeling pg_temp.mood DEFAULT 'glad')");
    conn->commit();
    const auto insert_returning = [&] {
        const std::vector<std::tuple<int>> ids{{1}, {2}, {1}, {3}};
        try {
            conn->executemany("INSERT INTO many_moods (id) VALUES (?) RETURNING feeling", ids,
                              {.returning = true});
            FAIL("executed");
        } catch (const UniqueViolation& error) {
            CHECK(error.row_range() == RowRange{2, 2});
        }
        conn->rollback();
    };
    insert_returning();
    CHECK(conn->execute("SELECT 'glad'::pg_temp.mood").scalar<std::string>() == "glad");
    conn->rollback();
    insert_returning();  // as when the type is known
}
