// SPDX-License-Identifier: BSL-1.0
//
// The receiving half of Session: waiting, results, errors, and getting past what nobody wants to read.
#include <libpq-fe.h>

#include <dbapi/errors.hpp>
#include <memory>
#include <optional>
#include <utility>

#include "pq/error.hpp"
#include "pq/session.hpp"
#include "pq/wait.hpp"

namespace dbapi::libpq {
namespace {

// How long a server may be silent after a cancel request before its connection is given up. What it had sent
// before has to be read first, which may take a slow network or a busy machine a while.
constexpr Timeout cancel_grace = std::chrono::seconds(2);
// How long it may take in all, however much still comes.
constexpr Timeout cancel_patience = std::chrono::seconds(10);

struct NotificationDeleter {
    void operator()(PGnotify* notification) const noexcept { PQfreemem(notification); }
};
using NotificationHandle = std::unique_ptr<PGnotify, NotificationDeleter>;

}  // namespace

/// Waits for the socket. At the deadline it asks for a cancel and goes on waiting for the answer, longer
/// while something still comes; when the answer does not come either, the connection is given up.
void Session::wait(bool for_reading, Deadline deadline) {
    const bool interrupted = interruption_ != Interruption::none;
    const bool writing = PQflush(connection_.get()) == 1;
    // A socket that always has more to read must not hide that the time is up.
    if (!(interrupted ? patience_ : deadline).is_expired() &&
        wait_for(PQsocket(connection_.get()), for_reading, writing, interrupted ? grace_ : deadline) ==
            Readiness::ready) {
        if (interrupted) grace_ = Deadline::earlier(Deadline::after(cancel_grace), patience_);
        return;
    }
    if (!interrupted) {
        interruption_ = Interruption::deadline;
        patience_ = Deadline::after(cancel_patience);
        grace_ = Deadline::after(cancel_grace);
        if (canceller_.request(grace_)) grace_ = Deadline::after(cancel_grace);
        return;
    }
    const bool unknown = implicit_ || commits_;
    close();
    throw DeadlineExceeded(
        "the server did not answer by the deadline, nor to a cancel request: the connection was closed",
        ErrorDetails{
            .sqlstate = sqlstate::query_canceled, .outcome_unknown = unknown, .connection_usable = false});
}

ResultHandle Session::next(Deadline deadline) {
    PGconn* const c = connection_.get();
    while (PQisBusy(c)) {
        wait(true, deadline);
        if (PQconsumeInput(c) == 0) {
            // What the server said last may explain it: 57P01 before it went away.
            ResultHandle last(PQisBusy(c) ? nullptr : PQgetResult(c));
            if (last && PQresultErrorField(last.get(), PG_DIAG_SQLSTATE)) return last;
            lose();
        }
    }
    return ResultHandle(PQgetResult(c));
}

std::optional<Notification> Session::wait_notification(Deadline deadline) {
    if (!connection_) lose();
    PGconn* const c = connection_.get();
    for (;;) {
        if (PQconsumeInput(c) == 0) lose();
        if (const NotificationHandle told{PQnotifies(c)}) {
            return Notification{told->relname, told->extra, told->be_pid};
        }
        if (goodbye_) lose();
        if (wait_for(PQsocket(c), true, false, deadline) == Readiness::expired) return std::nullopt;
    }
}

ResultHandle Session::receive(Deadline deadline) {
    if (!running_) return nullptr;
    for (;;) {
        ResultHandle result = next(deadline);
        if (!result) {
            if (piped_) leave_pipeline(deadline);
            running_ = false;
            refresh_status();
            return nullptr;
        }
        switch (PQresultStatus(result.get())) {
            case PGRES_SINGLE_TUPLE:
#ifdef LIBPQ_HAS_CHUNK_MODE
            case PGRES_TUPLES_CHUNK:
#endif
                if (interruption_ == Interruption::deadline) drop_late_rows(deadline);
                return result;
            case PGRES_TUPLES_OK:
            case PGRES_COMMAND_OK:
            case PGRES_EMPTY_QUERY: return result;
            case PGRES_COPY_IN:
            case PGRES_COPY_BOTH:
                skip_copy(result.get(), deadline);
                drain(deadline);
                throw ProgrammingError("COPY ... FROM STDIN sends data: it needs copy_in()");
            case PGRES_COPY_OUT:
                skip_copy(result.get(), deadline);
                drain(deadline);
                throw ProgrammingError("COPY ... TO STDOUT gives data: it needs copy_out()");
            default: fail(std::move(result), deadline);
        }
    }
}

/// Ends a statement whose rows still come after the deadline: the cancel ends it, or it was over just then.
void Session::drop_late_rows(Deadline deadline) {
    drain(deadline);
    throw DeadlineExceeded("the deadline passed and the statement was cancelled",
                           ErrorDetails{.sqlstate = sqlstate::query_canceled});
}

void Session::leave_pipeline(Deadline deadline) {
    while (piped_) {
        const ResultHandle result = next(deadline);
        if (PQstatus(connection_.get()) == CONNECTION_BAD) lose();  // else there would be nulls for ever
        const bool is_sync = result && PQresultStatus(result.get()) == PGRES_PIPELINE_SYNC;
        if (!is_sync) continue;
        if (PQexitPipelineMode(connection_.get()) != 1) lose();
        piped_ = false;
        static_cast<void>(PQisBusy(connection_.get()));  // has libpq look at what it has read behind the sync
    }
}

/// Whether the server ends the session after this error, or whether what came as a notice is such an error.
/// CockroachDB calls every error an ERROR, and is known by the code.
bool Session::ends_session(const pg_result* result) const {
    const ErrorDetails told = details_of(result);
    const std::string& severity = told.diagnostics.severity;
    const bool is_fatal = severity == "FATAL" || severity == "PANIC";
    if (is_cockroachdb_) {
        return (is_fatal || severity == "ERROR") && told.sqlstate.view().starts_with("57P0");
    }
    return is_fatal;
}

/// Whether what ran may be committed though the session ends with this error. A server that ends a session
/// rolls back first; but class 08 comes from a pooler that has lost its server.
bool Session::leaves_doubt(const pg_result* result) const {
    return (implicit_ || commits_) && details_of(result).sqlstate.view().starts_with("08");
}

void Session::fail(ResultHandle result, Deadline deadline) {
    const bool from_server = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE) != nullptr;
    if (!from_server && PQstatus(connection_.get()) == CONNECTION_BAD) lose();
    if (ends_session(result.get())) {
        const bool unknown = leaves_doubt(result.get());
        close();  // the server is about to; waiting for it could take long
        throw_ended(result.get(), unknown);
    }
    drain(deadline);
    throw_result(result.get());
}

