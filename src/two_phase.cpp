// SPDX-License-Identifier: BSL-1.0
//
// Two-phase transactions: PEP 249's order of the tpc_ functions, and what may not happen between them.
#include <algorithm>
#include <array>
#include <dbapi/driver/statement.hpp>
#include <dbapi/errors.hpp>

#include "commit.hpp"
#include "connection_state.hpp"

namespace dbapi {
namespace {

[[noreturn]] void throw_order(const std::string& message) {
    throw ProgrammingError(message, ErrorDetails{.sqlstate = "25001"});
}

/// Whether a statement of this first keyword begins or ends transactions; savepoints do not.
bool ends_transactions(std::string_view keyword) {
    static constexpr auto keywords = std::to_array<std::string_view>(
        {"BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "PREPARE TRANSACTION"});
    return std::ranges::find(keywords, keyword) != keywords.end();
}

void check_two_phase(const Features& features) {
    if (!features.two_phase) throw NotSupportedError("the database has no two-phase transactions");
}

}  // namespace

/// At the end of its scope a two-phase transaction has ended, however that went, if the session's transaction
/// has.
class Connection::EndWithTransaction {
 public:
    explicit EndWithTransaction(Connection& connection) noexcept : connection_(connection) {}
    ~EndWithTransaction() {
        State& state = *connection_.state_;
        const auto status = connection_.do_transaction_status();
        if (status == TransactionStatus::active || status == TransactionStatus::failed) return;
        if (state.two_phase == TwoPhase::prepared) return;
        state.two_phase = TwoPhase::none;
        state.xid.reset();
    }
    EndWithTransaction(const EndWithTransaction&) = delete;
    EndWithTransaction& operator=(const EndWithTransaction&) = delete;

 private:
    Connection& connection_;
};

// ── what the others ask ──

/// @throws ProgrammingError  in a two-phase transaction.
void Connection::check_no_two_phase(const char* what) const {
    if (state_->two_phase == TwoPhase::none) return;
    throw_order(std::string(what) +
                " has no place in a two-phase transaction: tpc_commit() and tpc_rollback() end it");
}

/// @throws ProgrammingError  between the phases.
void Connection::check_not_prepared() const {
    if (state_->two_phase != TwoPhase::prepared) return;
    throw_order("the transaction is prepared: nothing runs before tpc_commit() or tpc_rollback()");
}

/// @throws ProgrammingError  between the phases; or the statement would end a transaction that something
/// else is to end.
void Connection::check_may_run(const driver::Statement& statement) const {
    if (state_->two_phase == TwoPhase::none && !state_->scopes.has_live()) return;
    check_not_prepared();
    for (const auto& keyword : statement.keywords()) {
        if (!ends_transactions(keyword)) continue;
        check_no_two_phase(keyword.c_str());
        check_no_scope(keyword.c_str());
    }
}

// ── the functions ──

Xid Connection::xid(std::int64_t format_id, std::string_view global_transaction_id,
                    std::string_view branch_qualifier) {
    return noted([&] {
        check_open();
        check_two_phase(do_features());
        return Xid(format_id, global_transaction_id, branch_qualifier);
    });
}

void Connection::tpc_begin(const Xid& xid) {
    noted([&] {
        clear_messages();
        check_two_phase(do_features());
        Operation operation(*this, nullptr, state_->deadline());
        check_no_two_phase("tpc_begin()");
        check_no_scope("tpc_begin()");
        settle(operation, OpenStream::refuse);
        check_idle("a transaction is open: commit or roll back before tpc_begin()");
        do_tpc_begin(xid, state_->begin_options(), operation.deadline());
        state_->xid = xid;
        state_->two_phase = TwoPhase::begun;
    });
}

void Connection::tpc_prepare() {
    noted([&] {
        clear_messages();
        check_two_phase(do_features());
        Operation operation(*this, nullptr, state_->deadline());
        check_no_scope("tpc_prepare()");
        check_not_prepared();
        if (state_->two_phase != TwoPhase::begun) throw_order("tpc_prepare() comes behind tpc_begin()");
        settle(operation, OpenStream::refuse);
        const EndWithTransaction end(*this);
        if (do_tpc_prepare(*state_->xid, operation.deadline()) == driver::CommitAnswer::rolled_back) {
            throw_rolled_back();
        }
        state_->two_phase = TwoPhase::prepared;
    });
}

void Connection::tpc_commit() {
    noted([&] {
        clear_messages();
        check_two_phase(do_features());
        Operation operation(*this, nullptr, state_->deadline());
        check_no_scope("tpc_commit()");
        if (state_->two_phase == TwoPhase::prepared) {
            end_prepared(&ConnectionHooks::do_tpc_commit, operation.deadline());
            return;
        }
        if (state_->two_phase == TwoPhase::none) throw_order("tpc_commit() comes behind tpc_begin()");
        settle(operation, OpenStream::refuse);
        const EndWithTransaction end(*this);
        conclude([&] { return do_tpc_commit_one_phase(*state_->xid, operation.deadline()); });
    });
}

void Connection::tpc_rollback() {
    noted([&] {
        clear_messages();
        check_two_phase(do_features());
        Operation operation(*this, nullptr, state_->deadline());
        check_no_scope("tpc_rollback()");
        if (state_->two_phase == TwoPhase::prepared) {
            end_prepared(&ConnectionHooks::do_tpc_rollback, operation.deadline());
            return;
        }
        if (state_->two_phase == TwoPhase::none) throw_order("tpc_rollback() comes behind tpc_begin()");
        const EndWithTransaction end(*this);
        settle(operation, OpenStream::roll_back);
        if (do_transaction_status() != TransactionStatus::idle) do_rollback(operation.deadline());
    });
}

void Connection::tpc_commit(const Xid& xid) { resolve(xid, &ConnectionHooks::do_tpc_commit); }

void Connection::tpc_rollback(const Xid& xid) { resolve(xid, &ConnectionHooks::do_tpc_rollback); }

std::vector<Xid> Connection::tpc_recover() {
    return noted([&] {
        clear_messages();
        check_two_phase(do_features());
        Operation operation(*this, nullptr, state_->deadline());
        settle(operation, OpenStream::refuse);
        return do_tpc_recover(operation.deadline());
    });
}

// ── their parts ──

/// The second phase of this session's transaction. What the database does not know has ended otherwise; and
/// whether it has ended, when the answer was lost, is for tpc_recover().
void Connection::end_prepared(SecondPhase phase, Deadline deadline) {
    const auto over = [&] {
        state_->two_phase = TwoPhase::none;
        state_->xid.reset();
    };
    try {
        second_phase(*state_->xid, phase, deadline);
    } catch (const dbapi::Error& error) {
        const auto kind = error.error_class();
        if (kind == ErrorClass::programming_error || kind == ErrorClass::ambiguous_commit) over();
        throw;
    }
    over();
}

void Connection::second_phase(const Xid& xid, SecondPhase phase, Deadline deadline) {
    conclude([&] {
        (this->*phase)(xid, deadline);
        return driver::CommitAnswer::committed;
    });
}

/// Ends a transaction that is not this session's any more.
void Connection::resolve(const Xid& xid, SecondPhase phase) {
    noted([&] {
        clear_messages();
        check_two_phase(do_features());
        Operation operation(*this, nullptr, state_->deadline());
        check_no_two_phase("an xid of another transaction");
        check_no_scope("an xid of another transaction");
        settle(operation, OpenStream::refuse);
        check_idle("a transaction is open: commit or roll back before another one is ended by its xid");
        second_phase(xid, phase, operation.deadline());
    });
}

}  // namespace dbapi
