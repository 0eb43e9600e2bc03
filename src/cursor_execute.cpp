// SPDX-License-Identifier: BSL-1.0
//
// Running statements: execute, and how their results are taken in.
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

bool Cursor::wants_begin(const driver::Statement& statement) const {
    const bool is_open = connection_->do_transaction_status() != TransactionStatus::idle;
    return !is_open && connection_->begins_transaction(statement);
}

std::shared_ptr<const driver::Statement> Cursor::parse(std::string_view sql, bool by_name) {
    auto& [parsed, style, named] = results_->last_text;
    if (!parsed || style != paramstyle_ || named != by_name || parsed->text() != sql) {
        parsed = connection_->state_->statements->get(sql, paramstyle_, by_name);
        style = paramstyle_;
        named = by_name;
    }
    auto statement = parsed;
    if (statement->statement_count() == 0) {
        throw ProgrammingError("there is no statement in the text",
                               ErrorDetails{.sqlstate = sqlstate::syntax_error});
    }
    if (statement->statement_count() > 1) {
        if (!connection_->do_features().multiple_statements) {
            throw NotSupportedError("the driver runs one statement at a time");
        }
        if (streaming_ || named_)
            throw NotSupportedError("a streaming or named cursor runs one statement at a time");
        if (!connection_->state_->commits_each()) check_script(*statement);
    }
    return statement;
}

driver::ResultHead Cursor::start(const driver::Statement& statement, std::span<const ValueView> parameters,
                                 const TransactionOptions* begin, Deadline deadline) {
    if (begin && !connection_->do_begins_with_statement()) {
        connection_->do_begin(*begin, deadline);
        begin = nullptr;
    }
    return do_execute({.statement = statement,
                       .parameters = parameters,
                       .begin = begin,
                       .stream = streaming_ || named_,
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
        connection_->settle(operation, Connection::OpenStream::refuse);
        connection_->check_may_run(*statement);
        std::optional<TransactionOptions> begin;
        if (!connection_->state_->commits_each() && wants_begin(*statement)) {
            begin = connection_->state_->begin_options();
        }
        auto head = start(*statement, arranged_, begin ? &*begin : nullptr, operation.deadline());
        if ((streaming_ || named_) && head.columns) {
            open_stream(head);
        } else {
            buffer(std::move(head), operation.deadline());
        }
    });
}

void Cursor::forget_results() noexcept {
    move_on();
    ++result_number_;
    results_->forget();
    stream_open_ = false;
    why_empty_ = nullptr;
}

void Cursor::open_stream(const driver::ResultHead& head) {
    results_->start(0).columns = head.columns;
    show_results(1);
    stream_open_ = true;
    if (named_) return;  // its rows come by statements of their own
    auto& state = *connection_->state_;
    const std::lock_guard lock(state.mutex);
    state.stream = this;
}

/// Reads the rows of a statement behind those that the result has.
void Cursor::take_rows(ResultSet& result, Deadline deadline) {
    bool in_hook = false;
    try {
        const auto fetch = [&](std::vector<ValueView>& row) {
            in_hook = true;
            const bool is_row = do_fetch(row, deadline);
            in_hook = false;
            return is_row;
        };
        cells_.resize(result.columns->size());
        if (!fetch(cells_)) return;
        const bool is_only_result = !results_->sets.empty() && &result == &results_->sets.front();
        if (is_only_result && results_->keep_loose(cells_)) {
            result.row_count = 1;
            auto& second = results_->second_row;
            second.resize(cells_.size());
            if (!fetch(second)) return;
            results_->settle(cells_);
            result.append(second);
        } else {
            result.append(cells_);
        }
        while (fetch(cells_)) result.append(cells_);
    } catch (...) {
        forget_results();
        // It is ours to drop the rest when the failure is ours; a driver has done so itself.
        if (!in_hook) connection_->do_end_stream(driver::StreamEnd::keep_transaction, deadline);
        throw;
    }
}

void Cursor::buffer(driver::ResultHead head, Deadline deadline) {
    // The results become visible when all of them are complete: an error in the last statement leaves none.
    std::size_t count = 0;
    for (bool more = true; more;) {
        ResultSet& result = results_->start(count++);
        result.columns = std::move(head.columns);
        if (result.columns) take_rows(result, deadline);
        result.completion = do_complete(deadline);
        if (result.columns && result.completion.rowcount < 0) {
            result.completion.rowcount = static_cast<std::int64_t>(result.row_count);
        }
        more = result.completion.more_results;
        if (!more) break;
        results_->settle(cells_);
        head = do_nextset(deadline);
    }
    show_results(count);
}

}  // namespace dbapi
