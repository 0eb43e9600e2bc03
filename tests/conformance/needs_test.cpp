// SPDX-License-Identifier: BSL-1.0
//
// Cases that need abilities: what the runner makes of one when Features deny some of those that it needs. The
// cases are the kit's own, on SQLite with a few of its features denied.
#include <doctest/doctest.h>

#include <dbapi/conformance/runner.hpp>

#include "support/mistaken_driver.hpp"

using namespace dbapi::conformance;

namespace {

using enum DeviationKind;

const testing::Mistake no_streams{
    "no_streams", {}, "", {.features = [](dbapi::Features& features) { features.streaming = false; }}};
const testing::Mistake no_streams_no_cancel{
    "no_streams_no_cancel", {}, "", {.features = [](dbapi::Features& features) {
        features.streaming = false;
        features.cancel = false;
    }}};

CaseResult run_one(const testing::Mistake& mistake, const Profile& profile, const std::string& id) {
    const auto report = run(testing::MistakenDriver(mistake), profile, {.only = {id}});
    REQUIRE(report.results.size() == 1);
    return report.results.front();
}

Profile without_streams() {
    auto profile = sqlite({.dsn = "mistaken:sqlite::memory:"});
    profile.declare("feature.streaming", driver_lacks, "a reason");
    return profile;
}

}  // namespace

TEST_CASE("a case that needs two abilities is lacking when one of them is, by the declaration of that one") {
    for (const char* id : {"cancel.cancel_stops_a_fetch", "deadline.a_deadline_stops_a_stream",
                           "errors.a_stream_can_fail_and_be_followed"}) {
        CAPTURE(id);
        const auto result = run_one(no_streams, without_streams(), id);
        CHECK(result.outcome == Outcome::lacking);
        REQUIRE(result.deviation.has_value());
        CHECK(result.deviation->what == "feature.streaming");
    }
}

TEST_CASE("the declaration of an ability that is there says nothing of a case that needs another one, too") {
    auto profile = sqlite({.dsn = "mistaken:sqlite::memory:"});
    profile.declare("feature.cancel", driver_lacks, "not so");
    const auto result = run_one(no_streams, profile, "cancel.cancel_stops_a_fetch");
    CHECK(result.outcome == Outcome::failed);
    REQUIRE_FALSE(result.messages.empty());
    CHECK(result.messages.front() == "Features deny streaming: the profile must say why");
}

TEST_CASE("of two abilities that are denied, the one without which the case might never end decides") {
    auto profile = without_streams();
    profile.declare("feature.cancel", driver_lacks, "a reason");
    const auto result = run_one(no_streams_no_cancel, profile, "cancel.cancel_stops_a_fetch");
    CHECK(result.outcome == Outcome::lacking);
    REQUIRE(result.deviation.has_value());
    CHECK(result.deviation->what == "feature.cancel");
}

TEST_CASE("columns of arrays that are read as text do not have the type code of arrays") {
    auto profile = sqlite({.dsn = "mistaken:sqlite::memory:"});
    profile.type("integer_array").type = "TEXT";
    profile.type("integer_array").samples = {{"'{1}'", dbapi::Value(dbapi::Array({dbapi::Value(1)}))}};
    const testing::Mistake none{"none", {}, "", {}};
    const auto result = run_one(none, profile, "types.integer_array_type_object_is_right");
    CHECK(result.outcome == Outcome::lacking);
}
