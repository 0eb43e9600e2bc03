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
#include "pending_lists.hpp"
#include "result_set.hpp"
#include "returns_nothing.hpp"

namespace dbapi {
namespace {

// What is held back at most, so that large values are not piled up.
constexpr std::size_t most_pending_bytes = std::size_t{1024} * 1024;

// How many statements of one list each go through a pipeline at once: their answers are held as well.
constexpr std::size_t most_piped_lists = 500;

// The same of statements with many rows: the database works on one of them while the next ones are written.
constexpr std::size_t most_piped_batches = 4;

/// Forgets lists when they have been run, however that went.
class Forgetting {
 public:
    explicit Forgetting(PendingLists& lists) noexcept : lists_(lists) {}
    ~Forgetting() { lists_.forget(); }
    Forgetting(const Forgetting&) = delete;
    Forgetting& operator=(const Forgetting&) = delete;

 private:
    PendingLists& lists_;
};

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
          options_(connection_.state_->begin_options()) {}

    /// Runs all lists. Returns the one result of them all. @param parameters  the first of them.
    [[nodiscard]] ResultSet run(detail::BoundParameters& parameters) {
        text_ = cursor_.parse(sql_, parameters.by_name);
        if (text_->statement_count() > 1) throw ProgrammingError("executemany() takes one statement");
        connection_.check_may_run(*text_);
        begins_ = cursor_.wants_begin(*text_);
        own_transaction_ = begins_ && connection_.state_->commits_each();
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
            lists_in_a_step_ = rows;
            most_pending_ = connection_.do_features().pipeline ? rows * most_piped_batches : rows;
        } else if (can_be_piped()) {
            most_pending_ = most_piped_lists;
        } else {
            return;
        }
        pending_.emplace(width);
        const auto positions = text_->positions();
        takes_lists_as_they_are_ = positions.size() == text_->arity();
        for (std::size_t i = 0; i < positions.size(); ++i) {
            takes_lists_as_they_are_ = takes_lists_as_they_are_ && positions[i] == i;
        }
    }

    /// Rows that nobody has asked for are found out with the first list, before others are run.
    [[nodiscard]] bool can_be_piped() const {
        return connection_.do_features().pipeline && text_->keyword() != "COPY" &&
               (returning_ || returns_nothing(*text_));
    }

    void run_lists(detail::BoundParameters& parameters) {
        do {
            if (can_be_held(parameters)) {
                hold(parameters.values);
            } else {
                arrange_and_run(parameters);
            }
            ++index_;
        } while (detail::next_list(source_, parameters, index_));
        run_pending();
    }

    /// Whether the list goes with others without a closer look, as nearly all do.
    [[nodiscard]] bool can_be_held(const detail::BoundParameters& parameters) const {
        if (!pending_ || !takes_lists_as_they_are_ || parameters.by_name) return false;
        if (parameters.values.size() != text_->arity()) return false;
        return std::none_of(parameters.values.begin(), parameters.values.end(),
                            [](const ValueView& view) { return view.is_expansion(); });
    }

    void arrange_and_run(const detail::BoundParameters& parameters) {
        const auto statement = arrange(parameters);
        if (pending_ && statement == text_) return hold(cursor_.arranged_);
        run_pending();
        run_one(cursor_.arranged_, *statement, index_);
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
        pending_->append(views);
        if (is_enough()) {
            ++index_;
            run_pending();
            --index_;
        }
    }

    /// Whether what is held is to be run. Statements are filled if that takes no more than the bytes of one:
    /// each number of rows is another text to the database.
    [[nodiscard]] bool is_enough() {
        const std::size_t count = pending_->count();
        if (count == most_pending_) return true;
        if (count % lists_in_a_step_ != 0) return pending_->bytes() - bytes_of_steps_ >= most_pending_bytes;
        bytes_of_steps_ = pending_->bytes();
        return bytes_of_steps_ >= most_pending_bytes;
    }

    /// Runs what is held, which are the lists before index_.
    void run_pending() {
        const std::size_t count = pending_ ? pending_->count() : 0;
        if (count == 0) return;
        const Forgetting forgetting(*pending_);
        bytes_of_steps_ = 0;
        const std::size_t first = index_ - count;
        if (lists_in_a_step_ > 1) pending_->give_types_to_nulls();
        if (count > lists_in_a_step_) return run_piped(count, first);
        if (count > 1 && run_together(*text_->multi_row(count), {first, index_ - 1})) return;
        run_one_by_one(0, first);
    }

    /// Runs all that is held by one statement. Returns false if it was refused and undone. What goes wrong
    /// with its answer comes from a statement that was run, which must not be run again.
    [[nodiscard]] bool run_together(const driver::Statement& statement, RowRange range) {
        driver::ResultHead head;
        try {
            head = start(pending_->views(), statement);
        } catch (const DatabaseError& error) {
            if (!can_go_on(error)) driver::throw_about(error, range);
            return false;
        }
        try {
            take(head);
            check_not_cancelled();
        } catch (const DatabaseError& error) {
            driver::throw_about(error, range);
        }
        return true;
    }

