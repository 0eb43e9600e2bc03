// SPDX-License-Identifier: BSL-1.0
//
// The runner: what it makes of a case that was declared, of one that was not, and of declarations that are
// wrong. The cases are the kit's own, on SQLite.
#include <doctest/doctest.h>

#include <algorithm>
#include <dbapi/conformance/report.hpp>
#include <dbapi/conformance/runner.hpp>
#include <dbapi/sqlite/driver.hpp>
#include <set>
#include <sstream>
#include <string>

using namespace dbapi::conformance;

namespace {

using enum DeviationKind;

const std::string passing = "fetch.refuses_after_dml";

Profile sqlite_profile() { return sqlite({.dsn = "sqlite::memory:"}); }

// A run of one case.
CaseResult run_one(const Profile& profile, const std::string& id, bool strict = false) {
    const auto report = run(dbapi::sqlite::driver(), profile, {.only = {id}, .strict = strict});
    REQUIRE(report.results.size() == 1);
    return report.results.front();
}

// A case that SQLite cannot pass.
std::string lacking() { return "exceptions.division_by_zero_is_a_data_error"; }

}  // namespace

TEST_CASE("every case has a unique id of group and name, a sentence, and clauses that exist") {
    std::set<std::string_view> ids;
    for (const auto& test : cases()) {
        CAPTURE(test.id);
        CHECK(ids.insert(test.id).second);
        CHECK(std::ranges::count(test.id, '.') == 1);
        CHECK(test.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.") == std::string_view::npos);
        CHECK(test.sentence.ends_with("."));
        for (const int number : test.clauses) CHECK((number >= 1 && number <= 155));
    }
}

TEST_CASE("what passes and is declared not to is a failure") {
    CHECK(run_one(sqlite_profile(), passing).outcome == Outcome::passed);
    for (const auto kind : {database_lacks, driver_lacks, known_bug}) {
        auto profile = sqlite_profile();
        profile.declare("fetch.*", kind, "a reason");
        const auto result = run_one(profile, passing);
        CHECK(result.outcome == Outcome::failed);
        REQUIRE(result.messages.size() == 1);
        CHECK(result.messages.front().find("passes") != std::string::npos);
    }
}

TEST_CASE("what does not pass is a failure unless it is declared, and always in a strict run") {
    auto profile = sqlite_profile();
    CHECK(run_one(profile, lacking()).outcome == Outcome::lacking);
    CHECK(run_one(profile, lacking(), true).outcome == Outcome::failed);
    profile.deviations.clear();
    CHECK(run_one(profile, lacking()).outcome == Outcome::failed);
    profile.declare(lacking(), known_bug, "a reason");
    CHECK(run_one(profile, lacking()).outcome == Outcome::known_bug);
}

TEST_CASE("a later declaration beats an earlier one, and one by id beats one by feature") {
    auto profile = sqlite_profile();
    profile.declare(lacking(), known_bug, "a later reason");
    CHECK(run_one(profile, lacking()).deviation->reason == "a later reason");
    profile.declare("feature.two_phase", known_bug, "another");
    CHECK(run_one(profile, lacking()).deviation->reason == "a later reason");
}

TEST_CASE("a declaration that fits no case, or has no reason, is a problem of a whole run") {
    auto profile = sqlite_profile();
    profile.declare("fetch.no_such_case", driver_lacks, "a reason");
    profile.declare(lacking(), database_lacks, "");
    const auto report = run(dbapi::sqlite::driver(), profile);
    CHECK(report.complete);
    REQUIRE(report.problems.size() == 2);
    CHECK(report.problems[0].find("fetch.no_such_case") != std::string::npos);
    CHECK(report.problems[1].find("no reason") != std::string::npos);
    CHECK_FALSE(report.as_declared());
}

TEST_CASE("a mandatory clause cannot be declared to be lacking") {
    auto profile = sqlite_profile();
    profile.dialect.fails_transaction.clear();  // so that they do not pass
    for (const auto* test : select({"C24"}))
        profile.declare(std::string(test->id), driver_lacks, "not written yet");
    const auto report = run(dbapi::sqlite::driver(), profile);
    const bool is_told = std::ranges::any_of(
        report.problems, [](const std::string& problem) { return problem.starts_with("C24 is mandatory"); });
    CHECK(is_told);
}

TEST_CASE("a selection that fits no case is a problem, not a success") {
    const auto report =
        run(dbapi::sqlite::driver(), sqlite_profile(), {.only = {passing, "fetch.no_such_case"}});
    CHECK(report.results.size() == 1);
    CHECK_FALSE(report.as_declared());
    REQUIRE(report.problems.size() == 1);
    CHECK(report.problems.front().find("fetch.no_such_case") != std::string::npos);
}

TEST_CASE("a selection takes ids, patterns and clauses") {
    CHECK(select({passing}).size() == 1);
    CHECK(select({}).size() == cases().size());
    CHECK(select({"no.such_case"}).empty());
    for (const auto* test : select({"fetch.*"})) CHECK(test->id.starts_with("fetch."));
    REQUIRE_FALSE(select({"C96"}).empty());
    for (const auto* test : select({"C96"})) CHECK(test->clauses.contains(96));
}

TEST_CASE("a run that is stopped is not as declared, and runs no further case") {
    std::stop_source stop;
    const auto report =
        run(dbapi::sqlite::driver(), sqlite_profile(),
            {.on_end = [&](const CaseResult&) { stop.request_stop(); }, .stop = stop.get_token()});
    CHECK(report.results.size() == 1);
    CHECK(report.interrupted);
    CHECK_FALSE(report.as_declared());
}
