// SPDX-License-Identifier: BSL-1.0
//
// The hooks of Cursor.
#pragma once

#include <dbapi/cursor.hpp>
#include <dbapi/driver/execution.hpp>

namespace dbapi::empty {

/// A cursor without a database.
///
/// At most one statement of a connection is under way, so its handle is best kept by the connection, and
/// borrowed here: a cursor's destructor is not locked, runs in any thread, and may come after do_close().
class EmptyCursor final : public Cursor {
    driver::ResultHead do_execute(const driver::Execution& execution) override;
    bool do_fetch(std::span<ValueView> row, Deadline deadline) override;
    driver::Completion do_complete(Deadline deadline) override;
};

}  // namespace dbapi::empty
