// SPDX-License-Identifier: BSL-1.0
#include "cursor.hpp"

#include <algorithm>
#include <array>
#include <dbapi/driver/statement.hpp>
#include <dbapi/errors.hpp>
#include <utility>

#include "bind.hpp"
#include "description.hpp"

namespace dbapi::sqlite {
namespace {

bool has_more(std::string_view text, std::size_t at) {
    return text.find_first_not_of(" \t\n\r\f;", at) != text.npos;
}

/// What SQLite takes for a parameter though it was no marker of the style would be NULL without a word.
void check_parameter_count(const PreparedStatement& statement, std::size_t given) {
    const std::size_t wanted = statement.parameter_count();
    if (wanted == given) return;
    throw ProgrammingError(
        "SQLite finds " + std::to_string(wanted) + " parameters in the statement, but has " +
            std::to_string(given) +
            " values: to SQLite each of ?, :name, @name and $name is one, whatever the style",
        ErrorDetails{.sqlstate = "42601"});
}

/// Whether the statement may change what later ones find in the session, whatever becomes of its transaction.
bool touches_session(const driver::Statement& statement) {
    const auto may_touch = [&](std::string_view keyword) {
        if (keyword == "PRAGMA" || keyword == "ATTACH" || keyword == "DETACH") return true;
        if (keyword != "CREATE") return false;
        static constexpr std::string_view temp = "TEMP";
        const std::string& text = statement.text();
        return std::search(text.begin(), text.end(), temp.begin(), temp.end(), [](char a, char b) {
                   return (a >= 'a' && a <= 'z' ? static_cast<char>(a - 'a' + 'A') : a) == b;
               }) != text.end();
    };
    return std::ranges::any_of(statement.keywords(), may_touch);
}

}  // namespace

driver::ResultHead SqliteCursor::do_execute(const driver::Execution& execution) {
    session_.begin_operation(execution.deadline);
    if (touches_session(execution.statement)) session_.note_touch();
    const std::string& sql = execution.statement.sql();
    text_.clear();
    at_ = 0;
    if (session_.status() == TransactionStatus::failed) {
        end_failed_transaction(sql);
        return {};
    }
    if (is_kept(execution.statement)) {
        session_.prepare_kept(execution.statement.id(), sql);
        return start(execution.parameters);
    }
    if (!session_.prepare(sql, at_)) {
        throw ProgrammingError("there is no statement in the text",
                               ErrorDetails{.sqlstate = sqlstate::syntax_error});
    }
    if (has_more(sql, at_)) text_ = sql;
    return start(execution.parameters);
}

/// Whether the statement is prepared once for all its uses. Others are rare, or act while they are prepared,
/// as some PRAGMAs do.
bool SqliteCursor::is_kept(const driver::Statement& statement) const {
    static constexpr auto keywords = std::to_array<std::string_view>(
        {"SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "WITH", "VALUES"});
    return session_.capacity() > 0 && !statement.is_single_use() && statement.statement_count() == 1 &&
           std::find(keywords.begin(), keywords.end(), statement.keyword()) != keywords.end();
}

driver::ResultHead SqliteCursor::start(std::span<const ValueView> parameters) {
    KeptStatement& kept = session_.running();
    PreparedStatement& statement = kept.statement;
    try {
        check_parameter_count(statement, parameters.size());
        bind(statement, parameters);
        command_ = kept.command;
        rows_ = 0;
        position_ = session_.first_step() ? Position::first_row : Position::end;
        if (kept.version != statement.version()) {
            kept.columns = statement.column_count() > 0 ? describe(statement) : nullptr;
            kept.version = statement.version();
        }
        returns_rows_ = kept.columns != nullptr;
        if (returns_rows_) reader_.expect(kept.columns);
        return {kept.columns};
    } catch (...) {
        session_.end_running();
        session_.note_status();
        throw;
    }
}

/// Takes the end of a transaction that SQLite has ended already, and nothing else.
void SqliteCursor::end_failed_transaction(const std::string& sql) {
    const Verb verb = command_of(sql).verb;
    if (verb != Verb::commit && verb != Verb::rollback) {
        throw InternalError("SQLite has rolled the transaction back after an error: call rollback() to go on",
                            ErrorDetails{.sqlstate = sqlstate::failed_transaction});
    }
    static_cast<void>(session_.prepare(sql, at_));  // not to be run: it moves to what follows
    session_.end_running();
    session_.forget_failed_transaction();
    command_ = {Verb::rollback, "ROLLBACK"};
    returns_rows_ = false;
    if (has_more(sql, at_)) text_ = sql;
}

bool SqliteCursor::do_fetch(std::span<ValueView> row, Deadline deadline) {
    if (position_ == Position::end) return false;
    session_.resume_operation(deadline);
    // A statement that writes has written when its first row is there: too late to say that it was cancelled.
    if (!command_.changes_rows()) session_.check_not_cancelled();
    if (std::exchange(position_, Position::later_row) == Position::later_row && !session_.step()) {
        position_ = Position::end;
        return false;
    }
    try {
        reader_.read(session_.running().statement, row);
    } catch (...) {
        session_.end_running();
        throw;
    }
    ++rows_;
    return true;
}

driver::Completion SqliteCursor::do_complete(Deadline deadline) {
    driver::Completion completion = this->completion();
    session_.end_running();
    session_.note_status();
    if (!text_.empty()) {
        session_.resume_operation(deadline);
        session_.check_not_cancelled();
        completion.more_results = session_.prepare(text_, at_);
    }
    return completion;
}

driver::Completion SqliteCursor::completion() {
    driver::Completion completion;
    if (command_.changes_rows()) {
        completion.rowcount = session_.handle().changes();
    } else if (returns_rows_) {
        completion.rowcount = rows_;
    }
    if (command_.verb == Verb::insert && completion.rowcount > 0) {
        completion.lastrowid = session_.handle().last_insert_rowid();
    }
    completion.statusmessage = command_.tag(completion.rowcount);
    return completion;
}

driver::ResultHead SqliteCursor::do_nextset(Deadline deadline) {
    session_.resume_operation(deadline);
    session_.check_not_cancelled();
    return start({});
}

}  // namespace dbapi::sqlite
