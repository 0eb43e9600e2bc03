// SPDX-License-Identifier: BSL-1.0
//
// convert() into vectors and arrays: of one and several dimensions, of bytes, of types with an adapter.
#include <doctest/doctest.h>

#include <array>
#include <dbapi/convert.hpp>
#include <dbapi/errors.hpp>
#include <optional>
#include <string>
#include <vector>

using namespace dbapi;

namespace {

struct Money {
    std::int64_t cents;
    friend bool operator==(const Money&, const Money&) = default;
};

std::string complaint(auto&& conversion) {
    try {
        conversion();
    } catch (const DataError& error) {
        return std::string(error.sqlstate()) + ": " + error.what();
    }
    return "nothing";
}

/// Returns the SQLSTATE and message for a column "tags" of type int8[].
template <class T>
std::string complaint_in_column(const Value& value) {
    Column column;
    column.name = "tags";
    column.type_name = "int8[]";
    return complaint([&] { (void)convert<T>(ValueView(value), &column); });
}

const Value matrix(Array({1, 2, 3, 4, 5, 6}, {{2, 1}, {3, 1}}));

}  // namespace

template <>
struct dbapi::Adapter<Money> {
    static Money from_value(const Value& value) { return {value.get<std::int64_t>()}; }
};

TEST_CASE("an array becomes a vector of what its elements convert to") {
    const Value numbers(Array(std::vector<Value>{1, 2, 3}));
    CHECK(numbers.get<std::vector<int>>() == std::vector<int>{1, 2, 3});
    CHECK(numbers.get<std::vector<std::string>>() == std::vector<std::string>{"1", "2", "3"});
    CHECK(numbers.get<std::vector<Value>>() == std::vector<Value>{1, 2, 3});
    CHECK(Value(Array()).get<std::vector<int>>().empty());
    const Value gaps(Array(std::vector<Value>{1, null}));
    CHECK(gaps.get<std::vector<std::optional<int>>>() == std::vector<std::optional<int>>{1, std::nullopt});
    CHECK(Value(Array({1, 2}, {{2, 0}})).get<std::vector<int>>() == std::vector<int>{1, 2});
    CHECK(Value(Array(std::vector<Value>{true})).get<std::vector<bool>>() == std::vector<bool>{true});
}

TEST_CASE("an array of several dimensions becomes vectors of vectors") {
    using Matrix = std::vector<std::vector<int>>;
    CHECK(matrix.get<Matrix>() == Matrix{{1, 2, 3}, {4, 5, 6}});
    CHECK(matrix.get<std::vector<std::vector<std::string>>>()[1] == std::vector<std::string>{"4", "5", "6"});
    CHECK(matrix.get<std::vector<std::array<int, 3>>>() ==
          std::vector<std::array<int, 3>>{{1, 2, 3}, {4, 5, 6}});
    CHECK(matrix.get<std::array<std::array<Money, 3>, 2>>()[1][2] == Money{6});
    CHECK(matrix.get<std::optional<Matrix>>() == Matrix{{1, 2, 3}, {4, 5, 6}});
    CHECK(Value(Array()).get<Matrix>().empty());
    CHECK(Value(Array({1, null}, {{2, 5}, {1, -3}})).get<std::vector<std::vector<std::optional<int>>>>() ==
          std::vector<std::vector<std::optional<int>>>{{1}, {std::nullopt}});
    const Value cube(Array({1, 2, 3, 4}, {{2, 1}, {1, 1}, {2, 1}}));
    CHECK(cube.get<std::vector<Matrix>>() == std::vector<Matrix>{{{1, 2}}, {{3, 4}}});
    const Value rows_of_bytes(Array(std::vector<Value>{Binary(std::string_view("ab")), Binary()}));
    CHECK(rows_of_bytes.get<std::vector<std::vector<unsigned char>>>() ==
          std::vector<std::vector<unsigned char>>{{'a', 'b'}, {}});
}

