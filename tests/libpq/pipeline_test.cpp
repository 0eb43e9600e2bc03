// SPDX-License-Identifier: BSL-1.0
//
// Pipelines on the wire: how many round trips they take, and statements that are prepared on the way.
#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <string>
#include <tuple>
#include <vector>

#include "libpq/bank.hpp"
#include "libpq/prepared.hpp"
#include "support/made_range.hpp"

using namespace dbapi;
using testing::Bank;
using testing::failure_of;
using testing::prepared_count;

TEST_CASE_FIXTURE(Bank,
                  "a transfer takes two round trips, also when its statements are prepared on the way") {
    Pipeline pipe(*conn);
    for (int round = 1; round <= 4; ++round) {
        CAPTURE(round);
        const auto before = server.proxy.round_trips();
        const auto left =
            conn->execute("SELECT balance FROM pipeline_accounts WHERE id = $1", 1).scalar<std::int64_t>();
        CHECK(left == 1100 - 100 * round);
        auto& check = add_transfer(pipe, true);
        pipe.sync();
        CHECK(check.scalar<std::int64_t>() == 900);                          // between the two updates
        CHECK(server.proxy.round_trips() - before == (round == 2 ? 3 : 2));  // execute() prepares by itself
        CHECK(balance(2) == 100 * round);
    }
    CHECK(prepared_count(*conn) == 4);
    conn->rollback();
}

TEST_CASE_FIXTURE(Bank, "a whole transaction takes one round trip, in autocommit mode too") {
    for (const bool autocommit : {false, true}) {
        conn->set_autocommit(autocommit);
        Pipeline pipe(*conn);
        for (int round = 0; round < 3; ++round) {
            const auto before = server.proxy.round_trips();
            add_transfer(pipe, !autocommit);
            pipe.sync();
            CHECK(server.proxy.round_trips() - before == 1);
        }
    }
    CHECK(balance(1) == 400);
}

TEST_CASE_FIXTURE(Bank, "a stale plan: run again when nothing came before it, else PlanInvalidated") {
    Pipeline pipe(*conn);
    const std::string sql = "SELECT * FROM pipeline_accounts ORDER BY id";
    const auto width = [&] {
        auto& cursor = pipe.execute(sql);
        pipe.execute("SELECT 1");
        pipe.commit();
        pipe.sync();
        return cursor.fetchall()[0].size();
    };
    for (int use = 0; use < 3; ++use) CHECK(width() == 2);
    direct->execute("ALTER TABLE pipeline_accounts ADD COLUMN a text");
    CHECK(width() == 3);
    CHECK(width() == 3);
    direct->execute("ALTER TABLE pipeline_accounts ADD COLUMN b text");
    pipe.execute("UPDATE pipeline_accounts SET balance = 1 WHERE id = ?", 1);
    pipe.execute(sql);
    pipe.commit();
    const auto failure = failure_of(pipe);
    CHECK(failure.error_class == ErrorClass::plan_invalidated);
    CHECK(failure.details.retryable);
    CHECK(failure.details.row_range == RowRange{1, 1});
    conn->rollback();
    CHECK(balance(1) == 1000);
    CHECK(width() == 4);

    conn->set_autocommit(true);
    direct->execute("ALTER TABLE pipeline_accounts ADD COLUMN c text");
    auto& cursor = pipe.execute(sql);
    pipe.sync();
    CHECK(cursor.fetchall()[0].size() == 5);
    conn->close();  // its transaction would keep the table
}

TEST_CASE("statements mean in a pipeline what they mean behind the others") {
    const auto conn = testing::connect();
    Pipeline pipe(*conn);
    for (int use = 0; use < 4; ++use) {
        CAPTURE(use);
        pipe.execute("CREATE TEMP TABLE pipeline_t (v int)");
        pipe.execute("INSERT INTO pipeline_t VALUES (?)", 7);
        auto& narrow = pipe.execute("SELECT * FROM pipeline_t");
        pipe.execute("ALTER TABLE pipeline_t ADD COLUMN w text DEFAULT 'x'");
        auto& wide = pipe.execute("SELECT * FROM pipeline_t");
        pipe.execute("DROP TABLE pipeline_t");
        pipe.sync();
        CHECK(narrow.fetchall()[0].size() == 1);
        CHECK((*wide.fetchone())[1] == Value("x"));
        if (use % 2 == 0) conn->commit();
    }
    conn->rollback();
}

TEST_CASE("types of the database's own, notices, and streams before a pipeline") {
    const auto conn = testing::connect({.autocommit = true});
    conn->execute("DROP TYPE IF EXISTS pipeline_mood");
    conn->execute("CREATE TYPE pipeline_mood AS ENUM ('sad', 'happy')");
    Pipeline pipe(*conn);
    for (int use = 0; use < 3; ++use) {
        auto& first = pipe.execute("SELECT 'happy'::pipeline_mood, g FROM generate_series(1, 3) AS g");
        auto& loud = pipe.execute("DO $$ BEGIN RAISE NOTICE 'hello'; END $$");
        auto& last = pipe.execute("SELECT 'sad'::pipeline_mood");
        pipe.sync();
        CHECK((*first.description())[0].type_name == "pipeline_mood");
        CHECK(first.messages().empty());
        REQUIRE(loud.messages().size() == 1);
        CHECK(loud.messages()[0].text == "hello");
        const auto rows = first.fetchall();
        REQUIRE(rows.size() == 3);
        CHECK(rows[2][0] == Value("happy"));
        CHECK(rows[2].get<int>(1) == 3);
        CHECK(last.scalar<std::string>() == "sad");
        for (const auto i : conn->stream("SELECT 1").rows<int>()) CHECK(i == 1);
    }
    conn->execute("DROP TYPE pipeline_mood");
}

TEST_CASE("what is prepared for other types, and empty arrays") {
    const auto conn = testing::connect({.autocommit = true});
    Pipeline pipe(*conn);
    for (int use = 0; use < 3; ++use) {
        std::vector<Cursor*> cursors;
        cursors.push_back(&pipe.execute("SELECT ?::text", 1));
        cursors.push_back(&pipe.execute("SELECT ?::text", std::int64_t{1} << 40));
        cursors.push_back(&pipe.execute("SELECT ?::text", "text"));
        cursors.push_back(&pipe.execute("SELECT ?::text", 1.5));
        cursors.push_back(&pipe.execute("SELECT pg_typeof(?)::text", std::vector<int>()));
        pipe.sync();
        const char* const expected[] = {"1", "1099511627776", "text", "1.5", "integer[]"};
        for (std::size_t i = 0; i < cursors.size(); ++i)
            CHECK(cursors[i]->scalar<std::string>() == expected[i]);
    }
}

TEST_CASE_FIXTURE(Bank, "executemany() of updates takes a few round trips, and prepares once") {
    conn->executemany("INSERT INTO pipeline_accounts VALUES (?, 0)",
                      testing::Made(3, 1001, [](int i) { return std::tuple(i); }));
    conn->commit();
    const auto before = server.proxy.round_trips();
    const auto result = conn->executemany("UPDATE pipeline_accounts SET balance = ? WHERE id = ?",
                                          testing::Made(1, 1001, [](int i) { return std::tuple(i, i); }));
    CHECK(result.rowcount() == 1000);
    CHECK(server.proxy.round_trips() - before <= 4);
    CHECK(prepared_count(*conn) == 1);
    conn->commit();
    CHECK(balance(777) == 777);
}
