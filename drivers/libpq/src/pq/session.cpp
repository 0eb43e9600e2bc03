// SPDX-License-Identifier: BSL-1.0
#include "pq/session.hpp"

#include <libpq-fe.h>

#include <dbapi/errors.hpp>
#include <utility>

#include "pq/error.hpp"
#include "pq/wait.hpp"

namespace dbapi::libpq {
namespace {

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

/// Rows are read while the server still makes others, and no result of all of them is ever built.
void ask_for_rows_as_they_come(PGconn* connection) noexcept {
#ifdef LIBPQ_HAS_CHUNK_MODE
    constexpr int rows_in_a_result = 64;
    PQsetChunkedRowsMode(connection, rows_in_a_result);
#else
    PQsetSingleRowMode(connection);
#endif
}

}  // namespace

Session::Session(ConnectionHandle connection)
    : connection_(std::move(connection)), canceller_(connection_.get()) {
    PQsetNoticeReceiver(
        connection_.get(),
        [](void* self, const PGresult* notice) {
            auto& session = *static_cast<Session*>(self);
            ++session.notice_count_;
            try {
                // Behind a statement's end libpq takes an error for a notice; it may have read both at once.
                if (session.ends_session(notice)) {
                    session.goodbye_ = Goodbye{message_of(notice), details_of(notice)};
                }
                if (session.notice_sink_) session.notice_sink_(notice_of(notice));
            } catch (...) {
                // No memory for it: no exception may cross libpq.
            }
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
    const auto status = status_of(connection_.get());
    if (status == TransactionStatus::idle && this->status() != status) next_epoch();
    status_.store(status, std::memory_order_relaxed);
    alive_.store(PQstatus(connection_.get()) == CONNECTION_OK && !goodbye_, std::memory_order_relaxed);
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
    if (!goodbye_) throw_lost(lost.get(), unknown);
    ErrorDetails details = goodbye_->details;
    details.outcome_unknown = unknown;
    details.connection_usable = false;
    throw ConnectionLost(goodbye_->message, std::move(details));
}

void Session::look() noexcept {
    PGconn* const c = connection_.get();
    while (c && !running_ && has_input(PQsocket(c))) {
        const bool is_there = PQconsumeInput(c) == 1;
        static_cast<void>(PQisBusy(c));  // has libpq look at what it has read
        if (is_there && !goodbye_) continue;
        close();
        return;
    }
}

// ── sending ──

void Session::prepare_to_send(Deadline deadline) {
    if (!connection_) lose();
    if (running_)
        drain(deadline);  // nobody should have left that; the next answer would not be the next statement's
    if (goodbye_) lose();
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

void Session::enter_pipeline() {
    send(PQenterPipelineMode(connection_.get()));
    piped_ = true;
}

/// Sends the setting that is due, if there is one and no transaction would take it back. Returns whether it
/// did.
bool Session::send_setting() {
    if (setting_.empty() || status() != TransactionStatus::idle) return false;
    enter_pipeline();
    send_text(std::string(std::exchange(setting_, {})));
    send(PQpipelineSync(connection_.get()));
    return true;
}

/// Gets past the answer to the setting.
void Session::skip_setting(Deadline deadline) {
    for (;;) {
        ResultHandle result = next(deadline);
        if (PQresultStatus(result.get()) == PGRES_PIPELINE_SYNC) return;
        const bool is_over = PQstatus(connection_.get()) == CONNECTION_BAD;
        if (result && (is_over || ends_session(result.get()))) fail(std::move(result), deadline);
        if (is_over) lose();
    }
}

/// Sends nothing else with the setting.
void Session::finish_setting(Deadline deadline) {
    running_ = true;
    flush(deadline);
    skip_setting(deadline);
    if (PQexitPipelineMode(connection_.get()) != 1) lose();
    piped_ = false;
}

/// Sends a statement without parameters, in the extended protocol.
void Session::send_text(const std::string& sql) {
    send(PQsendQueryParams(connection_.get(), sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0));
}

void Session::send_request(const Request& request) {
    PGconn* const c = connection_.get();
    const WireParameters& parameters = request.parameters;
    switch (request.protocol) {
        case Protocol::simple: send(PQsendQuery(c, request.text.c_str())); break;
        case Protocol::extended:
            send(PQsendQueryParams(c, request.text.c_str(), parameters.count(), parameters.types.data(),
                                   parameters.values.data(), parameters.lengths.data(),
                                   parameters.formats.data(), request.binary_results ? 1 : 0));
            break;
        case Protocol::prepared:
            send(PQsendQueryPrepared(c, request.text.c_str(), parameters.count(), parameters.values.data(),
                                     parameters.lengths.data(), parameters.formats.data(),
                                     request.binary_results ? 1 : 0));
            break;
    }
}

void Session::start(const Request& request, Deadline deadline) {
    if (!request.begin.empty() && request.protocol == Protocol::simple) {
        command(std::string(request.begin), deadline);
        return start({.text = request.text, .parameters = request.parameters, .protocol = Protocol::simple},
                     deadline);
    }
    prepare_to_send(deadline);
    PGconn* const c = connection_.get();
    implicit_ = request.begin.empty() && status() == TransactionStatus::idle;
    bool sets = send_setting();
    if (sets && request.protocol == Protocol::simple) {
        finish_setting(deadline);  // there is no pipeline for that
        sets = false;
    }
    if (!request.begin.empty()) {
        if (!piped_) enter_pipeline();
        send_begin(request);
    }
    send_request(request);
    running_ = true;
    if (piped_) {
        send(PQpipelineSync(c));
        flush(deadline);
        if (sets) skip_setting(deadline);
        if (!request.begin.empty() && !finish_begin(deadline)) return start(request, deadline);
    } else {
        flush(deadline);
    }
    if (!request.few_rows) ask_for_rows_as_they_come(c);
    refresh_status();
}

ResultHandle Session::prepare(const Preparation& preparation, Deadline deadline) {
    prepare_to_send(deadline);
    implicit_ = false;  // nothing is changed
    PGconn* const c = connection_.get();
    const auto command_count = preparation.dropped.size() + 2;
    enter_pipeline();
    for (const auto& name : preparation.dropped) {
        send_text("DEALLOCATE " + name);
    }
    send(PQsendPrepare(c, preparation.name.c_str(), preparation.sql.c_str(),
                       static_cast<int>(preparation.types.size()), preparation.types.data()));
    send(PQsendDescribePrepared(c, preparation.name.c_str()));
    running_ = true;
    send(PQpipelineSync(c));
    flush(deadline);
    ResultHandle described;
    for (std::size_t i = 0; i < command_count; ++i) {
        described = next(deadline);
        if (PQresultStatus(described.get()) != PGRES_COMMAND_OK) fail(std::move(described), deadline);
        static_cast<void>(next(deadline));  // each answer has a null behind it
    }
    leave_pipeline(deadline);
    running_ = false;
    refresh_status();
    return described;
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

std::string Session::command(const std::string& sql, Deadline deadline) {
    prepare_to_send(deadline);
    implicit_ = false;  // our own commands begin and end transactions: only COMMIT's loss matters
    const bool sets = send_setting();
    if (sets) {
        send_text(sql);
        send(PQpipelineSync(connection_.get()));
    } else {
        send(PQsendQuery(connection_.get(), sql.c_str()));
    }
    running_ = true;
    flush(deadline);
    if (sets) skip_setting(deadline);
    std::string tag;
    while (const ResultHandle result = receive(deadline)) tag = PQcmdStatus(result.get());
    return tag;
}

}  // namespace dbapi::libpq
