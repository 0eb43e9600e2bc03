// SPDX-License-Identifier: BSL-1.0
#include "connection.hpp"

#include <dbapi/driver/statement.hpp>
#include <dbapi/errors.hpp>

#include "cursor.hpp"

namespace odbc {
namespace {

/// Returns the text as a literal of SQL.
std::string quoted(std::string_view text) {
    std::string literal = "'";
    for (const char c : text) literal.append(c == '\'' ? 2 : 1, c);
    return literal + "'";
}

/// Makes the session ready for statements. Returns what it can do.
dbapi::Features prepare(Session& session, const std::string& name, dbapi::Deadline deadline) {
    const Source& source = session.source();
    if (!source.setup.empty()) session.run(source.setup, deadline);
    if (!name.empty() && !source.naming.empty()) {
        std::string sql(source.naming);
        session.run(sql.replace(sql.find("{}"), 2, quoted(name)), deadline);
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

OdbcConnection::OdbcConnection(const std::string& connection_string, const std::string& name,
                               dbapi::Deadline deadline)
    : session_(connection_string, deadline), features_(prepare(session_, name, deadline)) {}

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
    const bool has_failed = session_.status() == dbapi::TransactionStatus::failed;
    session_.end_transaction(has_failed ? SQL_ROLLBACK : SQL_COMMIT);
    keep_notices();
    return has_failed ? dbapi::driver::CommitAnswer::rolled_back : dbapi::driver::CommitAnswer::committed;
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
