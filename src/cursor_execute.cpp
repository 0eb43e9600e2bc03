// SPDX-License-Identifier: BSL-1.0
//
// Running statements: execute, executemany, callproc, and how their results are taken in.
#include <algorithm>
#include <dbapi/cursor.hpp>
#include <dbapi/driver/sqlstate_error.hpp>
#include <dbapi/errors.hpp>
#include <exception>
#include <utility>

#include "arrange.hpp"
#include "connection_state.hpp"
#include "result_set.hpp"

namespace dbapi {
namespace {

// How long the rollback of a transaction of our own may take, when the statement's own time may be up.
constexpr Timeout undoing_time = std::chrono::seconds(2);

/// Statements behind the end of a transaction would be committed one by one, whatever autocommit says.
void check_script(const driver::Statement& script) {
    const auto keywords = script.keywords();
    for (std::size_t i = 0; i + 1 < keywords.size(); ++i) {
        const auto& ends = keywords[i];
        const bool ends_transaction =
            ends == "COMMIT" || ends == "END" || ends == "ROLLBACK" || ends == "ABORT";
        const bool begins_next = keywords[i + 1] == "BEGIN" || keywords[i + 1] == "START";
        if (!ends_transaction || begins_next) continue;
        throw ProgrammingError("what follows " + ends +
                               " in one text would be committed by itself: run it apart");
    }
}

/// Carries what a range of parameter lists threw past everything that judges the errors of this connection.
struct ForeignException {
    std::exception_ptr cause;
};

bool next_list(detail::ParameterSource& source, detail::BoundParameters& parameters) {
    try {
        return source.next(parameters);
    } catch (...) {
        throw ForeignException{std::current_exception()};
    }
}

}  // namespace

Cursor& Cursor::execute(std::string_view sql, std::initializer_list<NamedParameter> parameters) {
    detail::ListBinder binder;
    execute_bound(sql, binder.bind(parameters));
    return *this;
}

Cursor& Cursor::execute(std::string_view sql, std::initializer_list<Value> parameters) {
    detail::ListBinder binder;
    execute_bound(sql, binder.bind(parameters));
    return *this;
}

Cursor& Cursor::executemany(std::string_view sql, std::initializer_list<std::vector<Value>> parameter_lists) {
    detail::RangeSource<std::initializer_list<std::vector<Value>>> source(parameter_lists);
    executemany_bound(sql, source);
    return *this;
}

/// Whether a transaction must begin before this statement.
bool Cursor::wants_begin(const driver::Statement& statement) const {
    return connection_->do_transaction_status() == TransactionStatus::idle &&
           !statement.is_transaction_control() && !connection_->do_is_exempt_from_begin(statement.keyword());
}

std::shared_ptr<const driver::Statement> Cursor::parse(std::string_view sql, bool by_name) {
    auto statement = connection_->state_->statements->get(sql, paramstyle_, by_name);
    if (statement->statement_count() == 0) {
        throw ProgrammingError("there is no statement in the text",
                               ErrorDetails{.sqlstate = sqlstate::syntax_error});
    }
    if (statement->statement_count() > 1) {
        if (!connection_->do_features().multiple_statements) {
            throw NotSupportedError("the driver runs one statement at a time");
        }
        if (streaming_) throw NotSupportedError("a streaming cursor runs one statement at a time");
        if (!connection_->state_->autocommit) check_script(*statement);
    }
    return statement;
}

driver::ResultHead Cursor::start(const driver::Statement& statement, const TransactionOptions* begin,
                                 Deadline deadline) {
    if (begin && !connection_->do_begins_with_statement()) {
        connection_->do_begin(*begin, deadline);
        begin = nullptr;
    }
    return do_execute({.statement = statement,
                       .parameters = arranged_,
                       .begin = begin,
                       .stream = streaming_,
                       .deadline = deadline});
}

/// A stream of this very cursor is in the way as any other is.
void Cursor::check_own_stream() const {
    if (connection_->state_->stream != this) return;
    throw InterfaceError("the cursor's stream is open: read it to its end or close the cursor");
}

void Cursor::execute_bound(std::string_view sql, const detail::BoundParameters& parameters) {
    check_open();
    messages_.clear();
    noted([&] {
        check_own_stream();
        forget_results();
        const auto statement = detail::arrange(parse(sql, parameters.by_name), parameters, arranged_);
        Connection::Operation operation(*connection_, this, deadline());
        connection_->settle_stream(operation, Connection::OpenStream::refuse);
        const TransactionOptions options = connection_->transaction_options();
        const bool begin = !connection_->state_->autocommit && wants_begin(*statement);
        const auto head = start(*statement, begin ? &options : nullptr, operation.deadline());
        if (streaming_ && head.columns) {
            open_stream(head);
        } else {
            buffer(head, operation.deadline());
        }
    });
}

void Cursor::forget_results() noexcept {
    ++*generation_;
    results_.clear();
    cells_.clear();
    current_ = block_ = row_ = rownumber_ = 0;
    stream_open_ = false;
}

void Cursor::open_stream(const driver::ResultHead& head) {
    results_.emplace_back().columns = head.columns;
    show_result(0);
    auto& state = *connection_->state_;
    const std::lock_guard lock(state.mutex);
    state.stream = this;
    stream_open_ = true;
}

/// Reads the rows of a result behind the other results.
void Cursor::take_rows(std::vector<ResultSet>& results, const driver::ResultHead& head, Deadline deadline) {
    bool in_hook = false;
    try {
        ResultSet& result = results.emplace_back();
        result.columns = head.columns;
        cells_.assign(result.columns->size(), ValueView());
        for (;;) {
            in_hook = true;
            const bool is_row = do_fetch(cells_, deadline);
            in_hook = false;
            if (!is_row) return;
            result.append(cells_);
        }
    } catch (...) {
        // It is ours to drop the rest when the failure is ours; a driver has done so itself.
        if (!in_hook) connection_->do_end_stream(driver::StreamEnd::keep_transaction, deadline);
        throw;
    }
}

void Cursor::buffer(driver::ResultHead head, Deadline deadline) {
    // The results become visible when all of them are complete: an error in the last statement leaves none.
    std::vector<ResultSet> results;
    for (bool more = true; more;) {
        if (head.columns) {
            take_rows(results, head, deadline);
        } else {
            results.emplace_back();
        }
        ResultSet& result = results.back();
        result.completion = do_complete(deadline);
        if (result.columns && result.completion.rowcount < 0) {
            result.completion.rowcount = static_cast<std::int64_t>(result.row_count);
        }
        more = result.completion.more_results;
        if (more) head = do_nextset(deadline);
    }
    results_ = std::move(results);
    show_result(0);
}

void Cursor::executemany_bound(std::string_view sql, detail::ParameterSource& source) try {
    check_open();
    messages_.clear();
    noted([&] {
        check_own_stream();
        forget_results();
        detail::BoundParameters parameters;
        driver::Completion total{.rowcount = 0};
        if (next_list(source, parameters)) {
            Connection::Operation operation(*connection_, this, deadline());
            connection_->settle_stream(operation, Connection::OpenStream::refuse);
            total = run_all(sql, source, parameters, operation.deadline());
        }
        results_.emplace_back().completion = std::move(total);
        show_result(0);
    });
} catch (const ForeignException& foreign) {
    std::rethrow_exception(foreign.cause);
}

driver::Completion Cursor::run_all(std::string_view sql, detail::ParameterSource& source,
                                   detail::BoundParameters& parameters, Deadline deadline) {
    const TransactionOptions options = connection_->transaction_options();
    const auto text = parse(sql, parameters.by_name);
    if (text->statement_count() > 1) throw ProgrammingError("executemany() takes one statement");
    const bool begin = wants_begin(*text);
    const bool own_transaction = begin && connection_->state_->autocommit;
    driver::Completion total{.rowcount = 0};
    try {
        bool first = true;
        do {
            const auto statement = detail::arrange(parse(sql, parameters.by_name), parameters, arranged_);
            const auto head = start(*statement, first && begin ? &options : nullptr, deadline);
            first = false;
            if (head.columns) {
                connection_->do_end_stream(driver::StreamEnd::keep_transaction, deadline);
                throw ProgrammingError("executemany() takes statements that return no rows");
            }
            auto completion = do_complete(deadline);
            const bool known = total.rowcount >= 0 && completion.rowcount >= 0;
            completion.rowcount = known ? total.rowcount + completion.rowcount : -1;
            completion.lastrowid.reset();  // PEP 249 leaves it undefined here
            total = std::move(completion);
            if (connection_->state_->gate.is_cancelled()) {
                throw QueryCanceled("executemany() was cancelled",
                                    ErrorDetails{.sqlstate = sqlstate::query_canceled});
            }
        } while (next_list(source, parameters));
        if (own_transaction) connection_->finish_commit(deadline);
    } catch (const Error& error) {
        if (!own_transaction || undo_own_transaction() || !error.is_connection_usable()) throw;
        ErrorDetails details = error.details();
        details.connection_usable = false;  // no longer
        driver::throw_error(error.error_class(), error.what(), std::move(details));
    } catch (...) {
        if (own_transaction) static_cast<void>(undo_own_transaction());
        throw;
    }
    return total;
}

/// Returns whether the transaction is gone; a session that cannot roll back is of no more use.
bool Cursor::undo_own_transaction() {
    if (connection_->do_transaction_status() == TransactionStatus::idle) return true;
    try {
        connection_->do_rollback(Deadline::after(undoing_time));
        return true;
    } catch (const Error& error) {
        // The error that came first is the one to throw.
        connection_->state_->broken = true;
        messages_.push_back({error.error_class(), error.what(), error.sqlstate(), error.diagnostics()});
        return false;
    }
}

std::vector<Value> Cursor::callproc(std::string_view name, std::span<const Value> parameters) {
    check_open();
    messages_.clear();
    return noted([&] {
        check_own_stream();
        forget_results();
        Connection::Operation operation(*connection_, this, deadline());
        connection_->settle_stream(operation, Connection::OpenStream::refuse);
        return do_callproc(name, parameters, operation.deadline());
    });
}

// ── defaults of the hooks ──

driver::ResultHead Cursor::do_nextset(Deadline) {
    throw NotSupportedError("the driver runs one statement at a time");
}

std::vector<Value> Cursor::do_callproc(std::string_view, std::span<const Value>, Deadline) {
    throw NotSupportedError("the driver cannot call procedures");
}

}  // namespace dbapi
