// SPDX-License-Identifier: BSL-1.0
//
// A driver whose hooks say what suits the core least, for the clauses that the core keeps whatever a driver
// does. What is left to the driver is in the mistaken driver.
#pragma once

#include <array>
#include <cstdint>
#include <dbapi/driver.hpp>
#include <dbapi/driver/execution.hpp>
#include <dbapi/driver/statement.hpp>
#include <dbapi/errors.hpp>
#include <memory>
#include <string>
#include <string_view>

namespace testing {

/// Connects to nothing. It says that all has worked, also when it was closed or never asked to begin; its
/// rows start again behind their end; what it says of counts and ids was made up. It outlives its
/// connections.
class LyingDriver final : public dbapi::Driver {
 public:
    // What it says. May change at any time.
    dbapi::Features features{.transactions = true, .streaming = true};
    dbapi::TransactionStatus status = dbapi::TransactionStatus::active;
    bool returns_rows = true;  ///< Whether statements have columns; rows they always have.
    std::int64_t rows = 3;     ///< How many come before the end is told for the first time.
    std::int64_t rowcount = 1000;
    bool fails = false;       ///< Whether statements throw.
    bool rolls_back = false;  ///< What a COMMIT is answered with.

    /// How often its hooks were called.
    struct Calls {
        int executes = 0;
        int fetches = 0;
        int begins = 0;
        int commits = 0;
        int rollbacks = 0;
        int closes = 0;
        int cancels = 0;
        int prepares = 0;
        int second_phases = 0;

        friend bool operator==(const Calls&, const Calls&) = default;
    };
    mutable Calls calls{};

 private:
    class Session;
    class LyingCursor;

    std::string_view do_name() const noexcept override { return "lying"; }
    std::span<const std::string_view> do_schemes() const noexcept override {
        static constexpr auto schemes = std::to_array<std::string_view>({"lying"});
        return schemes;
    }
    std::shared_ptr<dbapi::Connection> do_connect(const dbapi::ConnectOptions& options,
                                                  dbapi::Deadline deadline) const override;
};

/// Rows of one column of text, "row 1" and so on, all in the same bytes.
class LyingDriver::LyingCursor final : public dbapi::Cursor {
 public:
    explicit LyingCursor(const LyingDriver& driver) noexcept : driver_(driver) {}

 private:
    dbapi::driver::ResultHead do_execute(const dbapi::driver::Execution&) override {
        ++driver_.calls.executes;
        fetched_ = 0;
        if (driver_.fails) throw dbapi::ProgrammingError("it failed");
        if (!driver_.returns_rows) return {};
        return {std::make_shared<std::vector<dbapi::Column>>(1)};
    }
    bool do_fetch(std::span<dbapi::ValueView> row, dbapi::Deadline) override {
        ++driver_.calls.fetches;
        if (++fetched_ == driver_.rows + 1) return false;
        text_ = "row " + std::to_string(fetched_);
        row[0] = dbapi::ValueView::string(text_);
        return true;
    }
    dbapi::driver::Completion do_complete(dbapi::Deadline) override {
        return {.rowcount = driver_.rowcount, .statusmessage = "LIE", .lastrowid = 13};
    }

    const LyingDriver& driver_;
    std::int64_t fetched_ = 0;
    std::string text_;
};

class LyingDriver::Session final : public dbapi::Connection {
 public:
    explicit Session(const LyingDriver& driver) noexcept : driver_(driver) {}

 private:
    const dbapi::Features& do_features() const noexcept override { return driver_.features; }
    dbapi::driver::Placeholder do_placeholder() const noexcept override {
        return dbapi::driver::Placeholder::question;
    }
    std::unique_ptr<dbapi::Cursor> do_cursor(const dbapi::CursorOptions&) override {
        return std::make_unique<LyingCursor>(driver_);
    }
    void do_begin(const dbapi::TransactionOptions&, dbapi::Deadline) override { ++driver_.calls.begins; }
    dbapi::driver::CommitAnswer do_commit(dbapi::Deadline) override {
        ++driver_.calls.commits;
        return driver_.rolls_back ? dbapi::driver::CommitAnswer::rolled_back
                                  : dbapi::driver::CommitAnswer::committed;
    }
    void do_rollback(dbapi::Deadline) override { ++driver_.calls.rollbacks; }
    void do_close(dbapi::Deadline) override {
        if (++driver_.calls.closes > 1) throw dbapi::InterfaceError("closed already");
    }
    dbapi::TransactionStatus do_transaction_status() const noexcept override { return driver_.status; }
    bool do_is_usable() const noexcept override { return true; }
    void do_cancel(dbapi::Deadline) override { ++driver_.calls.cancels; }
    dbapi::driver::CommitAnswer do_tpc_prepare(const dbapi::Xid&, dbapi::Deadline) override {
        ++driver_.calls.prepares;
        return dbapi::driver::CommitAnswer::committed;
    }
    void do_tpc_commit(const dbapi::Xid&, dbapi::Deadline) override { ++driver_.calls.second_phases; }
    void do_tpc_rollback(const dbapi::Xid&, dbapi::Deadline) override { ++driver_.calls.second_phases; }

    const LyingDriver& driver_;
};

inline std::shared_ptr<dbapi::Connection> LyingDriver::do_connect(const dbapi::ConnectOptions&,
                                                                  dbapi::Deadline) const {
    return std::make_shared<Session>(*this);
}

}  // namespace testing
