// SPDX-License-Identifier: BSL-1.0
#include "session.hpp"

#include <algorithm>
#include <array>
#include <dbapi/errors.hpp>
#include <utility>

#include "prepared.hpp"

namespace testing::mistaken {

using dbapi::Deadline;
using dbapi::driver::CommitAnswer;

dbapi::Timeout timeout_of(Deadline deadline) noexcept {
    if (deadline.is_never()) return dbapi::Timeout::zero();
    const dbapi::Timeout left(deadline.remaining_ms());
    return left > dbapi::Timeout::zero() ? left : dbapi::Timeout(-1);
}

Session::Session(std::function<std::shared_ptr<dbapi::Connection>()> connect, std::string database,
                 const Faults& faults, int number)
    : reconnect_(std::move(connect)),
      database_(std::move(database)),
      inner_(reconnect_()),
      faults_(faults),
      features_(inner_->features()) {
    features_.callproc = true;
    features_.two_phase = true;
    memory_.session = number;
    if (faults_.features) faults_.features(features_);
}

std::shared_ptr<dbapi::Connection> Session::inner() const {
    const std::lock_guard lock(mutex_);
    return inner_;
}

void Session::set_inner(std::shared_ptr<dbapi::Connection> inner) {
    const std::lock_guard lock(mutex_);
    inner_ = std::move(inner);
}

dbapi::Timeout Session::limit(Deadline deadline) const noexcept {
    return timeout_of(faults_.deadline ? faults_.deadline(deadline) : deadline);
}

dbapi::driver::Placeholder Session::do_placeholder() const noexcept {
    return dbapi::driver::Placeholder::dollar;
}

std::unique_ptr<dbapi::Cursor> Session::do_cursor(const dbapi::CursorOptions&) {
    return std::make_unique<MistakenCursor>(*this);
}

bool Session::do_has_undone_statement() const noexcept {
    bool right = true;
    try {
        right = inner()->execute("SELECT changes()").scalar<std::int64_t>() == 0;
    } catch (const dbapi::Error&) {
        // A transaction that has failed: all of it is undone.
    }
    return faults_.has_undone ? faults_.has_undone(right) : right;
}

// ── transactions ──

void Session::do_begin(const dbapi::TransactionOptions&, Deadline deadline) {
    judged({.keyword = "BEGIN"}, [&] {
        if (faults_.begin) return faults_.begin(*inner());
        inner()->set_timeout(limit(deadline));
        inner()->begin();
    });
}

CommitAnswer Session::do_commit(Deadline deadline) {
    return judged({.keyword = "COMMIT"}, [&] {
        if (faults_.commit) return faults_.commit(*inner());
        inner()->set_timeout(limit(deadline));
        try {
            inner()->commit();
        } catch (const dbapi::TransactionRolledBack&) {
            return CommitAnswer::rolled_back;
        }
        return CommitAnswer::committed;
    });
}

// Without the deadline: it waits for nobody, and an operation that ran out of time must still be undone.
void Session::do_rollback(Deadline) {
    if (faults_.rollback) return faults_.rollback(*inner());
    inner()->set_timeout({});
    inner()->rollback();
}

dbapi::TransactionStatus Session::do_transaction_status() const noexcept {
    const auto right = inner()->transaction_status();
    return faults_.status ? faults_.status(right) : right;
}

bool Session::do_is_exempt_from_begin(std::string_view keyword) const noexcept {
    static constexpr auto exempt = std::to_array<std::string_view>({"PRAGMA", "VACUUM", "ATTACH", "DETACH"});
    const bool right = std::find(exempt.begin(), exempt.end(), keyword) != exempt.end();
    return faults_.is_exempt ? faults_.is_exempt(keyword, right) : right;
}

// ── the session ──

void Session::do_end_stream(dbapi::driver::StreamEnd, Deadline deadline) {
    if (faults_.end_stream) return faults_.end_stream(*inner());
    if (!stream_) return;
    stream_->set_timeout(limit(deadline));
    std::exchange(stream_, nullptr)->close();
}

void Session::do_cancel(Deadline) {
    if (faults_.cancel) return faults_.cancel(*inner(), memory_);
    inner()->cancel();
}

bool Session::do_is_usable() const noexcept {
    const bool right = inner()->is_usable();
    return faults_.is_usable ? faults_.is_usable(right) : right;
}

void Session::do_close(Deadline deadline) {
    if (faults_.close_drops_prepared && own_prepared_) {
        PreparedTransactions::all().remove(database_, *own_prepared_);
    }
    if (faults_.close) faults_.close(*inner());
    inner()->set_timeout(limit(deadline));
    inner()->close();
}

}  // namespace testing::mistaken
