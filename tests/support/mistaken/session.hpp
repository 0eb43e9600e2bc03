// SPDX-License-Identifier: BSL-1.0
//
// The hooks of the mistaken driver: each does what is right by the inner connection, or what a fault does
// instead.
#pragma once

#include <dbapi/connection.hpp>
#include <dbapi/cursor.hpp>
#include <dbapi/driver/execution.hpp>
#include <dbapi/driver/statement.hpp>
#include <dbapi/xid.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "faults.hpp"

namespace testing::mistaken {

/// Returns what is left until the deadline, as a time limit for the inner connection.
[[nodiscard]] dbapi::Timeout timeout_of(dbapi::Deadline deadline) noexcept;

/// A connection that owns an inner one in autocommit mode, and begins its transactions when it is told to.
class Session final : public dbapi::Connection {
 public:
    /// @param connect   makes an inner connection.
    /// @param database  what tells its database from others.
    /// @param faults    borrowed from the driver.
    Session(std::function<std::shared_ptr<dbapi::Connection>()> connect, std::string database,
            const Faults& faults, int number);

    /// Returns the inner connection of now; tpc_prepare() puts another one in its place. Threads: any.
    [[nodiscard]] std::shared_ptr<dbapi::Connection> inner() const;
    [[nodiscard]] const Faults& faults() const noexcept { return faults_; }
    [[nodiscard]] Memory& memory() noexcept { return memory_; }

    /// Returns what is left until the deadline, if that is looked at.
    [[nodiscard]] dbapi::Timeout limit(dbapi::Deadline deadline) const noexcept;

    /// Keeps a stream's cursor, which may be gone when the stream is ended.
    void keep_stream(std::shared_ptr<dbapi::Cursor> stream) noexcept { stream_ = std::move(stream); }

    /// Runs a step; what it throws passes the fault.
    template <class F>
    auto judged(const Ran& ran, F&& step) -> decltype(step()) {
        try {
            return step();
        } catch (const dbapi::Error& error) {
            if (faults_.failed) faults_.failed(*inner());
            if (!faults_.error) throw;
            faults_.error(error, ran, memory_);
            return decltype(step())();
        }
    }

 private:
    const dbapi::Features& do_features() const noexcept override { return features_; }
    dbapi::driver::Placeholder do_placeholder() const noexcept override;
    std::unique_ptr<dbapi::Cursor> do_cursor(const dbapi::CursorOptions& options) override;
    std::size_t do_parameters_at_once() const noexcept override { return 999; }
    bool do_has_undone_statement() const noexcept override;
    void do_begin(const dbapi::TransactionOptions& options, dbapi::Deadline deadline) override;
    dbapi::driver::CommitAnswer do_commit(dbapi::Deadline deadline) override;
    void do_rollback(dbapi::Deadline deadline) override;
    void do_close(dbapi::Deadline deadline) override;
    dbapi::TransactionStatus do_transaction_status() const noexcept override;
    bool do_is_usable() const noexcept override;
    void do_end_stream(dbapi::driver::StreamEnd how, dbapi::Deadline deadline) override;
    void do_cancel(dbapi::Deadline deadline) override;
    bool do_is_exempt_from_begin(std::string_view keyword) const noexcept override;

    dbapi::driver::CommitAnswer do_tpc_prepare(const dbapi::Xid& xid, dbapi::Deadline deadline) override;
    dbapi::driver::CommitAnswer do_tpc_commit_one_phase(const dbapi::Xid& xid,
                                                        dbapi::Deadline deadline) override;
    void do_tpc_commit(const dbapi::Xid& xid, dbapi::Deadline deadline) override;
    void do_tpc_rollback(const dbapi::Xid& xid, dbapi::Deadline deadline) override;
    std::vector<dbapi::Xid> do_tpc_recover(dbapi::Deadline deadline) override;

    void set_inner(std::shared_ptr<dbapi::Connection> inner);
    void end_prepared(const dbapi::Xid& xid, void (*end)(dbapi::Connection& holder));

    std::function<std::shared_ptr<dbapi::Connection>()> reconnect_;
    std::string database_;
    mutable std::mutex mutex_;
    std::shared_ptr<dbapi::Connection> inner_;  // under the mutex, as some hooks run at any time
    std::optional<dbapi::Xid> own_prepared_;
    const Faults& faults_;
    dbapi::Features features_;
    Memory memory_;
    std::shared_ptr<dbapi::Cursor> stream_;
};

/// A cursor that runs each statement on a new inner cursor.
class MistakenCursor final : public dbapi::Cursor {
 public:
    explicit MistakenCursor(Session& session) noexcept : session_(session) {}

 private:
    dbapi::driver::ResultHead do_execute(const dbapi::driver::Execution& execution) override;
    bool do_fetch(std::span<dbapi::ValueView> row, dbapi::Deadline deadline) override;
    dbapi::driver::Completion do_complete(dbapi::Deadline deadline) override;
    dbapi::driver::ResultHead do_nextset(dbapi::Deadline deadline) override;
    dbapi::driver::ResultHead do_callproc(const dbapi::driver::ProcedureCall& call) override;
    void do_output_parameters(std::span<dbapi::Value> parameters, dbapi::Deadline deadline) override;
    bool do_reset() noexcept override;

    [[nodiscard]] dbapi::driver::ResultHead head();
    [[nodiscard]] bool next_result();
    void read_all();
    void expose(const OwnedRow& values, std::span<dbapi::ValueView> row);

    Session& session_;
    std::shared_ptr<dbapi::Cursor> inner_;
    Ran ran_;
    bool is_several_ = false;                    // statements in one text
    bool has_result_ = false;                    // of inner_, that was not looked at yet
    std::optional<std::vector<OwnedRow>> rows_;  // when a fault wants all of them
    std::size_t next_row_ = 0;
    OwnedRow exposed_;
    std::optional<dbapi::Value> output_;  // of a procedure
};

}  // namespace testing::mistaken
