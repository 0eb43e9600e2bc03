// SPDX-License-Identifier: BSL-1.0
//
// The table of types against the server's own catalogue.
#include <doctest/doctest.h>

#include <string>

#include "codec/registry.hpp"
#include "libpq/wire/session.hpp"

using namespace dbapi;
using namespace dbapi::libpq;

TEST_CASE("every built-in type has the server's OID, name, delimiter, elements and array type") {
    testing::Session session;
    REQUIRE(built_in_types().size() > 100);
    for (const TypeInfo& type : built_in_types()) {
        CAPTURE(type.name);
        const auto ask = [&](const std::string& what) {
            return session.fetch("SELECT " + what + " FROM pg_type WHERE oid = " + std::to_string(type.oid),
                                 testing::Format::text);
        };
        // "without time zone" is left out, as everybody does.
        const auto name = ask("replace(format_type(oid, NULL), ' without time zone', '')");
        REQUIRE(name.size() == 1);
        CHECK(type.name == name[0]);
        if (type.kind == Kind::array) {
            CHECK(ask("typdelim")[0] == std::string(1, type.delimiter));
            CHECK(ask("typelem")[0] == std::to_string(type.element));
        }
        const TypeInfo* array = find_array_of(type.oid);
        if (array) CHECK(ask("typarray")[0] == std::to_string(array->oid));
    }
}
