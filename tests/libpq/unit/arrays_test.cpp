// SPDX-License-Identifier: BSL-1.0
//
// Arrays in both formats: bytes from PostgreSQL's array_send(), text from PostgreSQL and CockroachDB, and
// what no server sends.
#include "codec/arrays.hpp"

#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <limits>
#include <string>

#include "codec/registry.hpp"
#include "codec/wire.hpp"
#include "oids.hpp"

using namespace dbapi;
using namespace dbapi::libpq;

namespace {

using Dimensions = std::vector<Array::Dimension>;

std::string from_hex(std::string_view digits) { return std::string(Binary::from_hex(digits).view()); }

Value read_text(std::uint32_t type, std::string_view text) {
    return find_type(type)->view_text(text).to_value();
}

/// The head of an array in binary: dimensions and lower bounds, as pairs.
std::string head(std::uint32_t element,
                 std::initializer_list<std::pair<std::int32_t, std::int32_t>> dimensions) {
    std::string bytes;
    append(bytes, static_cast<std::int32_t>(dimensions.size()));
    append(bytes, std::int32_t{0});
    append(bytes, element);
    for (const auto& [length, lower] : dimensions) {
        append(bytes, length);
        append(bytes, lower);
    }
    return bytes;
}

std::string element(std::string_view bytes) {
    std::string all;
    append(all, static_cast<std::int32_t>(bytes.size()));
    return all + std::string(bytes);
}

struct Case {
    std::uint32_t type;
    std::string bytes;
    Value value;
};

void check(const ValueView& view, const Value& wanted) {
    CHECK(view.kind() == Kind::array);
    const Value value = view.to_value();
    CHECK(value == wanted);
    std::string text;
    view.append_text(text);
    CHECK(text == wanted.to_string());
}

}  // namespace

TEST_CASE("arrays in binary are read as PostgreSQL sends them") {
    const Case cases[] = {
        {oid::int4_array, "000000000000000000000017", Array()},
        {oid::int4_array, "00000001000000010000001700000003000000010000000400000001ffffffff0000000400000003",
         Array({1, null, 3})},
        {oid::int8_array,
         "000000020000000000000014000000020000000000000002fffffffe0000000800000000000000010000000800000000000"
         "00002"
         "000000080000000000000003000000080000000000000004",
         Array({1, 2, 3, 4}, {{2, 0}, {2, -2}})},
        {oid::boolean_array, "000000010000000000000010000000020000000100000001010000000100",
         Array({true, false})},
        {oid::float8_array,
         "0000000100000000000002bd0000000200000001000000083ff800000000000000000008c000000000000000",
         Array({1.5, -2.0})},
        {oid::text_array,
         "0000000100000001000000190000000500000001000000016100000000000000044e554c4cffffffff0000000362225c",
         Array({"a", "", "NULL", null, "b\"\\"})},
        {oid::bytea_array, "00000001000000000000001100000002000000010000000200ff00000000",
         Array({Binary(std::string_view("\0\xff", 2)), Binary()})},
        {oid::uuid_array, "000000010000000000000b860000000100000001000000100123456789abcdef0123456789abcdef",
         Array({Uuid::parse("01234567-89ab-cdef-0123-456789abcdef")})},
        {oid::jsonb_array, "000000010000000000000eda000000010000000100000009017b2261223a20317d",
         Array({Json("{\"a\": 1}")})},
    };
    for (const auto& c : cases) {
        CAPTURE(c.bytes);
        const auto bytes = from_hex(c.bytes);
        check(find_type(c.type)->view_binary(bytes), c.value);
    }
    // No server sends a dimension without elements, but it can only mean one thing.
    check(view_array_binary(head(oid::int4, {{0, 1}})), Array());
    check(view_array_binary(head(oid::int4, {{0x7fffffff, 1}, {0x7fffffff, 1}, {0, 1}})), Array());
}

TEST_CASE("arrays of types that are not built in are strings when they are text in both formats") {
    const auto moods = from_hex("000000010000000000004009000000020000000100000003736164000000026f6b");
    check(view_text_like_array_binary(moods), Array({"sad", "ok"}));
    check(view_text_like_array_binary(head(oid::int4, {{1, 1}}) + element(from_hex("00000007"))), Array({7}));
    check(view_array_text<oid::text>("{sad,ok}"), Array({"sad", "ok"}));
    CHECK_THROWS_AS(static_cast<void>(view_array_binary(moods).to_value()), DataError);
}

