// SPDX-License-Identifier: BSL-1.0
//
// What the arguments of execute() mean, as a driver is given them. Rows of executemany() are in
// bind_rows_test.cpp.
#include <doctest/doctest.h>

#include <array>
#include <dbapi/bind.hpp>
#include <dbapi/dbapi.hpp>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "support/fake_driver.hpp"
#include "support/made_range.hpp"

using namespace dbapi;
using Values = std::vector<Value>;

namespace {

enum class Level : std::uint8_t { high = 200 };
enum Plain { plain = 5 };
enum class Letter : char { a = 'a' };

struct Money {
    int cents;
};
struct Point {
    int x;
    int y;
};
/// A type that an adapter reads only.
struct ReadOnly : std::vector<int> {};
/// A range that an adapter makes one value of.
struct Path : std::vector<std::string> {
    using std::vector<std::string>::vector;
};

Value array_of(Values values) { return Array(std::move(values)); }

/// Runs the statement and returns what the driver got.
template <class... Args>
Values bound(std::string_view sql, const Args&... arguments) {
    testing::FakeDriver driver;
    driver.connect("fake:")->execute(sql, arguments...);
    CHECK(driver.violations().empty());
    return driver.executions().at(0).parameters;
}

}  // namespace

template <>
struct dbapi::Adapter<Money> {
    static Value to_value(const Money& money) { return Decimal(money.cents); }
};
template <>
struct dbapi::Adapter<Path> {
    static Value to_value(const Path& path) {
        std::string text;
        for (const auto& part : path) text += "/" + part;
        return text;
    }
};

template <>
struct dbapi::Adapter<ReadOnly> {
    static ReadOnly from_value(const Value& value);
};

// What is no parameter.
static_assert(!detail::Parameter<long double> && !detail::Parameter<std::vector<long double>>);
static_assert(!detail::Parameter<int*> && !detail::Parameter<const void*> &&
              !detail::Parameter<std::vector<int*>>);
static_assert(detail::Parameter<const char*> && detail::Parameter<std::vector<const char*>>);
static_assert(!detail::Parameter<const wchar_t*> && !detail::Parameter<std::wstring> &&
              !detail::Parameter<const char16_t[3]> && !detail::Parameter<std::u32string_view> &&
              !detail::Parameter<std::vector<std::wstring>> && !detail::Parameter<std::vector<char8_t>>);
static_assert(!detail::Parameter<std::vector<char>> && !detail::Parameter<std::array<char, 2>> &&
              !detail::Parameter<std::span<const char>> && !detail::Parameter<std::deque<char>> &&
              !detail::Parameter<std::vector<std::vector<char>>>);
static_assert(detail::Parameter<char> && detail::Parameter<char[2]> &&
              detail::Parameter<std::vector<signed char>> && detail::Parameter<std::vector<unsigned char>> &&
              detail::Parameter<std::span<std::byte>>);
static_assert(!detail::Parameter<Point> && !detail::Parameter<std::tuple<int>> &&
              !detail::Parameter<std::optional<Point>> && !detail::Parameter<std::vector<Point>> &&
              !detail::Parameter<std::map<int, int>>);
static_assert(!detail::Parameter<ReadOnly> && !detail::Parameter<TypedNull<Point>>);
static_assert(!detail::Parameter<std::vector<ExpandedList>>);
static_assert(!detail::Parameter<std::vector<std::optional<std::vector<int>>>> &&
              detail::Parameter<std::optional<std::vector<std::optional<int>>>>);

// What is the whole parameter list, and what is one parameter.
static_assert(detail::ParameterList<Parameters> && detail::ParameterList<Values>);
static_assert(detail::ParameterList<std::tuple<>> && detail::ParameterList<std::tuple<int, std::string>>);
static_assert(detail::ParameterList<std::pair<int, int>> && detail::ParameterList<std::array<Value, 2>>);
static_assert(detail::ParameterList<std::span<const Value>>);
static_assert(detail::ParameterList<std::map<std::string, int>> &&
              detail::ParameterList<std::unordered_map<std::string_view, Value>>);
static_assert(detail::ParameterList<std::map<const char*, int>> &&
              detail::ParameterList<std::vector<NamedParameter>>);
static_assert(!detail::ParameterList<std::vector<int>> && !detail::ParameterList<std::set<std::string>>);
static_assert(!detail::ParameterList<std::map<int, int>> && !detail::ParameterList<std::string>);
static_assert(!detail::ParameterList<ReadOnly> && !detail::ParameterList<std::vector<Point>>);
static_assert(!detail::ParameterList<Value> && !detail::ParameterList<ExpandedList> &&
              !detail::ParameterList<Array>);
