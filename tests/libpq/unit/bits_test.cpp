// SPDX-License-Identifier: BSL-1.0
//
// BIT and BIT VARYING in binary.
#include <doctest/doctest.h>

#include "libpq/unit/bytes.hpp"

using namespace dbapi;
using namespace dbapi::libpq;
using namespace testing;

TEST_CASE("bit strings in binary are strings of 0 and 1") {
    struct Case {
        const char* text;
        const char* hex;
    };
    const Case cases[] = {
        {"", "00000000"},           {"1", "0000000180"},           {"101", "00000003a0"},
        {"10101010", "00000008aa"}, {"101010101", "00000009aa80"}, {"1010101010101", "0000000daaa8"},
        {"101", "00000003bf"},  // what fills the last byte does not count
    };
    for (const auto& c : cases) {
        CAPTURE(std::string(c.hex));
        CHECK(shown_binary(oid::varbit, from_hex(c.hex)) == c.text);
        CHECK(decode_binary(oid::bit, from_hex(c.hex)) == Value(c.text));
    }
}

TEST_CASE("malformed bit strings are a DataError") {
    for (const char* const hex : {"ffffffff", "80000000", "7fffffff00", "00000008", "00000009aa"}) {
        CAPTURE(std::string(hex));
        CHECK_THROWS_AS(static_cast<void>(decode_binary(oid::varbit, from_hex(hex))), DataError);
    }
    check_lengths(oid::bit, "00000009aa80");
    check_lengths(oid::varbit, "00000000");
}
