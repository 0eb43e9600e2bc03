// SPDX-License-Identifier: BSL-1.0
//
// Parameters of all C++ types, by their lines in the table of docs/types.md: what becomes of each is asked by
// the tests of the core and of both drivers.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <dbapi/dbapi.hpp>
#include <list>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/page.hpp"

namespace testing {

enum class Narrow : std::uint16_t { one = 1 };
enum class Wide : std::int64_t { one = 1 };

/// A type with an adapter.
struct Cents {
    std::int64_t count = 0;
};

}  // namespace testing

template <>
struct dbapi::Adapter<testing::Cents> {
    static Value to_value(const testing::Cents& cents) { return cents.count; }
    static testing::Cents from_value(const Value& value) { return {value.get<std::int64_t>()}; }
};

namespace testing {

/// Returns a line for each in the table: its first cell, and the cells that `ask(parameter)` returns for the
/// types in it. Where these do not agree, the line has all of their answers.
template <class Ask>
[[nodiscard]] std::vector<Line> ask_parameters(Ask&& ask) {
    using namespace dbapi;
    using namespace std::chrono;
    std::vector<Line> lines;
    const auto add = [&](const char* types, const auto&... parameters) {
        const std::set<Line> answers{ask(parameters)...};
        Line line{types};
        for (const Line& answer : answers) line.insert(line.end(), answer.begin(), answer.end());
        lines.push_back(std::move(line));
    };
    const sys_days day = 2024y / February / 29;
    const auto reading = local_days(2024y / February / 29) + 13h;
    const std::byte bytes[] = {std::byte{1}, std::byte{0}};
    const Time time(13, 14);
    const Time time_with_offset(13, 14, 0, 0, hours(2));
    const Timestamp timestamp(2024, 2, 29);
    const Timestamp timestamp_with_offset(2024, 2, 29, 0, 0, 0, 0, hours(2));

    add("`bool`", true, std::optional(true));
    add("`int`, smaller integers and enumerations", std::int8_t{1}, std::uint8_t{1}, std::int16_t{1},
        std::uint16_t{1}, std::int32_t{1}, Narrow::one, std::optional(1));
    add("`unsigned`, `std::int64_t`, `std::uint64_t`, enumerations of their sizes", 1U, 1L, 1UL, 1LL, 1ULL,
        Wide::one, std::optional(Wide::one));
    add("`float`, `double`", 0.5F, 0.5);
    add("`Decimal`", Decimal("1.50"));
    add("`std::string`, `std::string_view`, `const char*`, literals, text in `char8_t`, characters",
        std::string("a"), std::string_view("a"), static_cast<const char*>("a"), "a", std::u8string(u8"a"),
        u8"a", 'a', U'a', std::optional<std::string>("a"));
    add("`Binary`; `std::vector`, `std::array`, `std::span` of bytes", Binary("a"),
        std::vector<std::byte>{std::byte{1}}, std::vector<unsigned char>{1}, std::array<std::byte, 1>{},
        std::array<unsigned char, 1>{}, std::span<const std::byte>(bytes));
    add("`Date`, `sys_days`, `local_days`, `year_month_day`", Date(2024, 2, 29), day,
        local_days(day.time_since_epoch()), year_month_day(day));
    add("`Time` without an offset, `hh_mm_ss`", time, hh_mm_ss(13h + 14min));
    add("`Time` with an offset", time_with_offset);
    add("`Timestamp` without an offset, `local_time`", timestamp, Timestamp::infinity(), reading,
        time_point_cast<microseconds>(reading));
    add("`Timestamp` with an offset, `sys_time`", timestamp_with_offset, sys_seconds(day),
        system_clock::time_point(day));
    add("`Interval`, `duration`", Interval(1, 2, 3), 90min, months(3), weeks(1));
    add("`Uuid`", Uuid());
    add("`Json`", Json("{}"));
    add("`Other`", Other("point", "(1,2)"));
    add("`std::vector<int>`, other ranges, and ranges of ranges", std::vector{1, 2}, std::list<short>{1},
        std::vector<signed char>{1}, std::vector<std::optional<int>>{1, std::nullopt}, std::vector<int>{},
        std::vector<std::vector<int>>{{1, 2}, {3, 4}});
    add("`std::vector<std::int64_t>`, `Array` of integers", std::vector<std::int64_t>{1}, Array({1, 2}),
        Array({1, null}));
    add("`std::vector<double>`, `Array` of reals and integers", std::vector{0.5}, Array({0.5, 1}));
    add("`std::vector<Decimal>`, `Array` of decimals and integers", std::vector{Decimal(1)},
        Array({1, Decimal("1.50")}));
    add("`std::vector<std::string>`, `Array` of strings", std::vector<std::string>{"a"},
        std::vector<std::string>{}, Array({"a", null}));
    add("`std::vector<Json>`, `Array` of nothing, or of NULL", std::vector{Json("1")}, Array(),
        Array({null}));
    add("`null_of<int>`, `std::optional<int>()`", null_of<int>, std::optional<int>(),
        null_of<std::optional<int>>);
    add("`null`, `nullptr`, `Value()`, `null_of<std::string>`, `null_of<Timestamp>`", null, nullptr, Value(),
        null_of<std::string>, null_of<Timestamp>, null_of<Json>, std::optional<std::string>(),
        std::optional<Cents>(), std::optional<std::vector<int>>());
    add("`Value` of an integer, a type whose `Adapter` gives one", Value(1), Cents{1},
        std::optional(Cents{1}));
    return lines;
}

}  // namespace testing