static_assert(detail::ParameterList<Point> && !detail::ParameterList<Money>);
static_assert(!detail::ParameterList<Path> && !detail::ParameterList<std::vector<std::byte>>);

TEST_CASE("several arguments are a parameter each") {
    const char* pointer = "pointer";
    CHECK(bound("X") == Values{});
    CHECK(bound("X ?, ?, ?, ?", 1, "literal", pointer, std::string("s")) ==
          Values{1, "literal", "pointer", "s"});
    CHECK(bound("X ?, ?, ?", true, 1.5F, null) == Values{true, 1.5, null});
    CHECK(bound("X ?, ?", Value(1), Uuid()) == Values{1, Uuid()});
    CHECK(bound("X ?", 'c') == Values{"c"});
}

TEST_CASE("one argument that is a list is the whole parameter list") {
    CHECK(bound("X ?, ?", std::tuple(1, "a")) == Values{1, "a"});
    CHECK(bound("X ?, ?", std::pair(1, std::string("a"))) == Values{1, "a"});
    CHECK(bound("X", std::tuple()) == Values{});
    CHECK(bound("X ?, ?", Values{1, "a"}) == Values{1, "a"});
    CHECK(bound("X ?, ?", std::array<Value, 2>{1, "a"}) == Values{1, "a"});
    CHECK(bound("X ?, ?", Parameters(Values{1, "a"})) == Values{1, "a"});
    CHECK(bound("X :b, :a", Parameters().set("a", 1).set("b", "x")) == Values{"x", 1});
    CHECK(bound("X :b, :a", std::map<std::string, Value>{{"a", 1}, {"b", "x"}, {"unused", 2}}) ==
          Values{"x", 1});
    CHECK(bound("X :b, :a", std::unordered_map<std::string, int>{{"a", 1}, {"b", 2}}) == Values{2, 1});
    CHECK(bound("X :a", std::vector<NamedParameter>{{"a", 1}}) == Values{1});
    std::int64_t number = 1;
    CHECK(bound("X ?, ?", std::tie(number, number)) == Values{1, 1});
}

TEST_CASE("a braced list of names and values is the named parameters, one of values the positional ones") {
    testing::FakeDriver driver;
    const auto conn = driver.connect("fake:");
    conn->execute("X :a, :b", {{"a", 1}, {"b", "x"}});
    conn->cursor()->execute("X :only", {{"only", "text"}});
    conn->execute("X ?, ?", {1, "x"});
    CHECK(driver.executions()[0].parameters == Values{1, "x"});
    CHECK(driver.executions()[1].parameters == Values{"text"});
    CHECK(driver.executions()[2].parameters == Values{1, "x"});
}

TEST_CASE("a list that makes its values as it is read keeps them for the driver") {
    const auto long_text = [](int n) { return Value(std::string(100, static_cast<char>('a' + n))); };
    CHECK(bound("X ?, ?, ?", testing::Made(1, 4, long_text)) ==
          Values{std::string(100, 'b'), std::string(100, 'c'), std::string(100, 'd')});
}

TEST_CASE("any other range is one array") {
    CHECK(bound("X ?", std::vector<int>{1, 2}) == Values{array_of({1, 2})});
    CHECK(bound("X ?", std::vector<std::optional<int>>{1, std::nullopt}) == Values{array_of({1, null})});
    CHECK(bound("X ?", std::set<std::string>{"b", "a"}) == Values{array_of({"a", "b"})});
    CHECK(bound("X ?", std::vector<bool>{true, false}) == Values{array_of({true, false})});
    CHECK(bound("X ?", std::array<double, 2>{0.5, 1}) == Values{array_of({0.5, 1.0})});
    CHECK(bound("X ?, ?", std::vector<int>{}, 2) == Values{array_of({}), 2});
    CHECK(bound("X ?, ?", Array(Values{1}), std::vector<Level>{Level::high}) ==
          Values{array_of({1}), array_of({200})});
}

TEST_CASE("bytes are binary, wherever they stand") {
    const std::vector<std::byte> bytes{std::byte{0}, std::byte{1}};
    const std::array<std::byte, 2> fixed{std::byte{0}, std::byte{1}};
    const Binary binary(bytes);
    CHECK(bound("X ?, ?, ?, ?", bytes, fixed, std::span(bytes), binary) ==
          Values{binary, binary, binary, binary});
    CHECK(bound("X ?, ?", std::vector<std::uint8_t>{0, 1}, std::array<unsigned char, 2>{0, 1}) ==
          Values{binary, binary});
    CHECK(bound("X ?", std::optional(bytes)) == Values{binary});
    CHECK(bound("X ?", std::tuple(bytes)) == Values{binary});
    CHECK(bound("X :b", std::map<std::string, std::vector<std::byte>>{{"b", bytes}}) == Values{binary});
    CHECK(bound("X ?", std::vector<std::vector<std::byte>>{bytes}) == Values{array_of({binary})});
    CHECK(bound("X IN (?)", expand(std::vector{bytes, bytes})) == Values{binary, binary});
}

