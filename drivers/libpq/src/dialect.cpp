// SPDX-License-Identifier: BSL-1.0
#include "dialect.hpp"

namespace dbapi::libpq {
namespace {

constexpr Features common{
    .transactions = true,
    .isolation_levels = true,
    .read_only = true,
    .savepoints = true,
    .multiple_statements = true,
    .streaming = true,
    .cancel = true,
    .timeout = true,
    .arrays = true,
    .copy = true,
};

constexpr Features with_all_of_postgresql(Features features) {
    features.transactional_ddl = true;
    features.copy_binary = true;  // CockroachDB takes it, but does not give it, and not for arrays
    return features;
}

constexpr Dialect postgresql{
    .name = "PostgreSQL",
    .features = with_all_of_postgresql(common),
    .narrow_integers = true,
    .has_exact_binary = true,
    .stale_plan_function = "RevalidateCachedQuery",
    .no_statement_function = "FetchPreparedStatement",
    .prints_exact_floats = true,
};

constexpr Dialect cockroachdb{
    .name = "CockroachDB",
    .features = common,  // by version and setting, its DDL commits what was before it
    // Its plan cache is keyed by text alone: one OID for all integers, or values are cut.
    .narrow_integers = false,
    .has_exact_binary = false,
    .stale_plan_function = "",
    .no_statement_function = "",
    .prints_exact_floats = false,
};

}  // namespace

const Dialect& dialect_for(std::string_view crdb_version) noexcept {
    return crdb_version.empty() ? postgresql : cockroachdb;
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
