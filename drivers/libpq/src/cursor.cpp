// SPDX-License-Identifier: BSL-1.0
#include "cursor.hpp"

#include <algorithm>
#include <dbapi/errors.hpp>
#include <dbapi/other.hpp>
#include <string>

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

}  // namespace

driver::ResultHead LibpqCursor::do_execute(const driver::Execution& execution) {
    const auto& statement = execution.statement;
    const std::string begin = execution.begin ? begin_statement(*execution.begin) : std::string();
    result_.reset();
    const Session::Committing committing(session_, commits(statement));
    session_.start(begin, statement.sql(), encoder_.encode(execution.parameters, dialect_),
                   protocol_for(statement, execution.parameters.size()), execution.deadline);
    result_ = session_.receive(execution.deadline);
    return take_head();
}

/// The head of the result that has just come; that result itself is kept for do_fetch().
driver::ResultHead LibpqCursor::take_head() {
    is_exposed_ = false;
    shape_ = has_columns(result_.get()) ? shape_of(result_.get()) : ResultShape();
    others_.resize(shape_.types.size());
    return {shape_.columns};
}

bool LibpqCursor::do_fetch(std::span<ValueView> row, Deadline deadline) {
    if (is_exposed_) result_ = session_.receive(deadline);
    is_exposed_ = is_row(result_.get());
    if (!is_exposed_) return false;
    try {
        for (std::size_t i = 0; i < row.size(); ++i) row[i] = view(i);
    } catch (...) {
        session_.drain(deadline);
        throw;
    }
    return true;
}

ValueView LibpqCursor::view(std::size_t column) {
    if (is_null(result_.get(), column)) return {};
    const auto text = field(result_.get(), column);
    if (const TypeInfo* type = shape_.types[column]) return type->view_text(text);
    others_[column] = Other((*shape_.columns)[column].type_name, std::string(text));
    return ValueView(others_[column]);
}

driver::Completion LibpqCursor::do_complete(Deadline deadline) {
    auto completion = completion_of(result_.get());
    result_ = session_.receive(deadline);
    completion.more_results = result_ != nullptr;
    return completion;
}

driver::ResultHead LibpqCursor::do_nextset(Deadline) { return take_head(); }

}  // namespace dbapi::libpq
