// SPDX-License-Identifier: BSL-1.0
//
// executemany(): lists of parameters are taken from a range, put together where several rows can be inserted
// at once, sent together where the driver has pipelines, and run.
#include <algorithm>
#include <dbapi/cursor.hpp>
#include <dbapi/driver/pipeline_step.hpp>
#include <dbapi/errors.hpp>
#include <exception>
#include <utility>

#include "arrange.hpp"
#include "commit.hpp"
#include "connection_state.hpp"
#include "foreign_exception.hpp"
#include "result_set.hpp"
#include "returns_nothing.hpp"
#include "type_hints.hpp"

namespace dbapi {
namespace {

// What is held back at most, so that large values are not piled up.
constexpr std::size_t most_pending_bytes = std::size_t{1024} * 1024;

// How many lists go through a pipeline at once: their answers are held as well.
constexpr std::size_t most_piped_lists = 500;

}  // namespace

/// One executemany(), inside of its operation.
class Cursor::ManyRun {
 public:
    ManyRun(Cursor& cursor, std::string_view sql, detail::ParameterSource& source,
            const ExecuteManyOptions& options, Deadline deadline)
        : cursor_(cursor),
          connection_(*cursor.connection_),
          sql_(sql),
          source_(source),
          returning_(options.returning),
          deadline_(deadline),
          options_(connection_.transaction_options()) {}

    /// Runs all lists. Returns the one result of them all. @param parameters  the first of them.
    [[nodiscard]] ResultSet run(detail::BoundParameters& parameters) {
        text_ = cursor_.parse(sql_, parameters.by_name);
        if (text_->statement_count() > 1) throw ProgrammingError("executemany() takes one statement");
        begins_ = cursor_.wants_begin(*text_);
        own_transaction_ = begins_ && connection_.state_->autocommit;
        prepare_batches();
        connection_.in_own_transaction(own_transaction_, [&] {
            run_lists(parameters);
            if (own_transaction_) connection_.finish_commit(deadline_);
        });
        return std::move(total_);
    }

 private:
    void prepare_batches() {
        const std::size_t width = text_->parameter_count();
        if (width == 0) return;
        const std::size_t rows = connection_.do_parameters_at_once() / width;
        if (rows >= 2 && text_->multi_row(rows)) {
            rows_at_once_ = rows;
            hints_.assign(width, TypeHint{});
        } else if (can_be_piped()) {
            is_piped_ = true;
            rows_at_once_ = most_piped_lists;
        } else {
            return;
        }
        columns_ = std::make_shared<const std::vector<Column>>(width);
    }

    /// Rows that nobody has asked for are found out with the first list, before others are run.
    [[nodiscard]] bool can_be_piped() const {
        return connection_.do_features().pipeline && text_->keyword() != "COPY" &&
               (returning_ || returns_nothing(*text_));
    }

    void run_lists(detail::BoundParameters& parameters) {
        auto& views = cursor_.arranged_;
        do {
            const auto statement = arrange(parameters);
            if (rows_at_once_ > 0 && statement == text_) {
                hold(views);
            } else {
                run_pending();
                run_one(*statement, index_);
            }
            ++index_;
        } while (detail::next_list(source_, parameters, index_));
        run_pending();
    }

    /// Puts the list into arranged_. Returns the statement that takes it.
    [[nodiscard]] std::shared_ptr<const driver::Statement> arrange(
        const detail::BoundParameters& parameters) {
        try {
            return detail::arrange(cursor_.parse(sql_, parameters.by_name), parameters, cursor_.arranged_);
        } catch (const ProgrammingError& error) {  // such as a list that is too short
            driver::throw_about(error, {index_, index_});
        }
    }

    /// Keeps a list until there are enough to be run at once.
    void hold(std::span<const ValueView> views) {
        pending_.columns = columns_;
        pending_.append(views);
        pending_bytes_ += RowBlock::size_of(views);
        if (pending_.row_count == rows_at_once_ || pending_bytes_ >= most_pending_bytes) {
            ++index_;
            run_pending();
            --index_;
        }
    }

    /// Runs what is held, which are the lists before index_.
    void run_pending() {
        const std::size_t count = pending_.row_count;
        if (count == 0) return;
        ResultSet held = std::move(pending_);
        pending_ = ResultSet();
        pending_bytes_ = 0;
        const std::size_t first = index_ - count;
        const std::size_t width = text_->parameter_count();
        std::vector<ValueView> all(count * width);
        std::size_t row = 0;
        for (const auto& block : held.blocks) {
            for (std::size_t i = 0; i < block->size(); ++i, ++row) {
                block->view(i, std::span(all).subspan(row * width, width));
            }
        }
        if (is_piped_ && count > 1) return run_piped(all, count, first);
        if (!is_piped_) give_types_to_nulls(all, hints_);
        try {
            if (count > 1) {
                cursor_.arranged_.assign(all.begin(), all.end());
                run_statement(*text_->multi_row(count));
                return;
            }
        } catch (const DatabaseError& error) {
            if (!can_go_on(error)) driver::throw_about(error, {first, index_ - 1});
            // The database has undone this statement alone: the list at fault can be found.
        }
        for (std::size_t i = 0; i < count; ++i) {
            const auto list = std::span(all).subspan(i * width, width);
            cursor_.arranged_.assign(list.begin(), list.end());
            run_one(*text_, first + i);
        }
    }

