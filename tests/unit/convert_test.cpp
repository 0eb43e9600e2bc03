// SPDX-License-Identifier: BSL-1.0
//
// convert(): which stored kind becomes which C++ type, and that nothing is lost on the way. Arrays and bytes
// are in convert_ranges_test.cpp, clocks and durations in convert_chrono_test.cpp, messages in
// convert_errors_test.cpp.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <dbapi/convert.hpp>
#include <dbapi/errors.hpp>
#include <limits>
#include <string>
#include <vector>

using namespace dbapi;

namespace {

enum class Colour : std::uint8_t { red = 1, green = 2 };
enum Plain : int { plain = 3 };
enum class Letter : char { a = 'a' };

struct Money {
    std::int64_t cents;
    friend bool operator==(const Money&, const Money&) = default;
};

/// One value of each kind, none of which is text that another type's parser takes.
const std::vector<Value>& samples() {
    static const std::vector<Value> values{true,
                                           1,
                                           1.0,
                                           Decimal(1),
                                           "no such thing",
                                           Binary(std::string_view("b")),
                                           Date(),
                                           Time(),
                                           Timestamp(),
                                           Interval(),
                                           Uuid(),
                                           Json("{}"),
                                           Array(),
                                           Other("box", "()")};
    return values;
}

template <class T>
bool converts(const Value& value) {
    try {
        static_cast<void>(value.get<T>());
        return true;
    } catch (const DataError&) {
        return false;
    }
}

template <class T>
void check_kinds(std::vector<Kind> accepted) {
    for (const Value& value : samples()) {
        CAPTURE(detail::type_name<T>());
        CAPTURE(to_string(value.kind()));
        CHECK(converts<T>(value) ==
              (std::find(accepted.begin(), accepted.end(), value.kind()) != accepted.end()));
    }
    CHECK_FALSE(converts<T>(Value()));
    CHECK(converts<std::optional<T>>(Value()));
    CHECK_FALSE(Value().get<std::optional<T>>().has_value());
}

}  // namespace

template <>
struct dbapi::Adapter<Money> {
    static Value to_value(const Money& money) { return money.cents; }
    static Money from_value(const Value& value) { return {value.get<std::int64_t>()}; }
};

TEST_CASE("each C++ type is read from the kinds that can hold it") {
    const std::vector<Kind> numbers{Kind::boolean, Kind::integer, Kind::real, Kind::decimal};
    check_kinds<bool>(numbers);
    check_kinds<int>(numbers);
    check_kinds<std::uint64_t>(numbers);
    check_kinds<Decimal>(numbers);
    check_kinds<double>({Kind::integer, Kind::real, Kind::decimal});
    check_kinds<float>({Kind::integer, Kind::real, Kind::decimal});
    check_kinds<std::string>({Kind::boolean, Kind::integer, Kind::real, Kind::decimal, Kind::string,
                              Kind::date, Kind::time, Kind::timestamp, Kind::interval, Kind::uuid, Kind::json,
                              Kind::array, Kind::other});
    check_kinds<Binary>({Kind::binary});
    check_kinds<Date>({Kind::date});
    check_kinds<Time>({Kind::time});
    check_kinds<Timestamp>({Kind::timestamp});
    check_kinds<Interval>({Kind::interval});
    check_kinds<Uuid>({Kind::uuid});
    check_kinds<Json>({Kind::json, Kind::string});
    check_kinds<Array>({Kind::array});
    check_kinds<std::vector<int>>({Kind::array});
    check_kinds<std::chrono::sys_days>({Kind::date});
    check_kinds<std::chrono::year_month_day>({Kind::date});
    check_kinds<std::chrono::local_seconds>({Kind::timestamp});
    check_kinds<std::chrono::hh_mm_ss<std::chrono::seconds>>({Kind::time});
    check_kinds<std::chrono::seconds>({Kind::interval});
    check_kinds<std::vector<std::byte>>({Kind::binary});
    check_kinds<char>({});
    check_kinds<Colour>(numbers);
    check_kinds<Money>(numbers);
}

TEST_CASE("a Value takes everything as it is, NULL included") {
    CHECK(Value().get<Value>().is_null());
    for (const Value& value : samples()) CHECK(value.get<Value>() == value);
}

