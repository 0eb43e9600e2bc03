// SPDX-License-Identifier: BSL-1.0
#include "pipeline_run.hpp"

#include <algorithm>
#include <dbapi/errors.hpp>
#include <utility>

#include "commit.hpp"
#include "result_set.hpp"

namespace dbapi {

Pipeline::Run::Run(Connection& connection, std::vector<Step>& steps, std::span<const ValueView> parameters,
                   Deadline deadline)
    : connection_(connection),
      steps_(steps),
      parameters_(parameters),
      size_(steps_.size()),
      options_(connection.state_->begin_options()),
      deadline_(deadline),
      autocommit_(connection.state_->commits_each()) {}

void Pipeline::Run::run() {
    plan_transactions();
    connection_.in_own_transaction(ours_, [&] {
        if (connection_.do_features().pipeline) {
            run_together();
        } else {
            run_in_turn();
        }
    });
}

/// Foresees where transactions begin and end, and adds the COMMIT of autocommit mode.
void Pipeline::Run::plan_transactions() {
    bool is_open = connection_.do_transaction_status() != TransactionStatus::idle;
    bool ours = false;
    for (Step& step : steps_) {
        if (!step.cursor) {
            step.is_needed = is_open;
            is_open = ours = false;
            continue;
        }
        const auto& statement = *step.statement;
        step.begins = !is_open && connection_.begins_transaction(statement);
        is_open = is_open || step.begins;
        ours = ours || (step.begins && autocommit_);
    }
    if (ours) steps_.emplace_back();
}

std::span<const ValueView> Pipeline::Run::parameters_of(const Step& step) const noexcept {
    return parameters_.subspan(step.first_parameter, step.statement->parameter_count());
}

// ── one by one ──

void Pipeline::Run::run_in_turn() {
    std::size_t index = 0;
    try {
        for (; index < steps_.size(); ++index) {
            if (connection_.state_->gate.is_cancelled()) {
                throw QueryCanceled("the pipeline was cancelled",
                                    ErrorDetails{.sqlstate = sqlstate::query_canceled});
            }
            run_step(steps_[index]);
        }
    } catch (...) {
        throw_failed(std::current_exception(), index);
    }
}

void Pipeline::Run::run_step(const Step& step) {
    connection_.set_running(step.cursor);
    if (!step.cursor) {
        if (connection_.do_transaction_status() != TransactionStatus::idle) {
            connection_.finish_commit(deadline_);
        }
        ours_ = false;
        return;
    }
    // What the database says counts, rather than what was foreseen: SAVEPOINT begins transactions on some.
    const bool begins = step.cursor->wants_begin(*step.statement);
    ours_ = ours_ || (begins && autocommit_);
    step.cursor->buffer(
        step.cursor->start(*step.statement, parameters_of(step), begins ? &options_ : nullptr, deadline_),
        deadline_);
}

// ── together ──

void Pipeline::Run::run_together() {
    if (!steps_[0].cursor && connection_.do_transaction_status() == TransactionStatus::failed) {
        // The database would answer with a rollback, which is no error to it, and go on with what is behind.
        return run_in_turn();
    }
    std::vector<driver::PipelineStep> sent;
    std::vector<std::size_t> indexes;  // of what is sent, in steps_
    sent.reserve(steps_.size());
    indexes.reserve(steps_.size());
    for (std::size_t i = 0; i < steps_.size(); ++i) {
        const Step& step = steps_[i];
        if (!step.is_needed) continue;
        indexes.push_back(i);
        auto& next = sent.emplace_back();
        if (!step.cursor) continue;
        next = {.cursor = step.cursor,
                .statement = step.statement.get(),
                .parameters = parameters_of(step),
                .begin = step.begins ? &options_ : nullptr};
    }
    if (sent.empty()) return;
    const auto answer = connection_.do_run_pipeline(sent, deadline_);
    for (std::size_t i = 0; i < sent.size() && i <= answer.done; ++i) {
        if (sent[i].begin) ours_ = autocommit_;
        if (!sent[i].cursor && i < answer.done) ours_ = false;
    }
    const auto unkept = take_results({sent.data(), answer.done});
    if (answer.error) throw_failed(answer.error, indexes[answer.done]);
    if (unkept.error) throw_failed(unkept.error, indexes[unkept.index]);
}

/// Returns the first failure of ours; what the database did goes on.
Pipeline::Run::Failure Pipeline::Run::take_results(std::span<const driver::PipelineStep> done) {
    Failure first;
    for (std::size_t i = 0; i < done.size(); ++i) {
        Cursor* const cursor = done[i].cursor;
        if (!cursor) continue;
        connection_.set_running(cursor);
        try {
            cursor->buffer(cursor->do_receive(deadline_), deadline_);
        } catch (...) {
            cursor->why_empty_ = nullptr;
            if (!first.error) first = {i, std::current_exception()};
        }
    }
    return first;
}

/// Throws what the step has failed with.
void Pipeline::Run::throw_failed(const std::exception_ptr& failure, std::size_t index) {
    if (steps_[index].cursor) steps_[index].cursor->why_empty_ = nullptr;
    try {
        std::rethrow_exception(failure);
    } catch (const Error& error) {
        ErrorDetails details = error.details();
        if (index < size_) details.row_range = {index, index};
        const bool commits = std::any_of(steps_.begin() + static_cast<std::ptrdiff_t>(index), steps_.end(),
                                         [](const Step& step) { return !step.cursor; });
        const bool is_together = connection_.do_features().pipeline;
        if (is_together && commits && details.outcome_unknown) throw_ambiguous(error, std::move(details));
        driver::throw_error(error.error_class(), error.what(), std::move(details));
    }
}

}  // namespace dbapi