    /// Sends the statement with so many lists, of which `all` has the parameters, in one go.
    void run_piped(std::span<const ValueView> all, std::size_t count, std::size_t first) {
        const std::size_t width = text_->parameter_count();
        std::vector<driver::PipelineStep> steps(count, {.cursor = &cursor_, .statement = text_.get()});
        for (std::size_t i = 0; i < count; ++i) steps[i].parameters = all.subspan(i * width, width);
        if (std::exchange(is_first_, false) && begins_) steps[0].begin = &options_;
        const auto answer = connection_.do_run_pipeline(steps, deadline_);
        std::size_t index = first;
        try {
            for (; index < first + answer.done; ++index) take(cursor_.do_receive(deadline_));
            if (answer.error) std::rethrow_exception(answer.error);
        } catch (const DatabaseError& error) {
            driver::throw_about(error, {index, index});
        }
        check_not_cancelled();
    }

    void run_one(const driver::Statement& statement, std::size_t index) {
        try {
            run_statement(statement);
        } catch (const DatabaseError& error) {
            driver::throw_about(error, {index, index});
        }
    }

    /// Runs a statement with the parameters in arranged_, and adds to the total.
    void run_statement(const driver::Statement& statement) {
        const bool first = std::exchange(is_first_, false);
        take(cursor_.start(statement, first && begins_ ? &options_ : nullptr, deadline_));
        check_not_cancelled();
    }

    /// Adds what one run of the statement gave.
    void take(const driver::ResultHead& head) {
        if (head.columns) take_rows(head);
        auto completion = cursor_.do_complete(deadline_);
        auto& total = total_.completion;
        const bool known = total.rowcount >= 0 && completion.rowcount >= 0;
        completion.rowcount = known ? total.rowcount + completion.rowcount : -1;
        completion.lastrowid.reset();  // PEP 249 leaves it undefined here
        total = std::move(completion);
        // Rows that were kept can be counted, whatever the database says.
        if (total_.columns && total.rowcount < 0)
            total.rowcount = static_cast<std::int64_t>(total_.row_count);
    }

    void take_rows(const driver::ResultHead& head) {
        const char* problem = nullptr;
        if (!returning_)
            problem = "executemany() takes statements that return no rows, unless .returning is set";
        if (total_.columns && total_.columns->size() != head.columns->size()) {
            problem = "the statement gives another number of columns with some of the parameter lists";
        }
        if (problem) {
            connection_.do_end_stream(driver::StreamEnd::keep_transaction, deadline_);
            throw ProgrammingError(problem);
        }
        if (!total_.columns) total_.columns = head.columns;
        cursor_.take_rows(total_, deadline_);
    }

    void check_not_cancelled() const {
        if (connection_.state_->gate.is_cancelled()) {
            throw QueryCanceled("executemany() was cancelled",
                                ErrorDetails{.sqlstate = sqlstate::query_canceled});
        }
    }

    /// Whether the transaction is as it was before the statement that has failed.
    [[nodiscard]] bool can_go_on(const DatabaseError& error) const {
        const auto error_class = error.error_class();
        const bool was_stopped = error_class == ErrorClass::deadline_exceeded ||
                                 error_class == ErrorClass::query_canceled ||
                                 error_class == ErrorClass::serialization_failure;
        return !was_stopped && error.is_connection_usable() &&
               connection_.do_transaction_status() == TransactionStatus::active;
    }

    Cursor& cursor_;
    Connection& connection_;
    std::string_view sql_;
    detail::ParameterSource& source_;
    bool returning_;
    Deadline deadline_;
    TransactionOptions options_;
    std::shared_ptr<const driver::Statement> text_;
    bool begins_ = false;
    bool own_transaction_ = false;
    bool is_first_ = true;
    ResultSet total_{.completion = {.rowcount = 0}};

    std::size_t index_ = 0;         // of the list that was read last
    std::size_t rows_at_once_ = 0;  // 0: each list is run by itself
    bool is_piped_ = false;         // the statement is run for each list, else once for all
    ResultSet pending_;             // lists that were read and are not yet run
    std::size_t pending_bytes_ = 0;
    Description columns_;          // as many as parameters
    std::vector<TypeHint> hints_;  // by parameter, as far as the lists have shown
};

Cursor& Cursor::executemany(std::string_view sql, std::initializer_list<std::vector<Value>> parameter_lists,
                            const ExecuteManyOptions& options) {
    detail::RangeSource<std::initializer_list<std::vector<Value>>> source(parameter_lists);
    executemany_bound(sql, source, options);
    return *this;
}

void Cursor::executemany_bound(std::string_view sql, detail::ParameterSource& source,
                               const ExecuteManyOptions& options) try {
    check_open();
    messages_.clear();
    noted([&] {
        check_own_stream();
        forget_results();
        detail::BoundParameters parameters;
        ResultSet total{.completion = {.rowcount = 0}};
        if (detail::next_list(source, parameters, 0)) {
            Connection::Operation operation(*connection_, this, deadline());
            connection_->settle_stream(operation, Connection::OpenStream::refuse);
            total = ManyRun(*this, sql, source, options, operation.deadline()).run(parameters);
        }
        results_->start(0) = std::move(total);
        show_results(1);
    });
} catch (const detail::ForeignException& foreign) {
    std::rethrow_exception(foreign.cause);
}

}  // namespace dbapi
