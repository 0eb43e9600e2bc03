// SPDX-License-Identifier: BSL-1.0
//
// Value: what it is made from and what must not compile, what it holds, equality, text.
#include <doctest/doctest.h>

#include <cmath>
#include <dbapi/errors.hpp>
#include <dbapi/value.hpp>
#include <limits>
#include <memory>
#include <sstream>
#include <string>
#include <type_traits>
#include <vector>

using namespace dbapi;

namespace {

enum Plain { plain };
enum class Scoped : int { one = 1 };
struct Unknown {};

// Pointers, long double, wide text, enumerations and classes of one's own are no values.
static_assert(!std::constructible_from<Value, void*> && !std::constructible_from<Value, const void*>);
static_assert(!std::constructible_from<Value, int*> && !std::constructible_from<Value, Unknown*>);
static_assert(!std::constructible_from<Value, const wchar_t*> &&
              !std::constructible_from<Value, const char16_t*> &&
              !std::constructible_from<Value, const char32_t*>);
static_assert(!std::constructible_from<Value, unsigned char*> && !std::constructible_from<Value, Value*>);
static_assert(!std::constructible_from<Value, int (*)(int)>);
static_assert(!std::constructible_from<Value, std::unique_ptr<int>> &&
              !std::constructible_from<Value, std::shared_ptr<int>>);
static_assert(!std::constructible_from<Value, long double>);
static_assert(!std::constructible_from<Value, Scoped> && !std::constructible_from<Value, Plain>);
static_assert(!std::constructible_from<Value, Unknown> &&
              !std::constructible_from<Value, std::optional<Unknown>>);
static_assert(!std::constructible_from<Value, std::vector<int>> &&
              !std::constructible_from<Value, std::vector<bool>::reference>);
static_assert(!std::constructible_from<Value, std::u16string> &&
              !std::constructible_from<Value, std::wstring>);

// The conversions are implicit, so that execute(sql, {{"name", x}}) reads well.
static_assert(std::convertible_to<int, Value> && std::convertible_to<const char*, Value> &&
              std::convertible_to<Uuid, Value>);
static_assert(std::convertible_to<Null, Value> && std::convertible_to<std::optional<int>, Value>);
static_assert(std::is_nothrow_default_constructible_v<Value> && std::is_nothrow_move_constructible_v<Value> &&
              std::is_nothrow_move_assignable_v<Value>);

template <class Held, class T>
void check_made(const T& from, Kind kind, const Held& held) {
    const Value value(from);
    CAPTURE(to_string(kind));
    CHECK(value.kind() == kind);
    REQUIRE(value.get_if<Held>() != nullptr);
    CHECK(*value.get_if<Held>() == held);
}

}  // namespace

TEST_CASE("each C++ type becomes its kind") {
    check_made(null, Kind::null, Null());
    check_made(nullptr, Kind::null, Null());
    check_made(true, Kind::boolean, true);
    check_made(false, Kind::boolean, false);
    check_made<std::int64_t>(static_cast<signed char>(-5), Kind::integer, -5);
    check_made<std::int64_t>(static_cast<unsigned char>(200), Kind::integer, 200);
    check_made<std::int64_t>(static_cast<short>(-300), Kind::integer, -300);
    check_made<std::int64_t>(static_cast<unsigned short>(60000), Kind::integer, 60000);
    check_made<std::int64_t>(0, Kind::integer, 0);
    check_made<std::int64_t>(4'000'000'000U, Kind::integer, 4'000'000'000);
    check_made<std::int64_t>(-1L, Kind::integer, -1);
    check_made<std::int64_t>(1UL, Kind::integer, 1);
    check_made<std::int64_t>(std::numeric_limits<long long>::min(), Kind::integer,
                             std::numeric_limits<std::int64_t>::min());
    check_made<std::int64_t>(std::size_t{7}, Kind::integer, 7);
    check_made(1.5F, Kind::real, 1.5);
    check_made(0.1, Kind::real, 0.1);
    check_made<std::string>('x', Kind::string, "x");
    check_made<std::string>("text", Kind::string, "text");
    char buffer[] = "buffer";
    check_made<std::string>(buffer, Kind::string, "buffer");
    check_made<std::string>(static_cast<char*>(buffer), Kind::string, "buffer");
    check_made<std::string>(std::string("with\0zero", 9), Kind::string, std::string("with\0zero", 9));
    check_made<std::string>(std::string_view("view"), Kind::string, "view");
    check_made(Decimal("1.50"), Kind::decimal, Decimal("1.50"));
    check_made(Binary(std::string_view("\0\1", 2)), Kind::binary, Binary(std::string_view("\0\1", 2)));
    check_made(Date(2024, 2, 29), Kind::date, Date(2024, 2, 29));
    check_made(Time(1, 2, 3), Kind::time, Time(1, 2, 3));
    check_made(Timestamp(2024, 2, 29), Kind::timestamp, Timestamp(2024, 2, 29));
    check_made(Interval(1, 2, 3), Kind::interval, Interval(1, 2, 3));
    check_made(Uuid(), Kind::uuid, Uuid());
    check_made(Json("{}"), Kind::json, Json("{}"));
    check_made(Array(std::vector<Value>{1}), Kind::array, Array(std::vector<Value>{1}));
    check_made(Other("box", "(1,1)"), Kind::other, Other("box", "(1,1)"));
}

