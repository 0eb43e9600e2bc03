// SPDX-License-Identifier: BSL-1.0
#include "session.hpp"

#include <dbapi/errors.hpp>

namespace dbapi::sqlite {
namespace {

[[noreturn]] void throw_canceled(int native_code = 0) {
    throw QueryCanceled("the statement was cancelled",
                        ErrorDetails{.sqlstate = sqlstate::query_canceled, .native_code = native_code});
}

[[noreturn]] void throw_expired(const char* message, int native_code = 0) {
    throw DeadlineExceeded(message,
                           ErrorDetails{.sqlstate = sqlstate::query_canceled, .native_code = native_code});
}

}  // namespace

Session::Session(const Options& options, Deadline deadline)
    : interruption_(options.busy_timeout), handle_(options, interruption_) {
    if (!options.journal_mode.empty()) set_journal_mode(options.journal_mode, deadline);
}

void Session::set_journal_mode(std::string_view mode, Deadline deadline) {
    const std::string refusal =
        "cannot open the database: it does not take journal_mode=" + std::string(mode);
    try {
        begin_operation(deadline);
        std::size_t at = 0;
        const bool is_set =
            prepare("PRAGMA journal_mode=" + std::string(mode), at) && step() && running_.text(0) == mode;
        running_.reset();
        if (!is_set) throw OperationalError(refusal, ErrorDetails{.sqlstate = sqlstate::cannot_connect});
    } catch (const OperationalError&) {
        throw;
    } catch (const Error& error) {  // such as 25006 for a file that cannot be written
        throw OperationalError(
            refusal + ": " + error.what(),
            ErrorDetails{.sqlstate = sqlstate::cannot_connect, .native_code = error.native_code()});
    }
}

// ── operations ──

void Session::begin_operation(Deadline deadline) {
    running_.reset();
    interruption_.begin(deadline);
    if (deadline.is_expired()) throw_expired("the deadline had passed before the statement began");
}

void Session::check_not_cancelled() {
    if (!interruption_.is_cancelled()) return;
    running_.reset();
    note_status();
    throw_canceled();
}

bool Session::prepare(const std::string& text, std::size_t& at) {
    do {
        if (!running_.prepare(handle_, text, at)) fail(Stage::prepare, text, at);
    } while (!running_ && at < text.size());
    return static_cast<bool>(running_);
}

bool Session::step() {
    const Step step = running_.step();
    if (step == Step::failed) fail(Stage::step);
    return step == Step::row;
}

void Session::run(const std::string& sql, Deadline deadline) {
    begin_operation(deadline);
    std::size_t at = 0;
    if (prepare(sql, at)) static_cast<void>(step());
    running_.reset();
    note_status();
}

void Session::fail(Stage stage, const std::string& text, std::size_t at) {
    const Failure failure = handle_.last_failure(stage);
    running_.reset();
    const bool lost_transaction = status() == TransactionStatus::active && handle_.is_autocommit();
    if (lost_transaction) status_ = TransactionStatus::failed;
    note_status();
    if (failure.is_stop()) {
        if (interruption_.reason() == Interruption::Reason::canceled) throw_canceled(failure.code);
        if (interruption_.reason() == Interruption::Reason::expired) {
            throw_expired("the statement did not end by its deadline and was stopped", failure.code);
        }
    }
    throw_failure(failure, text, at);
}

// ── the transaction ──

void Session::note_status() noexcept {
    if (status() == TransactionStatus::failed) return;
    status_ = handle_.is_autocommit() ? TransactionStatus::idle : TransactionStatus::active;
}

void Session::forget_failed_transaction() noexcept { status_ = TransactionStatus::idle; }

void Session::close() noexcept {
    running_.reset();
    handle_.close();
}

}  // namespace dbapi::sqlite
