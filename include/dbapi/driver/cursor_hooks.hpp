// SPDX-License-Identifier: BSL-1.0
//
// What a driver's cursor overrides. dbapi::Cursor is the only caller, and keeps the rules around them.
#pragma once

#include <dbapi/deadline.hpp>
#include <dbapi/export.hpp>
#include <dbapi/fwd.hpp>
#include <span>

namespace dbapi::driver {

/// The hooks of a cursor. While one runs, the connection is locked for the calling thread, except as said; an
/// exception must leave nothing of the statement pending, and its class must be PEP 249's. drivers/README.md
/// has the duties of each.
///
/// Ownership: at most one statement of a connection is under way, so that its handle can be the connection's.
/// A cursor's destructor is not locked, runs in any thread, and may come after Connection::do_close(): a
/// cursor must not own what it would have to free there.
class DBAPI_EXPORT CursorHooks {
 public:
    CursorHooks(const CursorHooks&) = delete;
    CursorHooks& operator=(const CursorHooks&) = delete;
    virtual ~CursorHooks();

 protected:
    CursorHooks() = default;

 private:
    friend class dbapi::Cursor;
    friend class dbapi::Pipeline;
    friend class dbapi::detail::CallprocRun;
    friend class dbapi::detail::CopyRun;

    // Every driver has these.

    /// Starts the statement. When it has columns, do_fetch() is called until it returns false; then, or at
    /// once, do_complete(). Rows that the core could not keep are left to Connection::do_end_stream().
    virtual ResultHead do_execute(const Execution& execution) = 0;
    /// Exposes the next row in `row`, one view a column; views and what they refer to are valid until the
    /// next hook of this cursor. False at the end; it is not called again then.
    virtual bool do_fetch(std::span<ValueView> row, Deadline deadline) = 0;
    /// Tells how the statement ended; called once, after the last row, or at once when there are none.
    virtual Completion do_complete(Deadline deadline) = 0;

    // The others are abilities that Features tell; without them they throw NotSupportedError.

    /// Starts the next result of several statements; called when Completion::more_results was true.
    virtual ResultHead do_nextset(Deadline deadline);
    /// Takes the place of do_execute() for the call of a procedure.
    virtual ResultHead do_callproc(const ProcedureCall& call);
    /// Writes the values of output parameters over what the program gave; called when all results of
    /// do_callproc() are complete. The default changes nothing.
    virtual void do_output_parameters(std::span<Value> parameters, Deadline deadline);
    /// COPY, see driver/copying.hpp. Rows are read by do_fetch() and do_complete(), which follow.
    virtual Completion do_copy_rows_in(const CopyRowsIn& copy);
    virtual Completion do_copy_data_in(const CopyDataIn& copy);
    virtual ResultHead do_copy_rows_out(const CopyRowsOut& copy);
    virtual Completion do_copy_data_out(const CopyDataOut& copy);
    /// Takes the place of do_execute() after Connection::do_run_pipeline(), once for each of its steps that
    /// succeeded, in order.
    virtual ResultHead do_receive(Deadline deadline);

    // These do nothing without an ability.

    /// Closes the cursor that a named one has in the server, if it is there still.
    virtual void do_close_named(Deadline deadline);
    /// Drops what is left of the last statement; not locked, and no other hook runs. True, if the cursor is
    /// then as good as new, and its destructor needs no connection: such cursors are used again.
    virtual bool do_reset() noexcept { return false; }
};

}  // namespace dbapi::driver
