// SPDX-License-Identifier: BSL-1.0
//
// What C++ types say of SQL types: null_of, empty optionals, arrays that are empty or hold NULL alone.
#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <limits>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "support/fake_driver.hpp"
#include "support/made_range.hpp"

using namespace dbapi;
using detail::element_hint_of;
using detail::hint_of;
using Offset = TypeHint::Offset;

namespace {

enum class Level : std::uint16_t { low };
enum class Wide : std::uint32_t { low };
enum class Letter : char { a };
struct Money {
    int cents;
};
struct When {
    operator Timestamp() const { return {}; }
};
struct Account {
    std::optional<int> id;
    std::optional<std::string> owner;
    std::vector<double> history;
};

constexpr TypeHint int4{.kind = Kind::integer, .width = 4};
constexpr TypeHint int8{.kind = Kind::integer, .width = 8};
constexpr TypeHint text{.kind = Kind::string};
constexpr TypeHint unknown{};

/// Returns what the driver was told of each parameter's type.
template <class... Args>
std::vector<TypeHint> hints(std::string_view sql, const Args&... arguments) {
    testing::FakeDriver driver;
    driver.connect("fake:")->execute(sql, arguments...);
    return driver.executions().at(0).hints;
}

}  // namespace

template <>
struct dbapi::Adapter<Money> {
    static Value to_value(const Money& money) { return money.cents; }
};

// Integers by their width, unsigned ones as the signed type that holds them.
static_assert(hint_of<std::int8_t>() == int4 && hint_of<std::int16_t>() == int4 &&
              hint_of<std::int32_t>() == int4);
static_assert(hint_of<std::uint8_t>() == int4 && hint_of<std::uint16_t>() == int4);
static_assert(hint_of<std::uint32_t>() == int8 && hint_of<std::int64_t>() == int8 &&
              hint_of<std::uint64_t>() == int8 && hint_of<long long>() == int8);
static_assert(hint_of<Level>() == int4 && hint_of<Wide>() == int8 && hint_of<Letter>() == int8);
static_assert(hint_of<float>() == TypeHint{.kind = Kind::real, .width = 4} &&
              hint_of<double>() == TypeHint{.kind = Kind::real, .width = 8});
static_assert(hint_of<bool>().kind == Kind::boolean);

static_assert(hint_of<std::string>() == text && hint_of<std::string_view>() == text &&
              hint_of<const char*>() == text && hint_of<char>() == text && hint_of<const char[4]>() == text &&
              hint_of<char[4]>() == text);
static_assert(hint_of<std::u8string>() == text && hint_of<std::u8string_view>() == text &&
              hint_of<const char8_t*>() == text && hint_of<char32_t>() == text);
static_assert(hint_of<Binary>().kind == Kind::binary &&
              hint_of<std::vector<std::byte>>().kind == Kind::binary &&
              hint_of<std::vector<unsigned char>>().kind == Kind::binary &&
              hint_of<std::array<std::byte, 4>>().kind == Kind::binary &&
              hint_of<std::span<const std::byte>>().kind == Kind::binary);
static_assert(hint_of<Uuid>().kind == Kind::uuid && hint_of<Decimal>().kind == Kind::decimal &&
              hint_of<Json>().kind == Kind::json);

// Dates and times, and whether they have an offset.
static_assert(hint_of<Date>().kind == Kind::date && hint_of<std::chrono::sys_days>().kind == Kind::date &&
              hint_of<std::chrono::year_month_day>().kind == Kind::date);
static_assert(hint_of<Time>() == TypeHint{.kind = Kind::time} &&
              hint_of<std::chrono::hh_mm_ss<std::chrono::seconds>>() ==
                  TypeHint{.kind = Kind::time, .offset = Offset::none});
static_assert(hint_of<Timestamp>() == TypeHint{.kind = Kind::timestamp} &&
              hint_of<When>() == TypeHint{.kind = Kind::timestamp} &&
              hint_of<std::chrono::sys_seconds>() ==
                  TypeHint{.kind = Kind::timestamp, .offset = Offset::some} &&
              hint_of<std::chrono::system_clock::time_point>().offset == Offset::some &&
              hint_of<std::chrono::local_seconds>() ==
                  TypeHint{.kind = Kind::timestamp, .offset = Offset::none});
static_assert(hint_of<Interval>().kind == Kind::interval &&
              hint_of<std::chrono::minutes>().kind == Kind::interval &&
              hint_of<std::chrono::months>().kind == Kind::interval);

static_assert(hint_of<std::optional<int>>() == int4 && hint_of<std::optional<std::optional<int>>>() == int4);
static_assert(hint_of<TypedNull<float>>().width == 4 && hint_of<const std::optional<std::string>>() == text);
static_assert(hint_of<Value>() == unknown && hint_of<Null>() == unknown &&
              hint_of<std::nullptr_t>() == unknown && hint_of<Money>() == unknown &&
              hint_of<Array>() == unknown && hint_of<Other>() == unknown &&
              hint_of<std::optional<Value>>() == unknown && hint_of<std::optional<Money>>() == unknown);

// An array's NULL has no hint, as a hint names no element; its elements do.
static_assert(hint_of<std::vector<int>>() == unknown &&
              hint_of<std::optional<std::vector<int>>>() == unknown);
