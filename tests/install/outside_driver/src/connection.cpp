// SPDX-License-Identifier: BSL-1.0
#include "connection.hpp"

#include <algorithm>
#include <array>
#include <dbapi/driver/statement.hpp>
#include <dbapi/errors.hpp>

#include "cursor.hpp"

namespace odbc {
namespace {

/// What SQLGetInfo does not tell.
struct Source {
    std::string_view dbms;
    bool has_savepoints = false;
    bool can_be_stopped = false;  // by SQLCancel() from another thread, and by SQL_ATTR_QUERY_TIMEOUT
    bool takes_utf8 = false;      // has no wide functions
    std::string_view setup{};     // run at first
};

// PostgreSQL's ODBC driver sets a savepoint of its own around each statement, and fails when that is gone
// with a ROLLBACK TO; it gives instants without their offset. SQLite's frees the statement in SQLCancel(),
// under the thread that runs it, and takes no notice of the time limit.
constexpr auto sources = std::to_array<Source>({
    {.dbms = "PostgreSQL", .can_be_stopped = true, .setup = "SET TIME ZONE 'UTC'"},
    {.dbms = "SQLite", .has_savepoints = true, .takes_utf8 = true},
});

Source source_of(const Session& session) {
    const auto dbms = session.text_info(SQL_DBMS_NAME);
    const auto* const found =
        std::find_if(sources.begin(), sources.end(), [&](const Source& s) { return s.dbms == dbms; });
    return found != sources.end() ? *found : Source{};
}

/// Makes the session ready for statements. Returns what it can do.
dbapi::Features prepare(Session& session, dbapi::Deadline deadline) {
    const Source source = source_of(session);
    if (source.takes_utf8) session.take_utf8();
    if (!source.setup.empty()) {
        session.prepare(source.setup, deadline);
        session.execute();
        session.end_statement();
    }
    const unsigned transactions = session.number_info(SQL_TXN_CAPABLE);
    const unsigned levels = session.number_info(SQL_TXN_ISOLATION_OPTION);
    return {.transactions = transactions != SQL_TC_NONE,
            .transactional_ddl = transactions == SQL_TC_ALL,
            .isolation_levels = (levels & (levels - 1)) != 0,
            .savepoints = source.has_savepoints,
            .multiple_statements = session.text_info(SQL_MULT_RESULT_SETS) == "Y",
            .cancel = source.can_be_stopped,
            .timeout = source.can_be_stopped};
}

}  // namespace

OdbcConnection::OdbcConnection(const std::string& connection_string, dbapi::Deadline deadline)
    : session_(connection_string, deadline), features_(prepare(session_, deadline)) {}

dbapi::driver::Placeholder OdbcConnection::do_placeholder() const noexcept {
    return dbapi::driver::Placeholder::anonymous;
}

std::unique_ptr<dbapi::Cursor> OdbcConnection::do_cursor(const dbapi::CursorOptions&) {
    return std::make_unique<OdbcCursor>(*this, session_);
}

void OdbcConnection::keep_notices() {
    for (Record& record : session_.take_notices()) {
        add_message({dbapi::ErrorClass::warning, std::move(record.message), record.sqlstate,
                     std::move(record.diagnostics)});
    }
}

// Read-only transactions are a hint in ODBC, so that Features deny them.
void OdbcConnection::do_begin(const dbapi::TransactionOptions& options, dbapi::Deadline) {
    if (features_.transactions) session_.begin(options.isolation);
}

dbapi::driver::CommitAnswer OdbcConnection::do_commit(dbapi::Deadline) {
    session_.end_transaction(SQL_COMMIT);
    keep_notices();
    return dbapi::driver::CommitAnswer::committed;
}

void OdbcConnection::do_rollback(dbapi::Deadline) {
    session_.end_statement();
    session_.end_transaction(SQL_ROLLBACK);
    keep_notices();
}

void OdbcConnection::do_end_stream(dbapi::driver::StreamEnd, dbapi::Deadline) { session_.end_statement(); }

void OdbcConnection::do_cancel(dbapi::Deadline) { session_.cancel(); }

void OdbcConnection::do_close(dbapi::Deadline) { session_.close(); }

}  // namespace odbc
