// SPDX-License-Identifier: BSL-1.0
//
// Text, bytes, UUIDs and JSON in binary, and the type "char".
#include <doctest/doctest.h>

#include "libpq/unit/bytes.hpp"

using namespace dbapi;
using namespace dbapi::libpq;
using namespace testing;

TEST_CASE("text, bytes, UUIDs and JSON are read in binary") {
    for (const auto type : {oid::text, oid::varchar, oid::bpchar, oid::name, oid::refcursor, oid::xml}) {
        CAPTURE(type);
        CHECK(decode_binary(type, "") == Value(""));
        CHECK(decode_binary(type, "a'é") == Value("a'é"));
    }
    CHECK(decode_binary(oid::bytea, from_hex("00ff5c")) == Value(Binary(std::string_view("\0\xff\\", 3))));
    CHECK(shown_binary(oid::uuid, from_hex("2e964b45203449a78ab8c5d0082b71f1")) ==
          "2e964b45-2034-49a7-8ab8-c5d0082b71f1");
    CHECK(decode_binary(oid::json, "[1]") == Value(Json("[1]")));
    CHECK(decode_binary(oid::jsonb, "\x01[1]") == Value(Json("[1]")));
    CHECK_THROWS_AS(static_cast<void>(decode_binary(oid::jsonb, "\x02[1]")), DataError);
    CHECK_THROWS_AS(static_cast<void>(decode_binary(oid::jsonb, "")), DataError);
    check_lengths(oid::uuid, "2e964b45203449a78ab8c5d0082b71f1");
}

TEST_CASE("a byte of the type \"char\" is text, in both formats the same") {
    struct Case {
        const char* text;
        std::string_view in_text;
        const char* hex;
    };
    const Case cases[] = {
        {"", "", "00"},           {"a", "a", "61"},
        {"\x7f", "\x7f", "7f"},   {"\\200", "\x80", "80"},  // PostgreSQL before 15 prints the byte
        {"\\303", "\\303", "c3"},                           // and since then this
        {"\\377", "\xff", "ff"},  {"", "", ""},             // CockroachDB
        {"é", "é", "c3a9"},                                 // CockroachDB
    };
    for (const auto& c : cases) {
        CAPTURE(std::string(c.hex));
        CHECK(shown_binary(oid::character, from_hex(c.hex)) == c.text);
        CHECK(find_type(oid::character)->view_text(c.in_text).to_value() == Value(c.text));
    }
}