    /// Runs the lists that are held, from one of them on, to find the one at fault.
    void run_one_by_one(std::size_t from, std::size_t first) {
        for (std::size_t i = from; i < pending_->count(); ++i) run_one(pending_->list(i), *text_, first + i);
    }

    /// Sends what is held in one go: `count` lists, of which the first is number `first`.
    void run_piped(std::size_t count, std::size_t first) {
        const std::size_t width = text_->parameter_count();
        std::vector<driver::PipelineStep> steps;
        std::vector<std::shared_ptr<const driver::Statement>> batches;  // what the steps borrow
        const std::size_t size = (count + lists_in_a_step_ - 1) / lists_in_a_step_;
        steps.reserve(size);
        batches.reserve(size);
        for (std::size_t at = 0; at < count; at += lists_in_a_step_) {
            const std::size_t lists = std::min(lists_in_a_step_, count - at);
            batches.push_back(lists > 1 ? text_->multi_row(lists) : text_);
            steps.push_back({.cursor = &cursor_,
                             .statement = batches.back().get(),
                             .parameters = pending_->views().subspan(at * width, lists * width)});
        }
        if (std::exchange(is_first_, false) && begins_) steps[0].begin = &options_;
        std::optional<driver::PipelineAnswer> answer;
        std::size_t step = 0;
        try {
            answer = connection_.do_run_pipeline(steps, deadline_);
            has_run_ = has_run_ || answer->done > 0;
            try {
                for (; step < answer->done; ++step) take(cursor_.do_receive(deadline_));
            } catch (const DatabaseError&) {
                // What the database refused counts for more, and is often why a result cannot be had: the
                // transaction has failed, so that the database tells nothing about its types.
                if (!answer->error) throw;
                step = answer->done;
            }
            if (answer->error) std::rethrow_exception(answer->error);
        } catch (const DatabaseError& error) {
            const std::size_t at = step * lists_in_a_step_;
            const bool is_refused = answer && step == answer->done;  // else it is a result that cannot be had
            if (lists_in_a_step_ == 1 || !is_refused || !can_go_on(error)) {
                const std::size_t end = answer ? std::min(at + lists_in_a_step_, count) : count;
                driver::throw_about(error, {first + at, first + end - 1});
            }
            run_one_by_one(at, first);
        }
        check_not_cancelled();
    }

    void run_one(std::span<const ValueView> parameters, const driver::Statement& statement,
                 std::size_t index) {
        try {
            take(start(parameters, statement));
            check_not_cancelled();
        } catch (const DatabaseError& error) {
            driver::throw_about(error, {index, index});
        }
    }

    [[nodiscard]] driver::ResultHead start(std::span<const ValueView> parameters,
                                           const driver::Statement& statement) {
        const bool first = std::exchange(is_first_, false);
        return cursor_.start(statement, parameters, first && begins_ ? &options_ : nullptr, deadline_);
    }

    /// Adds what one run of the statement gave.
    void take(const driver::ResultHead& head) {
        if (head.columns) take_rows(head);
        auto completion = cursor_.do_complete(deadline_);
        has_run_ = true;
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

    /// Whether the transaction is as it was before the statement that has failed: the database has undone
    /// that alone, or has not even been sent it. The lists may then be run one by one.
    [[nodiscard]] bool can_go_on(const DatabaseError& error) {
        const auto error_class = error.error_class();
        const bool was_stopped = error_class == ErrorClass::deadline_exceeded ||
                                 error_class == ErrorClass::query_canceled ||
                                 error_class == ErrorClass::serialization_failure;
        if (was_stopped || !error.is_connection_usable()) return false;
        const auto status = connection_.do_transaction_status();
        if (status == TransactionStatus::active) return connection_.do_has_undone_statement();
        is_first_ = status == TransactionStatus::idle && begins_ && !has_run_;  // it begins anew
        return is_first_;
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
    bool has_run_ = false;  // some of the lists
    ResultSet total_{.completion = {.rowcount = 0}};

    std::size_t index_ = 0;                 // of the list that was read last
    std::size_t lists_in_a_step_ = 1;       // how many are run by one statement
    std::size_t most_pending_ = 0;          // how many are held back, to be run in one go,
    std::size_t bytes_of_steps_ = 0;        // and the bytes of those that fill their statements
    std::optional<PendingLists> pending_;   // lists that were read and are not yet run, where some may wait
    bool takes_lists_as_they_are_ = false;  // each marker takes the next value
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
        if (named_)
            throw ProgrammingError("a named cursor takes a query: executemany() needs another cursor");
        forget_results();
        detail::BoundParameters parameters;
        ResultSet total{.completion = {.rowcount = 0}};
        if (detail::next_list(source, parameters, 0)) {
            Connection::Operation operation(*connection_, this, deadline());
            connection_->settle(operation, Connection::OpenStream::refuse);
            total = ManyRun(*this, sql, source, options, operation.deadline()).run(parameters);
        }
        results_->start(0) = std::move(total);
        show_results(1);
    });
} catch (const detail::ForeignException& foreign) {
    std::rethrow_exception(foreign.cause);
}

}  // namespace dbapi
