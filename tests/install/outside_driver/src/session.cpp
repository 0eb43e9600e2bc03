// SPDX-License-Identifier: BSL-1.0
#include "session.hpp"

#include <algorithm>
#include <array>
#include <dbapi/errors.hpp>
#include <utility>

namespace odbc {
namespace {

using dbapi::Deadline;
using dbapi::TransactionStatus;

// ODBC passes numbers as pointers.
SQLPOINTER as_pointer(SQLULEN number) noexcept { return reinterpret_cast<SQLPOINTER>(number); }

/// Returns the seconds left, rounded up; ODBC's 0 is no limit.
SQLULEN seconds_left(Deadline deadline) noexcept {
    return deadline.is_never() ? 0 : static_cast<SQLULEN>(deadline.remaining_ms() / 1000 + 1);
}

constexpr auto levels = std::to_array<unsigned>(
    {SQL_TXN_READ_UNCOMMITTED, SQL_TXN_READ_COMMITTED, SQL_TXN_REPEATABLE_READ, SQL_TXN_SERIALIZABLE});

}  // namespace

Handle::Handle(SQLSMALLINT type, SQLHANDLE parent) : type_(type) {
    if (!SQL_SUCCEEDED(SQLAllocHandle(type, parent, &handle_))) {
        throw dbapi::OperationalError("ODBC gives no handle", {.sqlstate = "53200"});
    }
    if (type == SQL_HANDLE_ENV) SQLSetEnvAttr(handle_, SQL_ATTR_ODBC_VERSION, as_pointer(SQL_OV_ODBC3), 0);
}

void Handle::reset() noexcept {
    const auto handle = std::exchange(handle_, nullptr);
    if (handle != nullptr && !fork_.is_child()) SQLFreeHandle(type_, handle);
}

namespace {

SQLHANDLE connected(const Handle& connection, const std::string& connection_string, Deadline deadline) {
    const SQLHANDLE handle = connection.get();
    SQLSetConnectAttrW(handle, SQL_ATTR_LOGIN_TIMEOUT, as_pointer(seconds_left(deadline)), SQL_IS_UINTEGER);
    Wide text = to_wide(connection_string);
    const auto code =
        SQLDriverConnectW(handle, nullptr, text.data(), SQL_NTS, nullptr, 0, nullptr, SQL_DRIVER_NOPROMPT);
    if (SQL_SUCCEEDED(code)) return handle;
    auto records = diagnose(SQL_HANDLE_DBC, handle, false);
    if (deadline.is_expired()) throw dbapi::DeadlineExceeded("connecting took too long");
    // Whatever the state: there is no session to have lost.
    if (!records.empty() && records.front().sqlstate.class_code() != "28") {
        records.front().sqlstate = dbapi::sqlstate::cannot_connect;
    }
    throw_failure(records, {});
}

}  // namespace

Session::Session(const std::string& connection_string, Deadline deadline)
    : environment_(SQL_HANDLE_ENV, nullptr),
      connection_(SQL_HANDLE_DBC, environment_.get()),
      statement_(SQL_HANDLE_STMT, connected(connection_, connection_string, deadline)),
      control_(SQL_HANDLE_STMT, connection_.get()) {
    source_ = &source_of(text_info(SQL_DBMS_NAME));
    isolation_ = number_info(SQL_DEFAULT_TXN_ISOLATION);
    // Braces are ODBC's own syntax, and no part of SQL.
    SQLSetStmtAttrW(statement(), SQL_ATTR_NOSCAN, as_pointer(SQL_NOSCAN_ON), SQL_IS_UINTEGER);
}

void Session::close() noexcept {
    is_usable_ = false;
    const std::lock_guard lock(statement_mutex_);
    statement_.reset();
    control_.reset();
    if (connection_.get() != nullptr && !connection_.is_child()) {
        if (!SQL_SUCCEEDED(SQLDisconnect(connection_.get()))) {  // 25000: a transaction is open
            SQLEndTran(SQL_HANDLE_DBC, connection_.get(), SQL_ROLLBACK);
            SQLDisconnect(connection_.get());
        }
    }
    connection_.reset();
    environment_.reset();
}

// ── facts ──

std::string Session::text_info(SQLUSMALLINT item) const {
    std::array<SQLWCHAR, 128> buffer{};
    SQLSMALLINT bytes = 0;
    std::string text;
    if (SQL_SUCCEEDED(SQLGetInfoW(connection_.get(), item, buffer.data(), sizeof buffer, &bytes))) {
        const auto size = std::min<std::size_t>(static_cast<std::size_t>(bytes) / 2, buffer.size() - 1);
        append_utf8(std::span(buffer).first(size), text);
    }
    return text;
}

unsigned Session::number_info(SQLUSMALLINT item) const {
    SQLUINTEGER number = 0;  // some items have 2 bytes; those behind stay zero
    SQLSMALLINT bytes = 0;
    SQLGetInfoW(connection_.get(), item, &number, sizeof number, &bytes);
    return number;
}

// ── transactions ──

void Session::set(SQLINTEGER attribute, SQLULEN value) {
    check(SQLSetConnectAttrW(connection_.get(), attribute, as_pointer(value), SQL_IS_UINTEGER),
          SQL_HANDLE_DBC, connection_.get());
}

void Session::begin(std::optional<dbapi::IsolationLevel> isolation) {
    const unsigned wanted =
        isolation ? levels[static_cast<std::size_t>(*isolation)] : number_info(SQL_DEFAULT_TXN_ISOLATION);
    const bool is_known = (number_info(SQL_TXN_ISOLATION_OPTION) & wanted) != 0;
    if (is_known && wanted != isolation_) {
        set(SQL_ATTR_TXN_ISOLATION, wanted);
        isolation_ = wanted;
    }
    set(SQL_ATTR_AUTOCOMMIT, SQL_AUTOCOMMIT_OFF);
    status_ = TransactionStatus::active;
}

void Session::end_transaction(SQLSMALLINT how) {
    try {
        check(SQLEndTran(SQL_HANDLE_DBC, connection_.get(), how), SQL_HANDLE_DBC, connection_.get(),
              how == SQL_COMMIT);
    } catch (...) {
        if (is_usable_) {  // what cannot be committed is over
            SQLEndTran(SQL_HANDLE_DBC, connection_.get(), SQL_ROLLBACK);
            set(SQL_ATTR_AUTOCOMMIT, SQL_AUTOCOMMIT_ON);
            status_ = TransactionStatus::idle;
        }
        throw;
    }
    set(SQL_ATTR_AUTOCOMMIT, SQL_AUTOCOMMIT_ON);
    status_ = TransactionStatus::idle;
}

// On a statement of its own, since PostgreSQL's ODBC driver cannot remove in a failed transaction what the
// server has prepared for the one that has failed; and directly, since it then sees that ROLLBACK TO works.
SQLRETURN Session::run_control(std::string_view sql) {
    if (source().takes_utf8) {
        std::string narrow(sql);
        return SQLExecDirect(control_.get(), reinterpret_cast<SQLCHAR*>(narrow.data()),
                             static_cast<SQLINTEGER>(narrow.size()));
    }
    Wide text = to_wide(sql);
    return SQLExecDirectW(control_.get(), text.data(), static_cast<SQLINTEGER>(text.size() - 1));
}

void Session::control(std::string_view sql, Deadline deadline) {
    limit_time(deadline);
    check(run_control(sql), SQL_HANDLE_STMT, control_.get());
    SQLFreeStmt(control_.get(), SQL_CLOSE);
    status_ = TransactionStatus::active;
}

void Session::refuse_if_failed() const {
    if (status_ == TransactionStatus::failed) {
        throw dbapi::InternalError("the transaction has failed: roll it back", {.sqlstate = "25P02"});
    }
}

void Session::look_behind_failure() {
    end_statement();
    if (!is_usable_ || status_ != TransactionStatus::active || source().probe.empty()) return;
    const bool works = SQL_SUCCEEDED(run_control(source().probe));
    SQLFreeStmt(control_.get(), SQL_CLOSE);
    if (works == source().probe_works_when_failed) status_ = TransactionStatus::failed;
}

// ── the statement ──

void Session::limit_time(Deadline deadline) {
    deadline_ = deadline;
    if (deadline.is_expired()) {
        throw dbapi::DeadlineExceeded("the deadline had passed before the statement began",
                                      {.sqlstate = dbapi::sqlstate::query_canceled});
    }
    if (deadline.is_never() && !has_limit_) return;
    SQLSetStmtAttrW(statement(), SQL_ATTR_QUERY_TIMEOUT, as_pointer(seconds_left(deadline)), SQL_IS_UINTEGER);
    has_limit_ = !deadline.is_never();
}

void Session::prepare(std::string_view sql, Deadline deadline) {
    end_statement();
    is_cancelled_ = false;
    limit_time(deadline);
    Wide text = to_wide(sql);
    if (source().takes_utf8) {
        std::string narrow(sql);
        check(SQLPrepare(statement(), reinterpret_cast<SQLCHAR*>(narrow.data()),
                         static_cast<SQLINTEGER>(narrow.size())));
    } else {
        check(SQLPrepareW(statement(), text.data(), static_cast<SQLINTEGER>(text.size() - 1)));
    }
}

void Session::execute() {
    refuse_if_failed();
    if (is_cancelled_) {
        throw dbapi::QueryCanceled("the statement was cancelled",
                                   {.sqlstate = dbapi::sqlstate::query_canceled});
    }
    is_at_end_ = check(SQLExecute(statement())) == Outcome::no_data;
}

void Session::run(std::string_view sql, Deadline deadline) {
    prepare(sql, deadline);
    execute();
    end_statement();
}

// A statement that has changed no rows has none to return either; to fetch would be out of sequence.
Outcome Session::fetch() { return is_at_end_ ? Outcome::no_data : check(SQLFetch(statement())); }

Outcome Session::more_results() {
    is_at_end_ = false;
    return check(SQLMoreResults(statement()));
}

void Session::end_statement() noexcept {
    SQLFreeStmt(statement(), SQL_CLOSE);
    SQLFreeStmt(statement(), SQL_RESET_PARAMS);
}

void Session::cancel() {
    is_cancelled_ = true;
    const std::lock_guard lock(statement_mutex_);
    if (statement() != nullptr) SQLCancel(statement());
}

// ── errors ──

Outcome Session::check(SQLRETURN code) { return check(code, SQL_HANDLE_STMT, statement()); }

Outcome Session::check(SQLRETURN code, SQLSMALLINT type, SQLHANDLE handle, bool is_commit) {
    if (code == SQL_SUCCESS) return Outcome::done;
    if (code == SQL_NO_DATA) return Outcome::no_data;
    auto records = diagnose(type, handle, source().takes_utf8);
    if (code == SQL_SUCCESS_WITH_INFO) {
        notices_.insert(notices_.end(), records.begin(), records.end());
        return Outcome::done;
    }
    SQLUINTEGER is_dead = SQL_CD_FALSE;
    SQLGetConnectAttrW(connection_.get(), SQL_ATTR_CONNECTION_DEAD, &is_dead, SQL_IS_UINTEGER, nullptr);
    const bool is_lost =
        is_dead == SQL_CD_TRUE || (!records.empty() && records.front().sqlstate.class_code() == "08");
    if (is_lost) {
        is_usable_ = false;
        status_ = TransactionStatus::unknown;
    }
    // SQLCancel() clears what the statement has to say. And one that comes between two calls is a
    // SQLFreeStmt() to the driver manager: the next call is out of sequence then.
    if (is_cancelled_ && (records.empty() || records.front().sqlstate == "HY010")) {
        records = {{.sqlstate = dbapi::sqlstate::query_canceled, .message = "the statement was cancelled"}};
    }
    throw_failure(records, {.is_lost = is_lost, .is_outcome_unknown = is_commit, .deadline = deadline_});
}

std::vector<Record> Session::take_notices() noexcept { return std::exchange(notices_, {}); }

}  // namespace odbc
