// SPDX-License-Identifier: BSL-1.0
//
// What a failed conversion says: the column, the SQL type and the C++ type, whichever step failed, and no
// value.
#include <doctest/doctest.h>

#include <cmath>
#include <dbapi/convert.hpp>
#include <dbapi/errors.hpp>
#include <functional>
#include <string>
#include <vector>

using namespace dbapi;

namespace {

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

TEST_CASE("a message names the column, the SQL type and the C++ type, whatever went wrong") {
    // Another kind.
    check_named<int>("secret", "int");
    check_named<Date>(1234567, "dbapi::Date");
    check_named<Binary>("secret", "dbapi::Binary");
    check_named<std::string>(Binary(std::string_view("secret")), "string");
    check_named<std::vector<int>>(1234567, "std::vector<int");
    check_named<Json>(1234567, "dbapi::Json");
    check_named<Array>(1234567, "dbapi::Array");
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
    check_named<std::chrono::sys_days>(Date::infinity(), "std::chrono");
    check_named<std::chrono::year_month_day>(Date::minus_infinity(), "year_month_day");
    check_named<std::chrono::sys_seconds>(Timestamp(2024, 2, 29), "std::chrono");
    check_named<std::chrono::sys_seconds>(Timestamp::infinity(), "std::chrono");
    check_named<std::chrono::local_seconds>(Timestamp::infinity(), "std::chrono");
    check_named<std::chrono::local_seconds>(Timestamp(2024, 2, 29, 0, 0, 0, 1), "std::chrono");
}

TEST_CASE("an element that does not fit is told by the column of its array") {
    Column column;
    column.name = "tags";
    column.type_name = "int8[]";
    const Value tags(Array(std::vector<Value>{1, "secret"}));
    const std::string message = complaint([&] { (void)convert<std::vector<int>>(ValueView(tags), &column); });
    CHECK(message == "column \"tags\" (int8[]) as int: no conversion");
}

TEST_CASE("NULL for a type that has none says what to use instead") {
    Column column;
    column.name = "balance";
    const auto message = complaint([&] { (void)convert<int>(ValueView(), &column); }, "22002");
    CHECK(message == "column \"balance\" (null) as int: NULL does not fit (use std::optional)");
    CHECK(complaint([] { (void)Value().get<bool>(); }, "22002") ==
          "a value of kind null as bool: NULL does not fit (use std::optional)");
}

TEST_CASE("the SQLSTATE of what a parser refuses is kept") {
    CHECK(complaint([] { (void)Value("x").get<Decimal>(); }, "22P02") != "nothing");
    CHECK(complaint([] { (void)Value("x").get<Uuid>(); }, "22P02") != "nothing");
    CHECK(complaint([] { (void)Value("x").get<Date>(); }, "22007") != "nothing");
    CHECK(complaint([] { (void)Value("2024-02-30").get<Date>(); }, "22008") != "nothing");
    CHECK(complaint([] { (void)Value(Decimal("1e30")).get<int>(); }, "22003") != "nothing");
    CHECK(complaint([] { (void)Value(300).get<signed char>(); }, "22003") != "nothing");
}
