// SPDX-License-Identifier: BSL-1.0
#include "cursor.hpp"

#include <algorithm>
#include <dbapi/errors.hpp>
#include <string>
#include <utility>

#include "begin_statement.hpp"
#include "codec/objects.hpp"
#include "connection.hpp"
#include "copied_rows.hpp"
#include "pq/description.hpp"
#include "pq/row.hpp"

namespace dbapi::libpq {
namespace {

// A statement that gave no more rows than these is run the next time without asking for them one by one.
constexpr std::size_t few_rows = 64;

}  // namespace

// ── running ──

driver::ResultHead LibpqCursor::do_execute(const driver::Execution& execution) {
    static_cast<void>(do_reset());
    const auto format =
        home_.settings().format == Format::text ? ParameterFormat::text : ParameterFormat::automatic;
    const auto& parameters = encoder_.encode(execution.parameters, home_.dialect(), format);
    home_.heed_end();
    const auto rules = home_.heed(execution.statement);
    const bool begins = rules.is_begin && home_.session().status() == TransactionStatus::idle;
    const std::string begun = home_.take_begun();
    if (!name_.empty()) return declare(execution, parameters);
    try {
        prepare(execution, parameters);
        run(execution, parameters, rules);
    } catch (const DatabaseError& error) {
        const bool was_prepared = home_.prepared().is_due(execution.statement.id()) || prepared_;
        if (was_prepared && may_have_old_types(error)) home_.prepared().forget(execution.statement.id());
        if (!was_prepared || !is_stale(error, home_.dialect())) throw;
        recover(execution, error, begun);
        prepare(execution, parameters);
        run(execution, parameters, rules);
    }
    if (begins) home_.set_begun(execution.statement.sql());
    return take_head(execution.deadline);
}

/// Asks the server for the types of a stream that is not prepared: its rows cannot be held back until they
/// are known. A statement without a name stays nowhere.
void LibpqCursor::learn_types(const driver::Execution& execution, const WireParameters& parameters) {
    static const std::string nameless;
    try {
        const auto described = home_.session().prepare(
            {.name = nameless, .sql = execution.statement.sql(), .types = parameters.types, .dropped = {}},
            execution.deadline);
        if (!home_.knows_types(described.get())) {
            static_cast<void>(home_.shape_of(described.get(), execution.deadline));
        }
    } catch (const DatabaseError& error) {
        if (!fails_as_text(execution, error)) throw;
    }
}

/// Finds the statement as it is prepared already, or prepares it now, if it is due; else it goes as text.
void LibpqCursor::prepare(const driver::Execution& execution, const WireParameters& parameters) {
    prepared_.reset();
    const auto& statement = execution.statement;
    const Settings& settings = home_.settings();
    if (!is_plain(statement)) return;
    if (protocol_for(statement, execution.parameters.size()) != Protocol::extended) return;
    if (!settings.prepares()) {
        if (execution.stream) learn_types(execution, parameters);
        return;
    }

    PreparedStatements& cache = home_.prepared();
    // A stream of rows cannot be held back until their types are known.
    const bool at_once = execution.stream || settings.format == Format::binary;
    const bool is_kept = !statement.is_single_use();
    if (is_kept) prepared_ = cache.find(statement.id(), parameters);
    if (prepared_) return;
    if (!at_once && !(is_kept && cache.is_due(statement.id()))) return;

    auto made = std::make_shared<PreparedStatement>(
        PreparedStatement{.name = cache.make_name(), .types = parameters.types, .shape = nullptr});
    auto dropped = cache.take_dropped();
    ResultHandle described;
    try {
        described = home_.session().prepare(
            {.name = made->name, .sql = statement.sql(), .types = made->types, .dropped = dropped},
            execution.deadline);
    } catch (const DatabaseError& error) {
        if (error.sqlstate() != sqlstate::no_such_statement) cache.drop(std::move(dropped));
        if (fails_as_text(execution, error)) return;
        throw;
    }
    made->shape = home_.shape_of(described.get(), execution.deadline);
    if (is_kept) {
        cache.insert(statement.id(), made);
    } else {
        cache.drop({made->name});
    }
    prepared_ = std::move(made);
}

void LibpqCursor::run(const driver::Execution& execution, const WireParameters& parameters,
                      const StatementRules& rules) {
    const auto& statement = execution.statement;
    const std::string begin = execution.begin ? begin_statement(*execution.begin) : std::string();
    const bool binary =
        prepared_ && home_.settings().format != Format::text && prepared_->shape->can_be_binary;
    shape_ = prepared_ ? prepared_->shape : nullptr;
    style_ = binary ? TextStyle() : home_.text_style();
    has_styled_ = false;
    Session& session = home_.session();
    const Session::Committing committing(session, rules.commits);
    session.start(
        {.text = prepared_ ? prepared_->name : statement.sql(),
         .parameters = parameters,
         .begin = begin,
         .prepares_begin = home_.settings().prepares(),
         .protocol = prepared_ ? Protocol::prepared : protocol_for(statement, execution.parameters.size()),
         .binary_results = binary,
         .few_rows = (prepared_ && prepared_->has_few_rows && !execution.stream) || !outputs_.empty()},
        execution.deadline);
    take_result(execution.deadline);
}

/// After the refusal of a stale statement: forgets it, so that it can be prepared again, and takes the
/// transaction back if nothing but its BEGIN was in it: the one that went with the statement, which goes with
/// it again, or `begun`, which begins another one now.
/// @throws PlanInvalidated  there was more.
void LibpqCursor::recover(const driver::Execution& execution, const DatabaseError& error,
                          const std::string& begun) {
    home_.prepared().forget(execution.statement.id());
    if (error.sqlstate() == sqlstate::no_such_statement) home_.prepared().clear(false);
    Session& session = home_.session();
    if (session.status() == TransactionStatus::idle) return;
    if (!execution.begin && begun.empty()) {
        ErrorDetails details = error.details();
        details.retryable = true;
        throw PlanInvalidated(error.what(), std::move(details));
    }
    session.command("ROLLBACK", execution.deadline);
    if (!execution.begin) session.command(begun, execution.deadline);
}

// ── results ──

/// Drops what is left of the last statement. The session is not asked: cursors go at any time.
bool LibpqCursor::do_reset() noexcept {
    drop_result();
    piped_.clear();
    next_piped_ = 0;
    return true;
}

/// The same, but for results of a pipeline that are still to be received.
void LibpqCursor::drop_result() noexcept {
    result_.reset();
    row_ = row_count_ = rows_seen_ = 0;
    held_.clear();
    next_held_ = 0;
    shape_.reset();
    prepared_.reset();
    made_.clear();
    copied_.reset();
    outputs_.clear();
    output_values_.clear();
    encoder_.trim();
}

driver::ResultHead LibpqCursor::do_receive(Deadline deadline) {
    drop_result();
    PipedResult next = std::move(piped_[next_piped_++]);
    held_ = std::move(next.results);
    prepared_ = std::move(next.prepared);
    shape_ = prepared_ ? prepared_->shape : nullptr;
    style_ = next.style;
    has_styled_ = false;
    take_result(deadline);
    return take_head(deadline);
}

/// Moves to the next result, or to none at the end.
void LibpqCursor::take_result(Deadline deadline) {
    if (held_.empty()) {
        result_ = home_.session().receive(deadline);
    } else {
        result_ = next_held_ < held_.size() ? std::move(held_[next_held_++]) : nullptr;
    }
    row_ = 0;
    row_count_ = result_ ? row_count(result_.get()) : 0;
}

/// Reads all there is, so that the session is free to be asked for types.
void LibpqCursor::hold_results(Deadline deadline) {
    while (ResultHandle result = home_.session().receive(deadline)) held_.push_back(std::move(result));
}

/// The head of the result that has just come; that result itself is kept for do_fetch().
driver::ResultHead LibpqCursor::take_head(Deadline deadline) {
    if (!has_columns(result_.get())) return {};
    if (!shape_ || !has_shape(result_.get(), *shape_)) {
        if (held_.empty() && !home_.knows_types(result_.get())) hold_results(deadline);
        shape_ = home_.shape_of(result_.get(), deadline);
    }
    is_binary_ = is_binary(result_.get());
    has_styled_ = has_styled_ || (!is_binary_ && shape_->has_style);
    choose_views();
    return {shape_->columns};
}

bool LibpqCursor::do_fetch(std::span<ValueView> row, Deadline deadline) {
    if (copied_) return fetch_copied(row, deadline);
    while (row_ == row_count_) {
        if (is_declared_) {
            if (!fetch_named(deadline)) return false;
            continue;
        }
        if (!is_partial(result_.get())) return false;
        take_result(deadline);
    }
    try {
        view_row(result_.get(), row_, views_, row);
        if (!made_.empty()) make_others(row);
    } catch (...) {
        home_.session().drain(deadline);
        throw;
    }
    ++row_;
    ++rows_seen_;
    return true;
}

/// Finds out how the columns of the current result are viewed.
void LibpqCursor::choose_views() {
    const bool is_styled = !is_binary_ && shape_->has_style && !style_.is_default();
    if (is_styled) {
        styled_views_ = shape_->text_views;
        for (std::size_t i = 0; i < styled_views_.size(); ++i) {
            if (has_style(shape_->types[i]->oid)) styled_views_[i] = nullptr;
        }
    }
    views_ = is_styled ? styled_views_ : is_binary_ ? shape_->binary_views : shape_->text_views;
    made_.clear();
    if (std::find(views_.begin(), views_.end(), nullptr) != views_.end()) made_.resize(views_.size());
}

/// Makes the values of the row's fields that cannot be viewed where they lie.
void LibpqCursor::make_others(std::span<ValueView> row) {
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (views_[i]) continue;
        const auto bytes = field(result_.get(), row_, i);
        if (bytes) row[i].emplace([&] { return make(i, *bytes); });
    }
}

