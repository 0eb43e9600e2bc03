// SPDX-License-Identifier: BSL-1.0
//
// NUMERIC in binary: what PostgreSQL and CockroachDB send for it, and what they are sent.
#include "codec/numeric.hpp"

#include <doctest/doctest.h>

#include "libpq/unit/bytes.hpp"

using namespace dbapi;
using namespace dbapi::libpq;
using namespace testing;

namespace {

struct Case {
    std::string text;
    std::string hex;
};

// In this form both are written.
const Case both_ways[] = {
    {"0", "0000000000000000"},
    {"0.00", "0000000000000002"},
    {"1", "00010000000000000001"},
    {"-1", "00010000400000000001"},
    {"9999", "0001000000000000270f"},
    {"10000", "00010001000000000001"},
    {"10001", "000200010000000000010001"},
    {"0.0001", "0001ffff000000040001"},
    {"0.00001", "0001fffe0000000503e8"},
    {"0.10", "0001ffff0000000203e8"},
    {"-0.000012", "0001fffe4000000604b0"},
    {"-123.4500", "0002000040000004007b1194"},
    {"12345.678900", "0003000100000006000109291a85"},
    {"123456789.123456789", "0006000200000009000109291a8504d2162e2328"},
    {"12345678901234567890123456789.5", "0009000700000001000109291a85007b11d722c509291a851388"},
    {"100000000000000000000", "00010005000000000001"},
    {"0.00000000000000000001", "0001fffb000000140001"},
    {"NaN", "00000000c0000000"},
    {"1" + std::string(131'071, '0'), "00017fff0000000003e8"},
    {"0." + std::string(16'382, '0') + "1", "0001f00000003fff000a"},
};

}  // namespace

TEST_CASE("numeric is read and written in binary, with its scale") {
    for (const auto& c : both_ways) {
        CAPTURE(c.hex);
        CHECK((shown_binary(oid::numeric, from_hex(c.hex)) == c.text));
        CHECK(decode_binary(oid::numeric, from_hex(c.hex)).kind() == Kind::decimal);
        std::string bytes = "x";
        CHECK(append_numeric_binary(bytes, c.text));
        CHECK(to_hex(bytes.substr(1)) == c.hex);
    }
}

TEST_CASE("numeric in forms that are read only") {
    const Case cases[] = {
        {"Infinity", "00000000d0000020"},
        {"-Infinity", "00000000f0000020"},
        {"100000000000000000000", "000100050000ffec0001"},  // CockroachDB: 1E+20, with a scale of -20
        {"100000", "000100010000fffb000a"},                 // CockroachDB: 1E+5
        {"0", "0000000040000000"},                          // no zero has a sign
        {"0.00", "00010000400000020000"},
        {"0", "00007fff00000000"},                     // nor a weight
        {"12.5", "000400020000000100000000000c1388"},  // zeros in front
        {"1.0", "0003000000000001000100000000"},       // and behind
    };
    for (const auto& c : cases) {
        CAPTURE(c.hex);
        CHECK(shown_binary(oid::numeric, from_hex(c.hex)) == c.text);
    }
}

TEST_CASE("numeric as long as the format allows is read in full") {
    const auto longest = shown_binary(oid::numeric, from_hex("00017fff40007fff0001"));
    CHECK(longest.size() == 1 + 131'069 + 1 + 32'767);
    CHECK(longest.starts_with("-1000"));
    CHECK(longest.ends_with("000"));
}

TEST_CASE("malformed numeric is a DataError, never a wrong number") {
    const char* const cases[] = {
        "00010000000000002710",      // a digit of 10000
        "0001000000000000ffff",      // a digit of 65535
        "00010000800000000001",      // no sign
        "00010000000100000001",      // no sign
        "ffff000000000000",          // digits that are not there
        "00000000000000000001",      // a digit too many
        "00010000c00000000001ff",    // half a digit
        "000200000000000000010001",  // a digit behind the scale
        "000200000000000100010457",  // 1.1111 of scale 1
        "000200000000000200010457",  // of scale 2
        "000200000000000300010457",  // of scale 3
        "0001ffff000000000001",      // 0.0001 of scale 0
        "00018000000000040001",      // far behind the scale
        "000200000000ffff00010001",  // CockroachDB's negative scale hides none either
    };
    for (const char* const hex : cases) {
        CAPTURE(std::string(hex));
        CHECK_THROWS_AS(static_cast<void>(decode_binary(oid::numeric, from_hex(hex))), DataError);
        std::string text;
        CHECK_THROWS_AS(find_type(oid::numeric)->view_binary(from_hex(hex)).append_text(text), DataError);
    }
    check_lengths(oid::numeric, "0006000200000009000109291a8504d2162e2328");
    check_lengths(oid::numeric, "00000000c0000000");
}

TEST_CASE("a number that the binary format cannot hold is left to the text format") {
    const std::string cases[] = {
        "Infinity",
        "-Infinity",
        "0." + std::string(16'384, '0'),
        "1" + std::string(131'072, '0'),
        std::string(131'072, '9'),
        std::string(131'000, '9') + "." + std::string(100, '9'),
    };
    for (const auto& text : cases) {
        std::string bytes = "x";
        CAPTURE(text.size());
        CHECK_FALSE(append_numeric_binary(bytes, text));
        CHECK(bytes == "x");
    }
}

TEST_CASE("every number of digits before and behind the point is read as it was written") {
    const std::string digits = "1234567890123";
    for (std::size_t whole = 0; whole <= digits.size(); ++whole) {
        for (std::size_t scale = 0; scale <= digits.size(); ++scale) {
            for (const std::string sign : {"", "-"}) {
                auto text = sign + (whole == 0 ? "0" : digits.substr(0, whole));
                if (scale > 0) text += "." + digits.substr(digits.size() - scale);
                if (text == "-0") continue;
                std::string bytes;
                REQUIRE(append_numeric_binary(bytes, text));
                CHECK(shown_binary(oid::numeric, bytes) == text);
            }
        }
    }
}
