// SPDX-License-Identifier: BSL-1.0
#include <libpq-fe.h>

#include <dbapi/errors.hpp>
#include <utility>

#include "pq/copy.hpp"
#include "pq/error.hpp"
#include "pq/wait.hpp"

namespace dbapi::libpq {
namespace {

// What the server says in the middle of a COPY and is no notice after this time is an error. A notice may be
// on its way in several packets.
constexpr Timeout notice_time = std::chrono::milliseconds(500);

// How long a COPY that is taken back may take to end by itself, when the deadline may have passed.
constexpr Timeout ending_time = std::chrono::milliseconds(500);

}  // namespace

/// Runs a COPY until it wants data or gives some. @throws ProgrammingError  it is not of that kind.
ResultHandle Session::start_copy(const std::string& sql, bool sends, Deadline deadline) {
    const WireParameters none;
    start({.text = sql, .parameters = none, .protocol = Protocol::simple}, deadline);
    ResultHandle result = next(deadline);
    const auto status = PQresultStatus(result.get());
    if (status == (sends ? PGRES_COPY_IN : PGRES_COPY_OUT)) return result;
    if (status == PGRES_FATAL_ERROR) fail(std::move(result), deadline);
    const bool was_run = !skip_copy(result.get(), deadline);
    finish(deadline);
    if (was_run) {
        throw ProgrammingError("the COPY moved no data to or from the program: it was run as by execute()");
    }
    throw ProgrammingError(sends ? "COPY ... TO STDOUT gives data: it needs copy_out()"
                                 : "COPY ... FROM STDIN takes data: it needs copy_in()");
}

// ── to the server ──

Session::CopyIn::CopyIn(Session& session, const std::string& sql, Deadline deadline)
    : session_(session), deadline_(deadline) {
    const ResultHandle started = session_.start_copy(sql, true, deadline);
    column_count_ = static_cast<std::size_t>(PQnfields(started.get()));
    is_implicit_ = std::exchange(session_.implicit_, false);  // without its end nothing of it remains
    is_open_ = true;
}

void Session::CopyIn::put(std::string_view data) {
    PGconn* const c = session_.connection_.get();
    while (!data.empty()) {
        const auto piece = data.substr(0, std::size_t{1} << 20U);  // what libpq holds until it is sent
        const int taken = PQputCopyData(c, piece.data(), static_cast<int>(piece.size()));
        if (taken < 0) fail_gone();
        if (taken == 1) data.remove_prefix(piece.size());
        for (;;) {
            listen();
            const int left = PQflush(c);
            if (left < 0) fail_gone();
            if (left == 0) break;
            session_.wait(true, deadline_);
            if (session_.interruption_ == Interruption::deadline) {
                throw DeadlineExceeded("the deadline passed in the middle of a COPY",
                                       ErrorDetails{.sqlstate = sqlstate::query_canceled});
            }
        }
    }
}

/// Reads what the server has said by now.
void Session::CopyIn::listen() {
    PGconn* const c = session_.connection_.get();
    if (wait_for(PQsocket(c), true, false, Deadline::after(Timeout(-1))) == Readiness::ready) {
        const auto notices = session_.notice_count_;
        if (PQconsumeInput(c) == 0) fail_gone();
        static_cast<void>(PQisBusy(c));  // gives notices to their receiver
        suspected_ = session_.notice_count_ == notices ? Deadline::after(notice_time) : Deadline::never();
    }
    if (suspected_.is_expired()) fail();
}

/// Throws what the server said before it went away; libpq reads that only when the data has its end.
void Session::CopyIn::fail_gone() {
    is_open_ = false;
    PGconn* const c = session_.connection_.get();
    PQputCopyEnd(c, "the connection is lost");
    const ResultHandle last(PQisBusy(c) ? nullptr : PQgetResult(c));
    if (!last || !PQresultErrorField(last.get(), PG_DIAG_SQLSTATE)) session_.lose();
    session_.close();
    throw_ended(last.get(), false);  // without its end no COPY is committed
}

/// Ends a COPY that the server has given up.
void Session::CopyIn::fail() {
    is_open_ = false;
    end("an unknown message came in the middle of the data", deadline_);
    static_cast<void>(session_.receive(deadline_));
    session_.finish(deadline_);
    throw OperationalError("the COPY came to an unknown end");
}

ResultHandle Session::CopyIn::finish() {
    is_open_ = false;
    session_.implicit_ = is_implicit_;
    end(nullptr, deadline_);
    ResultHandle result = session_.receive(deadline_);
    session_.finish(deadline_);
    return result;
}

void Session::CopyIn::abort() noexcept {
    if (!is_open_) return;
    is_open_ = false;
    if (!session_.connection_) return;
    const Deadline limit = deadline_.is_never() ? deadline_ : Deadline::after(ending_time);
    try {
        end("the program has stopped it", limit);
        session_.drain(limit);
    } catch (...) {
        session_.close();  // it may be closed already
    }
}

void Session::CopyIn::end(const char* complaint, Deadline deadline) {
    PGconn* const c = session_.connection_.get();
    int sent = 0;
    while ((sent = PQputCopyEnd(c, complaint)) == 0) session_.wait(true, deadline);
    if (sent < 0) fail_gone();
    session_.flush(deadline);
}

// ── from the server ──

void Session::CopyOut::Free::operator()(char* data) const noexcept { PQfreemem(data); }

Session::CopyOut::CopyOut(Session& session, const std::string& sql, Deadline deadline)
    : session_(session), deadline_(deadline) {
    static_cast<void>(session_.start_copy(sql, false, deadline));
}

bool Session::CopyOut::next(std::string_view& piece, Deadline deadline) {
    if (!session_.connection_) session_.lose();
    PGconn* const c = session_.connection_.get();
    for (;;) {
        char* data = nullptr;
        const int size = PQgetCopyData(c, &data, 1);
        piece_.reset(data);
        if (size > 0) {
            if (session_.interruption_ == Interruption::deadline) session_.drop_late_rows(deadline);
            piece = {data, static_cast<std::size_t>(size)};
            return true;
        }
        if (size == -1) return false;
        if (size < 0 || PQstatus(c) == CONNECTION_BAD) session_.lose();
        session_.wait(true, deadline);
        PQconsumeInput(c);  // when it fails, what the server said last may explain it
    }
}

void Session::CopyOut::abort() noexcept {
    if (!session_.running_) return;
    const Deadline limit = deadline_.is_never() ? deadline_ : Deadline::after(ending_time);
    try {
        session_.cancel(limit);
        session_.drain(limit);
    } catch (...) {
        session_.close();
    }
}

}  // namespace dbapi::libpq
