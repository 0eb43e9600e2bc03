// SPDX-License-Identifier: BSL-1.0
//
// The face of callproc(): what is checked before a driver is asked, and how its results are taken in.
#include <algorithm>
#include <dbapi/cursor.hpp>
#include <dbapi/driver/procedure_call.hpp>
#include <dbapi/errors.hpp>
#include <optional>

#include "connection_state.hpp"
#include "result_set.hpp"

namespace dbapi::detail {

std::vector<Value> CallprocRun::run(Cursor& cursor, std::string_view name,
                                    const BoundParameters& parameters) {
    cursor.check_open();
    cursor.messages_.clear();
    return cursor.noted([&] {
        Connection& connection = *cursor.connection_;
        if (!connection.do_features().callproc) throw NotSupportedError("the database has no procedures");
        cursor.check_own_stream();
        if (cursor.named_)
            throw ProgrammingError("a named cursor takes a query: callproc() needs another cursor");
        cursor.forget_results();
        if (parameters.by_name) throw ProgrammingError("callproc() takes its parameters by position");
        if (std::ranges::any_of(parameters.values, &ValueView::is_expansion)) {
            throw ProgrammingError("expand() is for IN lists, not for callproc()");
        }
        std::vector<Value> answer;
        answer.reserve(parameters.values.size());
        for (const ValueView& view : parameters.values) answer.push_back(view.to_value());

        Connection::Operation operation(connection, &cursor, cursor.deadline());
        connection.settle(operation, Connection::OpenStream::refuse);
        connection.check_not_prepared();
        std::optional<TransactionOptions> begin;
        const bool is_idle = connection.do_transaction_status() == TransactionStatus::idle;
        if (is_idle && !connection.state_->commits_each()) begin = connection.state_->begin_options();
        const auto deadline = operation.deadline();
        if (begin && !connection.do_begins_with_statement()) {
            connection.do_begin(*begin, deadline);
            begin.reset();
        }
        cursor.buffer(cursor.do_callproc({.name = name,
                                          .parameters = parameters.values,
                                          .begin = begin ? &*begin : nullptr,
                                          .deadline = deadline}),
                      deadline);
        cursor.do_output_parameters(answer, deadline);
        return answer;
    });
}

}  // namespace dbapi::detail
