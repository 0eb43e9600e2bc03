// SPDX-License-Identifier: BSL-1.0
//
// What the text of a statement, or the error that it got, tells of how it is run.
#pragma once

#include <cstddef>
#include <dbapi/driver/execution.hpp>
#include <dbapi/errors.hpp>
#include <dbapi/features.hpp>

#include "dialect.hpp"
#include "pq/session.hpp"

namespace dbapi::libpq {

/// Whether the text is a single statement that reads or writes rows. Those are worth preparing; the rest is
/// run once, or refused as a prepared statement by some server.
[[nodiscard]] bool is_plain(const driver::Statement& statement);

/// What its keywords, and for a few its words, tell of a text. None of it holds for one that is_plain().
struct StatementRules {
    bool is_begin = false;  ///< A BEGIN and nothing else.

    /// May commit, so that its loss leaves the outcome unknown. RELEASE does, on CockroachDB, with the
    /// savepoint of its retry protocol, and so do changes of the schema where no transaction holds them.
    bool commits = false;

    /// May change what the names in a statement mean, or who runs it, and its command tag does not tell: that
    /// of CREATE TABLE AS is a SELECT's.
    bool changes_names = false;

    /// May change what later ones find in the session, whatever becomes of its transaction. What a function
    /// does that it calls is not seen: `SELECT set_config(…)`.
    bool touches_session = false;
};

/// @param features  those of the connection, which its settings change.
[[nodiscard]] StatementRules rules_of(const driver::Statement& statement, const Features& features);

/// Returns how the statement travels.
/// @throws ProgrammingError  COPY among several statements.
[[nodiscard]] Protocol protocol_for(const driver::Statement& statement, std::size_t parameters);

/// Whether the server refused a prepared statement, before it ran: it is gone, or its tables have changed.
/// A function that the statement calls may raise the same codes.
[[nodiscard]] bool is_stale(const DatabaseError& error, const Dialect& dialect);

/// Whether a value did not fit the type that the server has inferred for it, which may be an old one.
[[nodiscard]] bool may_have_old_types(const DatabaseError& error);

/// Whether a statement that could not be described shall run as text: it fails then as well, but inside of
/// the transaction that it begins, which must fail with it.
[[nodiscard]] bool fails_as_text(const driver::Execution& execution, const DatabaseError& error);

}  // namespace dbapi::libpq
