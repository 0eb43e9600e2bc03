// SPDX-License-Identifier: BSL-1.0
//
// What each fault does to a session. What PostgreSQL has done with the transaction is known before the client
// is told, or is not.
#include "support/cockroach/session.hpp"
#include "support/cockroach/translate.hpp"

namespace testing::cockroach {
namespace {

constexpr std::string_view restart = "restart transaction: TransactionRetryWithProtoRefreshError: ";
constexpr std::string_view too_old =
    "WriteTooOldError: write at timestamp 1795207928.572781638,0 too old; wrote at 1795207928.573725788,1";
constexpr std::string_view serializable =
    "TransactionRetryError: retry txn (RETRY_SERIALIZABLE - failed preemptive refresh): \"sql txn\" "
    "meta={id=05437e38 key=/Table/67/1/2 pri=0.00115419 epo=0}";
constexpr Complaint ambiguous{"40003", "result is ambiguous: error=rpc error: code = Unavailable"};
constexpr Complaint schema_failed{"XXA00",
                                  "transaction committed but schema change aborted with error: (23505): "
                                  "duplicate key value violates unique "
                                  "constraint",
                                  "Some of the non-DDL statements may have committed successfully, but some "
                                  "of the DDL statement(s) failed."};
constexpr Complaint cancelled{"57014", "query execution canceled"};
constexpr Complaint told{"00000", "a notice of the double's"};

std::string retry_text(std::string_view reason) { return std::string(restart) + std::string(reason); }

}  // namespace

void Session::record(Fault fault, const Statement& statement, std::optional<bool> applied) {
    node_.plan.record({fault, number_, statement.sql, applied});
}

void Session::lose() {
    client_.drop_unflushed();
    throw Disconnected();
}

void Session::freeze() {
    client_.drop_unflushed();
    if (key_) key_->freeze();
    while (!node_.stopping && !client_.is_gone()) wait_for_either(client_, backend_->stream(), 20);
    throw Disconnected();
}

bool Session::suffer(const Injection& hit, const Statement& statement, const Message* execute) {
    switch (hit.fault) {
        case Fault::retry_at_statement:
        case Fault::retry_past_savepoint:
            record(hit.fault, statement, false);
            must_restart_ = true;
            return fail(retry_error(profile_, "", retry_text(too_old)));
        case Fault::retry_mid_result:
        case Fault::lost_mid_result:
        case Fault::lost_mid_message: return suffer_in_rows(hit.fault, statement, execute);
        case Fault::drain_busy:
            record(hit.fault, statement, false);
            goodbye_ = hit.fault;
            return fail(cancelled);
        case Fault::drain_idle:
        case Fault::session_cancelled:
            record(hit.fault, statement);
            goodbye_ = hit.fault;
            return carry_out(statement, execute);
        case Fault::slow_answer:
            if (key_) key_->catch_cancels();  // before a test can see that it has struck, and cancel
            record(hit.fault, statement);
            client_.flush();
            if (key_ && key_->wait(hit.delay, node_.stopping)) return fail(cancelled);
            return carry_out(statement, execute);
        case Fault::late_cancel:
            if (key_) key_->hold_cancels();
            record(hit.fault, statement);
            client_.flush();
            if (key_) key_->wait(hit.delay, node_.stopping);
            holding_ = true;
            return carry_out(statement, execute);
        case Fault::notice:
            record(hit.fault, statement);
            notify(complain(profile_, told, "NOTICE"));
            return carry_out(statement, execute);
        case Fault::ddl_autocommit:
            record(hit.fault, statement);
            ddl_commits_ = true;
            return carry_out(statement, execute);
        case Fault::frozen: record(hit.fault, statement, false); freeze();
        default: return suffer_at_end(hit, statement, execute);
    }
}

/// Commits what the statement commits, or takes care that it does not, without a word to the client. Returns
/// whether it is committed.
bool Session::end_silently(bool applies, const Statement& statement, const Message* execute) {
    const bool is_end = statement.kind == Kind::commit || statement.kind == Kind::release;
    if (!applies) {
        // What was to commit is rolled back at once, so that the test can look.
        if (is_end || state_ == State::open) {
            backend_->command("ROLLBACK");
        } else if (backend_->has_unsynced()) {
            backend_->break_transaction();
        }
        return false;
    }
    if (is_end) {
        const auto answer = backend_->command("COMMIT");
        return !answer.error && answer.tag == "COMMIT";
    }
    const bool is_message = execute && statement.kind != Kind::ddl;
    backend_->send(is_message ? *execute : query(to_postgresql(profile_, statement)));
    const bool ok = relay({.until = is_message ? "Cs" : "Z", .is_silent = true}).ok;
    return ok && (!backend_->has_unsynced() || !backend_->sync().error) && state_ != State::open;
}

bool Session::suffer_at_end(const Injection& hit, const Statement& statement, const Message* execute) {
    const bool applies = hit.fault == Fault::ambiguous_applied || hit.fault == Fault::schema_change_failed ||
                         hit.fault == Fault::lost_after_commit;
    const bool is_release = statement.kind == Kind::release;
    const bool applied = end_silently(applies, statement, execute);
    record(hit.fault, statement, applied);
    if (hit.fault == Fault::lost_before_commit || hit.fault == Fault::lost_after_commit) lose();

    // COMMIT ends the transaction even when it fails; RELEASE leaves it failed.
    state_ = is_release ? State::aborted : State::idle;
    if (hit.fault == Fault::retry_at_commit || hit.fault == Fault::retry_at_release) {
        must_restart_ = true;
        return fail(retry_error(profile_, "retry_serializable", retry_text(serializable)));
    }
    has_restart_ = false;
    return fail(hit.fault == Fault::schema_change_failed ? schema_failed : ambiguous);
}

/// Lets one row through; the rest, and what the statement has done, is lost.
bool Session::suffer_in_rows(Fault fault, const Statement& statement, const Message* execute) {
    const bool is_alone = state_ == State::idle && !implicit_ && !execute;
    if (is_alone) backend_->command(begin_for_postgresql(profile_, {}, node_.conflicts_pass));
    backend_->send(execute ? *execute : query(to_postgresql(profile_, statement)));
    const auto relayed = relay({.until = execute ? "Cs" : "Z", .rows_at_most = 1});
    // Nothing, or its own error, was all that the statement gave.
    const bool is_undone = is_alone || state_ == State::open || backend_->has_unsynced();
    if (is_alone) backend_->command("ROLLBACK");
    record(fault, statement, false);
    if (!relayed.ok) return false;
    if (fault == Fault::retry_mid_result) {
        must_restart_ = true;
        return fail(retry_error(profile_, "", retry_text(serializable)));
    }
    if (is_undone && !is_alone) backend_->break_transaction();
    if (fault == Fault::lost_mid_message) {
        const auto bytes = encode(relayed.cut.type != 0 ? relayed.cut : data_row("cut"));
        client_.write_bytes(std::string_view(bytes).substr(0, bytes.size() / 2));
    }
    client_.flush();
    lose();
}

}  // namespace testing::cockroach
