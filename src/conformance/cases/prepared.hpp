// SPDX-License-Identifier: BSL-1.0
//
// Names for the two-phase transactions of one case, and their end: one that is left prepared would keep its
// tables locked.
#pragma once

#include <dbapi/conformance/context.hpp>
#include <string>
#include <vector>

namespace dbapi::conformance {

/// The two-phase transactions of one case; what is left of them is rolled back when it ends.
class PreparedTransactions {
 public:
    explicit PreparedTransactions(Context& context) : context_(context), global_(context.name()) {}

    ~PreparedTransactions() {
        try {
            if (!context_.connection().features().two_phase) return;
            const auto conn = context_.connect();
            for (const auto& xid : pending()) conn->tpc_rollback(xid);
        } catch (const std::exception& error) {
            context_.check(false, std::string("prepared transactions are left: ") + error.what());
        }
    }
    PreparedTransactions(const PreparedTransactions&) = delete;
    PreparedTransactions& operator=(const PreparedTransactions&) = delete;

    /// Returns the name of a transaction of this case's.
    /// @throws NotSupportedError  there is no two-phase commit.
    [[nodiscard]] Xid xid(Connection& conn, std::string_view branch = "kit") const {
        return conn.xid(42, global_, branch);
    }

    /// Returns what is prepared of them, as a new connection sees it.
    [[nodiscard]] std::vector<Xid> pending() const {
        std::vector<Xid> own;
        for (auto& xid : context_.connect()->tpc_recover()) {
            if (xid.global_transaction_id() == global_) own.push_back(std::move(xid));
        }
        return own;
    }

 private:
    Context& context_;
    std::string global_;
};

}  // namespace dbapi::conformance
