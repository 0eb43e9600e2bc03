// SPDX-License-Identifier: BSL-1.0
#include "fake_driver.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace testing {

using dbapi::Deadline;
using dbapi::TransactionStatus;
using dbapi::Value;
using dbapi::ValueView;

struct FakeDriver::Script {
    struct Step {
        std::string hook;
        Action action;
        unsigned skip;
    };

    std::mutex mutex;
    std::map<std::string, std::vector<FakeResult>, std::less<>> answers;
    std::vector<Step> steps;
    std::vector<std::string> calls;
    std::vector<FakeExecution> executions;
    std::vector<std::string> violations;
    bool refuses_commit = false;

    /// Records the call of a hook and returns what is to be done in it.
    [[nodiscard]] Action enter(std::string_view hook, std::string_view more = {}) {
        const std::lock_guard lock(mutex);
        calls.push_back(std::string(hook) + (more.empty() ? "" : " ") + std::string(more));
        for (auto step = steps.begin(); step != steps.end(); ++step) {
            if (step->hook != hook) continue;
            if (step->skip-- > 0) continue;
            Action action = std::move(step->action);
            steps.erase(step);
            return action;
        }
        return [](FakeConnection&) {};
    }

    void expect(bool holds, const char* rule) {
        if (holds) return;
        const std::lock_guard lock(mutex);
        violations.emplace_back(rule);
    }
};

// ── connection ──

class FakeConnection final : public dbapi::Connection {
 public:
    explicit FakeConnection(const FakeDriver& driver) : driver_(driver), script_(*driver.script_) {}

    void notice(dbapi::Message message) { add_message(std::move(message)); }

    /// Enters a hook of the session's own thread. What it throws ends the statement, as the contract has it.
    void enter(std::string_view hook, std::string_view more = {}) {
        drop_row();
        try {
            script_.enter(hook, more)(*this);
        } catch (...) {
            forget_statement();
            throw;
        }
    }

    /// For scripted errors: the session is gone.
    void lose() noexcept { status_ = TransactionStatus::unknown; }

 private:
    friend class FakeCursor;

    const dbapi::Features& do_features() const noexcept override { return driver_.features; }
    dbapi::driver::Placeholder do_placeholder() const noexcept override { return driver_.placeholder; }
    std::unique_ptr<dbapi::Cursor> do_cursor(const dbapi::CursorOptions& options) override;

    void do_begin(const dbapi::TransactionOptions&, Deadline) override {
        enter("begin");
        script_.expect(status_ == TransactionStatus::idle, "begin in a transaction");
        script_.expect(!running_, "begin while a statement runs");
        status_ = TransactionStatus::active;
    }
    dbapi::driver::CommitAnswer do_commit(Deadline) override {
        enter("commit");
        script_.expect(!running_, "commit while a statement runs");
        const std::lock_guard lock(script_.mutex);
        status_ = TransactionStatus::idle;
        return std::exchange(script_.refuses_commit, false) ? dbapi::driver::CommitAnswer::rolled_back
                                                            : dbapi::driver::CommitAnswer::committed;
    }
    void do_rollback(Deadline) override {
        enter("rollback");
        script_.expect(!running_, "rollback while a statement runs");
        status_ = TransactionStatus::idle;
    }
    void do_close(Deadline) override {
        enter("close");
        script_.expect(!closed_, "close twice");
        closed_ = true;
        status_ = TransactionStatus::unknown;
    }
    TransactionStatus do_transaction_status() const noexcept override { return status_; }
    bool do_is_usable() const noexcept override { return status_ != TransactionStatus::unknown; }
    void do_end_stream(dbapi::driver::StreamEnd how, Deadline) override {
        enter("end_stream", how == dbapi::driver::StreamEnd::roll_back ? "roll_back" : "keep_transaction");
        script_.expect(running_, "end_stream while no statement runs");
        forget_statement();
    }
    void do_cancel(Deadline) override { script_.enter("cancel")(*this); }
    bool do_begins_with_statement() const noexcept override { return driver_.begins_with_statement; }
    bool do_is_exempt_from_begin(std::string_view keyword) const noexcept override {
        return driver_.exempt_keywords.contains(keyword);
    }

    void forget_statement() noexcept {
        running_ = false;
        drop_row();
    }
    /// Frees the bytes of the row that was exposed last.
    void drop_row() noexcept { exposed_.reset(); }
    void expose(const FakeRow& row, std::span<ValueView> out);

    const FakeDriver& driver_;
    FakeDriver::Script& script_;
    std::atomic<TransactionStatus> status_ = TransactionStatus::idle;
    bool closed_ = false;
    bool running_ = false;             // a statement was started and did not end
    std::vector<FakeResult> results_;  // of the statement that runs
    std::size_t result_ = 0;
    std::size_t row_ = 0;
    std::unique_ptr<std::vector<Value>> exposed_;  // the row that views look at, all of it on the heap
};

