// SPDX-License-Identifier: BSL-1.0
#include "pq/session.hpp"

#include <libpq-fe.h>

#include <dbapi/errors.hpp>
#include <utility>

#include "pq/error.hpp"
#include "pq/wait.hpp"

namespace dbapi::libpq {
namespace {

// How long a server may take to answer a cancel request before its connection is given up.
constexpr Timeout cancel_grace = std::chrono::seconds(2);

TransactionStatus status_of(const PGconn* connection) noexcept {
    switch (PQtransactionStatus(connection)) {
        case PQTRANS_IDLE: return TransactionStatus::idle;
        case PQTRANS_ACTIVE:
        case PQTRANS_INTRANS: return TransactionStatus::active;
        case PQTRANS_INERROR: return TransactionStatus::failed;
        case PQTRANS_UNKNOWN: break;
    }
    return TransactionStatus::unknown;
}

}  // namespace

Session::Session(ConnectionHandle connection)
    : connection_(std::move(connection)), canceller_(connection_.get()) {
    PQsetNoticeReceiver(
        connection_.get(),
        [](void* self, const PGresult* notice) {
            const auto& sink = static_cast<Session*>(self)->notice_sink_;
            if (sink) sink(notice_of(notice));
        },
        this);
    is_cockroachdb_ = !parameter("crdb_version").empty();
    refresh_status();
}

std::string Session::parameter(const char* name) const {
    const char* value = connection_ ? PQparameterStatus(connection_.get(), name) : nullptr;
    return value ? value : "";
}

void Session::refresh_status() noexcept {
    status_.store(status_of(connection_.get()), std::memory_order_relaxed);
    alive_.store(PQstatus(connection_.get()) == CONNECTION_OK, std::memory_order_relaxed);
}

void Session::close() noexcept {
    connection_.reset();
    running_ = piped_ = false;
    refresh_status();
}

/// Throws ConnectionLost. What was not in an open transaction, or was its COMMIT, may have taken effect.
void Session::lose() {
    const bool unknown = running_ && (implicit_ || commits_);
    const ConnectionHandle lost = std::move(connection_);
    close();
    throw_lost(lost.get(), unknown);
}

// ── sending ──

void Session::prepare_to_send(Deadline deadline) {
    if (!connection_) lose();
    if (running_)
        drain(deadline);  // nobody should have left that; the next answer would not be the next statement's
    if (!canceller_.await(deadline)) {
        throw DeadlineExceeded("an earlier cancel request is still on its way to the server",
                               ErrorDetails{.sqlstate = sqlstate::query_canceled});
    }
    interruption_ = Interruption::none;
    if (deadline.is_expired()) {
        throw DeadlineExceeded("the deadline had passed before the statement was sent",
                               ErrorDetails{.sqlstate = sqlstate::query_canceled});
    }
}

void Session::send(int accepted) {
    if (accepted == 1) return;
    if (PQstatus(connection_.get()) == CONNECTION_BAD) lose();
    const std::string message = one_line(PQerrorMessage(connection_.get()));
    const bool usable = !piped_;  // a half-filled pipeline cannot be taken back
    if (!usable) close();
    throw InterfaceError(message, ErrorDetails{.connection_usable = usable});
}

void Session::start(const std::string& begin, const std::string& sql, const WireParameters& parameters,
                    Protocol protocol, Deadline deadline) {
    if (!begin.empty() && protocol != Protocol::extended) {
        command(begin, deadline);
        return start("", sql, parameters, protocol, deadline);
    }
    prepare_to_send(deadline);
    PGconn* const c = connection_.get();
    implicit_ = begin.empty() && status() == TransactionStatus::idle;
    if (!begin.empty()) {
        send(PQenterPipelineMode(c));
        piped_ = true;
        send(PQsendQueryParams(c, begin.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0));
    }
    if (protocol != Protocol::extended) {
        send(PQsendQuery(c, sql.c_str()));
    } else {
        send(PQsendQueryParams(c, sql.c_str(), parameters.count(), parameters.types.data(),
                               parameters.values.data(), parameters.lengths.data(), parameters.formats.data(),
                               0));
    }
    running_ = true;
    if (piped_) {
        send(PQpipelineSync(c));
        flush(deadline);
        // The answer to BEGIN and the null behind it come before the statement's own results.
        auto begun = next(deadline);
        if (begun && PQresultStatus(begun.get()) != PGRES_COMMAND_OK) fail(std::move(begun), deadline);
        static_cast<void>(next(deadline));
    } else {
        flush(deadline);
    }
    PQsetSingleRowMode(c);
    refresh_status();
}

void Session::flush(Deadline deadline) {
    for (;;) {
        const int left = PQflush(connection_.get());
        if (left == 0) return;
        if (left < 0) lose();
        wait(true, deadline);
        // A server that answers with much while we send much must be listened to, or both wait for ever.
        if (PQconsumeInput(connection_.get()) == 0) lose();
    }
}

// ── receiving ──

/// Waits for the socket. At the deadline it asks for a cancel and goes on waiting for the answer; when that
/// does not come either, the connection is given up.
void Session::wait(bool for_reading, Deadline deadline) {
    const bool interrupted = interruption_ != Interruption::none;
    const Deadline limit = interrupted ? grace_ : deadline;
    const bool writing = PQflush(connection_.get()) == 1;
    // A socket that always has more to read must not hide that the time is up.
    if (!limit.is_expired() &&
        wait_for(PQsocket(connection_.get()), for_reading, writing, limit) == Readiness::ready) {
        return;
    }
    if (!interrupted) {
        interruption_ = Interruption::deadline;
        grace_ = Deadline::after(cancel_grace);
        canceller_.request(grace_);
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
    }
}

/// Whether the server ends the session after this error. CockroachDB calls every error an ERROR, and is known
/// by the code.
bool Session::ends_session(const pg_result* result) const {
    const ErrorDetails told = details_of(result);
    if (is_cockroachdb_) return told.sqlstate.view().starts_with("57P0");
    return told.diagnostics.severity == "FATAL" || told.diagnostics.severity == "PANIC";
}

void Session::fail(ResultHandle result, Deadline deadline) {
    const bool from_server = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE) != nullptr;
    if (!from_server && PQstatus(connection_.get()) == CONNECTION_BAD) lose();
    if (ends_session(result.get())) {
        close();  // the server is about to; waiting for it could take long
        throw_ended(result.get());
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
        close();
        throw_ended(error.get());
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

std::string Session::command(const std::string& sql, Deadline deadline) {
    prepare_to_send(deadline);
    implicit_ = false;  // our own commands begin and end transactions: only COMMIT's loss matters
    send(PQsendQuery(connection_.get(), sql.c_str()));
    running_ = true;
    flush(deadline);
    std::string tag;
    while (const ResultHandle result = receive(deadline)) tag = PQcmdStatus(result.get());
    return tag;
}

}  // namespace dbapi::libpq
