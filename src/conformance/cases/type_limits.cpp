// SPDX-License-Identifier: BSL-1.0
//
// What one column type has and others have not: its limits, and what is close to being lost.
#include <dbapi/conformance/context.hpp>

#include "../suite.hpp"
#include "reading.hpp"

namespace dbapi::conformance {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// Sends the values through a column of the type, and finds each by comparing it with a parameter.
void round_trip(Context& context, std::string_view type, const std::vector<Value>& values) {
    static_cast<void>(context.type(type));
    const auto table = context.table("id {integer}, v {" + std::string(type) + "}");
    const auto cursor = context.connection().cursor();
    std::int64_t id = 0;
    for (const auto& value : values) cursor->execute("INSERT INTO " + table + " VALUES (?, ?)", ++id, value);
    for (int time = 0; time < 3; ++time) {
        const auto rows = cursor->execute("SELECT v FROM " + table + " ORDER BY id").fetchall();
        context.require(rows.size() == values.size(), "a row for each value");
        for (std::size_t i = 0; i < values.size(); ++i) context.equal(rows[i][0], values[i], "the value");
    }
    id = 0;
    for (const auto& value : values) {
        cursor->execute("SELECT count(*) FROM " + table + " WHERE id = ? AND v = ?", ++id, value);
        context.equal(cursor->scalar<int>(), 1, "the row is found by " + value.to_string());
    }
}

void decimals_of_few_digits_are_exact(Context& context) {
    round_trip(context, "decimal",
               {Decimal("0.1"), Decimal("-0.1"), Decimal("0"), Decimal("100"), Decimal("1234.56"),
                Decimal("-99999.9"), Decimal("0.000000125")});
}

void decimals_of_thirty_digits_are_exact(Context& context) {
    round_trip(context, "decimal",
               {Decimal("12345678901234567890.0123456789"), Decimal("-99999999999999999999.9999999999"),
                Decimal("0.0000000001"), Decimal("10000000000000000000"), Decimal("9007199254740993.5")});
}

void dates_of_all_years_are_kept(Context& context) {
    std::vector<Value> values = {Date(1, 1, 1),     Date(1, 12, 31),    Date(99, 3, 4),
                                 Date(1582, 10, 4), Date(1582, 10, 15), Date(1899, 12, 31),
                                 Date(1970, 1, 1),  Date(1969, 12, 31), Date(2038, 1, 20),
                                 Date(9999, 1, 1),  Date(9999, 12, 31)};
    round_trip(context, "date", values);
}

void leap_days_are_kept(Context& context) {
    round_trip(context, "date",
               {Date(2024, 2, 29), Date(2000, 2, 29), Date(1600, 2, 29), Date(4, 2, 29), Date(1900, 2, 28),
                Date(1900, 3, 1), Date(2023, 12, 31), Date(2024, 12, 31)});
}

void times_keep_microseconds(Context& context) {
    round_trip(context, "time",
               {Time(0, 0, 0), Time(0, 0, 0, 1), Time(12, 0, 0), Time(12, 34, 56, 123456),
                Time(12, 34, 56, 100000), Time(12, 34, 56, 10), Time(23, 59, 59, 999999)});
}

void timestamps_keep_microseconds(Context& context) {
    round_trip(context, "timestamp",
               {Timestamp(2026, 2, 28, 13, 14, 15, 1), Timestamp(2026, 2, 28, 13, 14, 15, 999999),
                Timestamp(2026, 2, 28, 13, 14, 15, 100000), Timestamp(2026, 2, 28, 13, 14, 15),
                Timestamp(2026, 2, 28), Timestamp(1969, 12, 31, 23, 59, 59, 999999),
                Timestamp(1960, 1, 1, 0, 0, 0, 1)});
}

void timestamps_of_all_years_are_kept(Context& context) {
    round_trip(context, "timestamp",
               {Timestamp(1, 1, 1), Timestamp(1, 1, 1, 0, 0, 0, 1), Timestamp(1582, 10, 10, 12),
                Timestamp(9999, 12, 31, 23, 59, 59, 999999), Timestamp(2038, 1, 19, 3, 14, 8)});
}

void instants_are_the_same_in_another_zone(Context& context) {
    const Timestamp utc(2026, 2, 28, 13, 14, 15, 16, seconds(0));
    const Timestamp kolkata(2026, 2, 28, 18, 44, 15, 16, hours(5) + minutes(30));
    const Timestamp new_york(2026, 2, 28, 8, 14, 15, 16, -hours(5));
    const Timestamp other(2026, 2, 28, 13, 14, 15, 16, hours(1));
    static_cast<void>(context.type("timestamptz"));
    const auto table = context.table("id {integer}, v {timestamptz}");
    const auto cursor = context.connection().cursor();
    std::int64_t id = 0;
    for (const auto& value : {utc, kolkata, new_york, other})
        cursor->execute("INSERT INTO " + table + " VALUES (?, ?)", ++id, value);
    for (int time = 0; time < 3; ++time) {
        cursor->execute("SELECT v FROM " + table + " ORDER BY id");
        const auto rows = cursor->fetchall();
        context.require(rows.size() == 4, "four rows");
        for (const std::size_t i : {0U, 1U, 2U}) {
            const auto read = rows[i].get<Timestamp>(0);
            context.check(read.has_offset(), "an instant has an offset");
            context.check(read.to_sys_time() == utc.to_sys_time(), "the instant, as " + read.to_string());
        }
        context.check(rows[3].get<Timestamp>(0).to_sys_time() == other.to_sys_time(), "another instant");
        for (const auto& value : {utc, kolkata, new_york}) {
            cursor->execute("SELECT id FROM " + table + " WHERE v = ? ORDER BY id", value);
            context.equal(integers(*cursor), range(1, 3), "the rows of this instant in any zone");
        }
    }
}

void intervals_keep_each_sign(Context& context) {
    round_trip(context, "interval",
               {Interval(), Interval(-14, 3, -14'706'000'000), Interval(14, -3, 14'706'000'001),
                Interval(0, 0, -1), Interval(0, -400, 90'000'000'000), Interval(1, 0, 0), Interval(-1, 0, 0),
                Interval(0, 1, 0), Interval(0, 0, 86'400'000'000)});
}

void uuids_keep_each_byte(Context& context) {
    round_trip(context, "uuid",
               {Uuid::parse("00010203-0405-0607-0809-0a0b0c0d0e0f"), Uuid(),
                Uuid::parse("ffffffff-ffff-ffff-ffff-ffffffffffff"),
                Uuid::parse("f0e0d0c0-b0a0-4080-8060-504030201000")});
}

void json_keeps_its_content(Context& context) {
    round_trip(
        context, "json",
        {Json("[]"), Json("{}"), Json("\"it's\""), Json("[1, -2.5, true, false, null]"),
         Json("{\"a\": {\"b\": [1, {\"c\": \"gr\u00fc\u00df \U0001F600\"}]}}"), Json("\"\\\"\\\\\\n\"")});
}

void json_null_is_not_sql_null(Context& context) {
    static_cast<void>(context.type("json"));
    const auto table = context.table("id {integer}, v {json}");
    const auto cursor = context.connection().cursor();
    const auto insert = "INSERT INTO " + table + " VALUES (?, ?)";
    cursor->execute(insert, 1, Json("null"));
    cursor->execute(insert, 2, std::optional<Json>());
    const auto rows = cursor->execute("SELECT v FROM " + table + " ORDER BY id").fetchall();
    context.require(rows.size() == 2, "two rows");
    context.equal(rows[0][0], Value(Json("null")), "JSON's null");
    context.check(rows[1].is_null(0), "SQL's NULL");
}

void arrays_keep_nulls_and_emptiness(Context& context) {
    round_trip(context, "integer_array",
               {Array(), Array({Value(1)}), Array({Value(), Value(2), Value()}), Array({Value()}),
                Array({Value(3), Value(2), Value(1)})});
    const auto cursor = context.connection().cursor();
    const std::vector<std::optional<std::int64_t>> numbers = {1, std::nullopt, 3};
    cursor->execute(context.sql("SELECT CAST(? AS {integer_array})"), numbers);
    context.check(cursor->one<std::vector<std::optional<std::int64_t>>>() == numbers,
                  "as a vector of optionals");
}

void arrays_have_two_dimensions(Context& context) {
    using Dimension = Array::Dimension;
    round_trip(context, "integer_array",
               {Array({1, 2, 3, 4, 5, 6}, {Dimension{2}, Dimension{3}}),
                Array({1, 2, 3, 4, 5, Value()}, {Dimension{3}, Dimension{2}}),
                Array({7}, {Dimension{1}, Dimension{1}})});
    const std::vector<std::vector<std::int64_t>> nested = {{1, 2}, {3, 4}, {5, 6}};
    const auto cursor = context.connection().cursor();
    cursor->execute(context.sql("SELECT CAST(? AS {integer_array})"), nested);
    context.check(cursor->one<std::vector<std::vector<std::int64_t>>>() == nested, "as vectors of vectors");
}

void arrays_of_text_keep_each_character(Context& context) {
    round_trip(
        context, "text_array",
        {Array({"", "NULL", "null", Value()}), Array({"a,b", "{a}", "\"", "\\", "'", " blank ", "a b"}),
         Array({"gr\u00fc\u00df", "\U0001F600", "\n\t"})});
}

constexpr Need arrays = &Features::arrays;
constexpr auto one = Connections::one;

constexpr Case group[] = {
    {"types.decimals_of_few_digits_are_exact",
     {116},
     "Decimals that a double tells apart are exact.",
     decimals_of_few_digits_are_exact},
    {"types.decimals_of_thirty_digits_are_exact",
     {116},
     "Decimals of thirty digits are exact.",
     decimals_of_thirty_digits_are_exact},
    {"types.dates_of_all_years_are_kept",
     {107},
     "Dates are kept from the year 1 to 9999.",
     dates_of_all_years_are_kept},
    {"types.leap_days_are_kept", {107}, "Leap days, and the days around them, are kept.", leap_days_are_kept},
    {"types.times_keep_microseconds",
     {107},
     "Times of day keep their microseconds.",
     times_keep_microseconds},
    {"types.timestamps_keep_microseconds",
     {107},
     "Timestamps keep their microseconds, also before 1970.",
     timestamps_keep_microseconds},
    {"types.timestamps_of_all_years_are_kept",
     {107},
     "Timestamps are kept from the year 1 to 9999.",
     timestamps_of_all_years_are_kept},
    {"types.instants_are_the_same_in_another_zone",
     {107, 109},
     "An instant is the same in whatever zone it was given.",
     instants_are_the_same_in_another_zone},
    {"types.intervals_keep_each_sign",
     {117},
     "Months, days and microseconds of an interval keep their signs.",
     intervals_keep_each_sign},
    {"types.uuids_keep_each_byte", {117}, "UUIDs keep the order of their bytes.", uuids_keep_each_byte},
    {"types.json_keeps_its_content", {117}, "JSON keeps numbers, texts and nesting.", json_keeps_its_content},
    {"types.json_null_is_not_sql_null",
     {114, 117},
     "JSON's null is a value, SQL's NULL is none.",
     json_null_is_not_sql_null},
    {"types.arrays_keep_nulls_and_emptiness",
     {117},
     "Arrays may be empty, and hold NULL.",
     arrays_keep_nulls_and_emptiness,
     one,
     arrays},
    {"types.arrays_have_two_dimensions",
     {117},
     "Arrays of two dimensions keep their shape.",
     arrays_have_two_dimensions,
     one,
     arrays},
    {"types.arrays_of_text_keep_each_character",
     {117},
     "Texts in arrays keep quotes, commas and blanks, and are not NULL.",
     arrays_of_text_keep_each_character,
     one,
     arrays},
};

}  // namespace

Group type_limit_cases() { return group; }

}  // namespace dbapi::conformance