TEST_CASE("an array of fixed length takes as many elements as it has") {
    const Value numbers(Array(std::vector<Value>{1, 2, 3}));
    CHECK(numbers.get<std::array<int, 3>>() == std::array{1, 2, 3});
    CHECK(Value(Array()).get<std::array<int, 0>>().empty());
    CHECK(complaint_in_column<std::array<int, 2>>(numbers).find("22026: column \"tags\" (int8[]) as ") == 0);
    CHECK(complaint_in_column<std::array<int, 4>>(numbers).find("22026: ") == 0);
    CHECK(complaint_in_column<std::array<int, 1>>(Array()).find("22026: ") == 0);
    CHECK(complaint_in_column<std::vector<std::array<int, 2>>>(matrix).find("22026: ") == 0);
}

TEST_CASE("an array of other dimensions than the type throws DataError 2202E") {
    const Value numbers(Array(std::vector<Value>{1, 2, 3}));
    CHECK(complaint_in_column<std::vector<int>>(matrix).find("2202E: column \"tags\" (int8[]) as ") == 0);
    CHECK(complaint_in_column<std::vector<std::vector<int>>>(numbers).find("2202E: ") == 0);
    CHECK(complaint_in_column<std::vector<std::vector<std::vector<int>>>>(matrix).find("2202E: ") == 0);
    CHECK(complaint_in_column<std::vector<Value>>(matrix).find("2202E: ") == 0);
}

TEST_CASE("an element that does not fit is told by the column of its array") {
    const Value gaps(Array(std::vector<Value>{1, null}));
    CHECK(complaint_in_column<std::vector<int>>(gaps) ==
          "22002: column \"tags\" (int8[]) as int: NULL does not fit (use std::optional)");
    CHECK(complaint_in_column<std::vector<std::vector<int>>>(Array({1, null}, {{1, 1}, {2, 1}})) ==
          "22002: column \"tags\" (int8[]) as int: NULL does not fit (use std::optional)");
    CHECK(complaint_in_column<std::array<signed char, 1>>(Array(std::vector<Value>{300})) ==
          "22003: column \"tags\" (int8[]) as signed char: the value is out of range");
    CHECK(complaint_in_column<std::vector<int>>(1).find(
              "22018: column \"tags\" (int8[]) as std::vector<int") == 0);
}

TEST_CASE("binary becomes bytes of the program's own type") {
    const Value value(Binary(std::string_view("\0\xff", 2)));
    CHECK(value.get<std::vector<std::byte>>() == std::vector{std::byte{0}, std::byte{0xff}});
    CHECK(value.get<std::vector<unsigned char>>() == std::vector<unsigned char>{0, 0xff});
    CHECK(value.get<std::array<std::byte, 2>>()[1] == std::byte{0xff});
    CHECK(value.get<std::array<std::uint8_t, 2>>() == std::array<std::uint8_t, 2>{0, 0xff});
    CHECK(value.get<std::optional<std::vector<std::byte>>>()->size() == 2);
    CHECK(Value(Binary()).get<std::vector<std::byte>>().empty());
    CHECK(complaint_in_column<std::array<std::byte, 3>>(value).find("22026: ") == 0);
    CHECK(complaint_in_column<std::vector<std::byte>>("text").find("22018: ") == 0);
    CHECK(complaint_in_column<std::vector<unsigned char>>(Array(std::vector<Value>{1})).find("22018: ") == 0);
}

TEST_CASE("an adapter's type may stand inside of any other") {
    const Value numbers(Array(std::vector<Value>{1, null}));
    CHECK(numbers.get<std::vector<std::optional<Money>>>() ==
          std::vector<std::optional<Money>>{Money{1}, std::nullopt});
    CHECK(Value().get<std::optional<std::vector<Money>>>() == std::nullopt);
    CHECK(Value(Array(std::vector<Value>{1})).get<std::array<Money, 1>>()[0] == Money{1});
}