void FakeConnection::expose(const FakeRow& row, std::span<ValueView> out) {
    script_.expect(out.size() == row.size(), "a row with another number of views than columns");
    exposed_ = std::make_unique<std::vector<Value>>();
    for (const FakeCell& cell : row) exposed_->push_back(cell.value);
    for (std::size_t i = 0; i < std::min(out.size(), row.size()); ++i) {
        const ValueView view((*exposed_)[i]);
        out[i] = row[i].codec ? ValueView::encoded(row[i].kind, view.bytes(), *row[i].codec) : view;
    }
}

// ── cursor ──

class FakeCursor final : public dbapi::Cursor {
 public:
    explicit FakeCursor(FakeConnection& session) : session_(session) {}

 private:
    dbapi::driver::ResultHead do_execute(const dbapi::driver::Execution& execution) override {
        auto& script = session_.script_;
        const std::string_view sql = execution.statement.sql();
        script.expect(!session_.running_, "execute while another statement runs");
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
        const auto keyword = execution.statement.keyword();
        if (execution.begin || keyword == "BEGIN") session_.status_ = TransactionStatus::active;
        if (keyword == "COMMIT" || keyword == "ROLLBACK") session_.status_ = TransactionStatus::idle;
        {
            const std::lock_guard lock(script.mutex);
            const auto known = script.answers.find(execution.statement.text());
            session_.results_ = known == script.answers.end() ? std::vector<FakeResult>(1) : known->second;
        }
        session_.running_ = true;
        session_.result_ = session_.row_ = 0;
        return {session_.results_[0].columns};
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

    std::vector<Value> do_callproc(std::string_view name, std::span<const Value> parameters,
                                   Deadline) override {
        session_.enter("callproc", name);
        return {parameters.begin(), parameters.end()};
    }

    FakeConnection& session_;
};

std::unique_ptr<dbapi::Cursor> FakeConnection::do_cursor(const dbapi::CursorOptions&) {
    return std::make_unique<FakeCursor>(*this);
}

// ── driver ──

FakeDriver::FakeDriver()
    : features{.transactions = true, .multiple_statements = true, .streaming = true, .cancel = true},
      placeholder(dbapi::driver::Placeholder::question),
      script_(std::make_unique<Script>()) {}
FakeDriver::~FakeDriver() = default;

std::span<const std::string_view> FakeDriver::do_schemes() const noexcept {
    static constexpr std::array<std::string_view, 2> schemes{"fake", "mock"};
    return schemes;
}

std::shared_ptr<dbapi::Connection> FakeDriver::do_connect(const dbapi::ConnectOptions&, Deadline) const {
    auto connection = std::make_shared<FakeConnection>(*this);
    connection->enter("connect");
    return connection;
}

void FakeDriver::answer(std::string sql, std::vector<FakeResult> results) {
    const std::lock_guard lock(script_->mutex);
    script_->answers[std::move(sql)] = std::move(results);
}

void FakeDriver::lose(FakeConnection& session) noexcept { session.lose(); }

void FakeDriver::on(std::string_view hook, Action action, unsigned skip) {
    const std::lock_guard lock(script_->mutex);
    script_->steps.push_back({std::string(hook), std::move(action), skip});
}

std::shared_ptr<Gate> FakeDriver::hold(std::string_view hook, unsigned skip) {
    auto gate = std::make_shared<Gate>();
    on(
        hook, [gate](FakeConnection&) { gate->pass(); }, skip);
    return gate;
}

void FakeDriver::notify(std::string_view hook, dbapi::Message message, unsigned skip) {
    on(
        hook, [message = std::move(message)](FakeConnection& session) { session.notice(message); }, skip);
}

void FakeDriver::refuse_commit() {
    const std::lock_guard lock(script_->mutex);
    script_->refuses_commit = true;
}

std::vector<std::string> FakeDriver::calls() const {
    const std::lock_guard lock(script_->mutex);
    return script_->calls;
}

std::vector<std::string> FakeDriver::take_calls() {
    const std::lock_guard lock(script_->mutex);
    return std::exchange(script_->calls, {});
}

std::size_t FakeDriver::count(std::string_view hook) const {
    const auto all = calls();
    return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](const std::string& call) {
        return call.substr(0, call.find(' ')) == hook;
    }));
}

std::vector<FakeExecution> FakeDriver::executions() const {
    const std::lock_guard lock(script_->mutex);
    return script_->executions;
}

std::vector<std::string> FakeDriver::violations() const {
    const std::lock_guard lock(script_->mutex);
    return script_->violations;
}

}  // namespace testing
