// SPDX-License-Identifier: BSL-1.0
//
// Each of these hooks runs while the connection is locked for the calling thread. One that throws leaves
// nothing of the statement pending, so that the connection can run the next one. Errors of the database are
// thrown by driver::throw_sqlstate_error() (dbapi/driver/sqlstate_error.hpp), which finds the class.
#include "cursor.hpp"

#include <dbapi/errors.hpp>

namespace dbapi::empty {

// Runs execution.statement.sql() with execution.parameters, one for each placeholder, in order. What it
// borrows is gone when this returns: copy what do_complete() needs, such as the keyword.
//
// Returns the columns, or null for a statement without rows. Nothing of an earlier statement is asked for any
// more. execution.deadline is when this must have returned or thrown DeadlineExceeded.
driver::ResultHead EmptyCursor::do_execute(const driver::Execution&) {
    throw NotSupportedError("not implemented: do_execute");
}

// Moves to the next row and exposes it: row[i] views the value of column i. Returns false behind the last
// row, and is not called again then. Called only if there are columns.
//
// Views, and the bytes that they refer to, stay as they are until the next hook of this cursor; the core
// copies what it keeps. ValueView::encoded() with a Codec leaves the decoding until somebody looks.
bool EmptyCursor::do_fetch(std::span<ValueView>, Deadline) {
    throw NotSupportedError("not implemented: do_fetch");
}

// Tells how the statement ended, and lets go of it. Called once for each result: behind the last row, or at
// once when there are no columns.
driver::Completion EmptyCursor::do_complete(Deadline) {
    throw NotSupportedError("not implemented: do_complete");
}

}  // namespace dbapi::empty
