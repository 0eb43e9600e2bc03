// SPDX-License-Identifier: BSL-1.0
//
// Running statements: execute, callproc, and how their results are taken in.
#include <algorithm>
#include <dbapi/cursor.hpp>
#include <dbapi/errors.hpp>
#include <utility>

#include "arrange.hpp"
#include "connection_state.hpp"
#include "result_set.hpp"

namespace dbapi {
namespace {

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

}  // namespace

Cursor& Cursor::execute(std::string_view sql, std::initializer_list<PositionalParameter> parameters) {
    detail::ListBinder binder;
    execute_bound(sql, binder.bind(parameters));
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
