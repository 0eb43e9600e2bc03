// SPDX-License-Identifier: BSL-1.0
//
// The double against what a CockroachDB has sent: each step of the recordings is answered in the same way, or
// is listed in recordings.txt with the reason why it is not.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include "double/replay.hpp"
#include "libpq/server.hpp"

namespace {

using testing::Difference;
using testing::Replay;
using testing::cockroach::CockroachDouble;
using testing::cockroach::read_steps;

constexpr const char* recordings[] = {"startup",
                                      "command_tags",
                                      "errors",
                                      "transactions",
                                      "retry",
                                      "retry_at_commit",
                                      "force_retry",
                                      "pipeline",
                                      "portals",
                                      "more_portals",
                                      "copy",
                                      "copy_formats",
                                      "cancel_and_timeout",
                                      "prepared_and_schema_change"};

/// What the list says of a recording: numbers of steps, and the reason why each is not answered alike.
std::map<std::size_t, std::string> listed(const std::string& recording) {
    std::ifstream file(DBAPI_TEST_DATA "/../double/recordings.txt");
    std::map<std::size_t, std::string> steps;
    std::set<std::string> reasons;
    for (std::string line; std::getline(file, line);) {
        std::istringstream words(line);
        std::string name;
        words >> name;
        if (name == "reason") {
            words >> name;
            reasons.insert(name);
        } else if (name == recording) {
            std::string reason;
            words >> reason;
            CHECK_MESSAGE(reasons.contains(reason), "there is no such reason: " << reason);
            for (std::string range; words >> range;) {  // 5, or 5-7
                const auto dash = range.find('-');
                const auto last = std::stoul(dash == std::string::npos ? range : range.substr(dash + 1));
                for (auto step = std::stoul(range); step <= last; ++step) steps.emplace(step, reason);
            }
        }
    }
    return steps;
}

/// A database as the recorded server had it: empty, with its names.
void make_database() {
    const auto conn = testing::connect({.autocommit = true});
    if (!conn->execute("SELECT 1 FROM pg_roles WHERE rolname = 'root'").first<int>())
        conn->execute("CREATE ROLE root SUPERUSER LOGIN");
    conn->execute("DROP DATABASE IF EXISTS defaultdb WITH (FORCE)");
    conn->execute("CREATE DATABASE defaultdb OWNER root");
}

void drop_database() {
    const auto conn = testing::connect({.autocommit = true});
    conn->execute("DROP DATABASE defaultdb WITH (FORCE)");
    conn->execute("DROP ROLE root");
}

}  // namespace

TEST_CASE("each recording is replayed, or the list says why not") {
    std::set<std::string> unreplayed;
    std::ifstream file(DBAPI_TEST_DATA "/../double/recordings.txt");
    for (std::string line; std::getline(file, line);) {
        std::istringstream words(line);
        std::string first, name, reason;
        words >> first >> name >> reason;
        if (first != "unreplayed") continue;
        CHECK_MESSAGE(!reason.empty(), "without a reason: " << name);
        unreplayed.insert(name);
    }
    for (const auto& entry : std::filesystem::directory_iterator(DBAPI_TEST_DATA "/cockroachdb")) {
        const auto name = entry.path().stem().string();
        if (entry.path().extension() != ".txt") continue;
        const bool is_replayed =
            std::find(std::begin(recordings), std::end(recordings), name) != std::end(recordings);
        CHECK_MESSAGE(is_replayed != (unreplayed.erase(name) > 0), name);
    }
    CHECK(unreplayed.empty());  // of what is not there
}

TEST_CASE("v20.1 answers as the recorded server did, but where the list says why not") {
    const char* url = std::getenv("DBAPI_TEST_POSTGRESQL_SOCKET_URL");
    if (!url) {
        MESSAGE("skipped: DBAPI_TEST_POSTGRESQL_SOCKET_URL is not set");
        return;
    }
    for (const std::string name : recordings) {
        CAPTURE(name);
        make_database();
        const auto steps = read_steps(DBAPI_TEST_DATA "/cockroachdb/" + name + ".txt");
        auto expected = listed(name);
        CockroachDouble server(url, "v20.1");
        server.let_conflicts_pass();  // it would find others than the recorded server
        for (const auto& difference : Replay(server).run(steps)) {
            if (expected.erase(difference.step) > 0) continue;
            std::ostringstream told;
            told << name << ' ' << difference.step << (difference.only_values ? " values" : " answers")
                 << " | " << difference.label << "\n    recorded " << difference.recorded << "\n    answered "
                 << difference.answered;
            FAIL_CHECK(told.str());
        }
        for (const auto& [step, reason] : expected) {
            if (reason == "timing") continue;
            const std::string told = name + " " + std::to_string(step) + " is listed as " + reason;
            FAIL_CHECK(told << ", and is answered as recorded");
        }
    }
    drop_database();
}
