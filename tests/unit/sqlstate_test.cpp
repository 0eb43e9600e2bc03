// SPDX-License-Identifier: BSL-1.0
//
// Sqlstate: a value of five characters, or none.
#include <doctest/doctest.h>

#include <dbapi/sqlstate.hpp>
#include <sstream>
#include <string>
#include <type_traits>

using dbapi::Sqlstate;
namespace sqlstate = dbapi::sqlstate;

static_assert(std::is_trivially_copyable_v<Sqlstate> && sizeof(Sqlstate) == 5);
static_assert(Sqlstate().empty() && Sqlstate("23505").view() == "23505" &&
              Sqlstate("23505").class_code() == "23");
static_assert(sqlstate::unique_violation == Sqlstate("23505") &&
              sqlstate::deadlock != sqlstate::serialization_failure);

TEST_CASE("five characters are a SQLSTATE, and anything of another length is none") {
    for (const std::string text : {"", "2", "2350", "235055", "23505 "}) {
        CAPTURE(text);
        CHECK(Sqlstate(text).empty());
        CHECK(Sqlstate(text) == Sqlstate());
        CHECK(Sqlstate(text).view().empty());
        CHECK(Sqlstate(text).class_code().empty());
    }
    for (const std::string text : {"00000", "23505", "40P01", "CR000", "XX000"}) {
        CAPTURE(text);
        CHECK_FALSE(Sqlstate(text).empty());
        CHECK(Sqlstate(text).view() == text);
        CHECK(Sqlstate(text).class_code() == text.substr(0, 2));
        CHECK(Sqlstate(text.c_str()) == Sqlstate(text));
        std::ostringstream out;
        out << Sqlstate(text);
        CHECK(out.str() == text);
    }
}

TEST_CASE("a SQLSTATE does not depend on the text it was made from") {
    std::string text = "22003";
    const Sqlstate state(text);
    text = "XXXXX";
    CHECK(state == sqlstate::out_of_range);
}