TEST_CASE("optionals, enumerations and adapters are what they stand for") {
    CHECK(bound("X ?, ?", std::optional<int>(1), std::optional<std::string>()) == Values{1, null});
    CHECK(bound("X ?", std::optional<Level>(Level::high)) == Values{200});
    CHECK(bound("X ?, ?, ?", Level::high, plain, Letter::a) == Values{200, 5, 97});
    CHECK(bound("X ?", Money{250}) == Values{Decimal(250)});
    CHECK(bound("X ?", std::optional<Money>(Money{1})) == Values{Decimal(1)});
    CHECK(bound("X ?", std::vector<Money>{{1}, {2}}) == Values{array_of({Decimal(1), Decimal(2)})});
    CHECK(bound("X ?", Path{"a", "b"}) == Values{"/a/b"});
    CHECK(bound("X ?, ?", Path{"a"}, Money{1}) == Values{"/a", Decimal(1)});
    CHECK(bound("X :p", std::map<std::string, Path>{{"p", {"a"}}}) == Values{"/a"});
}

TEST_CASE("a literal ends at its first zero, a string does not") {
    CHECK(bound("X ?", "a\0b") == Values{"a"});
    CHECK(bound("X ?", std::string("a\0b", 3)) == Values{std::string("a\0b", 3)});
    char buffer[16] = "short";
    CHECK(bound("X ?", buffer) == Values{"short"});
}

TEST_CASE("text in char8_t is text wherever it stands, and a character of any type is one") {
    const char8_t* pointer = u8"pointer";
    CHECK(bound("X ?, ?, ?, ?", u8"literal", pointer, std::u8string(u8"s"), std::u8string_view(u8"v")) ==
          Values{"literal", "pointer", "s", "v"});
    CHECK(bound("X ?, ?, ?, ?, ?", 'c', u8'a', u'\xfc', U'\x1f600', L'w') ==
          Values{"c", "a", "\xc3\xbc", "\xf0\x9f\x98\x80", "w"});
    CHECK(bound("X ?, ?", std::tuple(std::u8string(u8"s"), U'x')) == Values{"s", "x"});
    CHECK(bound("X ?", std::vector<std::u8string>{u8"a", u8"b"}) == Values{array_of({"a", "b"})});
    CHECK(bound("X ?", std::optional(std::u8string(u8"a"))) == Values{"a"});
    CHECK_THROWS_AS(bound("X ?", u'\xd83d'), DataError);
}

TEST_CASE("a reading of a clock is a time, a duration an interval") {
    using namespace std::chrono;
    CHECK(bound("X ?, ?", hh_mm_ss(1h + 2min), std::optional(hh_mm_ss(3ms))) ==
          Values{Time(1, 2), Time(0, 0, 0, 3000)});
    CHECK(bound("X ?, ?, ?", 90s, days(2), months(3)) ==
          Values{Interval(0, 0, 90'000'000), Interval(0, 2, 0), Interval(3, 0, 0)});
    CHECK_THROWS_AS(bound("X ?", hh_mm_ss(-1h)), DataError);
}

TEST_CASE("too few, too many and unknown parameters throw ProgrammingError before any hook") {
    testing::FakeDriver driver;
    const auto conn = driver.connect("fake:");
    const auto cur = conn->cursor();
    const std::map<std::string, int> named{{"a", 1}};
    for (const std::function<void()>& wrong : std::vector<std::function<void()>>{
             [&] { cur->execute("X ?"); },
             [&] { cur->execute("X ?, ?", 1); },
             [&] { cur->execute("X ?", 1, 2); },
             [&] { cur->execute("X", 1); },
             [&] { cur->execute("X ?", Values{}); },
             [&] { cur->execute("X :b", named); },
             [&] { cur->execute("X; Y ?", 1); },
             [&] { cur->execute(""); },
             [&] { cur->execute(" -- nothing\n ;"); },
         }) {
        CHECK_THROWS_AS(wrong(), ProgrammingError);
    }
    CHECK_THROWS_AS(cur->execute("X ?", std::numeric_limits<std::uint64_t>::max()), DataError);
    CHECK_THROWS_AS(cur->execute("X ?", static_cast<const char*>(nullptr)), InterfaceError);
    CHECK(driver.take_calls() == std::vector<std::string>{"connect"});
}
