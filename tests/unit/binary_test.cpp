// SPDX-License-Identifier: BSL-1.0
//
// Binary: any bytes, their order, their hexadecimal text.
#include <doctest/doctest.h>

#include <dbapi/binary.hpp>
#include <dbapi/errors.hpp>
#include <random>
#include <sstream>
#include <string>

using dbapi::Binary;
using namespace std::string_view_literals;

TEST_CASE("binary values hold any bytes") {
    const Binary binary("a\0\xFF"sv);
    CHECK(binary.size() == 3);
    CHECK(binary.view() == "a\0\xFF"sv);
    CHECK(binary.bytes()[2] == std::byte{0xFF});
    CHECK(Binary(binary.bytes()) == binary);
    CHECK(Binary(std::vector<std::byte>(binary.bytes().begin(), binary.bytes().end())) == binary);
    CHECK(Binary().empty());
    CHECK(Binary(""sv) == Binary());
    CHECK(Binary().view().empty());
}

TEST_CASE("binary values are ordered as unsigned bytes") {
    CHECK(Binary() < Binary("\0"sv));
    CHECK(Binary("a") < Binary("ab"));
    CHECK(Binary("ab") < Binary("b"));
    CHECK(Binary("\x7F") < Binary("\x80"));
    CHECK(Binary("a") != Binary("A"));
}

TEST_CASE("hexadecimal text is written in lower case and read in either") {
    CHECK(Binary("\x00\x9A\xFF"sv).to_hex() == "009aff");
    CHECK(Binary::from_hex("009aFf") == Binary("\x00\x9A\xFF"sv));
    CHECK(Binary::from_hex("") == Binary());
    std::ostringstream out;
    out << Binary("hi");
    CHECK(out.str() == "\\x6869");
}

TEST_CASE("text that is not hexadecimal throws DataError") {
    for (const auto text :
         {"0", "0g", "g0", "\\x00", "0x00", "00 00", " 00", "/0", ":0", "@0", "`0", "\xC3\xA4"}) {
        CAPTURE(text);
        try {
            (void)Binary::from_hex(text);
            FAIL("accepted");
        } catch (const dbapi::DataError& error) {
            CHECK(error.sqlstate() == "22P02");
        }
    }
}

TEST_CASE("any bytes survive their hexadecimal text") {
    std::mt19937 random(7);  // NOLINT: the same numbers each time
    std::uniform_int_distribution<int> byte(0, 255);
    for (int i = 0; i < 2000; ++i) {
        std::vector<std::byte> bytes(static_cast<std::size_t>(byte(random)));
        for (auto& one : bytes) one = static_cast<std::byte>(byte(random));
        const Binary binary(std::move(bytes));
        REQUIRE(Binary::from_hex(binary.to_hex()) == binary);
    }
}
