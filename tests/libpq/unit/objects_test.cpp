// SPDX-License-Identifier: BSL-1.0
//
// Values of types that the driver does not read.
#include "codec/objects.hpp"

#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>

#include "codec/registry.hpp"

using namespace dbapi;
using namespace dbapi::libpq;

namespace {

constexpr std::uint32_t box = 603, box_array = 1020, point = 600, point_array = 1017, int4range_array = 3905;

Value make(std::uint32_t oid, std::string_view text) {
    const TypeInfo* type = find_type(oid);
    return make_object(*type, find_type(type->element), text);
}

Value other(const char* type, const char* text) { return Other(type, text); }

}  // namespace

TEST_CASE("a type that is not read gives an Other with its name and text") {
    CHECK(make(point, "(1,2)") == other("point", "(1,2)"));
    CHECK(make(point, "") == other("point", ""));
}

TEST_CASE("an array of a type that is not read gives an Array of Others") {
    CHECK(make(point_array, "{\"(1,2)\",NULL}") == Value(Array({other("point", "(1,2)"), null})));
    CHECK(make(int4range_array, "{{\"[1,3)\",empty}}") ==
          Value(Array({other("int4range", "[1,3)"), other("int4range", "empty")}, {{1}, {2}})));
    CHECK(make(point_array, "{}") == Value(Array()));
    CHECK_THROWS_AS(static_cast<void>(make(point_array, "(1,2)")), DataError);
}

TEST_CASE("the elements of box[] stand between semicolons") {
    CHECK(make(box_array, "{(1,1),(0,0);(3,3),(2,2)}") ==
          Value(Array({other("box", "(1,1),(0,0)"), other("box", "(3,3),(2,2)")})));
    CHECK(make(box, "(1,1),(0,0)") == other("box", "(1,1),(0,0)"));
}

TEST_CASE("elements that have a view are read by it, whatever the array's type") {
    const TypeInfo of_numbers{.oid = 100'000, .name = "numbers", .kind = Kind::array, .element = 23};
    CHECK(make_object(of_numbers, find_type(23), "{1,2}") == Value(Array({1, 2})));
    CHECK(make_object(of_numbers, nullptr, "{1,2}") == other("numbers", "{1,2}"));
}