static_assert(element_hint_of<std::vector<int>>() == int4 &&
              element_hint_of<std::list<std::string>>() == text);
static_assert(element_hint_of<std::vector<std::optional<std::int64_t>>>() == int8);
static_assert(element_hint_of<std::vector<std::vector<std::vector<int>>>>() == int4);
static_assert(element_hint_of<std::optional<std::vector<Level>>>() == int4);
static_assert(element_hint_of<std::vector<std::vector<std::byte>>>().kind == Kind::binary);
static_assert(element_hint_of<std::vector<bool>>().kind == Kind::boolean &&
              element_hint_of<int[3]>() == int4);
static_assert(element_hint_of<std::vector<Money>>() == unknown &&
              element_hint_of<std::vector<Value>>() == unknown);
static_assert(element_hint_of<std::vector<std::byte>>() == unknown &&
              element_hint_of<std::string>() == unknown && element_hint_of<Array>() == unknown &&
              element_hint_of<int>() == unknown);

TEST_CASE("an integer says how wide its type is, an unsigned one as the signed type that holds it") {
    Value owned;
    const auto width = [&](auto number) { return int{detail::view_parameter(number, owned).width()}; };
    CHECK(width(static_cast<std::int8_t>(1)) == 4);
    CHECK(width(static_cast<std::int16_t>(1)) == 4);
    CHECK(width(static_cast<std::uint16_t>(1)) == 4);
    CHECK(width(std::int32_t{1}) == 4);
    CHECK(width(std::uint32_t{1}) == 8);
    CHECK(width(std::int64_t{1}) == 8);
    CHECK(width(std::uint64_t{1}) == 8);
    CHECK(width(std::optional<std::int32_t>(1)) == 4);
    CHECK(width(Level::low) == 4);
    CHECK(width(Wide::low) == 8);
    CHECK(width(1.5F) == 4);
    CHECK(width(1.5) == 8);
    CHECK(width(Value(1)) == 8);
    CHECK_THROWS_AS((void)width(std::numeric_limits<std::uint64_t>::max()), DataError);
}

TEST_CASE("null_of is NULL of a type, wherever a parameter stands") {
    CHECK(hints("X ?, ?", null_of<int>, 1) == std::vector{int4, unknown});
    CHECK(hints("X ?, ?", std::tuple(null_of<std::string>, null)) == std::vector{text, unknown});
    CHECK(hints("X :a", std::map<std::string, TypedNull<int>>{{"a", null_of<int>}}) == std::vector{int4});
    CHECK(hints("X :a", std::vector<NamedParameter>{{"a", null_of<std::int64_t>}}) == std::vector{int8});
    CHECK(hints("X ?", null_of<std::optional<int>>) == std::vector{int4});
    CHECK(hints("X ?", null_of<Money>) == std::vector{unknown});
    testing::FakeDriver driver;
    const auto conn = driver.connect("fake:");
    conn->execute("X :a", {{"a", null_of<int>}});
    conn->execute("X ?, ?", {1, null_of<int>});
    conn->executemany("X ?", std::vector<std::tuple<TypedNull<int>>>(1));
    CHECK(driver.executions()[0].hints == std::vector{int4});
    CHECK(driver.executions()[0].parameters == std::vector<Value>{null});
    CHECK(driver.executions()[1].parameters == std::vector<Value>{1, null});
    CHECK(driver.executions()[2].hints == std::vector{int4});
    CHECK(Value(null_of<int>) == null);
}

TEST_CASE("an empty optional is NULL of its type") {
    CHECK(hints("X ?, ?", std::optional<int>(), std::optional<std::string>()) == std::vector{int4, text});
    CHECK(hints("X ?, ?", std::tuple(std::optional<int>(), 1)) == std::vector{int4, unknown});
    CHECK(hints("X ?, ?, ?", Account{}) == std::vector{int4, text, TypeHint{.kind = Kind::real, .width = 8}});
    CHECK(hints("X :a", std::unordered_map<std::string, std::optional<Level>>{{"a", std::nullopt}}) ==
          std::vector{int4});
    CHECK(hints("X :a", std::vector<NamedParameter>{{"a", std::optional<int>()}}) == std::vector{int4});
    CHECK(hints("X ?, ?", std::optional<std::vector<int>>(), std::optional<Value>()) ==
          std::vector{unknown, unknown});
    CHECK(hints("X ?, ?, ?", null, nullptr, Value()) == std::vector{unknown, unknown, unknown});
}

TEST_CASE("an array says of which type its elements are") {
    using std::vector;
    CHECK(hints("X ?", vector<int>{}) == vector{int4});
    CHECK(hints("X ?", vector<std::optional<int>>{std::nullopt}) == vector{int4});
    CHECK(hints("X ?", vector<vector<std::string>>{}) == vector{text});
    CHECK(hints("X ?", std::optional(vector<std::int64_t>{})) == vector{int8});
    CHECK(hints("X ?, ?", 1, testing::Made(0, 0, [](int n) { return n; })) == vector{unknown, int4});
    CHECK(hints("X :a", std::map<std::string, vector<int>>{{"a", {}}}) == vector{int4});
    CHECK(hints("X :a", vector<NamedParameter>{{"a", vector<int>{}}}) == vector{int4});
    CHECK(hints("X ?, ?", vector<Money>{}, Array()) == vector{unknown, unknown});
}
