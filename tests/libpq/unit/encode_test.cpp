// SPDX-License-Identifier: BSL-1.0
//
// What goes over the wire for a parameter: type, format and bytes, checked against PostgreSQL's own …_send().
#include <doctest/doctest.h>

#include <cmath>
#include <dbapi/dbapi.hpp>
#include <limits>
#include <string>

#include "oids.hpp"
#include "parameters.hpp"

using namespace dbapi;
using namespace dbapi::libpq;
using namespace std::string_literals;
using namespace std::chrono_literals;

namespace {

const Dialect& postgresql = dialect_for("");
const Dialect& cockroachdb = dialect_for("CockroachDB OSS v20.2");

/// A parameter as it is sent: bytes in hexadecimal, text as it is.
struct Sent {
    std::uint32_t type;
    bool is_binary;
    std::string bytes;
    friend bool operator==(const Sent&, const Sent&) = default;
    friend std::ostream& operator<<(std::ostream& out, const Sent& sent) {
        return out << sent.type << (sent.is_binary ? " binary " : " text ") << sent.bytes;
    }
};

Sent binary(std::uint32_t type, std::string hex) { return {type, true, std::move(hex)}; }
Sent text(std::uint32_t type, std::string text) { return {type, false, std::move(text)}; }

Sent send(const ValueView& view, const Dialect& dialect = postgresql,
          ParameterFormat format = ParameterFormat::automatic) {
    ParameterEncoder encoder;
    const WireParameters& wire = encoder.encode({&view, 1}, dialect, format);
    REQUIRE(wire.count() == 1);
    if (!wire.values[0]) return {wire.types[0], false, "(null)"};
    if (wire.formats[0] == 0) return {wire.types[0], false, wire.values[0]};
    const std::string_view bytes(wire.values[0], static_cast<std::size_t>(wire.lengths[0]));
    return {wire.types[0], true, Binary(bytes).to_hex()};
}

Sent send(const Value& value, const Dialect& dialect = postgresql) { return send(ValueView(value), dialect); }

Sent send_array(std::vector<Value> elements, TypeHint hint = {}, const Dialect& dialect = postgresql) {
    const Array array(std::move(elements));
    return send(ValueView::array(array, hint), dialect);
}

const Timestamp instant(2016, 1, 25, 10, 10, 10, 0, 2h);
const Timestamp reading(2016, 1, 25, 10, 10, 10);
const Uuid uuid = Uuid::parse("01234567-89ab-cdef-0123-456789abcdef");
constexpr auto infinity = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("scalars of a declared type go in binary") {
    CHECK(send(ValueView::boolean(true)) == binary(oid::boolean, "01"));
    CHECK(send(ValueView::integer(-2, 4)) == binary(oid::int4, "fffffffe"));
    CHECK(send(ValueView::integer(-2, 8)) == binary(oid::int8, "fffffffffffffffe"));
    CHECK(send(ValueView::real(1.5, 4)) == binary(oid::float8, "3ff8000000000000"));
    CHECK(send(ValueView::real(-infinity)) == binary(oid::float8, "fff0000000000000"));
    CHECK(send(Binary("\0\xff"s)) == binary(oid::bytea, "00ff"));
    CHECK(send(Binary()) == binary(oid::bytea, ""));
    CHECK(send(uuid) == binary(oid::uuid, "0123456789abcdef0123456789abcdef"));
    CHECK(send(Date(2016, 1, 25)) == binary(oid::date, "000016ec"));
    CHECK(send(Date::infinity()) == binary(oid::date, "7fffffff"));
    CHECK(send(Date::minus_infinity()) == binary(oid::date, "80000000"));
    CHECK(send(Time(1, 2, 3)) == binary(oid::time, "00000000dde878c0"));
    CHECK(send(Time(1, 2, 3, 0, 1h)) == binary(oid::timetz, "00000000dde878c0fffff1f0"));
    CHECK(send(reading) == binary(oid::timestamp, "0001cd248aecc480"));
    CHECK(send(instant) == binary(oid::timestamptz, "0001cd22ddc57c80"));
    CHECK(send(Timestamp::infinity()) == binary(oid::timestamp, "7fffffffffffffff"));
    CHECK(send(Timestamp::minus_infinity()) == binary(oid::timestamp, "8000000000000000"));
    CHECK(send(Interval(1, -2, 3'000'000)) == binary(oid::interval, "00000000002dc6c0fffffffe00000001"));
}

TEST_CASE("text-like values go as text, and the server infers their type") {
    CHECK(send("it's") == text(0, "it's"));
    CHECK(send("") == text(0, ""));
    CHECK(send(Json("[1]")) == text(0, "[1]"));
    CHECK(send(Other("point", "(1,2)")) == text(0, "(1,2)"));
}

TEST_CASE("CockroachDB gets one type for all integers, and as text what its binary format would change") {
    CHECK(send(ValueView::integer(7, 4), cockroachdb) == binary(oid::int8, "0000000000000007"));
    CHECK(send(Time(1, 2, 3, 0, 1h), cockroachdb) == text(oid::timetz, "01:02:03+01:00"));
    CHECK(send(Timestamp::infinity(), cockroachdb) == text(oid::timestamp, "infinity"));
    CHECK(send(Decimal("-Infinity"), cockroachdb) == text(oid::numeric, "-Infinity"));
    CHECK(send(reading, cockroachdb) == binary(oid::timestamp, "0001cd248aecc480"));
    CHECK(send(Date::infinity(), cockroachdb) == binary(oid::date, "7fffffff"));
    CHECK(send_array({1}, {.kind = Kind::integer, .width = 4}, cockroachdb) ==
          binary(oid::int8_array,
                 "00000001000000000000001400000001000000010000000800000000"
                 "00000001"));
    CHECK(send_array({Time(1, 2, 3, 0, 1h)}, {}, cockroachdb) == text(oid::timetz_array, "{01:02:03+01:00}"));
    CHECK(send_array({reading, Timestamp::infinity()}, {}, cockroachdb) ==
          text(oid::timestamp_array, "{\"2016-01-25 10:10:10\",infinity}"));
    CHECK(send(Array({1, 2}, {{2, 0}}), cockroachdb) == text(oid::int8_array, "[0:1]={1,2}"));
}

TEST_CASE("a decimal is numeric whatever its value, in binary or as text") {
    for (const char* number : {"0", "-1.50", "NaN", "Infinity", "123456789012345678901234567890.5"}) {
        CAPTURE(number);
        CHECK(send(Decimal(number)).type == oid::numeric);
        const Sent as_text = send(ValueView::decimal(number), postgresql, ParameterFormat::text);
        CHECK(as_text == text(oid::numeric, number));
    }
}

TEST_CASE("everything goes as text when that is asked for, with the same types") {
    const Value values[] = {true,
                            7,
                            1.5,
                            Binary("\xff"s),
                            Date::infinity(),
                            Time(1, 2),
                            instant,
                            Interval(1, 0, 0),
                            uuid,
                            Array({1, null}),
                            Array({"a,b"}),
                            "x"};
    const char* const texts[] = {"true",
                                 "7",
                                 "1.5",
                                 "\\xff",
                                 "infinity",
                                 "01:02:00",
                                 "2016-01-25 10:10:10+02:00",
                                 "P1M",
                                 "01234567-89ab-cdef-0123-456789abcdef",
                                 "{1,NULL}",
                                 "{\"a,b\"}",
                                 "x"};
    for (std::size_t i = 0; i < std::size(values); ++i) {
        const ValueView view(values[i]);
        CHECK(send(view, postgresql, ParameterFormat::text) == text(send(view).type, texts[i]));
    }
}

TEST_CASE("arrays go in binary as PostgreSQL would send them") {
    CHECK(send_array({1, null, 3}, {.kind = Kind::integer, .width = 4}) ==
          binary(oid::int4_array,
                 "00000001000000010000001700000003000000010000000400000001ffffffff0000000400000003"));
    CHECK(send(Array({1, 2, 3, 4}, {{2, 0}, {2, -2}})) ==
          binary(oid::int8_array,
                 "000000020000000000000014000000020000000000000002fffffffe00000008000000000000000100000008000"
                 "0000000"
                 "000002000000080000000000000003000000080000000000000004"));
    CHECK(send_array({true, false}) ==
          binary(oid::boolean_array, "000000010000000000000010000000020000000100000001010000000100"));
    CHECK(send_array({1.5, -2}) ==
          binary(oid::float8_array,
                 "0000000100000000000002bd0000000200000001000000083ff800000000000000000008c000000000000000"));
    CHECK(send_array({"a", "", "NULL", null, "b\"\\"}) ==
          binary(oid::text_array,
                 "0000000100000001000000190000000500000001000000016100000000000000044e554c4cffffffff000000036"
                 "2225c"));
    CHECK(send_array({Binary("\0\xff"s), Binary()}) ==
          binary(oid::bytea_array, "00000001000000000000001100000002000000010000000200ff00000000"));
    CHECK(send_array({uuid}) ==
          binary(oid::uuid_array,
                 "000000010000000000000b860000000100000001000000100123456789abcdef0123456789abcdef"));
    CHECK(send_array({Date(2016, 1, 25), Date::infinity(), Date::minus_infinity()}) ==
          binary(oid::date_array,
                 "00000001000000000000043a000000030000000100000004000016ec000000047fffffff0000000480000000"));
    CHECK(send_array({Time(1, 2, 3)}) ==
          binary(oid::time_array, "00000001000000000000043b00000001000000010000000800000000dde878c0"));
    CHECK(send_array({reading, Timestamp::infinity()}) ==
          binary(oid::timestamp_array,
                 "00000001000000000000045a0000000200000001000000080001cd248aecc480000000087fffffffffffffff"));
    CHECK(send_array({instant}) ==
          binary(oid::timestamptz_array, "0000000100000000000004a00000000100000001000000080001cd22ddc57c80"));
    CHECK(send_array({Interval(1, -2, 3'000'000)}) ==
          binary(oid::interval_array,
                 "0000000100000000000004a200000001000000010000001000000000002dc6c0fffffffe00000001"));
    CHECK(send_array({}, {.kind = Kind::integer, .width = 4}) ==
          binary(oid::int4_array, "000000000000000000000017"));
}

TEST_CASE("arrays of JSON, of others and of nothing known go as text") {
    CHECK(send_array({Json("{\"a\": 1}"), null}) == text(oid::unspecified, "{\"{\\\"a\\\": 1}\",NULL}"));
    CHECK(send_array({Other("point", "(1,2)")}) == text(0, "{\"(1,2)\"}"));
    CHECK(send_array({Other("box", "(1,1),(0,0)"), null, Other("box", "(3,3),(2,2)")}) ==
          text(0, "{\"(1,1),(0,0)\";NULL;\"(3,3),(2,2)\"}"));
    CHECK(send(Array({Other("box", "a\"\\,"), Other("box", "b")}, {{1, 5}, {2, 1}})) ==
          text(0, "[5:5][1:2]={{\"a\\\"\\\\,\";b}}"));
    CHECK_THROWS_AS(static_cast<void>(send_array({Other("box", "a;b")})), DataError);
    CHECK(send_array({}) == text(0, "{}"));
    CHECK(send_array({null, null}) == text(0, "{NULL,NULL}"));
    CHECK(send(Array({null}, {{1, 5}})) == text(0, "[5:5]={NULL}"));
}

TEST_CASE("a NUL byte in text is a DataError, inside an array as well; in bytes it is one of them") {
    const std::string nul = "a\0b"s;
    for (const Value& value : {Value(nul), Value(Json(nul)), Value(Array({"a", nul})),
                               Value(Array({Json(nul)})), Value(Other("point", nul))}) {
        try {
            static_cast<void>(send(value));
            FAIL("accepted");
        } catch (const DataError& error) {
            CHECK(error.sqlstate() == "22021");
        }
    }
    CHECK(send(Binary(nul)) == binary(oid::bytea, "610062"));
    CHECK(send_array({Binary(nul)}).is_binary);
}

TEST_CASE("the parameters of one statement do not get into each other's way, call after call") {
    ParameterEncoder encoder;
    const Value values[] = {"text", 7, null, Binary("bytes"s), Array({"x"}), std::string(1000, 'y'), uuid};
    std::vector<ValueView> views;
    for (const Value& value : values) views.emplace_back(value);
    const char* buffer = encoder.encode(views, postgresql).values[0];
    for (int call = 0; call < 3; ++call) {
        const WireParameters& wire = encoder.encode(views, postgresql);
        CHECK(wire.values[0] == static_cast<const void*>(buffer));  // reused
        REQUIRE(wire.count() == 7);
        CHECK(wire.values[0] == std::string("text"));
        CHECK(std::string(wire.values[1], 8) == "\0\0\0\0\0\0\0\7"s);
        CHECK(wire.values[2] == nullptr);
        CHECK(wire.values[3] == views[3].bytes().data());  // not copied
        CHECK(wire.lengths == std::vector<int>{4, 8, 0, 5, 25, 1000, 16});
        CHECK(wire.formats == std::vector<int>{0, 1, 0, 1, 1, 0, 1});
        CHECK(wire.values[5] == std::string(1000, 'y'));
    }
    CHECK(encoder.encode({}, postgresql).count() == 0);
}

TEST_CASE("a parameter is the same in binary and as text") {
    CHECK(send(ValueView::real(static_cast<double>(0.1F), 4), postgresql, ParameterFormat::text) ==
          text(oid::float8, "0.10000000149011612"));
    constexpr auto highest = std::numeric_limits<std::int32_t>::max();
    const Interval last(highest, highest, std::numeric_limits<std::int64_t>::max());
    CHECK(send(last) == text(oid::interval, "P178956970Y7M2147483647DT2562047788H54.775807S"));
    CHECK(send_array({last}).is_binary == false);
}

TEST_CASE("what only a codec can read goes as its text") {
    const Codec codec{
        .to_value = [](std::string_view) { return Value(Array({1})); },
        .append_text = [](std::string_view bytes, std::string& out) { out += bytes; },
    };
    CHECK(send(ValueView::encoded(Kind::array, "{1}", codec)) == text(0, "{1}"));
    CHECK(send(ValueView::encoded(Kind::decimal, "1E3", codec)) == text(oid::numeric, "1E3"));
    CHECK(send(ValueView::encoded(Kind::binary, "\\x00", codec)) == text(oid::bytea, "\\x00"));
}
