// SPDX-License-Identifier: BSL-1.0
//
// docs/types.md: which kinds there are, which C++ types each is read as, and which kind each becomes as a
// parameter.
#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <dbapi/dbapi.hpp>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "support/page.hpp"
#include "support/parameter_samples.hpp"

using namespace dbapi;
using testing::Line;

namespace {

std::string name_of(Kind kind) { return std::string(to_string(kind)); }

std::string type_object_of(const TypeCode& code) {
    std::string names;
    const std::pair<const char*, TypeObject> objects[] = {
        {"STRING", STRING}, {"BINARY", BINARY}, {"NUMBER", NUMBER}, {"DATETIME", DATETIME}, {"ROWID", ROWID}};
    for (const auto& [name, object] : objects) {
        if (object == code) names += name;
    }
    return names;
}

/// The line of a kind, which is that of a Value made from a T.
template <class T>
Line kind_line(const char* type, const T& object) {
    const Value value(object);
    REQUIRE(value.get_if<T>());
    return {name_of(value.kind()), "`" + std::string(type) + "`",
            "`" + type_object_of(TypeCode(value.kind())) + "`"};
}

/// All kinds but NULL, each with values that are read as much as possible, and such that are not.
const std::vector<std::vector<Value>>& samples() {
    constexpr auto infinity = std::numeric_limits<double>::infinity();
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    constexpr auto utc = std::chrono::seconds(0);
    static const std::vector<std::vector<Value>> all{
        {true, false},
        {0, 1, -1, 300, most, std::numeric_limits<std::int64_t>::min()},
        {1.0, 0.1, 1e300, 5e-324, -infinity, std::nan("")},
        {Decimal(1), Decimal("0.10"), Decimal("1e400"), Decimal("1e-400"), Decimal("NaN"),
         Decimal("-Infinity")},
        {"", "a", "1", "1.5", "true", "2024-02-29", "13:14:15", "13:14:15+02:00", "2024-02-29 13:14:15",
         "2024-02-29 13:14:15+02:00", "infinity", "P1M", "P1D", "PT1H",
         "01234567-89ab-cdef-0123-456789abcdef", "[]", "{1,2}"},
        {Binary(), Binary("ab"), Binary("sixteen bytes...")},
        {Date(2024, 2, 29), Date(-43, 3, 15), Date::infinity()},
        {Time(13, 14, 15), Time(24, 0), Time(13, 14, 15, 161718), Time(13, 14, 15, 0, std::chrono::hours(2))},
        {Timestamp(2024, 2, 29), Timestamp(2024, 2, 29, 0, 0, 0, 0, utc),
         Timestamp(2024, 2, 29, 1, 2, 3, 4, utc), Timestamp(2024, 2, 29, 1, 2, 3, 4),
         Timestamp::minus_infinity()},
        {Interval(1, 0, 0), Interval(0, 1, 0), Interval(0, 0, 3'600'000'000), Interval(1, 2, 3)},
        {Uuid(), Uuid::parse("01234567-89ab-cdef-0123-456789abcdef")},
        {Json("1"), Json("{}"), Json("no JSON")},
        {Array(), Array({1, 2}), Array({null}), Array({"a"}), Array({1, 2}, {{1}, {2}})},
        {Other("point", "(1,2)"), Other("int4range", "[1,3)")},
    };
    return all;
}

std::string_view codec_text(std::string_view bytes) { return bytes; }
constexpr Codec codec{[](std::string_view bytes) { return Value(codec_text(bytes)); },
                      [](std::string_view bytes, std::string& text) { text += codec_text(bytes); }};

/// The values as a row has them, of strings also one that a driver has in a form of its own.
std::vector<ValueView> views_of(const std::vector<Value>& values) {
    std::vector<ValueView> views;
    for (const Value& value : values) views.emplace_back(value);
    if (values.front().kind() == Kind::string) views.push_back(ValueView::encoded(Kind::string, "a", codec));
    return views;
}

template <class T>
bool converts(const ValueView& view) {
    try {
        static_cast<void>(convert<T>(view));
        return true;
    } catch (const DataError&) {
        return false;
    }
}

template <class T>
std::string mark(const std::vector<Value>& values) {
    std::set<bool> outcomes;
    for (const ValueView& view : views_of(values)) outcomes.insert(converts<T>(view));
    return outcomes.size() == 2 ? "(✓)" : *outcomes.begin() ? "✓" : "–";
}

/// The line of C++ types that are read from the same kinds. Where they are not, the cell has all of their
/// marks.
template <class... Ts>
Line reading_line(const char* types) {
    Line line{types};
    for (const auto& values : samples()) {
        const std::set<std::string> marks{mark<Ts>(values)...};
        line.push_back(testing::join({marks.begin(), marks.end()}, " and "));
    }
    return line;
}

enum class Level : std::uint8_t { low };

}  // namespace

TEST_CASE("the page has all kinds, what holds them, and their type objects") {
    const std::vector<Line> lines = {
        kind_line("Null", Null()),
        kind_line("bool", true),
        kind_line("std::int64_t", std::int64_t{1}),
        kind_line("double", 0.5),
        kind_line("Decimal", Decimal()),
        kind_line("std::string", std::string()),
        kind_line("Binary", Binary()),
        kind_line("Date", Date()),
        kind_line("Time", Time()),
        kind_line("Timestamp", Timestamp()),
        kind_line("Interval", Interval()),
        kind_line("Uuid", Uuid()),
        kind_line("Json", Json("")),
        kind_line("Array", Array()),
        kind_line("Other", Other("", "")),
    };
    CHECK(lines.size() == boost::variant2::variant_size<Value::Storage>::value);
    testing::check_table("Kinds", lines, {0, 1, 2});
}

TEST_CASE("the page says of each C++ type from which kinds it is read, and from which of their values") {
    using namespace std::chrono;
    Line kinds{"read as"};
    for (const auto& values : samples()) kinds.push_back(name_of(values.front().kind()));
    CHECK(testing::to_markdown(testing::table_under("Reading").front()) == testing::to_markdown(kinds));
    const std::vector<Line> lines = {
        reading_line<Value>("`Value`"),
        reading_line<bool>("`bool`"),
        reading_line<std::int64_t>("`std::int64_t`"),
        reading_line<signed char, unsigned char, short, int, unsigned, std::uint64_t, Level>(
            "other integers, enumerations"),
        reading_line<double>("`double`"),
        reading_line<float>("`float`"),
        reading_line<Decimal>("`Decimal`"),
        reading_line<std::string, std::u8string>("`std::string`, `std::u8string`"),
        reading_line<std::string_view>("`std::string_view`"),
        reading_line<char>("`char`"),
        reading_line<Binary, std::vector<std::byte>, std::vector<unsigned char>>(
            "`Binary`, `std::vector` of bytes"),
        reading_line<std::array<std::byte, 2>, std::array<unsigned char, 16>>("`std::array` of bytes"),
        reading_line<Date>("`Date`"),
        reading_line<sys_days, local_days, year_month_day>("`sys_days`, `local_days`, `year_month_day`"),
        reading_line<Time>("`Time`"),
        reading_line<hh_mm_ss<seconds>, hh_mm_ss<microseconds>>("`hh_mm_ss`"),
        reading_line<Timestamp>("`Timestamp`"),
        reading_line<sys_seconds, system_clock::time_point, local_seconds, local_time<microseconds>>(
            "`sys_time`, `local_time`"),
        reading_line<Interval>("`Interval`"),
        reading_line<seconds, hours, microseconds, days, months>("`duration`"),
        reading_line<Uuid>("`Uuid`"),
        reading_line<Json>("`Json`"),
        reading_line<Array>("`Array`"),
        reading_line<std::vector<int>, std::vector<Decimal>, std::vector<std::vector<int>>,
                     std::array<int, 2>>("`std::vector<T>`, `std::array<T, N>`"),
    };
    testing::check_table("Reading", lines);
}

TEST_CASE("the page says which kind each C++ type becomes") {
    const auto lines = testing::ask_parameters([](const auto& parameter) {
        Value owned;
        return Line{name_of(detail::view_parameter(parameter, owned).kind())};
    });
    testing::check_table("Parameters", lines, {0, 1});
}

TEST_CASE("what is finer than a microsecond is cut from time points, and refused of clocks and durations") {
    using namespace std::chrono;
    const auto late = sys_days(2024y / February / 29) + 1ns;
    CHECK(Value(late) == Value(Timestamp(2024, 2, 29, 0, 0, 0, 0, 0s)));
    CHECK(Value(local_days(2024y / February / 29) - 1ns) ==
          Value(Timestamp(2024, 2, 28, 23, 59, 59, 999999)));
    CHECK_THROWS_AS(Value(hh_mm_ss(1h + 1ns)), DataError);
    CHECK_THROWS_AS(Value(1ns), DataError);
    CHECK(Value(1000ns) == Value(Interval(0, 0, 1)));
    CHECK_THROWS_AS(Value{~std::uint64_t{0}}, DataError);
}
