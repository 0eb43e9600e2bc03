// SPDX-License-Identifier: BSL-1.0
#include "cursor.hpp"

#include <algorithm>
#include <array>
#include <dbapi/errors.hpp>
#include <string>
#include <utility>

#include "codec/objects.hpp"
#include "connection.hpp"
#include "pq/description.hpp"
#include "pq/row.hpp"

namespace dbapi::libpq {
namespace {

/// Whether the text may commit, so that its loss leaves the outcome unknown. RELEASE does, on CockroachDB,
/// with the savepoint of its retry protocol.
bool commits(const driver::Statement& statement) {
    const auto keyword = statement.keyword();
    return statement.statement_count() > 1 || keyword == "COMMIT" || keyword == "END" || keyword == "RELEASE";
}

Protocol protocol_for(const driver::Statement& statement, std::size_t parameters) {
    if (statement.statement_count() > 1) {
        const auto keywords = statement.keywords();
        if (std::find(keywords.begin(), keywords.end(), "COPY") != keywords.end()) {
            throw ProgrammingError(
                "COPY goes by itself, not among other statements; with STDIN or STDOUT it needs "
                "copy_in() or copy_out()");
        }
        return Protocol::simple;
    }
    // COPY inside a pipeline wedges libpq. A $1 that has no value is an error of the text in the simple
    // protocol, and one of the protocol itself in the extended one.
    if (statement.keyword() == "COPY" || (statement.has_native_dollar() && parameters == 0))
        return Protocol::simple;
    return Protocol::extended;
}

/// What is worth preparing; the rest is run once, or refused as a prepared statement by some server.
bool is_preparable(const driver::Statement& statement) {
    static constexpr auto keywords = std::to_array<std::string_view>(
        {"SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "VALUES", "TABLE", "UPSERT", "MERGE"});
    return std::find(keywords.begin(), keywords.end(), statement.keyword()) != keywords.end();
}

/// Whether the server refused a prepared statement, before it ran: it is gone, or its tables have changed.
/// A function that the statement calls may raise the same codes.
bool is_stale(const DatabaseError& error, const Dialect& dialect) {
    const auto& said = error.diagnostics();
    const bool is_postgresql = !dialect.stale_plan_function.empty();
    if (error.sqlstate() == sqlstate::no_such_statement) {
        return !is_postgresql || said.source_function == dialect.no_statement_function;
    }
    if (error.sqlstate() != sqlstate::feature_not_supported) return false;
    // The same code says that something is not implemented, for which CockroachDB gives a hint.
    return is_postgresql ? said.source_function == dialect.stale_plan_function : said.hint.empty();
}

/// Whether a value did not fit the type that the server has inferred for it, which may be an old one.
bool may_have_old_types(const DatabaseError& error) {
    return error.sqlstate().starts_with("22") || error.sqlstate() == "42804";
}

/// Whether a SET or RESET may change what the names in a statement mean, or who runs it.
bool changes_names(const driver::Statement& statement) {
    const auto keyword = statement.keyword();
    if (keyword == "DO" || keyword == "CALL") return true;
    if (keyword != "SET" && keyword != "RESET") return false;
    std::string text = statement.text();
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    static constexpr auto words = std::to_array<std::string_view>(
        {"search_path", "schema", "role", "authorization", "database", "all"});
    return std::any_of(words.begin(), words.end(),
                       [&](auto word) { return text.find(word) != std::string::npos; });
}

}  // namespace

// ── running ──

driver::ResultHead LibpqCursor::do_execute(const driver::Execution& execution) {
    result_.reset();
    held_.clear();
    is_held_ = false;
    shape_.reset();
    const auto format =
        home_.settings().format == Format::text ? ParameterFormat::text : ParameterFormat::automatic;
    const auto& parameters = encoder_.encode(execution.parameters, home_.dialect(), format);
    if (changes_names(execution.statement)) home_.prepared().clear(true);
    try {
        run(execution, parameters, prepare(execution, parameters));
    } catch (const DatabaseError& error) {
        const bool was_prepared = home_.prepared().is_due(execution.statement.id()) || shape_;
        if (was_prepared && may_have_old_types(error)) home_.prepared().forget(execution.statement.id());
        if (!was_prepared || !is_stale(error, home_.dialect())) throw;
        recover(execution, error);
        run(execution, parameters, prepare(execution, parameters));
    }
    return take_head(execution.deadline);
}

/// Returns the statement as it is prepared already, or now, if it is due; null when it goes as text.
const PreparedStatement* LibpqCursor::prepare(const driver::Execution& execution,
                                              const WireParameters& parameters) {
    const auto& statement = execution.statement;
    const Settings& settings = home_.settings();
    const bool goes_alone = protocol_for(statement, execution.parameters.size()) == Protocol::extended;
    if (!settings.prepares() || !goes_alone || !is_preparable(statement)) return nullptr;

    PreparedStatements& cache = home_.prepared();
    // A stream of rows cannot be held back until their types are known.
    const bool at_once = execution.stream || settings.format == Format::binary;
    const bool is_kept = !statement.is_single_use();
    if (const auto* found = is_kept ? cache.find(statement.id(), parameters) : nullptr) return found;
    if (!at_once && !(is_kept && cache.is_due(statement.id()))) return nullptr;

    PreparedStatement made{.name = cache.make_name(), .types = parameters.types, .shape = nullptr};
    auto dropped = cache.take_dropped();
    ResultHandle described;
    try {
        described = home_.session().prepare(
            {.name = made.name, .sql = statement.sql(), .types = made.types, .dropped = dropped},
            execution.deadline);
    } catch (const DatabaseError& error) {
        const bool was_stopped = error.error_class() == ErrorClass::query_canceled ||
                                 error.error_class() == ErrorClass::deadline_exceeded;
        if (error.sqlstate() != sqlstate::no_such_statement) cache.drop(std::move(dropped));
        // As text it fails as well, but inside of the transaction that it begins, which must fail with it.
        if (execution.begin && error.is_connection_usable() && !was_stopped) return nullptr;
        throw;
    }
    made.shape = home_.shape_of(described.get(), execution.deadline);
    if (is_kept) return &cache.insert(statement.id(), std::move(made));
    cache.drop({made.name});
    once_ = std::move(made);
    return &once_;
}

void LibpqCursor::run(const driver::Execution& execution, const WireParameters& parameters,
                      const PreparedStatement* prepared) {
    const auto& statement = execution.statement;
    const std::string begin = execution.begin ? begin_statement(*execution.begin) : std::string();
    const bool binary = prepared && home_.settings().format != Format::text && prepared->shape->can_be_binary;
    shape_ = prepared ? prepared->shape : nullptr;
    style_ = binary ? TextStyle() : home_.text_style();
    has_styled_ = false;
    Session& session = home_.session();
    const Session::Committing committing(session, commits(statement));
    session.start(
        {.text = prepared ? prepared->name : statement.sql(),
         .parameters = parameters,
         .begin = begin,
         .protocol = prepared ? Protocol::prepared : protocol_for(statement, execution.parameters.size()),
         .binary_results = binary},
        execution.deadline);
    result_ = session.receive(execution.deadline);
}

/// After the refusal of a stale statement: forgets it, so that it can be prepared again, and takes the
/// transaction back if nothing but its BEGIN was in it.
/// @throws PlanInvalidated  there was more.
void LibpqCursor::recover(const driver::Execution& execution, const DatabaseError& error) {
    home_.prepared().forget(execution.statement.id());
    if (error.sqlstate() == sqlstate::no_such_statement) home_.prepared().clear(false);
    Session& session = home_.session();
    if (session.status() == TransactionStatus::idle) return;
    if (!execution.begin) {
        ErrorDetails details = error.details();
        details.retryable = true;
        throw PlanInvalidated(error.what(), std::move(details));
    }
    session.command("ROLLBACK", execution.deadline);
}

// ── results ──

ResultHandle LibpqCursor::next_result(Deadline deadline) {
    if (!is_held_) return home_.session().receive(deadline);
    if (held_.empty()) return nullptr;
    ResultHandle result = std::move(held_.front());
    held_.pop_front();
    return result;
}

/// Reads all there is, so that the session is free to be asked for types.
void LibpqCursor::hold_results(Deadline deadline) {
    is_held_ = true;
    while (ResultHandle result = home_.session().receive(deadline)) held_.push_back(std::move(result));
}

/// The head of the result that has just come; that result itself is kept for do_fetch().
driver::ResultHead LibpqCursor::take_head(Deadline deadline) {
    is_exposed_ = false;
    if (!has_columns(result_.get())) return {};
    if (!shape_ || !has_shape(result_.get(), *shape_)) {
        if (!is_held_ && !home_.knows_types(result_.get())) hold_results(deadline);
        shape_ = home_.shape_of(result_.get(), deadline);
    }
    is_binary_ = is_binary(result_.get());
    has_styled_ = has_styled_ || (!is_binary_ && shape_->has_style);
    objects_.resize(shape_->types.size());
    return {shape_->columns};
}

bool LibpqCursor::do_fetch(std::span<ValueView> row, Deadline deadline) {
    if (is_exposed_) result_ = next_result(deadline);
    is_exposed_ = is_row(result_.get());
    if (!is_exposed_) return false;
    try {
        for (std::size_t i = 0; i < row.size(); ++i) row[i] = view(i);
    } catch (...) {
        home_.session().drain(deadline);
        throw;
    }
    return true;
}

ValueView LibpqCursor::view(std::size_t column) {
    if (is_null(result_.get(), column)) return {};
    const auto bytes = field(result_.get(), column);
    const TypeInfo& type = *shape_->types[column];
    if (is_binary_) {
        const ValueView view = type.view_binary(bytes);
        if (view.kind() != Kind::string || !view.codec()) return view;
        objects_[column] = view.to_value();  // so that it can be borrowed as text, as in the other format
        return ValueView(objects_[column]);
    }
    if (type.view_text && (style_.is_default() || !has_style(type.oid))) return type.view_text(bytes);
    objects_[column] = make_object(type, home_.find_type(type.element), bytes, style_);
    return ValueView(objects_[column]);
}

driver::Completion LibpqCursor::do_complete(Deadline deadline) {
    auto completion = completion_of(result_.get());
    home_.heed(completion.statusmessage);
    result_ = next_result(deadline);
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
