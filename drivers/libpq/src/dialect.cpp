// SPDX-License-Identifier: BSL-1.0
#include "dialect.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <system_error>

namespace dbapi::libpq {
namespace {

constexpr Features common{
    .transactions = true,
    .isolation_levels = true,
    .read_only = true,
    .savepoints = true,
    .multiple_statements = true,
    .streaming = true,
    .named_cursors = true,
    .cancel = true,
    .timeout = true,
    .arrays = true,
    .callproc = true,
    .copy = true,
    .pipeline = true,
};

constexpr Features with_all_of_postgresql(Features features) {
    features.transactional_ddl = true;
    features.deferrable = true;
    features.two_phase = true;  // but for servers that are not set up for it, which tpc_begin() finds out
    features.notifications = true;
    features.copy_binary = true;  // CockroachDB takes it, but does not give it, and not for arrays
    return features;
}

constexpr Dialect postgresql{
    .name = "PostgreSQL",
    .features = with_all_of_postgresql(common),
    .narrow_integers = true,
    .has_exact_binary = true,
    .has_infinite_intervals = true,
    .has_routine_catalog = true,
    .has_copy_out = true,
    .stale_plan_function = "RevalidateCachedQuery",
    .no_statement_function = "FetchPreparedStatement",
};

constexpr Dialect before_postgresql_17 = [] {
    Dialect dialect = postgresql;
    dialect.has_infinite_intervals = false;
    return dialect;
}();

constexpr Dialect cockroachdb_20_1{
    .name = "CockroachDB",
    .features =
        [] {
            Features features = common;
            features.transaction_priority = true;
            features.as_of_system_time = true;
            features.restart_savepoint = true;
            features.isolation_levels = false;  // takes all of their names, and is always serializable
            features.named_cursors = false;
            features.cancel = false;  // gives no key for it
            return features;          // a setting decides whether DDL commits what was before it
        }(),
    // Its plan cache is keyed by text alone: one OID for all integers, or values are cut.
    .narrow_integers = false,
    .has_exact_binary = false,
    .has_infinite_intervals = false,
    .has_routine_catalog = false,
    .has_copy_out = false,
    .stale_plan_function = "",
    .no_statement_function = "",
};

constexpr Dialect cockroachdb_22_1 = [] {
    Dialect dialect = cockroachdb_20_1;
    dialect.features.cancel = true;
    return dialect;
}();

constexpr Dialect cockroachdb_22_1_3 = [] {
    Dialect dialect = cockroachdb_22_1;
    dialect.features.named_cursors = true;
    return dialect;
}();

constexpr Dialect cockroachdb_23_1 = [] {
    Dialect dialect = cockroachdb_22_1_3;
    dialect.has_copy_out = true;
    return dialect;
}();

constexpr Dialect cockroachdb_24_1 = [] {
    Dialect dialect = cockroachdb_23_1;
    dialect.features.isolation_levels = true;  // v23.2 has READ COMMITTED too, when an operator turns it on
    return dialect;
}();

struct Release {
    int version;  // from which on, as cockroachdb_version() has it
    const Dialect* dialect;
};

// From the newest on.
constexpr auto releases = std::to_array<Release>({
    {240100, &cockroachdb_24_1},
    {230100, &cockroachdb_23_1},
    {220103, &cockroachdb_22_1_3},
    {220100, &cockroachdb_22_1},
    {0, &cockroachdb_20_1},
});

}  // namespace

int cockroachdb_version(std::string_view crdb_version) noexcept {
    // "CockroachDB CCL v25.2.1 (x86_64-pc-linux-gnu, …)", "… v20.2.0-alpha.1-…"
    for (auto at = crdb_version.find(" v"); at != crdb_version.npos; at = crdb_version.find(" v", at + 1)) {
        const char* const end = crdb_version.data() + crdb_version.size();
        const char* next = crdb_version.data() + at + 2;
        std::array<int, 3> numbers{};
        std::size_t count = 0;
        while (count < numbers.size()) {
            const auto [behind, error] = std::from_chars(next, end, numbers.at(count));
            if (error != std::errc()) break;
            ++count;
            if (behind == end || *behind != '.') break;
            next = behind + 1;
        }
        if (count >= 2) return numbers[0] * 10000 + numbers[1] * 100 + numbers[2];
    }
    return 0;
}

const Dialect& dialect_for(std::string_view crdb_version, std::string_view server_version) noexcept {
    if (!crdb_version.empty()) {
        const int version = cockroachdb_version(crdb_version);
        if (version == 0) return *releases.front().dialect;  // whatever it is called, it is not an old one
        const auto* const release = std::find_if(releases.begin(), releases.end(),
                                                 [&](const Release& r) { return version >= r.version; });
        return *release->dialect;
    }
    int major = 17;
    std::from_chars(server_version.data(), server_version.data() + server_version.size(), major);
    return major < 17 ? before_postgresql_17 : postgresql;
}

}  // namespace dbapi::libpq
