// SPDX-License-Identifier: BSL-1.0
//
// The fake session's two-phase transactions. What was prepared is the driver's, for all its sessions.
#include <algorithm>

#include "fake_session.hpp"

namespace testing {

using dbapi::Deadline;
using dbapi::TransactionStatus;
using dbapi::Xid;
using dbapi::driver::CommitAnswer;

void FakeConnection::do_tpc_begin(const Xid& xid, const dbapi::TransactionOptions&, Deadline) {
    enter("tpc_begin", xid.global_transaction_id());
    script_.expect(status_ == TransactionStatus::idle, "tpc_begin in a transaction");
    status_ = TransactionStatus::active;
}

CommitAnswer FakeConnection::do_tpc_prepare(const Xid& xid, Deadline) {
    enter("tpc_prepare", xid.global_transaction_id());
    script_.expect(!running_, "tpc_prepare while a statement runs");
    script_.expect(status_ != TransactionStatus::idle, "tpc_prepare outside of a transaction");
    const std::lock_guard lock(script_.mutex);
    status_ = TransactionStatus::idle;
    if (std::exchange(script_.refuses_commit, false)) return CommitAnswer::rolled_back;
    script_.prepared.push_back(xid);
    return CommitAnswer::committed;
}

CommitAnswer FakeConnection::do_tpc_commit_one_phase(const Xid& xid, Deadline) {
    enter("tpc_one_phase", xid.global_transaction_id());
    script_.expect(!running_, "tpc_one_phase while a statement runs");
    const std::lock_guard lock(script_.mutex);
    status_ = TransactionStatus::idle;
    return std::exchange(script_.refuses_commit, false) ? CommitAnswer::rolled_back : CommitAnswer::committed;
}

void FakeConnection::do_tpc_commit(const Xid& xid, Deadline) {
    enter("tpc_commit", xid.global_transaction_id());
    end_prepared(xid);
}

void FakeConnection::do_tpc_rollback(const Xid& xid, Deadline) {
    enter("tpc_rollback", xid.global_transaction_id());
    end_prepared(xid);
}

std::vector<Xid> FakeConnection::do_tpc_recover(Deadline) {
    enter("tpc_recover");
    const std::lock_guard lock(script_.mutex);
    return script_.prepared;
}

void FakeConnection::end_prepared(const Xid& xid) {
    script_.expect(status_ == TransactionStatus::idle, "the second phase in a transaction");
    const std::lock_guard lock(script_.mutex);
    if (std::erase(script_.prepared, xid) == 0) {
        throw dbapi::ProgrammingError("no such xid", dbapi::ErrorDetails{.sqlstate = "42704"});
    }
}

}  // namespace testing