TEST_CASE("UTF-8 is text whether it is spelled with char or char8_t, and a character is its UTF-8") {
    check_made<std::string>(u8"gr\u00fc\u00df", Kind::string, "gr\xc3\xbc\xc3\x9f");
    check_made<std::string>(std::u8string(u8"with\0zero", 9), Kind::string, std::string("with\0zero", 9));
    check_made<std::string>(std::u8string_view(), Kind::string, "");
    CHECK_THROWS_AS(Value(static_cast<const char8_t*>(nullptr)), InterfaceError);
    const struct {
        char32_t character;
        const char* text;
    } table[] = {
        {U'a', "a"},
        {U'\x7f', "\x7f"},
        {U'\x80', "\xc2\x80"},
        {U'\x7ff', "\xdf\xbf"},
        {U'\x800', "\xe0\xa0\x80"},
        {U'\xd7ff', "\xed\x9f\xbf"},
        {U'\xe000', "\xee\x80\x80"},
        {U'\xffff', "\xef\xbf\xbf"},
        {U'\x10000', "\xf0\x90\x80\x80"},
        {U'\x10ffff', "\xf4\x8f\xbf\xbf"},
    };
    for (const auto& row : table) check_made<std::string>(row.character, Kind::string, row.text);
    check_made<std::string>(u8'a', Kind::string, "a");
    check_made<std::string>(u'\xfc', Kind::string, "\xc3\xbc");
    check_made<std::string>(L'\xfc', Kind::string, "\xc3\xbc");
    check_made<std::string>(U'\0', Kind::string, std::string(1, '\0'));
}

TEST_CASE("a code unit that is no character by itself throws DataError 22021") {
    const auto sqlstate = [](auto unit) {
        try {
            const Value value(unit);
        } catch (const DataError& error) {
            return std::string(error.sqlstate());
        }
        return std::string("accepted");
    };
    for (const std::uint32_t unit : {0xd800U, 0xdbffU, 0xdc00U, 0xdfffU, 0x110000U, 0xffffffffU}) {
        CAPTURE(unit);
        CHECK(sqlstate(static_cast<char32_t>(unit)) == "22021");
        CHECK(sqlstate(static_cast<wchar_t>(unit)) == "22021");
    }
    CHECK(sqlstate(static_cast<char16_t>(0xd83d)) == "22021");
    CHECK(sqlstate(static_cast<char8_t>(0x80)) == "22021");
    CHECK(sqlstate(static_cast<char8_t>(0xff)) == "22021");
    CHECK(sqlstate(static_cast<char8_t>(0x7f)) == "accepted");
}

TEST_CASE("std::chrono's types become the kind that holds what they say") {
    using namespace std::chrono;
    const auto day = sys_days(2024y / February / 29);
    check_made(day, Kind::date, Date(2024, 2, 29));
    check_made(2024y / February / 29, Kind::date, Date(2024, 2, 29));
    check_made(sys_seconds(day + 1h), Kind::timestamp, Timestamp(2024, 2, 29, 1, 0, 0, 0, 0s));
    check_made(system_clock::time_point(day + 1us), Kind::timestamp, Timestamp(2024, 2, 29, 0, 0, 0, 1, 0s));
    check_made(local_seconds(local_days(2024y / February / 29) + 1h), Kind::timestamp,
               Timestamp(2024, 2, 29, 1));
    check_made(90s, Kind::interval, Interval(0, 0, 90'000'000));
    check_made(hh_mm_ss(1h + 2min + 3s), Kind::time, Time(1, 2, 3));
    check_made(months(3), Kind::interval, Interval(3, 0, 0));
    check_made(days(3), Kind::interval, Interval(0, 3, 0));
    CHECK_THROWS_AS(Value(2024y / February / 30), DataError);
    CHECK_THROWS_AS(Value(1ns), DataError);
}

TEST_CASE("an optional is its value or NULL") {
    CHECK(Value(std::optional<int>()).is_null());
    CHECK(Value(std::nullopt == std::optional<int>() ? std::optional<int>(3) : std::nullopt) == Value(3));
    CHECK(Value(std::optional<std::string>("a")) == Value("a"));
    CHECK(Value(std::optional<bool>(false)) == Value(false));
    CHECK(Value(std::optional<Value>(Value(2))) == Value(2));
    CHECK(Value(std::optional<std::chrono::sys_days>()).is_null());
}

