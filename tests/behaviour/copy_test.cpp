// SPDX-License-Identifier: BSL-1.0
//
// Bulk load and unload, on a database that has COPY, and on one that has none.
#include <doctest/doctest.h>

#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "support/database.hpp"
#include "support/made_range.hpp"

namespace {

using dbapi::CopyTable;
using dbapi::TransactionStatus;
using testing::connect;
using testing::Table;

using Rows = std::vector<std::tuple<int, std::optional<std::string>>>;

}  // namespace

TEST_CASE("rows go in and come out again, or NotSupportedError before anything has happened") {
    const Table table("id INT PRIMARY KEY, note TEXT");
    const auto conn = connect();
    const Rows rows = {{1, "ann"}, {2, std::nullopt}, {3, "a\tb\n\\"}};
    const CopyTable target{table.name(), {"id", "note"}};
    if (conn->features().copy) {
        CHECK(conn->copy_in(target, rows).rowcount() == 3);
        Rows got;
        for (const auto& row :
             conn->copy_out(table.sql("SELECT id, note FROM {} ORDER BY id")).rows<Rows::value_type>()) {
            got.push_back(row);
        }
        CHECK(got == rows);
        CHECK(table.count() == 0);
        conn->commit();
        CHECK(table.count() == 3);
        CHECK_THROWS_AS(conn->copy_in(target, rows), dbapi::UniqueViolation);
        conn->rollback();
        CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
        return;
    }
    int read = 0;
    const testing::Made counted(0, 3, [&](int id) {
        ++read;
        return std::tuple(id, std::string("x"));
    });
    std::istringstream in("1\tann\n");
    std::ostringstream out;
    CHECK_THROWS_AS(conn->copy_in(target, counted), dbapi::NotSupportedError);
    CHECK_THROWS_AS(conn->copy_in(table.sql("COPY {} FROM STDIN"), in), dbapi::NotSupportedError);
    CHECK_THROWS_AS(conn->copy_out(target), dbapi::NotSupportedError);
    CHECK_THROWS_AS(conn->copy_out("SELECT 1"), dbapi::NotSupportedError);
    CHECK_THROWS_AS(conn->copy_out(table.sql("COPY {} TO STDOUT"), out), dbapi::NotSupportedError);
    CHECK(read == 0);
    CHECK(in.tellg() == 0);
    CHECK(out.str().empty());
    CHECK(conn->transaction_status() == TransactionStatus::idle);
    CHECK(table.count() == 0);
}

TEST_CASE("a format that the database has not is NotSupportedError") {
    const auto conn = connect();
    if (conn->features().copy_binary) return;
    CHECK_THROWS_AS(conn->copy_out("SELECT 1", dbapi::CopyFormat::binary), dbapi::NotSupportedError);
    CHECK_THROWS_AS(conn->copy_in({"t"}, {{1}}, {.format = dbapi::CopyFormat::binary}),
                    dbapi::NotSupportedError);
}
