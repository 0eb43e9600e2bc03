// SPDX-License-Identifier: BSL-1.0
//
// Type codes and PEP 249's type objects: every kind belongs to exactly one.
#include <doctest/doctest.h>

#include <dbapi/type_object.hpp>

using namespace dbapi;

static_assert(STRING == TypeCode(Kind::string) && TypeCode(Kind::string) == STRING);
static_assert(STRING != TypeCode(Kind::integer) && NUMBER != STRING && NUMBER == NUMBER);

TEST_CASE("every kind equals the one type object that covers it") {
    struct {
        Kind kind;
        TypeObject object;
    } const table[] = {
        {Kind::null, STRING},        {Kind::boolean, NUMBER},    {Kind::integer, NUMBER},
        {Kind::real, NUMBER},        {Kind::decimal, NUMBER},    {Kind::string, STRING},
        {Kind::binary, BINARY},      {Kind::date, DATETIME},     {Kind::time, DATETIME},
        {Kind::timestamp, DATETIME}, {Kind::interval, DATETIME}, {Kind::uuid, STRING},
        {Kind::json, STRING},        {Kind::array, STRING},      {Kind::other, STRING},
    };
    for (const auto& row : table) {
        const Kind kind = row.kind;
        CAPTURE(to_string(kind));
        for (const TypeObject object : {STRING, BINARY, NUMBER, DATETIME, ROWID}) {
            CHECK((object == TypeCode(kind, 25)) == (object == row.object));
            CHECK((object == TypeCode(kind, 25, true)) == (object == ROWID));
        }
    }
}

TEST_CASE("type codes are equal when kind, number and role are; two of one type object may differ") {
    CHECK(TypeCode() == TypeCode(Kind::null));
    CHECK(TypeCode(Kind::integer, 20) == TypeCode(Kind::integer, 20));
    CHECK(TypeCode(Kind::integer, 20) != TypeCode(Kind::integer, 23));
    CHECK(TypeCode(Kind::date) != TypeCode(Kind::time));
    CHECK(TypeCode(Kind::integer, 0, true) != TypeCode(Kind::integer));
    CHECK(DATETIME == TypeCode(Kind::date));
    CHECK(DATETIME == TypeCode(Kind::time));
    const TypeCode code(Kind::integer, 20, true);
    CHECK(code.kind() == Kind::integer);
    CHECK(code.native() == 20);
    CHECK(code.is_rowid());
}