TEST_CASE("text is parsed where the target asks for it") {
    CHECK(Value("1.50").get<Decimal>() == Decimal("1.50"));
    CHECK(Value("2024-02-29").get<Date>() == Date(2024, 2, 29));
    CHECK(Value("2024-02-29").get<std::chrono::sys_days>() == Date(2024, 2, 29).to_sys_days());
    CHECK(Value("01:02:03").get<Time>() == Time(1, 2, 3));
    CHECK(Value("2024-02-29 01:02:03").get<Timestamp>() == Timestamp(2024, 2, 29, 1, 2, 3));
    CHECK(Value("P1D").get<Interval>() == Interval(0, 1, 0));
    CHECK(Value("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11").get<Uuid>().to_string() ==
          "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
    CHECK(Value("{}").get<Json>() == Json("{}"));
    // Numbers are not: where SQL has a number, it says so.
    CHECK_FALSE(converts<int>("1"));
    CHECK_FALSE(converts<double>("1.5"));
    CHECK_FALSE(converts<bool>("true"));
}

TEST_CASE("sixteen bytes are a UUID as well, as SQLite keeps them") {
    const Uuid uuid = Uuid::parse("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
    CHECK(Value(Binary(uuid.bytes())).get<Uuid>() == uuid);
    CHECK_FALSE(converts<Uuid>(Binary(std::string_view("fifteen bytes.."))));
    CHECK_FALSE(converts<Uuid>(Binary()));
}

TEST_CASE("integers are checked against the target's range") {
    CHECK(Value(127).get<signed char>() == 127);
    CHECK(Value(-128).get<signed char>() == -128);
    CHECK_FALSE(converts<signed char>(128));
    CHECK_FALSE(converts<unsigned char>(-1));
    CHECK(Value(65535).get<std::uint16_t>() == 65535);
    CHECK_FALSE(converts<std::uint16_t>(65536));
    CHECK_FALSE(converts<std::int32_t>(std::int64_t{1} << 31U));
    CHECK_FALSE(converts<std::uint64_t>(-1));
    CHECK(Value(std::numeric_limits<std::int64_t>::max()).get<std::uint64_t>() == 0x7fff'ffff'ffff'ffff);
    CHECK(Value(true).get<int>() == 1);
    CHECK(Value(false).get<std::int64_t>() == 0);
    CHECK(Value(1).get<bool>());
    CHECK_FALSE(Value(0).get<bool>());
    CHECK_FALSE(converts<bool>(2));
    CHECK_FALSE(converts<bool>(-1));
    CHECK_FALSE(converts<bool>(0.5));
    CHECK(Value(Decimal("1.000")).get<bool>());
}

TEST_CASE("reals and decimals become integers when they are whole and fit") {
    CHECK(Value(3.0).get<int>() == 3);
    CHECK(Value(-0x1p63).get<std::int64_t>() == std::numeric_limits<std::int64_t>::min());
    for (const double number :
         {3.5, 0x1p63, -0x1.1p63, 1e300, std::nan(""), std::numeric_limits<double>::infinity()}) {
        CAPTURE(number);
        CHECK_FALSE(converts<std::int64_t>(number));
    }
    CHECK(Value(Decimal("3.00")).get<int>() == 3);
    for (const char* number : {"3.5", "9223372036854775808", "NaN", "Infinity"}) {
        CAPTURE(number);
        CHECK_FALSE(converts<std::int64_t>(Decimal(number)));
    }
}

TEST_CASE("integers become reals when no digit is lost, decimals the nearest real") {
    CHECK(Value(std::int64_t{1} << 53U).get<double>() == 0x1p53);
    CHECK_FALSE(converts<double>((std::int64_t{1} << 53U) + 1));
    CHECK_FALSE(converts<double>(std::numeric_limits<std::int64_t>::max()));
    CHECK(Value(std::numeric_limits<std::int64_t>::min()).get<double>() == -0x1p63);
    CHECK(Value(Decimal("0.1")).get<double>() == 0.1);
    CHECK_FALSE(converts<double>(Decimal("1e400")));
    CHECK(Value(0.5).get<float>() == 0.5F);
    CHECK_FALSE(converts<float>(0.1));
    CHECK_FALSE(converts<float>(1e300));
    CHECK_FALSE(converts<float>((1 << 24) + 1));
    CHECK(std::isnan(Value(std::nan("")).get<float>()));
    CHECK(std::isinf(Value(std::numeric_limits<double>::infinity()).get<float>()));
}

TEST_CASE("a decimal is made from any number, exactly as it is written") {
    CHECK(Value(-42).get<Decimal>() == Decimal(-42));
    CHECK(Value(0.1).get<Decimal>() == Decimal("0.1"));
    CHECK(Value(true).get<Decimal>() == Decimal(1));
    CHECK(Value(std::nan("")).get<Decimal>().is_nan());
    CHECK(Value(-std::numeric_limits<double>::infinity()).get<Decimal>() == Decimal("-Infinity"));
}

TEST_CASE("everything but binary is read as its text") {
    CHECK(Value(1.5).get<std::string>() == "1.5");
    CHECK(Value(Date(2024, 2, 29)).get<std::string>() == "2024-02-29");
    CHECK(Value(Array(std::vector<Value>{1, null})).get<std::string>() == "{1,NULL}");
    CHECK(Value(Other("box", "(1,1)")).get<std::string>() == "(1,1)");
    CHECK_FALSE(converts<std::string>(Binary(std::string_view("b"))));
}

TEST_CASE("a string_view borrows text that lies there as text") {
    const Value text("borrowed");
    CHECK(convert<std::string_view>(ValueView(text)).data() == text.get_if<std::string>()->data());
    CHECK(convert<std::string_view>(ValueView::json("{}")) == "{}");
    CHECK_THROWS_AS((void)convert<std::string_view>(ValueView::decimal("1.5")), DataError);
    CHECK_THROWS_AS((void)convert<std::string_view>(ValueView::integer(1)), DataError);
    CHECK_THROWS_AS((void)convert<std::string_view>(ValueView::binary(std::string_view("b"))), DataError);
    CHECK_THROWS_AS((void)convert<std::string_view>(ValueView()), DataError);
}

TEST_CASE("a timestamp becomes a time point of any resolution that holds it") {
    using namespace std::chrono;
    const auto day = sys_days(2024y / February / 29);
    const Value instant(Timestamp(2024, 2, 29, 1, 2, 3, 4, 2h));
    CHECK(instant.get<sys_time<microseconds>>() == day - 1h + 2min + 3s + 4us);
    CHECK(instant.get<system_clock::time_point>() == day - 1h + 2min + 3s + 4us);
    CHECK_FALSE(converts<sys_seconds>(instant));
    CHECK_FALSE(converts<sys_time<milliseconds>>(instant));
    CHECK(Value(Timestamp(1969, 12, 31, 23, 59, 59, 0, 0s)).get<sys_seconds>() == sys_seconds(-1s));
    CHECK(Value(Timestamp(2024, 2, 29, 1, 2, 3)).get<local_seconds>() ==
          local_days(2024y / February / 29) + 1h + 2min + 3s);
    CHECK(Value("2024-02-29 00:00:00+00").get<sys_seconds>() == day);
    CHECK(
        (Value(Timestamp(2024, 2, 29, 12, 0, 0, 0, 0s)).get<sys_time<duration<double, days::period>>>() - day)
            .count() == 0.5);
    // Without an offset it is no instant, and infinity is no time point.
    CHECK_FALSE(converts<sys_seconds>(Timestamp(2024, 2, 29)));
    CHECK_FALSE(converts<sys_seconds>(Timestamp::infinity()));
    CHECK_FALSE(converts<local_seconds>(Timestamp::minus_infinity()));
    CHECK_FALSE(converts<sys_days>(Date::infinity()));
}

TEST_CASE("a time point that is out of the target's range throws DataError") {
    using namespace std::chrono;
    CHECK_FALSE(converts<system_clock::time_point>(
        Timestamp(9999, 12, 31, 0, 0, 0, 0, 0s)));  // nanoseconds end in 2262
    CHECK_FALSE(converts<system_clock::time_point>(Timestamp(1600, 1, 1, 0, 0, 0, 0, 0s)));
    CHECK(converts<system_clock::time_point>(Timestamp(2262, 4, 11, 0, 0, 0, 0, 0s)));
    CHECK_FALSE(converts<local_time<nanoseconds>>(Timestamp(9999, 12, 31)));
    using Seconds32 = sys_time<duration<std::int32_t>>;
    CHECK(Value(Timestamp(2038, 1, 19, 3, 14, 7, 0, 0s)).get<Seconds32>().time_since_epoch().count() ==
          0x7fff'ffff);
    CHECK_FALSE(converts<Seconds32>(Timestamp(2038, 1, 19, 3, 14, 8, 0, 0s)));
}

TEST_CASE("text of one byte is a character, and all text may be read as char8_t") {
    CHECK(Value("a").get<char>() == 'a');
    CHECK(Value(std::string(1, '\0')).get<char>() == '\0');
    CHECK(Value().get<std::optional<char>>() == std::nullopt);
    CHECK_FALSE(converts<char>(""));
    CHECK_FALSE(converts<char>("ab"));
    CHECK_FALSE(converts<char>("\xc3\xbc"));
    CHECK_FALSE(converts<char>(1));
    CHECK(Value("gr\xc3\xbc\xc3\x9f").get<std::u8string>() == u8"gr\u00fc\u00df");
    CHECK(Value(1).get<std::u8string>() == u8"1");
    CHECK_FALSE(converts<std::u8string>(Binary()));
}

TEST_CASE("an enumeration is read by its underlying value, and an adapter by its own rule") {
    CHECK(Value(2).get<Colour>() == Colour::green);
    CHECK(Value(3).get<Plain>() == plain);
    CHECK(Value(97).get<Letter>() == Letter::a);
    CHECK_FALSE(converts<Colour>(256));
    CHECK(Value(250).get<Money>() == Money{250});
    CHECK(Value().get<std::optional<Money>>() == std::nullopt);
    CHECK(Value(5).get<std::optional<Money>>() == Money{5});
    CHECK(Value(Array(std::vector<Value>{1, 2})).get<std::vector<Money>>() == std::vector<Money>{{1}, {2}});
}
