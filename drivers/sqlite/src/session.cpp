// SPDX-License-Identifier: BSL-1.0
#include "session.hpp"

#include <dbapi/errors.hpp>

#include "c/stored_value.hpp"

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
    : interruption_(options.busy_timeout), handle_(options, interruption_), kept_(options.prepared_max) {
    if (!options.journal_mode.empty()) set_journal_mode(options.journal_mode, deadline);
}

void Session::set_journal_mode(std::string_view mode, Deadline deadline) {
    const std::string refusal =
        "cannot open the database: it does not take journal_mode=" + std::string(mode);
    try {
        begin_operation(deadline);
        std::size_t at = 0;
        const bool is_set = prepare("PRAGMA journal_mode=" + std::string(mode), at) && step() &&
                            running_->statement.value(0).text() == mode;
        end_running();
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
    end_running();
    has_left_rows_ = false;
    interruption_.begin(deadline);
    if (deadline.is_expired()) throw_expired("the deadline had passed before the statement began");
}

void Session::check_not_cancelled() {
    if (!interruption_.is_cancelled()) return;
    end_running();
    note_status();
    throw_canceled();
}

void Session::end_running() noexcept {
    if (running_ == &once_) {
        once_.statement.reset();
    } else {
        running_->statement.rewind();
    }
    running_ = &once_;
}

bool Session::prepare(const std::string& text, std::size_t& at) {
    end_running();
    do {
        if (!once_.statement.prepare(handle_, text, at)) fail(handle_.last_failure(Stage::prepare), text, at);
    } while (!once_.statement && at < text.size());
    if (!once_.statement) return false;
    once_.command = command_of(once_.statement.sql());
    once_.version = -1;
    return true;
}

void Session::prepare_kept(std::uint64_t id, const std::string& text) {
    end_running();
    KeptStatement* found = kept_.find(id);
    if (!found) {
        found = &kept_.add(id);
        std::size_t at = 0;
        if (!found->statement.prepare(handle_, text, at, true)) {
            const Failure failure = handle_.last_failure(Stage::prepare);
            kept_.drop(id);
            fail(failure, text);
        }
        found->command = command_of(text);
    }
    running_ = found;
}

bool Session::step() {
    const Step step = running_->statement.step();
    if (step == Step::failed) fail(handle_.last_failure(Stage::step));
    return step == Step::row;
}

bool Session::first_step() {
    const Step step = running_->statement.step();
    if (step != Step::failed) return step == Step::row;
    has_left_rows_ = handle_.changes() > 0;  // none when SQLite has undone the statement
    const Failure failure = handle_.last_failure(Stage::step);
    if (running_->id != 0 && failure.is_general()) {
        // Its tables may have changed: what SQLite says while it prepares is told with the place in the text.
        const std::string text(running_->statement.sql());
        PreparedStatement again;
        std::size_t at = 0;
        if (!again.prepare(handle_, text, at)) fail(handle_.last_failure(Stage::prepare), text);
    }
    fail(failure);
}

void Session::run(const std::string& sql, Deadline deadline) {
    begin_operation(deadline);
    std::size_t at = 0;
    if (prepare(sql, at)) static_cast<void>(step());
    end_running();
    note_status();
}

void Session::fail(const Failure& failure, const std::string& text, std::size_t at) {
    end_running();
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
    end_running();
    kept_.clear();
    handle_.close();
}

}  // namespace dbapi::sqlite
