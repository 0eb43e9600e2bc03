// SPDX-License-Identifier: BSL-1.0
//
// What the text of a statement, or the error that it got, tells of how it is run.
#pragma once

#include <cstddef>
#include <dbapi/driver/execution.hpp>
#include <dbapi/errors.hpp>

#include "dialect.hpp"
#include "pq/session.hpp"

namespace dbapi::libpq {

/// Whether the text may commit, so that its loss leaves the outcome unknown. RELEASE does, on CockroachDB,
/// with the savepoint of its retry protocol.
[[nodiscard]] bool commits(const driver::Statement& statement, const Dialect& dialect);

/// Whether the statement changes the schema, by its first keyword.
[[nodiscard]] bool changes_schema(const driver::Statement& statement);

/// Returns how the statement travels.
/// @throws ProgrammingError  COPY among several statements.
[[nodiscard]] Protocol protocol_for(const driver::Statement& statement, std::size_t parameters);

/// What is worth preparing; the rest is run once, or refused as a prepared statement by some server.
[[nodiscard]] bool is_preparable(const driver::Statement& statement);

/// Whether the server refused a prepared statement, before it ran: it is gone, or its tables have changed.
/// A function that the statement calls may raise the same codes.
[[nodiscard]] bool is_stale(const DatabaseError& error, const Dialect& dialect);

/// Whether a value did not fit the type that the server has inferred for it, which may be an old one.
[[nodiscard]] bool may_have_old_types(const DatabaseError& error);

/// Whether the text may change what the names in a statement mean, or who runs it, and its command tag does
/// not tell: that of CREATE TABLE AS is a SELECT's.
[[nodiscard]] bool changes_names(const driver::Statement& statement);

/// Whether the text may change what later ones find in the session, whatever becomes of its transaction.
/// What a function does that it calls is not seen: `SELECT set_config(…)`.
[[nodiscard]] bool touches_session(const driver::Statement& statement);

/// Whether a statement that could not be described shall run as text: it fails then as well, but inside of
/// the transaction that it begins, which must fail with it.
[[nodiscard]] bool fails_as_text(const driver::Execution& execution, const DatabaseError& error);

/// Whether the text is a BEGIN and nothing else.
[[nodiscard]] bool is_begin(const driver::Statement& statement);

}  // namespace dbapi::libpq
