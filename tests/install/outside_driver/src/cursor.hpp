// SPDX-License-Identifier: BSL-1.0
//
// The hooks of Cursor for ODBC.
#pragma once

#include <dbapi/cursor.hpp>
#include <dbapi/driver/execution.hpp>
#include <string>
#include <vector>

#include "bind.hpp"
#include "columns.hpp"
#include "connection.hpp"

namespace odbc {

/// A cursor on a data source. It borrows the session, and the statement that it runs is the session's.
class OdbcCursor final : public dbapi::Cursor {
 public:
    OdbcCursor(OdbcConnection& connection, Session& session) noexcept
        : connection_(connection), session_(session) {}

 private:
    dbapi::driver::ResultHead do_execute(const dbapi::driver::Execution& execution) override;
    bool do_fetch(std::span<dbapi::ValueView> row, dbapi::Deadline deadline) override;
    dbapi::driver::Completion do_complete(dbapi::Deadline deadline) override;
    dbapi::driver::ResultHead do_nextset(dbapi::Deadline deadline) override;
    bool do_reset() noexcept override { return true; }

    template <class F>
    auto guarded(F&& part) -> decltype(part());
    void run_transaction_control(const dbapi::driver::Execution& execution);
    [[nodiscard]] dbapi::driver::ResultHead start_result();

    OdbcConnection& connection_;
    Session& session_;
    std::vector<std::string> keywords_;  // of each statement of the text
    std::size_t at_ = 0;                 // which of them has its result read
    Parameters parameters_;
    ColumnReader columns_;
    std::int64_t rows_ = 0;  // fetched so far
    bool returns_rows_ = false;
    bool is_running_ = false;  // the session has a statement of this cursor
};

}  // namespace odbc
