// SPDX-License-Identifier: BSL-1.0
#include "dialect.hpp"

#include <charconv>

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
    features.two_phase = true;    // but for servers that are not set up for it, which tpc_begin() finds out
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
    .stale_plan_function = "RevalidateCachedQuery",
    .no_statement_function = "FetchPreparedStatement",
};

constexpr Dialect before_postgresql_17 = [] {
    Dialect dialect = postgresql;
    dialect.has_infinite_intervals = false;
    return dialect;
}();

constexpr Dialect cockroachdb{
    .name = "CockroachDB",
    .features = common,  // by version and setting, its DDL commits what was before it
    // Its plan cache is keyed by text alone: one OID for all integers, or values are cut.
    .narrow_integers = false,
    .has_exact_binary = false,
    .has_infinite_intervals = false,
    .has_routine_catalog = false,
    .stale_plan_function = "",
    .no_statement_function = "",
};

}  // namespace

const Dialect& dialect_for(std::string_view crdb_version, std::string_view server_version) noexcept {
    if (!crdb_version.empty()) return cockroachdb;
    int major = 17;
    std::from_chars(server_version.data(), server_version.data() + server_version.size(), major);
    return major < 17 ? before_postgresql_17 : postgresql;
}

std::string begin_statement(const TransactionOptions& options) {
    std::string sql = "BEGIN";
    if (options.isolation) sql += " ISOLATION LEVEL " + std::string(to_string(*options.isolation));
    if (options.read_only) {
        if (options.isolation) sql += ',';
        sql += *options.read_only ? " READ ONLY" : " READ WRITE";
    }
    return sql;
}

}  // namespace dbapi::libpq