void Session::throw_result(const pg_result* result) const {
    const ErrorDetails told = details_of(result);
    if (interruption_ == Interruption::deadline && told.sqlstate == sqlstate::query_canceled) {
        throw DeadlineExceeded("the deadline passed and the statement was cancelled",
                               ErrorDetails{.sqlstate = told.sqlstate, .connection_usable = is_alive()});
    }
    throw_failed(result, is_alive());
}

ResultHandle Session::drain(Deadline deadline) {
    ResultHandle first_error;
    while (running_) {
        ResultHandle result = next(deadline);
        if (!result) {
            if (piped_) leave_pipeline(deadline);
            running_ = false;
            break;
        }
        if (skip_copy(result.get(), deadline)) continue;
        const auto status = PQresultStatus(result.get());
        if (status == PGRES_FATAL_ERROR && !first_error) first_error = std::move(result);
        if (PQstatus(connection_.get()) == CONNECTION_BAD) lose();
    }
    refresh_status();
    return first_error;
}

void Session::finish(Deadline deadline) {
    const ResultHandle error = drain(deadline);
    if (!error) return;
    if (ends_session(error.get())) {
        const bool unknown = leaves_doubt(error.get());
        close();
        throw_ended(error.get(), unknown);
    }
    throw_result(error.get());
}

/// Gets past a COPY: sends no data, drops the data that comes. Returns whether the result was a COPY.
bool Session::skip_copy(const pg_result* result, Deadline deadline) {
    PGconn* const c = connection_.get();
    const auto status = PQresultStatus(result);
    if (status == PGRES_COPY_IN || status == PGRES_COPY_BOTH) {
        // A COPY of no rows does its transaction no harm.
        while (PQputCopyEnd(c, nullptr) == 0) wait(false, deadline);
        flush(deadline);
        return true;
    }
    if (status != PGRES_COPY_OUT) return false;
    for (;;) {
        char* data = nullptr;
        const int size = PQgetCopyData(c, &data, 1);
        PQfreemem(data);
        if (size < 0) return true;
        if (size > 0) continue;
        wait(true, deadline);
        if (PQconsumeInput(c) == 0) lose();
    }
}

}  // namespace dbapi::libpq
