// SPDX-License-Identifier: BSL-1.0
//
// Booleans and numbers of the machine in binary.
#include "codec/numbers.hpp"

#include <doctest/doctest.h>

#include <limits>

#include "libpq/unit/bytes.hpp"

using namespace dbapi;
using namespace dbapi::libpq;
using namespace testing;

namespace {

template <class Number>
using Append = void (*)(std::string& out, Number number);

template <class Number>
void check_both_ways(std::uint32_t type, Append<Number> append, Number number, const char* hex) {
    CAPTURE(std::string(hex));
    std::string bytes = "x";
    append(bytes, number);
    CHECK(to_hex(bytes.substr(1)) == hex);
    CHECK(decode_binary(type, from_hex(hex)) == Value(number));
}

}  // namespace

TEST_CASE("booleans and numbers are read and written in binary") {
    check_both_ways(oid::boolean, append_boolean_binary, true, "01");
    check_both_ways(oid::boolean, append_boolean_binary, false, "00");
    check_both_ways<std::int16_t>(oid::int2, append_int2_binary, -2, "fffe");
    check_both_ways<std::int16_t>(oid::int2, append_int2_binary, 32767, "7fff");
    check_both_ways(oid::int4, append_int4_binary, std::numeric_limits<std::int32_t>::min(), "80000000");
    check_both_ways(oid::int4, append_int4_binary, 0x01020304, "01020304");
    check_both_ways<std::int64_t>(oid::int8, append_int8_binary, -1, "ffffffffffffffff");
    check_both_ways<std::int64_t>(oid::int8, append_int8_binary, 0x0102030405060708, "0102030405060708");
    check_both_ways(oid::float4, append_float4_binary, 1.5F, "3fc00000");
    check_both_ways(oid::float4, append_float4_binary, std::numeric_limits<float>::max(), "7f7fffff");
    check_both_ways(oid::float8, append_float8_binary, 0.1, "3fb999999999999a");
    check_both_ways(oid::float8, append_float8_binary, -std::numeric_limits<double>::infinity(),
                    "fff0000000000000");
}

TEST_CASE("a real is the double of its value, and its text has no more digits than a float needs") {
    struct Case {
        const char* text;
        const char* hex;
        float number;
    };
    const Case cases[] = {
        {"0.1", "3dcccccd", 0.1F},         {"-1.5", "bfc00000", -1.5F},
        {"1.1", "3f8ccccd", 1.1F},         {"3.4028235e+38", "7f7fffff", std::numeric_limits<float>::max()},
        {"16777216", "4b800000", 0x1p24F}, {"-Infinity", "ff800000", -std::numeric_limits<float>::infinity()},
    };
    const auto& type = *find_type(oid::float4);
    for (const auto& c : cases) {
        CAPTURE(std::string(c.text));
        const std::string bytes = from_hex(c.hex);
        for (const ValueView& view : {type.view_text(c.text), type.view_binary(bytes)}) {
            CHECK(view.to_value() == Value(static_cast<double>(c.number)));
            std::string text;
            view.append_text(text);
            CHECK(text == c.text);
        }
    }
}

TEST_CASE("booleans and numbers of another length are refused") {
    check_lengths(oid::boolean, "01");
    check_lengths(oid::int2, "7fff");
    check_lengths(oid::int4, "7fffffff");
    check_lengths(oid::int8, "7fffffffffffffff");
    check_lengths(oid::oid, "ffffffff");
    check_lengths(oid::float4, "3fc00000");
    check_lengths(oid::float8, "3fb999999999999a");
}
