// SPDX-License-Identifier: BSL-1.0
//
// The conformance kit in a doctest program. A driver's whole test program is this:
//
//     #define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
//     #include <dbapi/conformance/doctest.hpp>
//     #include <mine/driver.hpp>
//
//     DBAPI_CONFORMANCE_TESTS(mine::driver(), [] {
//         auto profile = dbapi::conformance::generic();
//         profile.options.dsn = "mine://localhost/test";
//         return profile;
//     }())
#pragma once

#include <doctest/doctest.h>

#include <dbapi/conformance/runner.hpp>
#include <string>

namespace dbapi::conformance {

/// Runs all cases and reports each that is not as declared as a failure of the current test case. A last
/// message tells how many there were of each outcome.
inline void run_in_doctest(const Driver& driver, const Profile& profile) {
    const auto report = run(driver, profile, {.on_end = [](const CaseResult& result) {
                                std::string messages;
                                for (const auto& message : result.messages) messages += "\n  " + message;
                                const bool as_declared = result.outcome != Outcome::failed;
                                CHECK_MESSAGE(as_declared, std::string(result.test->id), ": ",
                                              std::string(result.test->sentence), messages);
                            }});
    for (const auto& problem : report.problems) FAIL_CHECK(problem);
    std::string counts;
    for (const auto outcome : {Outcome::passed, Outcome::lacking, Outcome::known_bug, Outcome::failed}) {
        counts += std::to_string(report.count(outcome)) + " " + std::string(to_string(outcome)) + ", ";
    }
    MESSAGE(counts, "of ", report.results.size(), " cases");
}

}  // namespace dbapi::conformance

/// Defines a test case that runs the kit; both arguments are expressions.
#define DBAPI_CONFORMANCE_TESTS(the_driver, the_profile)             \
    TEST_CASE("the driver conforms to PEP 249") {                    \
        dbapi::conformance::run_in_doctest(the_driver, the_profile); \
    }
