// SPDX-License-Identifier: BSL-1.0
//
// Numbers as parameters: the limits of their types, and what is beyond.
#include <cmath>
#include <dbapi/conformance/context.hpp>
#include <limits>

#include "../suite.hpp"
#include "reading.hpp"

namespace dbapi::conformance {
namespace {

constexpr auto largest = std::numeric_limits<std::int64_t>::max();
constexpr auto smallest = std::numeric_limits<std::int64_t>::min();

void integers_of_64_bits_are_exact(Context& context) {
    const Integers values = {0,
                             1,
                             -1,
                             127,
                             -128,
                             32767,
                             -32768,
                             65536,
                             2147483647,
                             -2147483648LL,
                             2147483648,
                             4294967295,
                             4294967296,
                             -4294967297,
                             9007199254740993,
                             -9007199254740993,
                             largest,
                             largest - 1,
                             smallest,
                             smallest + 1};
    const auto table = context.table("id {integer}, v {integer}");
    const auto cursor = context.connection().cursor();
    const auto insert = context.sql("INSERT INTO {} VALUES (?, ?)", table);
    std::int64_t id = 0;
    for (const auto value : values) cursor->execute(insert, ++id, value);
    for (int time = 0; time < 3; ++time) {
        cursor->execute("SELECT v FROM " + table + " ORDER BY id");
        const auto read = integers(*cursor);
        context.require(read.size() == values.size(), "a row for each value");
        for (std::size_t i = 0; i < values.size(); ++i) context.equal(read[i], values[i], "the integer");
    }
    for (const auto value : values) {
        cursor->execute(context.sql("SELECT count(*) FROM {} WHERE v = ?", table), value);
        context.equal(cursor->scalar<int>(), 1, "rows equal to " + std::to_string(value));
    }
}

void integers_of_any_width_are_exact(Context& context) {
    const auto cursor = context.connection().cursor();
    const auto sql = context.sql("SELECT CAST(? AS {integer})");
    const auto same = [&](auto value) {
        context.equal(cursor->execute(sql, value).template scalar<std::int64_t>(),
                      static_cast<std::int64_t>(value), "the integer");
    };
    for (int time = 0; time < 2; ++time) {
        same(std::numeric_limits<std::int8_t>::min());
        same(std::numeric_limits<std::uint8_t>::max());
        same(std::numeric_limits<std::int16_t>::min());
        same(std::numeric_limits<std::uint16_t>::max());
        same(std::numeric_limits<std::int32_t>::min());
        same(std::numeric_limits<std::uint32_t>::max());
        same(largest);
        same(static_cast<std::uint64_t>(largest));
    }
}

void integers_beyond_64_bits_are_refused(Context& context) {
    const auto table = context.table("v {integer}");
    const auto cursor = context.connection().cursor();
    const auto insert = context.sql("INSERT INTO {} VALUES (?)", table);
    const auto beyond = static_cast<std::uint64_t>(largest) + 1;
    context.throws<DataError>([&] { cursor->execute(insert, beyond); }, "2^63");
    context.throws<DataError>([&] { cursor->execute(insert, std::numeric_limits<std::uint64_t>::max()); },
                              "2^64 - 1");
    context.connection().rollback();
    context.equal(integers(cursor->execute("SELECT v FROM " + table)), Integers(), "nothing is stored");
}

void integers_do_not_lose_bits_when_read(Context& context) {
    const auto cursor = context.connection().cursor();
    cursor->execute(context.sql("SELECT CAST(? AS {integer})"), 4294967297);
    const auto row = cursor->fetchone();
    context.require(row.has_value(), "a row");
    context.equal(row->get<std::int64_t>(0), 4294967297, "64 bits");
    context.throws<DataError>([&] { return row->get<std::int32_t>(0); }, "as 32 bits");
    context.throws<DataError>([&] { return row->get<bool>(0); }, "as a bool");
}

void doubles_are_exact(Context& context) {
    using Limits = std::numeric_limits<double>;
    const std::vector<double> values = {0.0,
                                        0.1,
                                        -0.1,
                                        1.0 / 3,
                                        1e15 + 0.3,
                                        123456789.123456789,
                                        9007199254740993.0,
                                        Limits::max(),
                                        Limits::lowest(),
                                        Limits::min(),
                                        Limits::denorm_min(),
                                        -Limits::denorm_min(),
                                        Limits::epsilon(),
                                        1e100,
                                        1e-100,
                                        std::nextafter(1.0, 2.0)};
    const auto table = context.table("id {integer}, v {real}");
    const auto cursor = context.connection().cursor();
    const auto insert = context.sql("INSERT INTO {} VALUES (?, ?)", table);
    std::int64_t id = 0;
    for (const auto value : values) cursor->execute(insert, ++id, value);
    for (int time = 0; time < 3; ++time) {
        cursor->execute("SELECT v FROM " + table + " ORDER BY id");
        const auto rows = cursor->fetchall();
        context.require(rows.size() == values.size(), "a row for each value");
        for (std::size_t i = 0; i < values.size(); ++i) {
            context.check(rows[i].get<double>(0) == values[i], "the double " + Value(values[i]).to_string() +
                                                                   " came back as " + rows[i][0].to_string());
        }
    }
}

void negative_zero_keeps_its_sign(Context& context) {
    const auto cursor = context.connection().cursor();
    for (int time = 0; time < 3; ++time) {
        const auto zero = cursor->execute(context.sql("SELECT CAST(? AS {real})"), -0.0).scalar<double>();
        context.check(zero == 0.0 && std::signbit(zero), "-0.0 came back");
    }
}

void infinities_are_kept_or_refused(Context& context) {
    const auto table = context.table("v {real}");
    const auto cursor = context.connection().cursor();
    for (const double value : {HUGE_VAL, -HUGE_VAL}) {
        try {
            cursor->execute(context.sql("INSERT INTO {} VALUES (?)", table), value);
        } catch (const DataError&) {
            context.note("an infinity is refused");
            context.connection().rollback();
            continue;
        }
        for (int time = 0; time < 3; ++time)
            context.equal(cursor->execute("SELECT v FROM " + table).scalar<double>(), value, "the infinity");
        cursor->execute("DELETE FROM " + table);
    }
}

void nan_is_kept_or_refused(Context& context) {
    const auto table = context.table("v {real}");
    const auto cursor = context.connection().cursor();
    try {
        cursor->execute(context.sql("INSERT INTO {} VALUES (?)", table), std::nan(""));
    } catch (const DataError&) {
        context.note("NaN is refused");
        return;
    }
    for (int time = 0; time < 3; ++time) {
        const auto row = cursor->execute("SELECT v FROM " + table).fetchone();
        context.require(row && !row->is_null(0), "a row with a number, not NULL");
        context.check(std::isnan(row->get<double>(0)), "the number is NaN");
    }
}

void booleans_are_kept(Context& context) {
    const auto table = context.table("id {integer}, v {boolean}");
    const auto cursor = context.connection().cursor();
    const auto insert = context.sql("INSERT INTO {} VALUES (?, ?)", table);
    cursor->execute(insert, 1, true);
    cursor->execute(insert, 2, false);
    cursor->execute(insert, 3, null);
    for (int time = 0; time < 3; ++time) {
        const auto rows = cursor->execute("SELECT v FROM " + table + " ORDER BY id").fetchall();
        context.require(rows.size() == 3, "three rows");
        context.equal(rows[0][0], Value(true), "true");
        context.equal(rows[1][0], Value(false), "false");
        context.check(rows[2][0].is_null(), "NULL is neither");
    }
}

void types_follow_the_values(Context& context) {
    const auto cursor = context.connection().cursor();
    for (int time = 0; time < 3; ++time) {
        cursor->execute("SELECT ?, ?, ?", 5, 2.0, Binary("x"));
        const auto row = cursor->fetchone();
        context.require(row.has_value(), "a row");
        context.equal((*row)[0], Value(5), "an integer stays one");
        context.equal((*row)[1], Value(2.0), "a real that is whole stays one");
        context.equal((*row)[2], Value(Binary("x")), "bytes stay bytes");
    }
}

constexpr Case group[] = {
    {"parameters.integers_of_64_bits_are_exact",
     {81, 115},
     "Integers come back as they were, up to both ends of 64 bits.",
     integers_of_64_bits_are_exact},
    {"parameters.integers_of_any_width_are_exact",
     {81, 115},
     "Integers of any C++ type come back as they were.",
     integers_of_any_width_are_exact},
    {"parameters.integers_beyond_64_bits_are_refused",
     {81},
     "An integer beyond 64 bits is a DataError.",
     integers_beyond_64_bits_are_refused},
    {"parameters.integers_do_not_lose_bits_when_read",
     {81},
     "An integer is not read as a type that cannot hold it.",
     integers_do_not_lose_bits_when_read},
    {"parameters.doubles_are_exact",
     {81, 115},
     "Doubles come back to the last bit, subnormal ones as well.",
     doubles_are_exact},
    {"parameters.negative_zero_keeps_its_sign", {81}, "-0.0 keeps its sign.", negative_zero_keeps_its_sign},
    {"parameters.infinities_are_kept_or_refused",
     {81},
     "Infinities come back, or are a DataError.",
     infinities_are_kept_or_refused},
    {"parameters.nan_is_kept_or_refused",
     {81},
     "NaN comes back as NaN, or is a DataError.",
     nan_is_kept_or_refused},
    {"parameters.booleans_are_kept",
     {81, 115, 117},
     "true, false and NULL come back as they were.",
     booleans_are_kept},
    {"parameters.types_follow_the_values",
     {115},
     "A parameter has the type of its value.",
     types_follow_the_values},
};

}  // namespace

Group parameter_number_cases() { return group; }

}  // namespace dbapi::conformance
