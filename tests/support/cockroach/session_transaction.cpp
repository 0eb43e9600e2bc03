// SPDX-License-Identifier: BSL-1.0
//
// The control of transactions. It goes to PostgreSQL by commands of the double's own, as PostgreSQL has
// neither the state after a RELEASE of cockroach_restart nor a BEGIN that fails.
#include "support/cockroach/session.hpp"
#include "support/cockroach/translate.hpp"

namespace testing::cockroach {
namespace {

constexpr Complaint not_first{
    "42601", "SAVEPOINT \"cockroach_restart\" needs to be the first statement in a transaction"};
constexpr Complaint no_savepoint{"3B001", "savepoint does not exist"};
constexpr std::string_view past_restart =
    "restart transaction: TransactionRetryWithProtoRefreshError: cannot rollback to savepoint after a "
    "transaction restart";
constexpr std::string_view injected_at_commit =
    "restart transaction: TransactionRetryWithProtoRefreshError: injected by "
    "`inject_retry_errors_on_commit_enabled` session variable";

}  // namespace

bool Session::is_restart(const std::string& name) const {
    return is_restart_savepoint(name) || settings_.is_on("force_savepoint_restart");
}

bool Session::begin(const Statement& statement) {
    if (state_ == State::open) return fail(profile_.begin_again);
    begin_ = begin_for_postgresql(profile_, statement, node_.conflicts_pass);
    if (!std::exchange(implicit_, false)) {  // else PostgreSQL is in one already, which is the client's now
        const auto answer = backend_->command(begin_);
        if (answer.error) {
            pass_error(*answer.error);
            return false;
        }
    }
    state_ = State::open;
    has_restart_ = must_restart_ = false;
    first_savepoint_.clear();
    is_first_ = true;
    retries_injected_ = 0;
    return done("BEGIN");
}

bool Session::commit() {
    switch (state_) {
        case State::idle:
            if (!settings_.is_on("autocommit_before_ddl")) return fail(profile_.no_transaction);
            notify(complain(profile_, profile_.no_transaction, "WARNING"));
            return done("COMMIT");
        case State::commit_wait: state_ = State::idle; return done("COMMIT");
        case State::aborted: return roll_back();
        case State::open: break;
    }
    state_ = State::idle;
    if (settings_.is_on("inject_retry_errors_on_commit_enabled")) {
        backend_->command("ROLLBACK");
        return fail(retry_error(profile_, "", injected_at_commit));
    }
    const auto answer = backend_->command("COMMIT");
    if (!answer.error) return done(answer.tag);
    pass_error(*answer.error);
    return false;
}

bool Session::roll_back() {
    if (state_ == State::idle) {
        if (!settings_.is_on("autocommit_before_ddl")) return fail(profile_.no_transaction);
        notify(complain(profile_, profile_.no_transaction, "WARNING"));
        return done("ROLLBACK");
    }
    const bool was_committed = state_ == State::commit_wait;
    if (backend_->status() != 'I' || backend_->has_unsynced()) backend_->command("ROLLBACK");
    state_ = State::idle;
    return done(was_committed ? "COMMIT" : "ROLLBACK");
}

bool Session::savepoint(const Statement& statement) {
    if (state_ == State::idle) return fail(profile_.no_transaction);
    if (is_restart(statement.name)) {
        if (state_ == State::aborted) {
            restart_transaction();
            return done("ROLLBACK");
        }
        if (!is_first_) return fail(not_first);
        has_restart_ = true;
        restart_name_ = statement.name;
        return done("SAVEPOINT");
    }
    if (is_first_) first_savepoint_ = statement.name;
    const auto answer = backend_->command(statement.sql);
    if (!answer.error) return done(answer.tag);
    pass_error(*answer.error);
    return false;
}

bool Session::roll_back_to(const Statement& statement) {
    if (state_ == State::idle) return fail(no_savepoint);
    if (has_restart_ && statement.name == restart_name_) {
        restart_transaction();
        return done("ROLLBACK");
    }
    if (must_restart_ && statement.name == first_savepoint_) {
        restart_transaction();
        backend_->command("SAVEPOINT " + statement.name);
        return done("ROLLBACK");
    }
    if (must_restart_) return fail(retry_error(profile_, "", past_restart));
    const auto answer = backend_->command(statement.sql);
    if (answer.error) {
        pass_error(*answer.error);
        return false;
    }
    state_ = State::open;
    return done("ROLLBACK");
}

/// PostgreSQL keeps its snapshot over a ROLLBACK TO: the transaction has to be begun again.
void Session::restart_transaction() {
    backend_->command("ROLLBACK");
    backend_->command(begin_);
    state_ = State::open;
    must_restart_ = false;
    is_first_ = true;
}

bool Session::release(const Statement& statement) {
    if (state_ == State::idle) return fail(profile_.no_transaction);
    if (!has_restart_ || statement.name != restart_name_) {
        const auto answer = backend_->command(statement.sql);
        if (!answer.error) return done(answer.tag);
        pass_error(*answer.error);
        return false;
    }
    const auto answer = backend_->command("COMMIT");
    if (answer.error) {
        pass_error(*answer.error);
        state_ = State::aborted;
        return false;
    }
    state_ = State::commit_wait;
    return done("COMMIT");
}

}  // namespace testing::cockroach
