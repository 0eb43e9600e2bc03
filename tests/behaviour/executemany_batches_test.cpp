// SPDX-License-Identifier: BSL-1.0
//
// executemany() of plain INSERTs, whose lists a driver may put together: it does the same as a loop would,
// and tells which list is at fault.
#include <doctest/doctest.h>

#include <limits>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "support/database.hpp"
#include "support/made_range.hpp"

namespace {

using testing::connect;
using testing::Made;
using testing::Table;

using RowRange = std::optional<dbapi::RowRange>;

template <class F>
RowRange rows_at_fault(F&& run) {
    try {
        run();
    } catch (const dbapi::Error& error) {
        return error.row_range();
    }
    FAIL("nothing was thrown");
    return std::nullopt;
}

struct Fixture {
    Table table{"id INT PRIMARY KEY, n INT, s TEXT, r DOUBLE PRECISION"};
    std::shared_ptr<dbapi::Connection> conn = connect();
    std::unique_ptr<dbapi::Cursor> cursor = conn->cursor();
    std::string insert = table.sql("INSERT INTO {} (id, n, s, r) VALUES (?, ?, ?, ?)");
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "any number of lists arrives, each as it was") {
    for (const int count : {1, 2, 3, 248, 249, 250, 251, 1000, 2501}) {
        CAPTURE(count);
        conn->execute(table.sql("DELETE FROM {}"));
        cursor->executemany(insert, Made(0, count, [](int i) {
                                const bool odd = i % 2 == 1;
                                return std::tuple(i, odd ? std::optional<int>() : std::optional(-i),
                                                  "it's " + std::to_string(i), i / 8.0);
                            }));
        CHECK(cursor->rowcount() == count);
        int next = 0;
        bool all_equal = true;
        for (auto [id, n, s, r] : conn->execute(table.sql("SELECT id, n, s, r FROM {} ORDER BY id"))
                                      .rows<int, std::optional<int>, std::string, double>()) {
            const auto expected = next % 2 == 1 ? std::optional<int>() : std::optional(-next);
            all_equal = all_equal && id == next && n == expected && s == "it's " + std::to_string(next) &&
                        r == next / 8.0;
            ++next;
        }
        CHECK(next == count);
        CHECK(all_equal);
    }
}

TEST_CASE_FIXTURE(Fixture, "NULLs may come first, last and alone, also as bare values") {
    using Values = std::vector<dbapi::Value>;
    const std::vector<Values> lists = {{1, dbapi::null, dbapi::null, dbapi::null},
                                       {2, 5, "five", 5.5},
                                       {3, dbapi::null, "three", dbapi::null},
                                       {4, dbapi::null, dbapi::null, 4.0}};
    cursor->executemany(insert, lists);
    const auto rows = conn->execute(table.sql("SELECT id, n, s, r FROM {} ORDER BY id")).fetchall();
    REQUIRE(rows.size() == 4);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (std::size_t column = 0; column < 4; ++column) CHECK(rows[i][column] == lists[i][column]);
    }
}

TEST_CASE_FIXTURE(Fixture, "large values are not piled up, and all arrive") {
    const std::string large(400'000, 'x');
    cursor->executemany(insert, Made(0, 12, [&](int i) { return std::tuple(i, i, large, 0.0); }));
    CHECK(cursor->rowcount() == 12);
    CHECK(conn->execute(table.sql("SELECT sum(length(s)) FROM {}")).scalar<std::int64_t>() == 12 * 400'000);
}

TEST_CASE_FIXTURE(Fixture, "rows that ON CONFLICT DO NOTHING leaves out are not counted") {
    cursor->execute(insert, 3, 0, "there", 0.0);
    cursor->executemany(table.sql("INSERT INTO {} (id, n) VALUES (?, 7) ON CONFLICT DO NOTHING"),
                        std::vector<std::tuple<int>>{{1}, {2}, {3}, {4}});
    CHECK(cursor->rowcount() == 3);
}

TEST_CASE_FIXTURE(Fixture, "the database's complaint is about the list at fault") {
    const auto lists = [](int count, int fault) {
        return Made(0, count, [=](int i) { return std::tuple(i == fault ? 0 : i, i, "x", 0.0); });
    };
    for (const bool autocommit : {false, true}) {
        CAPTURE(autocommit);
        conn->set_autocommit(autocommit);
        for (const auto& [count, fault] : std::vector<std::pair<int, int>>{{3, 1}, {700, 499}, {700, 699}}) {
            const auto rows = rows_at_fault(
                [&, count = count, fault = fault] { cursor->executemany(insert, lists(count, fault)); });
            REQUIRE(rows);
            CHECK(rows->first <= static_cast<std::size_t>(fault));
            CHECK(rows->last >= static_cast<std::size_t>(fault));
            CHECK(rows->last - rows->first < 249);  // those of one statement
            if (testing::is_sqlite()) CHECK(rows->first == rows->last);
            conn->rollback();
            CHECK(table.count() == 0);
        }
    }
}

TEST_CASE_FIXTURE(Fixture, "a statement that is run list by list tells exactly which failed") {
    cursor->executemany(insert, Made(0, 5, [](int i) { return std::tuple(i, i, "x", 0.0); }));
    const auto rows = rows_at_fault([&] {
        cursor->executemany(table.sql("UPDATE {} SET id = ? WHERE id = ?"),
                            std::vector<std::tuple<int, int>>{{10, 0}, {11, 1}, {10, 2}, {12, 3}});
    });
    CHECK(rows == RowRange({2, 2}));
}

TEST_CASE_FIXTURE(Fixture, "a list that cannot be sent is told exactly") {
    const std::vector<std::tuple<std::uint64_t, int, std::string, double>> too_large = {
        {1, 1, "a", 0}, {std::numeric_limits<std::uint64_t>::max(), 1, "a", 0}};
    CHECK(rows_at_fault([&] { cursor->executemany(insert, too_large); }) == RowRange({1, 1}));
    conn->rollback();
    const std::vector<std::vector<dbapi::Value>> too_short = {{1, 1, "a", 0.5}, {2, 1, "b", 0.5}, {3}};
    CHECK(rows_at_fault([&] { cursor->executemany(insert, too_short); }) == RowRange({2, 2}));
    conn->rollback();
    CHECK(conn->is_usable());
}

TEST_CASE_FIXTURE(Fixture, "other errors are about no list") {
    CHECK_FALSE(rows_at_fault([&] { cursor->execute("SELECT nonsense FROM nowhere"); }));
}
