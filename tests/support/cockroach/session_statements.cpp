// SPDX-License-Identifier: BSL-1.0
//
// One statement: whether it is allowed now, what the double answers by itself, and what goes to PostgreSQL.
#include "support/cockroach/session.hpp"
#include "support/cockroach/tags.hpp"
#include "support/cockroach/translate.hpp"

namespace testing::cockroach {
namespace {

constexpr Complaint committed{
    "25000", "current transaction is committed, commands ignored until end of transaction block"};
constexpr Complaint aborted{
    "25P02", "current transaction is aborted, commands ignored until end of transaction block"};
constexpr Complaint autocommitting{
    "00000", "auto-committing transaction before processing DDL due to autocommit_before_ddl setting"};
constexpr std::string_view injected =
    "restart transaction: TransactionRetryWithProtoRefreshError: injected by `inject_retry_errors_enabled` "
    "session variable";
constexpr std::string_view forced =
    "restart transaction: crdb_internal.force_retry(): TransactionRetryWithProtoRefreshError: forced by "
    "crdb_internal.force_retry()";

bool is_control(Kind kind) {
    return kind == Kind::begin || kind == Kind::commit || kind == Kind::rollback || kind == Kind::savepoint ||
           kind == Kind::rollback_to || kind == Kind::release;
}

/// Whether the statement reads or writes, as far as its text tells.
bool touches_tables(const Statement& statement) {
    if (statement.kind == Kind::set || statement.kind == Kind::show) return false;
    return statement.words[0] != "SELECT" || contains(statement.sql, " from ");
}

bool forces(const Statement& statement, std::string_view what) {
    return begins_with(statement.words, "SELECT CRDB_INTERNAL . " + std::string(what));
}

}  // namespace

bool Session::is_local(const Statement& statement) const {
    Settings copy = settings_;
    return is_control(statement.kind) || (statement.kind == Kind::set && copy.set(statement)) ||
           (statement.kind == Kind::show && settings_.show(statement)) ||
           begins_with(statement.words, "SHOW TRANSACTION STATUS") || forces(statement, "FORCE_RETRY") ||
           forces(statement, "FORCE_ERROR");
}

unsigned Session::sites_of(const Statement& statement) const {
    if (statement.kind == Kind::commit && state_ == State::open) return at_commit;
    if (statement.kind == Kind::release && state_ == State::open && is_restart(statement.name))
        return at_release;
    if (is_control(statement.kind) || statement.kind == Kind::set || statement.kind == Kind::show) return 0;
    unsigned sites = at_statement;
    if (state_ == State::idle && !implicit_) sites |= at_autocommit;
    if (statement.kind == Kind::rows) sites |= at_rows;
    if (statement.kind == Kind::ddl) sites |= at_ddl;
    return sites;
}

bool Session::perform(const Statement& statement, const Message* execute) {
    const auto kind = statement.kind;
    const bool ends = kind == Kind::commit || kind == Kind::rollback;
    const bool asks_status = begins_with(statement.words, "SHOW TRANSACTION STATUS");
    if (state_ == State::commit_wait && !ends && !asks_status) return fail(committed);
    if (state_ == State::aborted) {
        const bool mends = kind == Kind::rollback_to ||
                           (kind == Kind::savepoint && has_restart_ && is_restart(statement.name));
        if (!ends && !mends && !asks_status) return fail(aborted);
    }
    if (const auto* refusal = refusal_of(profile_, statement)) return fail(*refusal);
    const auto sites = sites_of(statement);
    if (sites != 0) {
        if (const auto hit = node_.plan.choose({number_, sites, statement.sql}))
            return suffer(*hit, statement, execute);
        if (is_injected(statement)) return fail(retry_error(profile_, "", injected));
    }
    return carry_out(statement, execute);
}

/// What `SET inject_retry_errors_enabled` does: with cockroach_restart three times, else always.
bool Session::is_injected(const Statement& statement) {
    if (state_ != State::open || is_control(statement.kind)) return false;
    if (!settings_.is_on("inject_retry_errors_enabled")) return false;
    constexpr int times = 3;
    if (has_restart_ && retries_injected_ >= times) return false;
    ++retries_injected_;
    return true;
}

bool Session::carry_out(const Statement& statement, const Message* execute) {
    switch (statement.kind) {
        case Kind::begin: return begin(statement);
        case Kind::commit: return commit();
        case Kind::rollback: return roll_back();
        case Kind::savepoint: return savepoint(statement);
        case Kind::rollback_to: return roll_back_to(statement);
        case Kind::release: return release(statement);
        default: break;
    }
    if (touches_tables(statement)) is_first_ = false;
    if (begins_with(statement.words, "SET TRANSACTION") && state_ == State::idle)
        return fail(profile_.no_transaction);
    if (is_local(statement)) return answer_itself(statement, execute);
    if (statement.kind == Kind::ddl) return define(statement);
    if (statement.words[0] == "DEALLOCATE" || statement.words[0] == "DISCARD")
        return forget(statement, execute);
    return pass_on(statement, execute);
}

bool Session::give_row(const OneColumn& column, std::string_view tag, const Message* execute) {
    if (!execute) client_.write(row_description(column));
    for (const auto& row : column.rows) client_.write(data_row(row));
    return done(tag);
}

bool Session::answer_itself(const Statement& statement, const Message* execute) {
    static constexpr std::string_view states[] = {"NoTxn", "Open", "Aborted", "CommitWait"};
    if (begins_with(statement.words, "SHOW TRANSACTION STATUS")) {
        return give_row({"TRANSACTION STATUS", {std::string(states[static_cast<std::size_t>(state_)])}},
                        "SHOW TRANSACTION STATUS 1", execute);
    }
    if (forces(statement, "FORCE_RETRY")) {
        if (state_ == State::open && !is_first_) return fail(retry_error(profile_, "", forced));
        is_first_ = false;
        return give_row({"crdb_internal.force_retry", {"0"}, 20}, "SELECT 1", execute);
    }
    if (forces(statement, "FORCE_ERROR")) {
        const auto& words = statement.words;  // SELECT crdb_internal . force_error ( 'code , 'message )
        if (words.size() < 8) return fail({"42601", "syntax error"});
        return fail({words[5].substr(1), words[7].substr(1)});
    }
    if (statement.kind == Kind::show) {
        return give_row({lower(statement.words.back()), {*settings_.show(statement)}},
                        tag_for(profile_, statement, "SHOW", 1), execute);
    }
    static_cast<void>(settings_.set(statement));
    if (begins_with(statement.words, "SET TRANSACTION")) return done("SET TRANSACTION");
    return done(begins_with(statement.words, "SET CLUSTER SETTING") ? "SET CLUSTER SETTING" : "SET");
}

/// DEALLOCATE and DISCARD: also of what PostgreSQL does not know to be prepared.
bool Session::forget(const Statement& statement, const Message* execute) {
    const auto name = lower(statement.words.back());
    const auto found = prepared_.find(name);
    if (found != prepared_.end() && (found->second.is_local || found->second.is_pending)) {
        prepared_.erase(found);
        return done("DEALLOCATE");
    }
    if (name == "all") std::erase_if(prepared_, [](const auto& own) { return own.second.is_local; });
    if (begins_with(statement.words, "DISCARD ALL")) settings_.reset();
    return pass_on(statement, execute);
}

bool Session::pass_on(const Statement& statement, const Message* execute) {
    if (execute) {
        backend_->send(*execute);
        return relay({.until = "Cs", .statement = &statement}).ok;
    }
    backend_->send(query(to_postgresql(profile_, statement)));
    // The Z is the double's own to send.
    return relay({.until = "Z", .statement = &statement}).ok;
}

/// DDL goes as a simple query: what was bound is gone when the transaction before it has been committed.
bool Session::define(const Statement& statement) {
    const bool commits = settings_.is_on("autocommit_before_ddl") || std::exchange(ddl_commits_, false);
    if (state_ == State::open && commits) {
        notify(complain(profile_, autocommitting, "NOTICE"));
        const auto answer = backend_->command("COMMIT");
        state_ = State::idle;
        if (answer.error) {
            pass_error(*answer.error);
            return false;
        }
    }
    return pass_on(statement, nullptr);
}

}  // namespace testing::cockroach
