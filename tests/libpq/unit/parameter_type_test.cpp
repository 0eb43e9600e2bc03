// SPDX-License-Identifier: BSL-1.0
//
// Which type a parameter is declared as.
#include "codec/parameter_type.hpp"

#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <limits>
#include <string>
#include <vector>

#include "oids.hpp"

using namespace dbapi;
using namespace dbapi::libpq;
using namespace std::chrono_literals;

namespace {

const Dialect& postgresql = dialect_for("");
const Dialect& cockroachdb = dialect_for("CockroachDB OSS v20.2");

std::uint32_t array_type(std::vector<Value> elements, TypeHint hint = {},
                         const Dialect& dialect = postgresql) {
    const Array array(std::move(elements));
    return parameter_type(ValueView::array(array, hint), dialect);
}

const Timestamp instant(2016, 1, 25, 10, 10, 10, 0, 2h);
const Timestamp reading(2016, 1, 25, 10, 10, 10);

}  // namespace

TEST_CASE("a type is told by the kind of the value, and of integers by the width of the C++ type") {
    const std::pair<ValueView, std::uint32_t> cases[] = {
        {ValueView::boolean(true), oid::boolean},
        {ValueView::integer(1, 4), oid::int4},
        {ValueView::integer(1, 8), oid::int8},
        {ValueView::real(1, 4), oid::float8},
        {ValueView::decimal("1"), oid::numeric},
        {ValueView::string("1"), 0},
        {ValueView::json("1"), 0},
        {ValueView::binary("1"), oid::bytea},
        {ValueView::date(Date()), oid::date},
        {ValueView::time(Time(1, 2)), oid::time},
        {ValueView::time(Time(1, 2, 3, 0, 1h)), oid::timetz},
        {ValueView::timestamp(reading), oid::timestamp},
        {ValueView::timestamp(instant), oid::timestamptz},
        {ValueView::timestamp(Timestamp::infinity()), oid::timestamp},
    };
    for (const auto& each : cases) {
        const auto& view = each.first;
        const auto& type = each.second;
        CAPTURE(view.kind());
        CHECK(parameter_type(view, postgresql) == type);
    }
    CHECK(parameter_type(ValueView::integer(1, 4), cockroachdb) == oid::int8);
}

TEST_CASE("NULL has the type that its C++ type would have, if that is known") {
    const std::pair<TypeHint, std::uint32_t> cases[] = {
        {{}, 0},
        {{.kind = Kind::boolean}, oid::boolean},
        {{.kind = Kind::integer, .width = 4}, oid::int4},
        {{.kind = Kind::integer}, oid::int8},
        {{.kind = Kind::real, .width = 4}, oid::float8},
        {{.kind = Kind::decimal}, oid::numeric},
        {{.kind = Kind::binary}, oid::bytea},
        {{.kind = Kind::date}, oid::date},
        {{.kind = Kind::time}, 0},
        {{.kind = Kind::time, .offset = TypeHint::Offset::none}, oid::time},
        {{.kind = Kind::timestamp, .offset = TypeHint::Offset::some}, oid::timestamptz},
        {{.kind = Kind::uuid}, oid::uuid},
        {{.kind = Kind::interval}, oid::interval},
        {{.kind = Kind::string}, 0},
        {{.kind = Kind::json}, 0},
        {{.kind = Kind::array}, 0},
    };
    for (const auto& each : cases) {
        const auto& hint = each.first;
        const auto& type = each.second;
        CAPTURE(hint.kind);
        CHECK(parameter_type(ValueView::null_of(hint), postgresql) == type);
    }
    CHECK(parameter_type(ValueView::null_of({.kind = Kind::integer, .width = 4}), cockroachdb) == oid::int8);
}

TEST_CASE("an array's type is that of its C++ elements, or what all its elements have in common") {
    const TypeHint narrow{.kind = Kind::integer, .width = 4};
    CHECK(array_type({}, {.kind = Kind::string}) == oid::text_array);
    CHECK(array_type({null}, {.kind = Kind::json}) == 0);
    CHECK(array_type({null}, {.kind = Kind::uuid}) == oid::uuid_array);
    CHECK(array_type({}, {.kind = Kind::timestamp}) == 0);
    CHECK(array_type({}, {.kind = Kind::timestamp, .offset = TypeHint::Offset::some}) ==
          oid::timestamptz_array);
    CHECK(array_type({1, 2}) == oid::int8_array);
    CHECK(array_type({1, 2}, narrow) == oid::int4_array);
    CHECK(array_type({1, std::int64_t{1} << 40}, narrow) == oid::int8_array);
    CHECK(array_type({1.5F}, {.kind = Kind::real, .width = 4}) == oid::float8_array);
    CHECK(array_type({1, null, 1.5}) == oid::float8_array);
    CHECK(array_type({1.5, 1}) == oid::float8_array);
    CHECK(array_type({1, Decimal("1.5")}) == oid::numeric_array);
    CHECK(array_type({Decimal("1.5"), 1}) == oid::numeric_array);
    CHECK(array_type({instant, Timestamp::infinity()}) == oid::timestamptz_array);
    CHECK(array_type({Timestamp::infinity(), instant}) == oid::timestamptz_array);
    CHECK(array_type({Timestamp::infinity()}) == oid::timestamp_array);
    CHECK(array_type({Timestamp::infinity()}, {.kind = Kind::timestamp, .offset = TypeHint::Offset::some}) ==
          oid::timestamptz_array);
}

TEST_CASE("elements without a type in common are a DataError that names both kinds") {
    const struct {
        std::vector<Value> elements;
        std::vector<std::string> words;
    } cases[] = {
        {{1, true}, {"integer", "boolean"}},
        {{true, 1}, {"integer", "boolean"}},
        {{1, null, "a"}, {"integer", "string"}},
        {{"a", Json("1")}, {"string", "json"}},
        {{1.5, Decimal("1.5")}, {"real", "decimal"}},
        {{1, Decimal("1.5"), 1.5}, {"decimal", "real"}},
        {{Date(), reading}, {"date", "timestamp"}},
        {{"a", Other("point", "(1,2)")}, {"string", "other"}},
        {{reading, instant}, {"timestamp", "offset"}},
        {{instant, Timestamp::infinity(), reading}, {"timestamp", "offset"}},
        {{Time(1, 2), Time(1, 2, 3, 0, 1h)}, {"time", "offset"}},
        {{Array({1}), Array({2})}, {"array"}},
        {{1.5, (std::int64_t{1} << 53) + 1}, {"integer", "rounded"}},
        {{0.5, std::numeric_limits<std::int64_t>::max()}, {"integer", "rounded"}},
    };
    for (const auto& c : cases) {
        CAPTURE(Value(Array(c.elements)));
        try {
            static_cast<void>(array_type(c.elements));
            FAIL("accepted");
        } catch (const DataError& error) {
            for (const auto& word : c.words) CHECK(std::string(error.what()).find(word) != std::string::npos);
            CHECK(error.sqlstate().substr(0, 2) == "22");
        }
    }
    CHECK_THROWS_AS(static_cast<void>(array_type({1}, {.kind = Kind::boolean})), DataError);
}
