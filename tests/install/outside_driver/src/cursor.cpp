// SPDX-License-Identifier: BSL-1.0
#include "cursor.hpp"

#include <algorithm>
#include <array>
#include <dbapi/errors.hpp>

namespace odbc {
namespace {

using dbapi::TransactionStatus;
using dbapi::driver::Completion;
using dbapi::driver::Execution;
using dbapi::driver::ResultHead;

bool changes_rows(std::string_view keyword) {
    static constexpr auto words =
        std::to_array<std::string_view>({"INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE", "WITH"});
    return std::find(words.begin(), words.end(), keyword) != words.end();
}

}  // namespace

/// Runs a part of a statement; when it fails, nothing of the statement is left.
template <class F>
auto OdbcCursor::guarded(F&& part) -> decltype(part()) {
    try {
        return part();
    } catch (...) {
        session_.look_behind_failure();
        connection_.keep_notices();
        throw;
    }
}

ResultHead OdbcCursor::do_execute(const Execution& execution) {
    const auto& statement = execution.statement;
    keywords_.assign(statement.keywords().begin(), statement.keywords().end());
    at_ = 0;
    is_running_ = false;
    returns_rows_ = false;
    if (statement.has_native_dollar()) {
        throw dbapi::ProgrammingError(
            "$1 is no marker of this style, but would be a parameter to the database", {.sqlstate = "42P02"});
    }
    if (statement.is_transaction_control()) return run_transaction_control(execution), ResultHead{};
    return guarded([&] {
        session_.prepare(statement.sql(), execution.deadline);
        parameters_.bind(session_, execution.parameters);
        session_.execute();
        is_running_ = true;
        return start_result();
    });
}

/// ODBC has functions for transactions, and knows of none that SQL has begun: those texts become calls.
void OdbcCursor::run_transaction_control(const Execution& execution) {
    const auto& keyword = keywords_.front();
    const bool is_idle = session_.status() == TransactionStatus::idle;
    if (keywords_.size() > 1) {
        throw dbapi::NotSupportedError("ODBC runs what begins or ends a transaction apart");
    }
    if (keyword == "BEGIN" || keyword == "START") {
        if (!is_idle) throw dbapi::ProgrammingError("a transaction is open already", {.sqlstate = "25001"});
        session_.begin(std::nullopt);
        return;
    }
    if (keyword == "SAVEPOINT" || keyword == "RELEASE" || keyword == "ROLLBACK TO") {
        if (is_idle) {
            throw dbapi::InternalError(keyword + " wants an open transaction", {.sqlstate = "25P01"});
        }
        if (keyword != "ROLLBACK TO") session_.refuse_if_failed();
        guarded([&] { session_.control(execution.statement.sql(), execution.deadline); });
        return;
    }
    const bool is_commit = keyword == "COMMIT" || keyword == "END";
    const bool has_failed = session_.status() == TransactionStatus::failed;
    if (!is_idle) session_.end_transaction(is_commit && !has_failed ? SQL_COMMIT : SQL_ROLLBACK);
}

ResultHead OdbcCursor::start_result() {
    connection_.keep_notices();
    auto columns = columns_.describe(session_);
    returns_rows_ = columns != nullptr;
    rows_ = 0;
    return {std::move(columns)};
}

bool OdbcCursor::do_fetch(std::span<dbapi::ValueView> row, dbapi::Deadline) {
    return guarded([&] {
        if (session_.fetch() == Outcome::no_data) return false;
        columns_.read(session_, row);
        ++rows_;
        return true;
    });
}

Completion OdbcCursor::do_complete(dbapi::Deadline) {
    const std::string& keyword = keywords_[std::min(at_++, keywords_.size() - 1)];
    Completion completion{.statusmessage = keyword};
    if (!is_running_) return completion;
    return guarded([&] {
        SQLLEN rows = returns_rows_ ? rows_ : -1;
        if (!returns_rows_ && changes_rows(keyword)) session_.check(SQLRowCount(session_.statement(), &rows));
        completion.rowcount = rows;
        if (keyword == "INSERT") completion.statusmessage += " 0";
        if (rows >= 0) completion.statusmessage += " " + std::to_string(rows);
        completion.more_results = session_.more_results() == Outcome::done;
        if (!completion.more_results) session_.end_statement();
        connection_.keep_notices();
        return completion;
    });
}

ResultHead OdbcCursor::do_nextset(dbapi::Deadline) {
    return guarded([&] { return start_result(); });
}

}  // namespace odbc
