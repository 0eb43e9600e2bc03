// SPDX-License-Identifier: BSL-1.0
#include "connection.hpp"

#include <algorithm>
#include <array>
#include <dbapi/driver/statement.hpp>
#include <dbapi/errors.hpp>
#include <utility>

#include "begin_statement.hpp"
#include "cursor.hpp"
#include "pipeline.hpp"
#include "pq/description.hpp"
#include "pq/row.hpp"

namespace dbapi::libpq {
namespace {

// Floating-point numbers come in text with all their digits: servers differ, and roles, databases and the
// options of a connection may have it otherwise, which no server reports.
constexpr std::string_view exact_floats = "SET extra_float_digits TO 3";

/// Settings that our decoders and the SQL scanner rely on, as the server reports them.
struct ReliedSetting {
    const char* name;
    const char* value;  // as it is set; the server may report more behind a comma: "ISO, MDY"
};
constexpr auto relied_settings = std::to_array<ReliedSetting>({
    {"DateStyle", "ISO"},
    {"IntervalStyle", "postgres"},
    {"standard_conforming_strings", "on"},
});

}  // namespace

LibpqConnection::LibpqConnection(ConnectionHandle handle, const Settings& settings)
    : session_(std::move(handle)),
      dialect_(dialect_for(session_.parameter("crdb_version"), session_.parameter("server_version"))),
      features_(dialect_.features),
      settings_(settings),
      prepared_(settings.prepare_threshold, settings.prepared_max) {
    session_.set_notice_sink([this](Message message) { add_message(std::move(message)); });
    session_.set_along(exact_floats);
}

bool LibpqConnection::knows_types(const pg_result* result) const {
    return unknown_types(result, types_).empty();
}

std::shared_ptr<const ResultShape> LibpqConnection::shape_of(const pg_result* result, Deadline deadline) {
    if (const auto unknown = unknown_types(result, types_); !unknown.empty()) {
        types_.load(unknown, session_, deadline);
    }
    return std::make_shared<const ResultShape>(libpq::shape_of(result, types_, dialect_));
}

TextStyle LibpqConnection::text_style() const {
    return parse_style(session_.parameter("DateStyle"), session_.parameter("IntervalStyle"),
                       session_.parameter("TimeZone"));
}

void LibpqConnection::heed(std::string_view command_tag) {
    const auto word = command_tag.substr(0, command_tag.find(' '));
    if (word == "COMMIT" || command_tag == "PREPARE TRANSACTION") session_.next_epoch();
    if (word == "ROLLBACK" || word == "CLOSE")
        session_.doubt_cursors();  // perhaps to a savepoint; perhaps ours
    if (word == "RESET" || word == "DISCARD") session_.set_along(exact_floats);
    // CockroachDB calls DISCARD ALL just DISCARD, and knows no other that keeps the statements.
    const bool forgotten =
        command_tag == "DEALLOCATE ALL" || command_tag == "DISCARD ALL" || command_tag == "DISCARD";
    const bool changed = word == "CREATE" || word == "ALTER" || word == "DROP" || word == "RENAME";
    // What a transaction, or the part of it behind a savepoint, has changed is as it was. COMMIT may change
    // as well: it drops temporary tables, and ends SET LOCAL.
    const bool ended = has_changed_ && (word == "ROLLBACK" || word == "COMMIT");
    if (forgotten) {
        forget_prepared();
        types_.forget();
    } else if (changed || ended) {
        note_change();
    }
}

void LibpqConnection::forget_prepared() {
    prepared_.clear(false);
    session_.forget_begins();
}

void LibpqConnection::note_change() {
    prepared_.clear(true);
    types_.forget();
    has_changed_ = true;
}

void LibpqConnection::fix_settings(Deadline deadline) {
    for (const auto& setting : relied_settings) {
        const auto reported = session_.parameter(setting.name);  // a pooler may report less than a server
        if (reported.empty() || reported.substr(0, reported.find(',')) == setting.value) continue;
        session_.command(std::string("SET ") + setting.name + " TO " + setting.value, deadline);
    }
}

StatementRules LibpqConnection::heed(const driver::Statement& statement) {
    const auto rules = rules_of(statement, features_);
    if (rules.changes_names) note_change();
    if (rules.touches_session) ++touches_;
    return rules;
}

void LibpqConnection::learn_features(Deadline deadline) {
    if (session_.parameter("crdb_version").empty()) return;
    try {
        const auto setting = ask("SHOW autocommit_before_ddl", deadline);
        features_.transactional_ddl = field(setting.get(), 0, 0) != "on";
    } catch (const ProgrammingError&) {  // an older server does not know it
        features_.transactional_ddl = true;
    }
}

bool LibpqConnection::do_reset(Deadline deadline) {
    heed(session_.command("DISCARD ALL", deadline));
    fix_settings(deadline);
    return true;
}

void LibpqConnection::heed_end() {
    if (session_.status() != TransactionStatus::idle) return;
    begun_.clear();
    if (!has_changed_) return;
    note_change();
    has_changed_ = false;
}

driver::Placeholder LibpqConnection::do_placeholder() const noexcept { return driver::Placeholder::dollar; }

std::unique_ptr<Cursor> LibpqConnection::do_cursor(const CursorOptions& options) {
    if (!options.name.empty()) return std::make_unique<LibpqCursor>(*this, options.name);
    return std::make_unique<LibpqCursor>(*this);
}

void LibpqConnection::do_begin(const TransactionOptions& options, Deadline deadline) {
    heed_end();
    auto statement = begin_statement(options);
    session_.command(statement, deadline);
    set_begun(std::move(statement));
}

driver::CommitAnswer LibpqConnection::do_commit(Deadline deadline) {
    const Session::Committing committing(session_);
    // A failed transaction is rolled back by COMMIT, without an error: only the tag tells.
    return session_.command("COMMIT", deadline) == "ROLLBACK" ? driver::CommitAnswer::rolled_back
                                                              : driver::CommitAnswer::committed;
}

void LibpqConnection::do_rollback(Deadline deadline) { session_.command("ROLLBACK", deadline); }

driver::PipelineAnswer LibpqConnection::do_run_pipeline(std::span<const driver::PipelineStep> steps,
                                                        Deadline deadline) {
    return PipelineRun(*this, steps, deadline).run();
}

void LibpqConnection::do_close(Deadline) { session_.close(); }

void LibpqConnection::do_end_stream(driver::StreamEnd how, Deadline deadline) {
    // A cancelled statement takes its transaction with it, which is welcome only before a rollback.
    if (how == driver::StreamEnd::roll_back) {
        session_.cancel(deadline);
        session_.drain(deadline);
    } else {
        session_.finish(deadline);
    }
}

}  // namespace dbapi::libpq
