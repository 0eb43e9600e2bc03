// SPDX-License-Identifier: BSL-1.0
//
// The tables of clauses against the cases, and docs/pep249.md against both.
#include <doctest/doctest.h>

#include <algorithm>
#include <dbapi/conformance/clause.hpp>
#include <dbapi/conformance/report.hpp>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

using namespace dbapi::conformance;

TEST_CASE("the clauses are numbered from 1 to 155, and each has a statement and a reading") {
    int number = 0;
    for (const auto& clause : clauses()) {
        CAPTURE(clause.number);
        CHECK(clause.number == ++number);
        CHECK(clause.statement.ends_with("."));
        CHECK(clause.reading.ends_with("."));
    }
    CHECK(number == 155);
}

TEST_CASE("every clause has a case, or a reason why there is none") {
    for (const auto& clause : clauses()) {
        CAPTURE(clause.number);
        const bool has_case = std::ranges::any_of(
            cases(), [&](const Case& test) { return test.clauses.contains(clause.number); });
        CHECK(has_case == clause.no_case.empty());
    }
}

TEST_CASE("docs/pep249.md is what dbapi conformance --clauses prints") {
    std::ifstream file(DBAPI_TEST_DOCS "/pep249.md");
    REQUIRE(file);
    const std::string page{std::istreambuf_iterator<char>(file), {}};
    std::ostringstream out;
    write_clauses(out);
    // Not compared by CHECK alone, which would print both.
    const bool is_same = page == out.str();
    CHECK_MESSAGE(is_same, "make it again: dbapi conformance --clauses > docs/pep249.md");
}
