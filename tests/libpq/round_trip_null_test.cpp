// SPDX-License-Identifier: BSL-1.0
//
// NULL of every type, as parameter and result, known by its C++ type alone, and between values.
#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "libpq/round_trip_formats.hpp"
#include "support/generate.hpp"
#include "support/same_value.hpp"

using namespace dbapi;

namespace {

template <class T>
void check_typed_null(Connection& conn, const std::string& type) {
    INFO("type ", type);
    const auto sql = "SELECT ?::" + type + ", ?::" + type + " IS NULL";
    const auto [value, is_null] =
        conn.execute(sql, std::optional<T>(), std::optional<T>()).template one<std::optional<T>, bool>();
    CHECK_FALSE(value.has_value());
    CHECK(is_null);
}

template <class T>
void check_typed_batch(Connection& conn, const std::string& type, const T& value) {
    INFO("type ", type);
    const std::vector<std::tuple<int, std::optional<T>>> rows = {
        {1, std::nullopt}, {2, value}, {3, std::nullopt}, {4, std::nullopt}, {5, value}};
    conn.execute("CREATE TEMP TABLE batch (id int, v " + type + ")");
    conn.executemany("INSERT INTO batch VALUES (?, ?)", rows);
    std::vector<std::tuple<int, std::optional<T>>> found;
    auto result = conn.execute("SELECT id, v FROM batch ORDER BY id");
    for (const auto& row : result.rows<int, std::optional<T>>()) found.push_back(row);
    CHECK(found == rows);
    conn.rollback();
}

}  // namespace

TEST_CASE("NULL goes to every type and comes back") {
    for (const std::string format : testing::wire_formats) {
        const auto conn = testing::connect_with_format(format);
        for (const auto& type : testing::round_trip_types()) {
            INFO("format '", format, "', type ", type.name);
            const auto row = conn->execute("SELECT ?::" + type.name + ", NULL::" + type.name +
                                               ", ?::" + type.name + " IS NULL",
                                           null, Value())
                                 .fetchone();
            REQUIRE(row);
            CHECK((*row)[0].is_null());
            CHECK((*row)[1].is_null());
            CHECK(row->get<bool>(2));
        }
    }
}

TEST_CASE("NULLs and values of every type take turns in executemany, NULL first as well as last") {
    for (const std::string format : testing::wire_formats) {
        const auto conn = testing::connect_with_format(format);
        for (const auto& type : testing::round_trip_types()) {
            INFO("format '", format, "', type ", type.name);
            testing::Random random(7);
            std::vector<std::vector<Value>> rows;
            for (int i = 0; i < 12; ++i) {
                const bool is_null = i % 3 == 0 || i == 11;
                rows.push_back({Value(i), is_null ? Value() : type.make(random)});
            }
            conn->execute("CREATE TEMP TABLE nulls (id int, v " + type.name + ")");
            conn->executemany("INSERT INTO nulls VALUES (?, " + type.marker + ")", rows);
            std::size_t index = 0;
            auto result = conn->execute("SELECT v FROM nulls ORDER BY id");
            for (const auto& row : result) CHECK(testing::same_value(row[0], rows[index++][1]));
            CHECK(index == rows.size());
            conn->rollback();
        }
    }
}

TEST_CASE("an empty optional is NULL of its type") {
    for (const std::string format : testing::wire_formats) {
        INFO("format '", format, "'");
        const auto conn = testing::connect_with_format(format);
        check_typed_null<bool>(*conn, "boolean");
        check_typed_null<short>(*conn, "smallint");
        check_typed_null<int>(*conn, "integer");
        check_typed_null<std::int64_t>(*conn, "bigint");
        check_typed_null<int>(*conn, "numeric");
        check_typed_null<float>(*conn, "real");
        check_typed_null<double>(*conn, "double precision");
        check_typed_null<Decimal>(*conn, "numeric");
        check_typed_null<std::string>(*conn, "text");
        check_typed_null<Binary>(*conn, "bytea");
        check_typed_null<Uuid>(*conn, "uuid");
        check_typed_null<Date>(*conn, "date");
        check_typed_null<Time>(*conn, "time");
        check_typed_null<Time>(*conn, "time with time zone");
        check_typed_null<Timestamp>(*conn, "timestamp");
        check_typed_null<Timestamp>(*conn, "timestamp with time zone");
        check_typed_null<Interval>(*conn, "interval");
        check_typed_null<Json>(*conn, "jsonb");
    }
}

TEST_CASE("empty and full optionals take turns in executemany") {
    for (const std::string format : testing::wire_formats) {
        INFO("format '", format, "'");
        const auto conn = testing::connect_with_format(format);
        check_typed_batch<bool>(*conn, "boolean", true);
        check_typed_batch<int>(*conn, "smallint", -32768);
        check_typed_batch<int>(*conn, "integer", 7);
        check_typed_batch<int>(*conn, "bigint", 7);
        check_typed_batch<std::int64_t>(*conn, "bigint", 5'000'000'000);
        check_typed_batch<double>(*conn, "double precision", 0.1);
        check_typed_batch<Decimal>(*conn, "numeric", Decimal("1.50"));
        check_typed_batch<std::string>(*conn, "text", "");
        check_typed_batch<std::string>(*conn, "inet", "10.0.0.1");
        check_typed_batch<Binary>(*conn, "bytea", Binary());
        check_typed_batch<Uuid>(*conn, "uuid", Uuid());
        check_typed_batch<Date>(*conn, "date", Date(2024, 2, 29));
        check_typed_batch<Time>(*conn, "time", Time(24, 0));
        check_typed_batch<Timestamp>(*conn, "timestamp", Timestamp(2024, 2, 29));
        check_typed_batch<Timestamp>(*conn, "timestamp with time zone",
                                     Timestamp(2024, 2, 29, 0, 0, 0, 0, std::chrono::seconds(3600)));
        check_typed_batch<Interval>(*conn, "interval", Interval(1, -2, 3));
        check_typed_batch<Json>(*conn, "json", Json("{}"));
    }
}
