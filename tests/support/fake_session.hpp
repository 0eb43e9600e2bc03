// SPDX-License-Identifier: BSL-1.0
//
// The session half of the fake driver: its script, which hooks enter, and the connection that plays it.
// Private to fake_driver.cpp and fake_session.cpp.
#pragma once

#include <atomic>
#include <dbapi/driver/pipeline_step.hpp>
#include <dbapi/driver/procedure_call.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fake_driver.hpp"

namespace testing {

/// What a test scripted and what was called; sessions of all connections share it, under its lock.
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
    std::vector<dbapi::TransactionOptions> begun;
    std::vector<std::string> violations;
    bool refuses_commit = false;
    std::map<std::size_t, dbapi::Value> outputs;  // of procedures, by parameter
    std::vector<dbapi::Xid> prepared;             // transactions between the phases

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

    void note_begin(const dbapi::TransactionOptions& options) {
        const std::lock_guard lock(mutex);
        begun.push_back(options);
    }

    void expect(bool holds, const char* rule) {
        if (holds) return;
        const std::lock_guard lock(mutex);
        violations.emplace_back(rule);
    }
};

/// Plays the script as a session, and notes what the core does against the contract of the hooks.
class FakeConnection final : public dbapi::Connection {
 public:
    explicit FakeConnection(const FakeDriver& driver)
        : driver_(driver), script_(*driver.script_), generation_(driver.generation_) {
        ++driver_.sessions_;
    }
    ~FakeConnection() override { --driver_.sessions_; }
    FakeConnection(const FakeConnection&) = delete;
    FakeConnection& operator=(const FakeConnection&) = delete;

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

    /// For scripted statements: the database has ended the transaction.
    void end_transaction() noexcept { status_ = dbapi::TransactionStatus::idle; }

    /// For scripted errors: the session is gone.
    void lose() noexcept { status_ = dbapi::TransactionStatus::unknown; }

 private:
    friend class FakeCursor;

    const dbapi::Features& do_features() const noexcept override { return driver_.features; }
    dbapi::driver::Placeholder do_placeholder() const noexcept override { return driver_.placeholder; }
    std::unique_ptr<dbapi::Cursor> do_cursor(const dbapi::CursorOptions& options) override;

    bool do_is_local() const noexcept override { return driver_.is_local; }

    void do_begin(const dbapi::TransactionOptions& options, dbapi::Deadline) override {
        enter("begin");
        script_.note_begin(options);
        script_.expect(status_ == dbapi::TransactionStatus::idle, "begin in a transaction");
        script_.expect(!running_, "begin while a statement runs");
        status_ = dbapi::TransactionStatus::active;
    }
    dbapi::driver::CommitAnswer do_commit(dbapi::Deadline) override {
        enter("commit");
        script_.expect(!running_, "commit while a statement runs");
        const std::lock_guard lock(script_.mutex);
        status_ = dbapi::TransactionStatus::idle;
        return std::exchange(script_.refuses_commit, false) ? dbapi::driver::CommitAnswer::rolled_back
                                                            : dbapi::driver::CommitAnswer::committed;
    }
    void do_rollback(dbapi::Deadline) override {
        enter("rollback");
        script_.expect(!running_, "rollback while a statement runs");
        status_ = dbapi::TransactionStatus::idle;
    }
    void do_close(dbapi::Deadline) override {
        enter("close");
        script_.expect(!closed_, "close twice");
        closed_ = true;
        status_ = dbapi::TransactionStatus::unknown;
    }
    dbapi::TransactionStatus do_transaction_status() const noexcept override { return status_; }
    bool do_is_usable() const noexcept override { return status_ != dbapi::TransactionStatus::unknown; }
    void do_look() noexcept override {
        script_.expect(!running_, "a look while a statement runs");
        if (generation_ != driver_.generation_) lose();
    }
    void do_ping(dbapi::Deadline) override {
        enter("ping");
        script_.expect(!running_, "ping while a statement runs");
        do_look();
        if (!do_is_usable()) {
            throw dbapi::ConnectionLost("no answer", dbapi::ErrorDetails{.connection_usable = false});
        }
    }
    std::uint64_t do_touches() const noexcept override { return touches_; }
    bool do_reset(dbapi::Deadline) override {
        enter("reset");
        script_.expect(status_ == dbapi::TransactionStatus::idle, "reset in a transaction");
        return driver_.can_reset;
    }
    void do_end_stream(dbapi::driver::StreamEnd how, dbapi::Deadline) override {
        enter("end_stream", how == dbapi::driver::StreamEnd::roll_back ? "roll_back" : "keep_transaction");
        script_.expect(running_, "end_stream while no statement runs");
        forget_statement();
    }
    void do_cancel(dbapi::Deadline) override { script_.enter("cancel")(*this); }
    bool do_begins_with_statement() const noexcept override { return driver_.begins_with_statement; }
    bool do_has_undone_statement() const noexcept override { return driver_.has_undone_statement; }
    std::size_t do_parameters_at_once() const noexcept override { return driver_.parameters_at_once; }
    bool do_is_exempt_from_begin(std::string_view keyword) const noexcept override {
        return driver_.exempt_keywords.contains(keyword);
    }

    void do_tpc_begin(const dbapi::Xid& xid, const dbapi::TransactionOptions& options,
                      dbapi::Deadline deadline) override;
    dbapi::driver::CommitAnswer do_tpc_prepare(const dbapi::Xid& xid, dbapi::Deadline deadline) override;
    dbapi::driver::CommitAnswer do_tpc_commit_one_phase(const dbapi::Xid& xid,
                                                        dbapi::Deadline deadline) override;
    void do_tpc_commit(const dbapi::Xid& xid, dbapi::Deadline deadline) override;
    void do_tpc_rollback(const dbapi::Xid& xid, dbapi::Deadline deadline) override;
    std::vector<dbapi::Xid> do_tpc_recover(dbapi::Deadline deadline) override;
    void end_prepared(const dbapi::Xid& xid);

    dbapi::driver::PipelineAnswer do_run_pipeline(std::span<const dbapi::driver::PipelineStep> steps,
                                                  dbapi::Deadline deadline) override;
    void run_step(const dbapi::driver::PipelineStep& step);

    void forget_statement() noexcept {
        running_ = false;
        drop_row();
    }
    /// Frees the bytes of the row that was exposed last.
    void drop_row() noexcept { exposed_.reset(); }
    void expose(const FakeRow& row, std::span<dbapi::ValueView> out);

    const FakeDriver& driver_;
    FakeDriver::Script& script_;
    std::atomic<dbapi::TransactionStatus> status_ = dbapi::TransactionStatus::idle;
    unsigned generation_;
    std::uint64_t touches_ = 0;  // SET statements
    bool closed_ = false;
    bool running_ = false;             // a statement was started and did not end
    std::vector<FakeResult> results_;  // of the statement that runs
    std::size_t result_ = 0;
    std::size_t row_ = 0;
    std::unique_ptr<std::vector<dbapi::Value>> exposed_;  // the row that views look at, all of it on the heap
};

}  // namespace testing