TEST_CASE(
    "an unsigned integer beyond 64 bits with sign throws DataError, and a null pointer InterfaceError") {
    constexpr auto largest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    CHECK(*Value(largest).get_if<std::int64_t>() == std::numeric_limits<std::int64_t>::max());
    for (const std::uint64_t number : {largest + 1, std::numeric_limits<std::uint64_t>::max()}) {
        CAPTURE(number);
        try {
            const Value value(number);
            FAIL("accepted");
        } catch (const DataError& error) {
            CHECK(error.sqlstate() == "22003");
            CHECK(std::string(error.what()).find(std::to_string(number)) == std::string::npos);
        }
    }
    CHECK_THROWS_AS(Value(static_cast<const char*>(nullptr)), InterfaceError);
    CHECK_THROWS_AS(Value(static_cast<char*>(nullptr)), InterfaceError);
}

TEST_CASE("values are equal when kind and content are") {
    const std::vector<Value> values{
        null,      true,    false,         0,          1,
        1.0,       "",      "1",           Decimal(1), Binary(std::string_view("1")),
        Date(),    Time(),  Timestamp(),   Interval(), Uuid(),
        Json("1"), Array(), Other("", "1")};
    for (std::size_t i = 0; i < values.size(); ++i) {
        for (std::size_t j = 0; j < values.size(); ++j) {
            CAPTURE(i);
            CAPTURE(j);
            CHECK((values[i] == values[j]) == (i == j));
        }
    }
    CHECK(Value(Decimal("1.0")) == Value(Decimal("1.00")));
    CHECK_FALSE(Value(std::nan("")) == Value(std::nan("")));
    CHECK(Value(0.0) == Value(-0.0));
    CHECK(Value("a") == "a");
    CHECK(3 == Value(3));
    CHECK(Value() == null);
    CHECK(Value("a") != Value("b"));
}

TEST_CASE("a value of every kind has its text, and its kind a name") {
    struct {
        Value value;
        const char* text;
        const char* kind;
    } const table[] = {
        {null, "NULL", "null"},
        {true, "true", "boolean"},
        {false, "false", "boolean"},
        {std::numeric_limits<std::int64_t>::min(), "-9223372036854775808", "integer"},
        {0.1, "0.1", "real"},
        {1e300, "1e+300", "real"},
        {-0.0, "-0", "real"},
        {std::nan(""), "NaN", "real"},
        {std::numeric_limits<double>::infinity(), "Infinity", "real"},
        {-std::numeric_limits<double>::infinity(), "-Infinity", "real"},
        {Decimal("1.50"), "1.50", "decimal"},
        {"O'Reilly", "O'Reilly", "string"},
        {"", "", "string"},
        {Binary(std::string_view("\0\xff\x10", 3)), "\\x00ff10", "binary"},
        {Binary(), "\\x", "binary"},
        {Date(2024, 2, 29), "2024-02-29", "date"},
        {Time(1, 2, 3), "01:02:03", "time"},
        {Timestamp(2024, 2, 29, 1, 2, 3), "2024-02-29 01:02:03", "timestamp"},
        {Interval(14, -3, 0), "P1Y2M-3D", "interval"},
        {Uuid(), "00000000-0000-0000-0000-000000000000", "uuid"},
        {Json("{\"a\": 1}"), "{\"a\": 1}", "json"},
        {Array(), "{}", "array"},
        {Other("box", "(1,1),(0,0)"), "(1,1),(0,0)", "other"},
    };
    for (const auto& row : table) {
        CAPTURE(row.text);
        CHECK(row.value.to_string() == row.text);
        CHECK(to_string(row.value.kind()) == row.kind);
        std::ostringstream out;
        out << row.value;
        CHECK(out.str() == row.text);
    }
    CHECK(to_string(static_cast<Kind>(99)) == "unknown");
}

TEST_CASE("get_if gives the held type alone, and visit meets it") {
    const Value value(42);
    CHECK(value.get_if<double>() == nullptr);
    CHECK(value.get_if<bool>() == nullptr);
    CHECK(value.get_if<Null>() == nullptr);
    CHECK(value.visit([](const auto& held) { return sizeof(held); }) == sizeof(std::int64_t));
    CHECK(Value().get_if<Null>() != nullptr);
}

TEST_CASE("copies are independent, and a value that was moved from can be used again") {
    const std::vector<Value> values{null,
                                    true,
                                    1,
                                    1.5,
                                    Decimal("1.50"),
                                    std::string(40, 'x'),
                                    Binary(std::string_view("abc")),
                                    Date(),
                                    Time(),
                                    Timestamp(),
                                    Interval(),
                                    Uuid(),
                                    Json("[1, 2, 3, 4, 5, 6, 7, 8, 9, 0]"),
                                    Array(std::vector<Value>{1, 2}),
                                    Other("box", "(1,1)")};
    for (const Value& original : values) {
        CAPTURE(to_string(original.kind()));
        Value copy = original;
        const Value moved = std::move(copy);
        CHECK(moved == original);
        CHECK(copy == copy);  // NOLINT: what is left is unspecified, but a value that can be looked at
        CHECK_NOTHROW((void)copy.to_string());
        copy = original;
        CHECK(copy == moved);
        copy = Value("another");
        CHECK(moved == original);
    }
}
