// SPDX-License-Identifier: BSL-1.0
//
// What a failed conversion says: the column, the SQL type and the C++ type, whichever step failed, and no
// value.
#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <dbapi/convert.hpp>
#include <dbapi/errors.hpp>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

using namespace dbapi;

namespace {

/// A type whose adapter reads nothing.
struct Strict {};

std::string complaint(const std::function<void()>& conversion, const char* sqlstate = nullptr) {
    try {
        conversion();
    } catch (const DataError& error) {
        if (sqlstate) CHECK(error.sqlstate() == sqlstate);
        return error.what();
    }
    return "nothing";
}

template <class T>
void check_named(const Value& value, const char* cpp_type) {
    Column column;
    column.name = "balance";
    CAPTURE(to_string(value.kind()));
    CAPTURE(cpp_type);
    const std::string untyped = complaint([&] { (void)convert<T>(ValueView(value), &column); });
    CAPTURE(untyped);
    CHECK(untyped.find("column \"balance\" (" + std::string(to_string(value.kind())) + ") as ") == 0);
    CHECK(untyped.find(cpp_type) != std::string::npos);

    column.type_name = "numeric(9,2)";
    const std::string typed = complaint([&] { (void)convert<T>(ValueView(value), &column); });
    CHECK(typed.find("column \"balance\" (numeric(9,2)) as ") == 0);

    const std::string bare = complaint([&] { (void)value.get<T>(); });
    CHECK(bare.find("a value of kind " + std::string(to_string(value.kind())) + " as ") == 0);
    CHECK(bare.find(cpp_type) != std::string::npos);
    CHECK(bare.find("1234567") == std::string::npos);
    CHECK(bare.find("secret") == std::string::npos);
}

}  // namespace

template <>
struct dbapi::Adapter<Strict> {
    static Strict from_value(const Value& value) {
        if (value.kind() == Kind::integer) throw std::runtime_error("no text");
        if (value.kind() == Kind::boolean) throw IntegrityError("no text");
        throw DataError("not strict enough", ErrorDetails{.sqlstate = "22P02"});
    }
};

TEST_CASE("a message names the column, the SQL type and the C++ type, whatever went wrong") {
    // Another kind.
    check_named<int>("secret", "int");
    check_named<Date>(1234567, "dbapi::Date");
    check_named<Binary>("secret", "dbapi::Binary");
    check_named<std::string>(Binary(std::string_view("secret")), "string");
    check_named<std::vector<int>>(1234567, "std::vector<int");
    check_named<Json>(1234567, "dbapi::Json");
    check_named<Array>(1234567, "dbapi::Array");
    check_named<char>(1234567, "char");
    check_named<std::u8string>(Binary(std::string_view("secret")), "char8_t");
    check_named<std::vector<std::byte>>("secret", "std::byte");
    check_named<std::chrono::seconds>(1234567, "std::chrono");
    check_named<std::chrono::hh_mm_ss<std::chrono::seconds>>(1234567, "hh_mm_ss");
    // Of another length or shape.
    check_named<char>("secret", "char");
    check_named<std::array<int, 2>>(Array(std::vector<Value>{1234567}), "std::array<int, 2");
    check_named<std::array<std::byte, 2>>(Binary(std::string_view("secret")), "std::array<std::byte, 2");
    check_named<std::vector<int>>(Array({1234567}, {{1, 1}, {1, 1}}), "std::vector<int");
    // Out of range, or not exact.
    check_named<std::int16_t>(1234567, "short");
    check_named<bool>(1234567, "bool");
    check_named<int>(1234567.5, "int");
    check_named<float>(1234567.1, "float");
    check_named<std::int64_t>(Decimal("1234567.5"), "long");
    check_named<std::int64_t>(Decimal("12345678901234567890"), "long");
    check_named<int>(Decimal("NaN"), "int");
    check_named<double>(Decimal("1234567e400"), "double");
    // Text that is not what the target parses.
    check_named<Decimal>("secret", "dbapi::Decimal");
    check_named<Date>("secret", "dbapi::Date");
    check_named<Date>("2024-02-30", "dbapi::Date");
    check_named<Time>("secret", "dbapi::Time");
    check_named<Timestamp>("secret", "dbapi::Timestamp");
    check_named<Interval>("secret", "dbapi::Interval");
    check_named<Uuid>("secret", "dbapi::Uuid");
    // Dates and times that std::chrono's types do not hold.
    check_named<std::chrono::minutes>(Interval(0, 0, 1234567), "std::chrono");
    check_named<std::chrono::days>(Interval(1, 1, 0), "std::chrono");
    check_named<std::chrono::hh_mm_ss<std::chrono::seconds>>(Time(1, 2, 3, 4), "hh_mm_ss");
    check_named<std::chrono::hh_mm_ss<std::chrono::seconds>>(Time(1, 2, 3, 0, std::chrono::hours(1)),
                                                             "hh_mm_ss");
    check_named<std::chrono::sys_days>(Date::infinity(), "std::chrono");
    check_named<std::chrono::year_month_day>(Date::minus_infinity(), "year_month_day");
    check_named<std::chrono::sys_seconds>(Timestamp(2024, 2, 29), "std::chrono");
    check_named<std::chrono::sys_seconds>(Timestamp::infinity(), "std::chrono");
    check_named<std::chrono::local_seconds>(Timestamp::infinity(), "std::chrono");
    check_named<std::chrono::local_seconds>(Timestamp(2024, 2, 29, 0, 0, 0, 1), "std::chrono");
}