TEST_CASE("malformed arrays in binary are a DataError, never a wrong value or a huge allocation") {
    const std::string one = element(from_hex("00000001"));
    std::string too_deep = head(oid::int4, {{1, 1}, {1, 1}, {1, 1}, {1, 1}, {1, 1}, {1, 1}, {1, 1}}) + one;
    std::string negative_depth = head(oid::int4, {}), bad_flags = negative_depth;
    negative_depth[0] = '\xff';
    bad_flags[7] = '\2';
    const std::pair<const char*, std::string> cases[] = {
        {"nothing", ""},
        {"half a head", head(oid::int4, {}).substr(0, 11)},
        {"no dimensions", head(oid::int4, {{1, 1}}).substr(0, 12)},
        {"seven dimensions", too_deep},
        {"negative number of dimensions", negative_depth},
        {"unknown flags", bad_flags},
        {"negative length", head(oid::int4, {{-1, 1}})},
        {"more elements than bytes", head(oid::int4, {{0x7fffffff, 1}}) + one},
        {"a product that overflows",
         head(oid::int4, {{0x10000, 1}, {0x10000, 1}, {0x10000, 1}, {0x10000, 1}}) + one},
        {"an upper bound that overflows", head(oid::int4, {{2, 0x7fffffff}}) + one + one},
        {"an element missing", head(oid::int4, {{2, 1}}) + one},
        {"an element too long", head(oid::int4, {{1, 1}}) + one.substr(0, 7)},
        {"an element of another length", head(oid::int4, {{1, 1}}) + element("123")},
        {"an element of length -2", head(oid::int4, {{1, 1}}) + std::string("\xff\xff\xff\xfe")},
        {"bytes left", head(oid::int4, {{1, 1}}) + one + "x"},
        {"bytes behind nothing", head(oid::int4, {}) + "x"},
        {"an unknown type", head(99, {{1, 1}}) + one},
        {"a type that is read as text", head(600, {{1, 1}}) + one},
        {"arrays inside", head(oid::int4_array, {{1, 1}}) + element(head(oid::int4, {}))},
    };
    for (const auto& each : cases) {
        const auto& what = each.first;
        const auto& bytes = each.second;
        CAPTURE(what);
        const auto view = view_array_binary(bytes);
        CHECK_THROWS_AS(static_cast<void>(view.to_value()), DataError);
        std::string text;
        CHECK_THROWS_AS(view.append_text(text), DataError);
    }
    // Only what is not known at all may be taken for text.
    const auto points = head(600, {{1, 1}}) + one;
    CHECK_THROWS_AS(static_cast<void>(view_text_like_array_binary(points).to_value()), DataError);
}

TEST_CASE("arrays in text are read as PostgreSQL prints them, and as it would read them") {
    const Case cases[] = {
        {oid::int4_array, "{}", Array()},
        {oid::int4_array, "{1}", Array({1})},
        {oid::int4_array, "{1,NULL,-3}", Array({1, null, -3})},
        {oid::int4_array, "{{1,2,3},{4,5,6}}", Array({1, 2, 3, 4, 5, 6}, {{2}, {3}})},
        {oid::int4_array, "{{{{{{7}}}}}}", Array({7}, {{1}, {1}, {1}, {1}, {1}, {1}})},
        {oid::int4_array, "{{NULL},{1}}", Array({null, 1}, {{2}, {1}})},
        {oid::int8_array, "[0:1][-2:-1]={{1,2},{3,4}}", Array({1, 2, 3, 4}, {{2, 0}, {2, -2}})},
        {oid::int4_array, "[-2147483648:-2147483647]={1,2}",
         Array({1, 2}, {{2, std::numeric_limits<std::int32_t>::min()}})},
        {oid::int4_array, "[2]={1,2}", Array({1, 2})},
        {oid::int4_array, " [+1:2] [0:0] = { { 1 } , {\t2\n} }\r\v\f", Array({1, 2}, {{2, 1}, {1, 0}})},
        {oid::int4_array, " { } ", Array()},
        {oid::text_array, "{a b , c ,  d}", Array({"a b", "c", "d"})},
        {oid::text_array, "{null,Null,\"NULL\",nul,nulls}", Array({null, null, "NULL", "nul", "nulls"})},
        {oid::text_array, R"({"","a\"b","a\\b","{x}","a,b"," ","a
b"})",
         Array({"", "a\"b", "a\\b", "{x}", "a,b", " ", "a\nb"})},
        {oid::text_array, R"({\ a,b\ ,\null,\{\},\"})", Array({" a", "b ", "null", "{}", "\""})},
        {oid::text_array, "{a[1]=2,é}", Array({"a[1]=2", "é"})},
        {oid::boolean_array, "{t,f}", Array({true, false})},
        {oid::bytea_array, R"({"\\x00ff","\\x"})", Array({Binary(std::string_view("\0\xff", 2)), Binary()})},
        {oid::float8_array, "{1.5,NaN,-Infinity}", Value()},
        {oid::numeric_array, "{1.50,2}", Array({Decimal("1.50"), Decimal("2")})},
        {oid::date_array, "{2024-02-29,infinity,\"0044-03-15 BC\"}",
         Array({Date(2024, 2, 29), Date::infinity(), Date(-43, 3, 15)})},
        {oid::time_array, "{01:02:03}", Array({Time(1, 2, 3)})},
        {oid::interval_array, "{\"1 mon -2 days +00:00:03\"}", Array({Interval(1, -2, 3'000'000)})},
        {oid::jsonb_array, R"({"{\"a\": [1, 2]}","null"})", Array({Json("{\"a\": [1, 2]}"), Json("null")})},
        {oid::inet_array, "{10.0.0.1,::1}", Array({"10.0.0.1", "::1"})},
        {oid::timestamptz_array, "{\"2016-01-25 12:10:10+02\"}",
         Array({Timestamp(2016, 1, 25, 10, 10, 10, 0, std::chrono::seconds(0))})},
    };
    for (const auto& c : cases) {
        CAPTURE(c.bytes);
        const auto view = find_type(c.type)->view_text(c.bytes);
        if (c.value.is_null()) {  // NaN equals nothing
            CHECK(view.to_value().to_string() == "{1.5,NaN,-Infinity}");
        } else {
            check(view, c.value);
        }
    }
}

