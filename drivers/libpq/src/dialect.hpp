// SPDX-License-Identifier: BSL-1.0
//
// What differs between the servers, as data: chosen once, by what the server says of itself.
#pragma once

#include <dbapi/features.hpp>
#include <string_view>

namespace dbapi::libpq {

/// One kind of server. Lifetime: static.
struct Dialect {
    std::string_view name;
    Features features;
    bool narrow_integers;  ///< C++ integers of up to 32 bits go as int4; else every integer goes as int8.
    /// Whether values in binary keep decimals' infinities and zeros behind the point, TIMETZ's offset,
    /// infinite timestamps and arrays' lower bounds; else values that may have these travel as text.
    bool has_exact_binary;
    /// Whether the ends of the range of an interval in binary are infinities.
    bool has_infinite_intervals;
    /// Whether pg_proc tells all about procedures and functions; else callproc() takes plain functions.
    bool has_routine_catalog;
    bool has_copy_out;  ///< Whether COPY … TO STDOUT is there.
    /// Where the server's error 0A000 comes from when it is about a stale plan; empty: it has no hint then.
    std::string_view stale_plan_function;
    /// The same for 26000, a prepared statement that is not there.
    std::string_view no_statement_function;
};

/// Returns the version in the value of crdb_version, as 250201 for "CockroachDB CCL v25.2.1 (…)"; 0 when
/// there is none. An alpha counts as the version that it leads to.
[[nodiscard]] int cockroachdb_version(std::string_view crdb_version) noexcept;

/// Returns the dialect for the values of the server's parameters crdb_version, which is empty on PostgreSQL,
/// and server_version, which may be empty: then it is taken for a new one. The version that CockroachDB
/// claims to be of PostgreSQL says nothing.
[[nodiscard]] const Dialect& dialect_for(std::string_view crdb_version,
                                         std::string_view server_version = {}) noexcept;

}  // namespace dbapi::libpq
