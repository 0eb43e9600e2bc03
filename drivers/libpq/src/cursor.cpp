// SPDX-License-Identifier: BSL-1.0
#include "cursor.hpp"

#include <dbapi/other.hpp>
#include <string>

#include "pq/row.hpp"

namespace dbapi::libpq {

driver::ResultHead LibpqCursor::do_execute(const driver::Execution& execution) {
    const auto& statement = execution.statement;
    const std::string begin = execution.begin ? begin_statement(*execution.begin) : std::string();
    // Several statements have no other way, COPY inside a pipeline wedges libpq, and a $1 that has no value is an
    // error of the protocol's in the other way, instead of one of the text's.
    const bool simple = statement.statement_count() > 1 || statement.keyword() == "COPY" ||
                        (statement.has_native_dollar() && execution.parameters.empty());
    result_.reset();
    session_.start(begin, statement.sql(), encoder_.encode(execution.parameters, dialect_),
                   simple ? Protocol::simple : Protocol::extended, execution.deadline);
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
