// SPDX-License-Identifier: BSL-1.0
#include "fake_session.hpp"

#include <algorithm>

namespace testing {

using dbapi::Deadline;
using dbapi::TransactionStatus;
using dbapi::Value;
using dbapi::ValueView;

void FakeConnection::expose(const FakeRow& row, std::span<ValueView> out) {
    script_.expect(out.size() == row.size(), "a row with another number of views than columns");
    exposed_ = std::make_unique<std::vector<Value>>();
    for (const FakeCell& cell : row) exposed_->push_back(cell.value);
    for (std::size_t i = 0; i < std::min(out.size(), row.size()); ++i) {
        const ValueView view((*exposed_)[i]);
        out[i] = row[i].codec ? ValueView::encoded(row[i].kind, view.bytes(), *row[i].codec) : view;
    }
}

class FakeCursor final : public dbapi::Cursor {
 public:
    explicit FakeCursor(FakeConnection& session) : session_(session) {}

 private:
    friend class FakeConnection;

    dbapi::driver::ResultHead do_execute(const dbapi::driver::Execution& execution) override {
        session_.script_.expect(!session_.running_, "execute while another statement runs");
        piped_.clear();
        session_.results_ = run(execution);
        session_.running_ = true;
        session_.result_ = session_.row_ = 0;
        return {session_.results_[0].columns};
    }

    dbapi::driver::ResultHead do_receive(Deadline) override {
        session_.script_.expect(!session_.running_, "receive while a statement runs");
        session_.script_.expect(!piped_.empty(), "receive without a result of a pipeline");
        session_.enter("receive");
        session_.results_ = std::move(piped_.at(0));
        piped_.erase(piped_.begin());
        session_.running_ = true;
        session_.result_ = session_.row_ = 0;
        return {session_.results_[0].columns};
    }

    /// Records the statement and returns what it gives.
    std::vector<FakeResult> run(const dbapi::driver::Execution& execution) {
        auto& script = session_.script_;
        const std::string_view sql = execution.statement.sql();
        {
            const std::lock_guard lock(script.mutex);
            auto& seen = script.executions.emplace_back();
            seen.sql = sql;
            seen.statement_id = execution.statement.id();
            for (const ValueView& view : execution.parameters) {
                seen.parameters.push_back(view.to_value());
                const bool may_have_hint = view.is_null() || view.kind() == dbapi::Kind::array;
                const auto hint = may_have_hint ? view.hint() : dbapi::TypeHint{};
                seen.hints.push_back(hint.kind == dbapi::Kind::null ? dbapi::TypeHint{} : hint);
            }
            seen.stream = execution.stream;
            seen.has_deadline = !execution.deadline.is_never();
        }
        session_.enter("execute", std::string(sql) + (execution.begin ? " [begin]" : ""));
        if (execution.begin) script.note_begin(*execution.begin);
        const auto keyword = execution.statement.keyword();
        if (keyword == "SET") ++session_.touches_;
        if (execution.begin || keyword == "BEGIN") session_.status_ = TransactionStatus::active;
        if (keyword == "COMMIT" || keyword == "ROLLBACK") session_.status_ = TransactionStatus::idle;
        const std::lock_guard lock(script.mutex);
        const auto known = script.answers.find(execution.statement.text());
        return known == script.answers.end() ? std::vector<FakeResult>(1) : known->second;
    }

    bool do_fetch(std::span<ValueView> row, Deadline) override {
        session_.script_.expect(session_.running_, "fetch while no statement runs");
        session_.enter("fetch");
        const FakeResult& result = session_.results_.at(session_.result_);
        session_.script_.expect(result.columns != nullptr, "fetch of a statement without rows");
        if (session_.row_ == result.rows.size()) return false;
        session_.expose(result.rows[session_.row_++], row);
        return true;
    }

    dbapi::driver::Completion do_complete(Deadline) override {
        session_.script_.expect(session_.running_, "complete while no statement runs");
        const FakeResult& result = session_.results_.at(session_.result_);
        session_.script_.expect(session_.row_ == result.rows.size(), "complete before the last row");
        session_.enter("complete");
        auto completion = result.completion;
        completion.more_results = session_.result_ + 1 < session_.results_.size();
        session_.running_ = completion.more_results;
        return completion;
    }

    dbapi::driver::ResultHead do_nextset(Deadline) override {
        session_.enter("nextset");
        session_.script_.expect(session_.running_, "nextset while no statement runs");
        ++session_.result_;
        session_.row_ = 0;
        return {session_.results_.at(session_.result_).columns};
    }

    dbapi::driver::ResultHead do_callproc(const dbapi::driver::ProcedureCall& call) override {
        auto& script = session_.script_;
        script.expect(!session_.running_, "callproc while a statement runs");
        std::string text(call.name);
        {
            const std::lock_guard lock(script.mutex);
            auto& seen = script.executions.emplace_back();
            seen.sql = text;
            for (const ValueView& view : call.parameters) seen.parameters.push_back(view.to_value());
        }
        session_.enter("callproc", text + (call.begin ? " [begin]" : ""));
        if (call.begin) session_.status_ = TransactionStatus::active;
        const std::lock_guard lock(script.mutex);
        const auto known = script.answers.find(text);
        session_.results_ = known == script.answers.end() ? std::vector<FakeResult>(1) : known->second;
        session_.running_ = true;
        session_.result_ = session_.row_ = 0;
        return {session_.results_[0].columns};
    }

    void do_output_parameters(std::span<Value> parameters, Deadline) override {
        session_.script_.expect(!session_.running_, "output_parameters before the results are complete");
        session_.enter("output_parameters");
        for (const auto& [index, value] : session_.script_.outputs) parameters[index] = value;
    }

    FakeConnection& session_;
    std::vector<std::vector<FakeResult>> piped_;  // of a pipeline, to be received
};

dbapi::driver::PipelineAnswer FakeConnection::do_run_pipeline(
    std::span<const dbapi::driver::PipelineStep> steps, Deadline) {
    script_.expect(driver_.features.pipeline, "a pipeline that the features deny");
    script_.expect(!running_, "a pipeline while a statement runs");
    script_.expect(!steps.empty(), "a pipeline of nothing");
    enter("pipeline", std::to_string(steps.size()));
    dbapi::driver::PipelineAnswer answer;
    for (const auto& step : steps) {
        if (step.cursor) static_cast<FakeCursor*>(step.cursor)->piped_.clear();
    }
    try {
        for (const auto& step : steps) {
            run_step(step);
            ++answer.done;
        }
    } catch (...) {
        answer.error = std::current_exception();
    }
    return answer;
}

void FakeConnection::run_step(const dbapi::driver::PipelineStep& step) {
    set_running(step.cursor);
    if (!step.cursor) {
        enter("piped_commit");
        script_.expect(status_ != TransactionStatus::idle, "a commit of nothing in a pipeline");
        status_ = TransactionStatus::idle;
        return;
    }
    script_.expect(!step.begin || status_ == TransactionStatus::idle, "begin in a transaction");
    auto& cursor = static_cast<FakeCursor&>(*step.cursor);
    cursor.piped_.push_back(cursor.run({.statement = *step.statement,
                                        .parameters = step.parameters,
                                        .begin = step.begin,
                                        .stream = false,
                                        .deadline = Deadline()}));
}

std::unique_ptr<dbapi::Cursor> FakeConnection::do_cursor(const dbapi::CursorOptions&) {
    return std::make_unique<FakeCursor>(*this);
}

}  // namespace testing
