// SPDX-License-Identifier: BSL-1.0
//
// What waits in a pipeline. How it is run is in pipeline_run.cpp.
#include <algorithm>
#include <array>
#include <dbapi/driver/execution.hpp>
#include <dbapi/errors.hpp>
#include <dbapi/pipeline.hpp>
#include <utility>

#include "arrange.hpp"
#include "connection_state.hpp"
#include "pipeline_run.hpp"
#include "view_store.hpp"

namespace dbapi {
namespace {

constexpr const char* not_sent = "the statement waits in its pipeline: call sync() first";
constexpr const char* not_run =
    "the statement was not run: its pipeline did not get so far, as sync() has told";
constexpr const char* dropped = "the statement was not run: its pipeline was cleared";

/// What cannot stand between other statements, whose ends nobody waits for.
void check_statement(const driver::Statement& statement) {
    static constexpr auto ends =
        std::to_array<std::string_view>({"BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT"});
    if (statement.statement_count() == 0) {
        throw ProgrammingError("there is no statement in the text",
                               ErrorDetails{.sqlstate = sqlstate::syntax_error});
    }
    if (statement.statement_count() > 1) throw ProgrammingError("a pipeline takes one statement in a text");
    if (statement.keyword() == "COPY") throw ProgrammingError("a pipeline takes no COPY");
    if (std::ranges::find(ends, statement.keyword()) != ends.end()) {
        throw ProgrammingError("a pipeline begins transactions by itself, and ends them with commit()");
    }
    if (statement.has_native_dollar()) {
        throw ProgrammingError(
            "$1 is no marker in this parameter style, but the database would take it for one");
    }
}

}  // namespace

Pipeline::Pipeline(Connection& connection) : connection_(connection.shared()) { connection_->check_open(); }

Pipeline::~Pipeline() = default;

Cursor& Pipeline::execute(std::string_view sql, std::initializer_list<PositionalParameter> parameters) {
    detail::ListBinder binder;
    return add(sql, binder.bind(parameters));
}

/// Returns the cursor for what is added next; it stays the next one until it is counted in used_.
Cursor& Pipeline::next_cursor() {
    if (std::exchange(is_over_, false)) {
        used_ = 0;
        for (const auto& cursor : cursors_) cursor->forget_results();
    }
    if (used_ == cursors_.size()) {
        cursors_.push_back(connection_->make_cursor({}));
    } else if (cursors_[used_]->closed_) {
        cursors_[used_] = connection_->make_cursor({});
    }
    return *cursors_[used_];
}

Cursor& Pipeline::add(std::string_view sql, const detail::BoundParameters& parameters) {
    connection_->check_open();
    auto statement = connection_->state_->statements->get(sql, connection_->paramstyle(), parameters.by_name);
    check_statement(*statement);
    statement = detail::arrange(std::move(statement), parameters, views_);
    if (!parameters_) parameters_ = std::make_unique<ViewStore>();
    const std::size_t first = parameters_->views().size();
    for (const ValueView& view : views_) parameters_->append(view);
    Cursor& cursor = next_cursor();  // behind that: what is copied may be in the results that go now
    steps_.push_back({.cursor = &cursor, .statement = std::move(statement), .first_parameter = first});
    ++used_;
    cursor.forget_results();
    cursor.messages_.clear();
    cursor.why_empty_ = not_sent;
    return cursor;
}

void Pipeline::commit() {
    connection_->check_open();
    if (connection_->autocommit() && connection_->transaction_status() == TransactionStatus::idle) {
        throw ProgrammingError("in autocommit mode a pipeline is committed by sync()");
    }
    steps_.emplace_back();
}

/// What one sync() runs. It is not the pipeline's any more, to which a handler may add something; at the end
/// the memory goes back to it.
struct Pipeline::Running {
    explicit Running(Pipeline& of) noexcept
        : pipeline(of), parameters(std::move(of.parameters_)), steps(std::exchange(of.steps_, {})) {}
    ~Running() {
        if (pipeline.parameters_ || !pipeline.steps_.empty()) return;
        steps.clear();
        if (parameters) parameters->forget();
        pipeline.steps_ = std::move(steps);
        pipeline.parameters_ = std::move(parameters);
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    Pipeline& pipeline;
    std::unique_ptr<ViewStore> parameters;  // null when there are only commits
    std::vector<Step> steps;
};

void Pipeline::sync() {
    connection_->clear_messages();
    is_over_ = true;
    if (steps_.empty()) return;
    for (const Step& step : steps_) {
        if (step.cursor) step.cursor->why_empty_ = not_run;
    }
    connection_->noted([&] {
        Running running(*this);
        auto& steps = running.steps;
        Connection::Operation operation(*connection_, nullptr, connection_->state_->deadline());
        connection_->settle(operation, Connection::OpenStream::refuse);
        connection_->check_not_prepared();
        const bool commits = std::ranges::any_of(steps, [](const Step& step) { return !step.cursor; });
        if (commits) connection_->check_no_two_phase("commit() of a pipeline");
        if (commits) connection_->check_no_scope("commit() of a pipeline");
        const auto parameters = running.parameters ? running.parameters->views() : std::span<ValueView>();
        Run(*connection_, steps, parameters, operation.deadline()).run();
    });
}

void Pipeline::clear() noexcept {
    for (const Step& step : steps_) {
        if (step.cursor) step.cursor->why_empty_ = dropped;
    }
    steps_.clear();
    if (parameters_) parameters_->forget();
    is_over_ = true;
}

std::size_t Pipeline::size() const noexcept { return steps_.size(); }

}  // namespace dbapi
