// SPDX-License-Identifier: BSL-1.0
//
// Array: elements and dimensions, and that copies share what cannot change.
#include <doctest/doctest.h>

#include <dbapi/array.hpp>
#include <dbapi/errors.hpp>
#include <dbapi/value.hpp>
#include <string>
#include <type_traits>
#include <vector>

using dbapi::Array;
using dbapi::Value;
using Values = std::vector<Value>;
using Dimensions = std::vector<Array::Dimension>;

static_assert(std::is_nothrow_copy_constructible_v<Array> && std::is_nothrow_move_assignable_v<Array>);
static_assert(!std::is_convertible_v<Values, Array>);

TEST_CASE("an empty array has neither elements nor dimensions, however it was made") {
    for (const Array& array : {Array(), Array(Values{}), Array(Values{}, Dimensions{}),
                               Array(Values{}, {{0, 1}}), Array(Values{}, {{3, 1}, {0, 1}})}) {
        CHECK(array.empty());
        CHECK(array.size() == 0);
        CHECK(array.elements().empty());
        CHECK(array.dimensions().empty());
        CHECK(array == Array());
    }
}

TEST_CASE("an array of elements alone has one dimension that starts at 1") {
    const Array array(Values{1, dbapi::null, "x"});
    REQUIRE(array.dimensions().size() == 1);
    CHECK(array.dimensions()[0] == Array::Dimension{3, 1});
    CHECK(array.size() == 3);
    CHECK_FALSE(array.empty());
    CHECK(array.elements()[1].is_null());
    CHECK(array.elements()[2] == Value("x"));
}

TEST_CASE("dimensions that are not the number of elements throw DataError") {
    const Dimensions wrong[] = {{}, {{2, 1}}, {{4, 1}}, {{3, 1}, {2, 1}}, {{0, 1}}, {{3, 1}, {0, 1}}};
    for (const auto& dimensions : wrong) {
        CAPTURE(dimensions.size());
        try {
            const Array array(Values{1, 2, 3}, dimensions);
            FAIL("accepted");
        } catch (const dbapi::DataError& error) {
            CHECK(error.sqlstate() == "2202E");
        }
    }
}

TEST_CASE("dimensions whose product overflows throw DataError") {
    const std::size_t half = std::size_t{1} << 63U;
    CHECK_THROWS_AS(Array(Values{}, {{half, 1}, {2, 1}}), dbapi::DataError);
    CHECK_THROWS_AS(Array(Values{1}, {{3, 1}, {0xAAAA'AAAA'AAAA'AAAB, 1}}),
                    dbapi::DataError);  // 1 modulo 2^64
}

TEST_CASE("arrays are equal when elements, lengths and lower bounds are") {
    const Array array({1, 2, 3, 4}, {{2, 1}, {2, 1}});
    CHECK(array == Array({1, 2, 3, 4}, {{2, 1}, {2, 1}}));
    CHECK_FALSE(array == Array({1, 2, 3, 4}, {{4, 1}}));
    CHECK_FALSE(array == Array({1, 2, 3, 4}, {{2, 0}, {2, 1}}));
    CHECK_FALSE(array == Array({1, 2, 3, 5}, {{2, 1}, {2, 1}}));
    CHECK_FALSE(array == Array());
    CHECK_FALSE(Array() == array);
}

TEST_CASE("a copy shares the elements and outlives the original") {
    Array copy;
    const Value* elements = nullptr;
    {
        const Array original(Values{std::string(100, 'x'), 2});
        elements = original.elements().data();
        copy = original;
    }
    CHECK(copy.elements().data() == elements);
    CHECK(copy.elements()[0] == Value(std::string(100, 'x')));
    const Array moved = std::move(copy);
    CHECK(moved.size() == 2);
    CHECK(copy.empty());  // NOLINT: an array that was moved from is empty
    const Array nested(Values{moved, moved});
    CHECK(*nested.elements()[1].get_if<Array>() == moved);
}
