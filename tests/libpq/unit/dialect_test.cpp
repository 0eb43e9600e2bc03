// SPDX-License-Identifier: BSL-1.0
//
// Which server it is, and what it therefore can do.
#include "dialect.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace dbapi;
using libpq::cockroachdb_version;
using libpq::dialect_for;

namespace {

std::string crdb(const std::string& version) {
    return "CockroachDB CCL v" + version + " (x86_64-pc-linux-gnu, built 2025/06/10 17:17:37, go1.23.7)";
}

}  // namespace

TEST_CASE("CockroachDB's version is read from what it says of itself") {
    CHECK(cockroachdb_version(crdb("25.2.1")) == 250201);
    CHECK(cockroachdb_version(crdb("22.1.10")) == 220110);
    CHECK(cockroachdb_version("CockroachDB OSS v20.2.0-alpha.1-1134-ga1a1866e79 (x86_64)") == 200200);
    CHECK(cockroachdb_version("CockroachDB OSS v20.2") == 200200);
    CHECK(cockroachdb_version("CockroachDB very new v26.3.0-rc.1") == 260300);
    CHECK(cockroachdb_version("CockroachDB CCL") == 0);
    CHECK(cockroachdb_version("CockroachDB CCL v25") == 0);
    CHECK(cockroachdb_version("CockroachDB v99999999999.1.1") == 0);
    CHECK(cockroachdb_version("") == 0);
}

TEST_CASE("what CockroachDB can do depends on its version, not on the one it claims of PostgreSQL") {
    const auto& v20_1 = dialect_for(crdb("20.1.17"), "9.5.0").features;
    CHECK_FALSE(v20_1.cancel);
    CHECK_FALSE(v20_1.named_cursors);
    CHECK_FALSE(v20_1.isolation_levels);
    CHECK_FALSE(v20_1.two_phase);
    CHECK(v20_1.savepoints);
    CHECK_FALSE(dialect_for(crdb("20.1.17")).has_copy_out);

    CHECK_FALSE(dialect_for(crdb("21.2.17")).features.cancel);
    CHECK(dialect_for(crdb("22.1.0")).features.cancel);
    CHECK_FALSE(dialect_for(crdb("22.1.2")).features.named_cursors);
    CHECK(dialect_for(crdb("22.1.3")).features.named_cursors);
    CHECK_FALSE(dialect_for(crdb("22.2.19")).has_copy_out);
    CHECK(dialect_for(crdb("23.1.0")).has_copy_out);
    CHECK_FALSE(dialect_for(crdb("23.2.30")).features.isolation_levels);
    CHECK(dialect_for(crdb("24.1.0")).features.isolation_levels);

    for (const auto* version : {"23.2.3", "25.2.1", "26.3.0"}) {
        for (const auto* server_version : {"13.0.0", "18.0.0"}) {
            CAPTURE(version);
            const auto& dialect = dialect_for(crdb(version), server_version);
            CHECK(dialect.name == "CockroachDB");
            CHECK(dialect.features.cancel);
            CHECK(dialect.features.named_cursors);
            CHECK_FALSE(dialect.features.two_phase);
            CHECK_FALSE(dialect.features.notifications);
        }
    }
}

TEST_CASE("a CockroachDB whose version cannot be read is taken for a new one") {
    CHECK(&dialect_for("CockroachDB of my own") == &dialect_for(crdb("25.2.1")));
}

TEST_CASE("a server that says nothing of CockroachDB is PostgreSQL, of a new version if it does not say") {
    CHECK(dialect_for("", "15.14 (Debian 15.14-0+deb12u1)").name == "PostgreSQL");
    CHECK_FALSE(dialect_for("", "16.1").has_infinite_intervals);
    CHECK(dialect_for("", "17beta1").has_infinite_intervals);
    CHECK(dialect_for("", "").has_infinite_intervals);
}
