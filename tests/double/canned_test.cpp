// SPDX-License-Identifier: BSL-1.0
//
// Our driver against the very bytes that a CockroachDB has sent of its types, from the start-up on.
#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <sstream>
#include <string>

#include "support/cockroach/canned.hpp"

using namespace dbapi;
using testing::cockroach::CannedServer;
using testing::cockroach::read_steps;
using testing::cockroach::Script;

namespace {

Script recorded_types() {
    Script script;
    for (const std::string name : {"types_extended_text", "types_extended_binary"})
        script.add(read_steps(DBAPI_TEST_DATA "/cockroachdb/" + name + ".txt"));
    return script;
}

/// Returns the value in words, as NaN is not equal to itself.
std::string value_of(Connection& conn, const std::string& text) {
    std::ostringstream words;
    words << conn.execute(text).scalar<Value>();
    return words.str();
}

}  // namespace

TEST_CASE("a start-up without BackendKeyData, and a server that says it is CockroachDB") {
    const CannedServer server(recorded_types());
    const auto conn = connect(server.url());
    CHECK(conn->is_usable());
    CHECK_THROWS_AS(conn->cancel(), NotSupportedError);  // it has no key to go by
    CHECK(conn->execute("SELECT 7 AS v").scalar<int>() == 7);
}

TEST_CASE(
    "every recorded value: its first use comes as text, the next ones may be binary, and are the same") {
    const CannedServer server(recorded_types());
    std::size_t same = 0;
    std::size_t checked = 0;
    const auto conn = connect({.dsn = server.url(), .autocommit = true});
    for (const auto& text : server.script().texts()) {
        CAPTURE(text);
        try {
            const auto first = value_of(*conn, text);
            const auto second = value_of(*conn, text);
            const auto third = value_of(*conn, text);
            ++checked;
            CHECK(second == third);
            if (first == third) ++same;
        } catch (const DatabaseError&) {
            continue;  // it was one, or the driver asks a catalog about its type
        }
    }
    MESSAGE(checked << " statements, " << same << " with the same values in text and in binary");
    CHECK(checked > 60);
    CHECK(same > 50);
}
