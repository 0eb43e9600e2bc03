// SPDX-License-Identifier: BSL-1.0
#include "prepared.hpp"

#include <algorithm>
#include <dbapi/errors.hpp>
#include <utility>

#include "session.hpp"

namespace testing::mistaken {

using dbapi::Deadline;
using dbapi::Xid;
using dbapi::driver::CommitAnswer;

PreparedTransactions& PreparedTransactions::all() {
    static PreparedTransactions only;
    return only;
}

std::vector<PreparedTransactions::Entry>::iterator PreparedTransactions::place(const std::string& database,
                                                                               const Xid& xid) {
    return std::ranges::find_if(
        entries_, [&](const Entry& entry) { return entry.database == database && entry.xid == xid; });
}

void PreparedTransactions::add(const std::string& database, const Xid& xid,
                               std::shared_ptr<dbapi::Connection> holder) {
    const std::lock_guard lock(mutex_);
    if (place(database, xid) != entries_.end()) {
        throw dbapi::ProgrammingError("a transaction of this xid is prepared already", {.sqlstate = "42710"});
    }
    entries_.push_back({database, xid, std::move(holder)});
}

std::shared_ptr<dbapi::Connection> PreparedTransactions::find(const std::string& database, const Xid& xid) {
    const std::lock_guard lock(mutex_);
    const auto found = place(database, xid);
    return found == entries_.end() ? nullptr : found->holder;
}

void PreparedTransactions::remove(const std::string& database, const Xid& xid) {
    const std::lock_guard lock(mutex_);
    const auto found = place(database, xid);
    if (found != entries_.end()) entries_.erase(found);
}

std::vector<Xid> PreparedTransactions::list(const std::string& database) {
    const std::lock_guard lock(mutex_);
    std::vector<Xid> xids;
    for (const Entry& entry : entries_) {
        if (entry.database == database) xids.push_back(entry.xid);
    }
    return xids;
}

// ── the session's hooks ──

CommitAnswer Session::do_tpc_prepare(const Xid& xid, Deadline) {
    return judged({.keyword = "PREPARE TRANSACTION"}, [&] {
        const auto holder = inner();
        if (holder->transaction_status() == dbapi::TransactionStatus::failed) {
            holder->rollback();
            return CommitAnswer::rolled_back;
        }
        if (faults_.prepare) faults_.prepare(*holder);
        PreparedTransactions::all().add(database_, xid, holder);
        own_prepared_ = xid;
        set_inner(reconnect_());
        return CommitAnswer::committed;
    });
}

CommitAnswer Session::do_tpc_commit_one_phase(const Xid&, Deadline deadline) {
    if (faults_.commit_one_phase) return faults_.commit_one_phase(*inner());
    return do_commit(deadline);
}

void Session::do_tpc_commit(const Xid& xid, Deadline) {
    end_prepared(
        xid, faults_.commit_prepared ? faults_.commit_prepared
                                     : [](dbapi::Connection& holder) { holder.commit(); });
}

void Session::do_tpc_rollback(const Xid& xid, Deadline) {
    end_prepared(
        xid, faults_.rollback_prepared ? faults_.rollback_prepared
                                       : [](dbapi::Connection& holder) { holder.rollback(); });
}

void Session::end_prepared(const Xid& xid, void (*end)(dbapi::Connection& holder)) {
    judged({.keyword = "COMMIT PREPARED"}, [&] {
        const auto holder = PreparedTransactions::all().find(database_, xid);
        if (holder) {
            end(*holder);
        } else if (!faults_.knows_every_xid) {
            throw dbapi::ProgrammingError("no transaction of this xid is prepared", {.sqlstate = "42704"});
        }
        if (!faults_.keeps_ended) PreparedTransactions::all().remove(database_, xid);
    });
}

std::vector<Xid> Session::do_tpc_recover(Deadline) {
    auto xids = PreparedTransactions::all().list(database_);
    if (faults_.recovered) faults_.recovered(xids);
    return xids;
}

}  // namespace testing::mistaken
