// SPDX-License-Identifier: BSL-1.0
#include "pipeline.hpp"

#include <algorithm>
#include <utility>

#include "begin_statement.hpp"
#include "connection.hpp"
#include "cursor.hpp"
#include "pq/row.hpp"
#include "statement_rules.hpp"

namespace dbapi::libpq {
namespace {

/// Whether what is prepared may mean something else behind the statement.
bool may_change_names(const driver::Statement& statement) {
    return !is_plain(statement) && !statement.is_transaction_control();
}

}  // namespace

PipelineRun::PipelineRun(LibpqConnection& home, std::span<const driver::PipelineStep> steps,
                         Deadline deadline)
    : home_(home), steps_(steps), deadline_(deadline) {}

driver::PipelineAnswer PipelineRun::run() {
    begun_ = home_.take_begun();
    auto answer = attempt();
    if (heed_error(answer)) {
        answer = attempt();
        static_cast<void>(heed_error(answer));
    }
    if (rolled_back_) {
        answer.done = *rolled_back_;
        answer.error = std::make_exception_ptr(
            TransactionRolledBack("a statement had failed: the database rolled back instead of committing",
                                  ErrorDetails{.sqlstate = sqlstate::transaction_rollback}));
    }
    return answer;
}

driver::PipelineAnswer PipelineRun::attempt() {
    sent_.assign(steps_.size(), Sent());
    fresh_.clear();
    rows_.clear();
    home_.heed_end();
    may_use_prepared_ = home_.settings().prepares();
    may_prepare_ = may_use_prepared_ && std::none_of(steps_.begin(), steps_.end(), [](const auto& step) {
                       return step.statement && may_change_names(*step.statement);
                   });
    style_ = home_.text_style();
    for (const auto& step : steps_) {
        if (step.cursor) static_cast<LibpqCursor*>(step.cursor)->drop_results();
    }
    auto [done, error] = home_.session().run_batch(steps_.size(), *this, deadline_);
    keep_fresh();
    return {done, std::move(error)};
}

// ── sending ──

Request PipelineRun::request(std::size_t index) {
    static const std::string commit = "COMMIT";
    static const WireParameters none;
    const auto& step = steps_[index];
    if (!step.cursor) return {.text = commit, .parameters = none, .commits = true};

    const auto& statement = *step.statement;
    const auto format =
        home_.settings().format == Format::text ? ParameterFormat::text : ParameterFormat::automatic;
    auto& encoder = static_cast<LibpqCursor*>(step.cursor)->encoder();
    const auto& parameters = encoder.encode(step.parameters, home_.dialect(), format);
    Sent& sent = sent_[index];
    if (step.begin) sent.begin = begin_statement(*step.begin);
    const auto rules = home_.heed(statement);
    choose(statement, parameters, sent);
    return {.text = sent.prepared ? sent.prepared->name : statement.sql(),
            .parameters = parameters,
            .begin = sent.begin,
            .protocol = sent.prepared ? Protocol::prepared : Protocol::extended,
            .binary_results = sent.is_binary,
            .prepare = sent.fresh ? &statement.sql() : nullptr,
            .dropped = sent.fresh ? std::span<const std::string>(sent.fresh->dropped)
                                  : std::span<const std::string>(),
            .commits = rules.commits};
}

/// Decides how a statement goes. One that is due is prepared on the way, which costs no round trip; what it
/// returns is not known before, so that it comes as text this time.
void PipelineRun::choose(const driver::Statement& statement, const WireParameters& parameters, Sent& sent) {
    if (!is_plain(statement)) {
        if (may_change_names(statement)) may_use_prepared_ = false;
        return;
    }
    if (!may_use_prepared_ || statement.is_single_use()) return;
    PreparedStatements& cache = home_.prepared();
    sent.prepared = cache.find(statement.id(), parameters);
    if (sent.prepared) {
        sent.is_binary = home_.settings().format != Format::text && sent.prepared->shape->can_be_binary;
        return;
    }
    const auto same = std::find_if(fresh_.begin(), fresh_.end(), [&](const auto& fresh) {
        return fresh->statement_id == statement.id() && fresh->prepared->types == parameters.types;
    });
    if (same != fresh_.end()) {
        sent.prepared = (*same)->prepared;
        return;
    }
    if (!may_prepare_ || !cache.is_due(statement.id())) return;
    sent.prepared = std::make_shared<PreparedStatement>(
        PreparedStatement{.name = cache.make_name(), .types = parameters.types, .shape = nullptr});
    sent.fresh = fresh_.emplace_back(std::make_unique<Fresh>()).get();
    sent.fresh->statement_id = statement.id();
    sent.fresh->prepared = sent.prepared;
    sent.fresh->dropped = cache.take_dropped();
}

// ── receiving ──

void PipelineRun::reading(std::size_t index) noexcept { home_.set_running(steps_[index].cursor); }

void PipelineRun::described(std::size_t index, ResultHandle description) {
    sent_[index].fresh->description = std::move(description);
}

void PipelineRun::answered(std::size_t index, ResultHandle result) {
    const auto& step = steps_[index];
    if (!step.cursor) {
        const auto tag = completion_of(result.get()).statusmessage;
        if (tag == "ROLLBACK") rolled_back_ = index;
        home_.heed(tag);
        return;
    }
    rows_.push_back(std::move(result));
    if (is_partial(rows_.back().get())) return;  // its end is still to come
    const Sent& sent = sent_[index];
    const bool is_known = sent.prepared && sent.prepared->shape;
    static_cast<LibpqCursor*>(step.cursor)
        ->add_piped({std::exchange(rows_, {}), is_known ? sent.prepared : nullptr,
                     sent.is_binary ? TextStyle() : style_});
}

/// Gives what was prepared to the connection.
void PipelineRun::keep_fresh() {
    PreparedStatements& cache = home_.prepared();
    const bool can_ask = home_.session().status() != TransactionStatus::failed;
    for (const auto& fresh : fresh_) {
        if (!fresh->description) {
            cache.drop(std::move(fresh->dropped));
            continue;
        }
        PreparedStatement& prepared = *fresh->prepared;
        try {
            if (cache.is_due(fresh->statement_id) &&
                (can_ask || home_.knows_types(fresh->description.get()))) {
                prepared.shape = home_.shape_of(fresh->description.get(), deadline_);
            }
        } catch (const Error&) {
            // It is forgotten; the error is the next one's, if it lasts.
        }
        if (prepared.shape) {
            cache.insert(fresh->statement_id, fresh->prepared);
        } else {
            cache.drop({std::move(prepared.name)});
        }
    }
}

// ── errors ──

/// Draws the conclusions from an error. Returns whether all is as it was before, and can be run again.
bool PipelineRun::heed_error(driver::PipelineAnswer& answer) {
    if (!answer.error || !steps_[answer.done].cursor) return false;
    try {
        std::rethrow_exception(answer.error);
    } catch (const DatabaseError& error) {
        return heed_error(answer, error);
    } catch (...) {
        return false;
    }
}

bool PipelineRun::heed_error(driver::PipelineAnswer& answer, const DatabaseError& error) {
    PreparedStatements& cache = home_.prepared();
    const auto& step = steps_[answer.done];
    const auto id = step.statement->id();
    const bool was_prepared = sent_[answer.done].prepared != nullptr;
    if ((was_prepared || cache.is_due(id)) && may_have_old_types(error)) cache.forget(id);
    if (!was_prepared || !is_stale(error, home_.dialect())) return false;
    cache.forget(id);
    if (error.sqlstate() == sqlstate::no_such_statement) cache.clear(false);
    const std::string begun = std::exchange(begun_, {});
    if (answer.done == 0 && (step.begin || !begun.empty())) {
        home_.session().command("ROLLBACK", deadline_);
        if (!step.begin) home_.session().command(begun, deadline_);
        return true;
    }
    ErrorDetails details = error.details();
    details.retryable = true;
    answer.error = std::make_exception_ptr(PlanInvalidated(error.what(), std::move(details)));
    return false;
}

}  // namespace dbapi::libpq