ValueView LibpqCursor::make(std::size_t column, std::string_view bytes) {
    const TypeInfo& type = *shape_->types[column];
    made_[column] = is_binary_ ? type.view_binary(bytes).to_value()
                               : make_object(type, home_.find_type(type.element), bytes, style_);
    return ValueView(made_[column]);
}

driver::Completion LibpqCursor::do_complete(Deadline deadline) {
    if (!name_.empty()) return {.statusmessage = "SELECT " + std::to_string(rows_seen_)};
    auto completion = completion_of(result_.get());
    if (!prepared_) home_.heed(completion.statusmessage);  // else it is_plain(): nothing to heed
    if (prepared_) prepared_->has_few_rows = rows_seen_ <= few_rows;
    if (!outputs_.empty()) keep_outputs();
    take_result(deadline);
    shape_.reset();
    completion.more_results = result_ != nullptr;
    // A change is reported behind all results, so that it is not known which of them it concerns.
    if (!completion.more_results && has_styled_ && home_.text_style() != style_) {
        throw DataError("DateStyle or IntervalStyle was changed while dates or intervals were read",
                        ErrorDetails{.sqlstate = "22007"});
    }
    return completion;
}

driver::ResultHead LibpqCursor::do_nextset(Deadline deadline) { return take_head(deadline); }

}  // namespace dbapi::libpq