TEST_CASE("what an adapter cannot read is told by its column, and any other exception is the adapter's") {
    check_named<Strict>("secret", "Strict");
    check_named<std::optional<Strict>>("secret", "Strict");
    Column column;
    column.name = "balance";
    const Value text("secret");
    const Value tags(Array(std::vector<Value>{text}));
    CHECK(complaint([&] { (void)convert<Strict>(ValueView(text), &column); }, "22P02")
              .find("column \"balance\" (string) as ") == 0);
    CHECK(complaint([&] {
              (void)convert<std::vector<Strict>>(ValueView(tags), &column);
          }).find("column \"balance\" (string) as ") == 0);
    CHECK_THROWS_WITH_AS((void)convert<Strict>(ValueView::integer(1), &column), "no text",
                         std::runtime_error);
    CHECK_THROWS_AS((void)convert<Strict>(ValueView::boolean(true), &column), IntegrityError);
}

TEST_CASE("NULL for a type that has none says what to use instead") {
    Column column;
    column.name = "balance";
    const auto message = complaint([&] { (void)convert<int>(ValueView(), &column); }, "22002");
    CHECK(message == "column \"balance\" (null) as int: NULL does not fit (use std::optional)");
    CHECK(complaint([] { (void)Value().get<bool>(); }, "22002") ==
          "a value of kind null as bool: NULL does not fit (use std::optional)");
}

TEST_CASE("what has no conversion is told from what is out of range") {
    CHECK(complaint([] { (void)Value("abc").get<int>(); }, "22018") ==
          "a value of kind string as int: no conversion");
    CHECK(complaint([] { (void)Value(1).get<Date>(); }, "22018") != "nothing");
    CHECK(complaint([] { (void)Value(2).get<bool>(); }, "22003") != "nothing");
    CHECK(complaint([] { (void)Value(Decimal("0.07")).get<int>(); }, "22003") ==
          "a value of kind decimal as int: not a whole number");
}

TEST_CASE("the SQLSTATE of what a parser refuses is kept") {
    CHECK(complaint([] { (void)Value("x").get<Decimal>(); }, "22P02") != "nothing");
    CHECK(complaint([] { (void)Value("x").get<Uuid>(); }, "22P02") != "nothing");
    CHECK(complaint([] { (void)Value("x").get<Date>(); }, "22007") != "nothing");
    CHECK(complaint([] { (void)Value("2024-02-30").get<Date>(); }, "22008") != "nothing");
    CHECK(complaint([] { (void)Value(Decimal("1e30")).get<int>(); }, "22003") != "nothing");
    CHECK(complaint([] { (void)Value(300).get<signed char>(); }, "22003") != "nothing");
}
