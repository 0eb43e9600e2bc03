// SPDX-License-Identifier: BSL-1.0
//
// What the hooks of a connection do where a driver has no such ability.
#include <dbapi/driver/connection_hooks.hpp>
#include <dbapi/driver/pipeline_step.hpp>
#include <dbapi/errors.hpp>

namespace dbapi::driver {
namespace {

[[noreturn]] void throw_no_two_phase() {
    throw NotSupportedError("the driver has no two-phase transactions");
}

}  // namespace

ConnectionHooks::~ConnectionHooks() = default;

void ConnectionHooks::do_end_stream(StreamEnd, Deadline) {}

void ConnectionHooks::do_ping(Deadline) {}

bool ConnectionHooks::do_reset(Deadline) { return true; }

void ConnectionHooks::do_cancel(Deadline) { throw NotSupportedError("the driver cannot cancel a statement"); }

bool ConnectionHooks::do_is_exempt_from_begin(std::string_view) const noexcept { return false; }

PipelineAnswer ConnectionHooks::do_run_pipeline(std::span<const PipelineStep>, Deadline) {
    throw NotSupportedError("the driver has no pipelines");
}

std::optional<Notification> ConnectionHooks::do_wait_notification(Deadline) {
    throw NotSupportedError("the driver has no notifications");
}

void ConnectionHooks::do_tpc_begin(const Xid&, const TransactionOptions& options, Deadline deadline) {
    do_begin(options, deadline);
}

CommitAnswer ConnectionHooks::do_tpc_prepare(const Xid&, Deadline) { throw_no_two_phase(); }

CommitAnswer ConnectionHooks::do_tpc_commit_one_phase(const Xid&, Deadline deadline) {
    return do_commit(deadline);
}

void ConnectionHooks::do_tpc_commit(const Xid&, Deadline) { throw_no_two_phase(); }

void ConnectionHooks::do_tpc_rollback(const Xid&, Deadline) { throw_no_two_phase(); }

std::vector<Xid> ConnectionHooks::do_tpc_recover(Deadline) { throw_no_two_phase(); }

}  // namespace dbapi::driver