TEST_CASE("what CockroachDB prints otherwise in arrays is the same value") {
    const auto hour = std::chrono::seconds(3600);
    const Case cases[] = {
        {oid::timestamp_array, "{\"2016-01-25 10:10:10+00:00\"}",
         Array({Timestamp(2016, 1, 25, 10, 10, 10)})},
        {oid::timestamp_array, "{\"2016-01-25 10:10:10+01:00\"}",
         Array({Timestamp(2016, 1, 25, 10, 10, 10)})},
        {oid::timestamp_array, "{\"2016-01-25 10:10:10\",infinity}",
         Array({Timestamp(2016, 1, 25, 10, 10, 10), Timestamp::infinity()})},
        {oid::timetz_array, "{01:02:03+01:00:00}", Array({Time(1, 2, 3, 0, hour)})},
        {oid::float8_array, "{1.5,2.0,+Inf}", Array({1.5, 2.0, std::numeric_limits<double>::infinity()})},
        {oid::numeric_array, "{1E+20}", Array({Decimal("100000000000000000000")})},
    };
    for (const auto& c : cases) {
        CAPTURE(c.bytes);
        check(find_type(c.type)->view_text(c.bytes), c.value);
    }
}

TEST_CASE("malformed arrays in text are a DataError, never a wrong value") {
    for (const char* text : {"",
                             " ",
                             "1",
                             "{",
                             "}",
                             "{1",
                             "{1,",
                             "{1,}",
                             "{,1}",
                             "{,}",
                             "{1}x",
                             "{1}}",
                             "{{1}",
                             "{}{}",
                             "{1 2}",
                             "{{},{}}",
                             "{{1},{}}",
                             "{{1,2},{3}}",
                             "{{1},2}",
                             "{1,{2}}",
                             "{NULL,{1}}",
                             "{{{{{{{1}}}}}}}",
                             "[1:2]={1}",
                             "[1:2]={}",
                             "[1:0]={}",
                             "[1:1][1:1]={1}",
                             "[1:2]{1,2}",
                             "[1:2=]{1,2}",
                             "[]={1}",
                             "[ 1:2]={1,2}",
                             "[+-1:0]={1,2}",
                             "[1:99999999999]={1}",
                             "[0:2147483647]={1}",
                             "[-2147483648:2147483647]={1}",
                             "[1][1][1][1][1][1][1]={{{{{{1}}}}}}",
                             "={1}",
                             "{x}",
                             "{1.5}"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(static_cast<void>(read_text(oid::int4_array, text)), DataError);
    }
    for (const char* text : {R"({"a)", R"({"a\)", R"({"a\"})", R"({"a"b})", R"({"a" "b"})", R"({a"b"})",
                             R"({a\)", R"({a{b}})"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(static_cast<void>(read_text(oid::text_array, text)), DataError);
    }
    CHECK_THROWS_AS(static_cast<void>(read_text(oid::text_array, std::string(100'000, '{'))), DataError);
}

TEST_CASE("the elements of every array type are known, and read in the formats that the array is read in") {
    std::size_t count = 0;
    for (const TypeInfo& type : built_in_types()) {
        if (type.kind != Kind::array) continue;
        ++count;
        CAPTURE(type.name);
        const TypeInfo* element = find_type(type.element);
        REQUIRE(element);
        CHECK(type.name == std::string(element->name) + "[]");
        CHECK((type.view_text != nullptr) == (element->view_text != nullptr));
        CHECK((type.view_binary != nullptr) == (element->view_binary != nullptr));
        CHECK(find_array_of(type.element) == &type);
        if (type.view_text) check(type.view_text("{NULL}"), Array({Value()}));
    }
    CHECK(count > 70);
    CHECK(find_array_of(oid::unknown) == nullptr);
}
