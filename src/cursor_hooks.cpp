// SPDX-License-Identifier: BSL-1.0
//
// What the hooks of a cursor do where a driver has no such ability.
#include <dbapi/driver/copying.hpp>
#include <dbapi/driver/cursor_hooks.hpp>
#include <dbapi/driver/execution.hpp>
#include <dbapi/driver/procedure_call.hpp>
#include <dbapi/errors.hpp>
#include <dbapi/value.hpp>

namespace dbapi::driver {
namespace {

[[noreturn]] void throw_no_copy() { throw NotSupportedError("the database has no COPY"); }

}  // namespace

CursorHooks::~CursorHooks() = default;

ResultHead CursorHooks::do_nextset(Deadline) {
    throw NotSupportedError("the driver runs one statement at a time");
}

ResultHead CursorHooks::do_callproc(const ProcedureCall&) {
    throw NotSupportedError("the driver cannot call procedures");
}

void CursorHooks::do_output_parameters(std::span<Value>, Deadline) {}

Completion CursorHooks::do_copy_rows_in(const CopyRowsIn&) { throw_no_copy(); }
Completion CursorHooks::do_copy_data_in(const CopyDataIn&) { throw_no_copy(); }
ResultHead CursorHooks::do_copy_rows_out(const CopyRowsOut&) { throw_no_copy(); }
Completion CursorHooks::do_copy_data_out(const CopyDataOut&) { throw_no_copy(); }

ResultHead CursorHooks::do_receive(Deadline) { throw NotSupportedError("the driver has no pipelines"); }

void CursorHooks::do_close_named(Deadline) {}

}  // namespace dbapi::driver
