// SPDX-License-Identifier: BSL-1.0
//
// A cursor in the server: DECLARE, then FETCH for so many rows at a time. Each is a statement of its own, so
// that others may run in between.
#include <algorithm>
#include <array>
#include <dbapi/errors.hpp>
#include <string>

#include "begin_statement.hpp"
#include "connection.hpp"
#include "copied_rows.hpp"
#include "cursor.hpp"
#include "pq/description.hpp"
#include "pq/row.hpp"
#include "quoting.hpp"

namespace dbapi::libpq {

namespace {

bool is_query(const driver::Statement& statement) {
    static constexpr auto keywords = std::to_array<std::string_view>({"SELECT", "VALUES", "TABLE", "WITH"});
    return std::find(keywords.begin(), keywords.end(), statement.keyword()) != keywords.end();
}

}  // namespace

LibpqCursor::LibpqCursor(LibpqConnection& connection, std::string_view name)
    : home_(connection), name_(quoted(name)) {}

/// Runs a statement without parameters to its end. Returns its last result; rows come all at once.
ResultHandle LibpqCursor::ask(const std::string& sql, bool binary, Deadline deadline) {
    static const WireParameters none;
    Session& session = home_.session();
    session.start({.text = sql, .parameters = none, .binary_results = binary, .few_rows = true}, deadline);
    ResultHandle last;
    while (ResultHandle result = session.receive(deadline)) last = std::move(result);
    return last;
}

driver::ResultHead LibpqCursor::declare(const driver::Execution& execution,
                                        const WireParameters& parameters) {
    const auto& statement = execution.statement;
    if (!is_query(statement)) {
        throw ProgrammingError("a named cursor takes a query: SELECT, VALUES, TABLE or WITH");
    }
    do_close_named(execution.deadline);  // that of an earlier execute(),
    if (const auto left = home_.left_cursors().take(name_, home_.session().epoch())) {
        is_declared_ = true;  // or of an object that is gone
        epoch_ = left->epoch;
        doubts_ = left->doubts;
        do_close_named(execution.deadline);
    }
    const std::string begin = execution.begin ? begin_statement(*execution.begin) : std::string();
    Session& session = home_.session();
    session.start({.text = "DECLARE " + name_ + " NO SCROLL CURSOR FOR " + statement.sql(),
                   .parameters = parameters,
                   .begin = begin},
                  execution.deadline);
    session.finish(execution.deadline);
    is_declared_ = true;
    is_at_end_ = false;
    epoch_ = session.epoch();
    doubts_ = session.doubts();
    // No rows yet: they are asked for in binary, if all their types can be.
    result_ = ask("FETCH FORWARD 0 FROM " + name_, false, execution.deadline);
    shape_ = home_.shape_of(result_.get(), execution.deadline);
    return {shape_->columns};
}

/// Asks for further rows. Returns whether there are some.
bool LibpqCursor::fetch_named(Deadline deadline) {
    if (is_at_end_) return false;
    if (!is_still_there(deadline)) {
        is_declared_ = false;
        throw OperationalError("the cursor in the server has ended with its transaction",
                               ErrorDetails{.sqlstate = "34000"});
    }
    const auto wanted = rows_at_once();
    is_binary_ = shape_->can_be_binary && home_.settings().format != Format::text;
    style_ = is_binary_ ? TextStyle() : home_.text_style();
    result_ = ask("FETCH FORWARD " + std::to_string(wanted) + " FROM " + name_, is_binary_, deadline);
    row_ = 0;
    row_count_ = row_count(result_.get());
    is_at_end_ = row_count_ < wanted;
    if (row_count_ > 0 && !has_shape(result_.get(), *shape_)) {
        throw InternalError("the server's cursor changed its columns");
    }
    choose_views();
    return row_count_ > 0;
}

/// Whether the server has the cursor still. It goes with its transaction, and what is asked of one that is
/// gone would fail the transaction at hand; a failed one can be asked nothing.
bool LibpqCursor::is_still_there(Deadline deadline) {
    Session& session = home_.session();
    if (session.epoch() != epoch_ || session.status() != TransactionStatus::active) return false;
    if (session.doubts() == doubts_) return true;
    const auto doubts = session.doubts();
    const auto found = ask("SELECT name FROM pg_catalog.pg_cursors", false, deadline);
    for (std::size_t row = 0; row < row_count(found.get()); ++row) {
        if (quoted(field(found.get(), row, 0).value_or("")) != name_) continue;
        doubts_ = doubts;
        return true;
    }
    return false;
}

void LibpqCursor::do_close_named(Deadline deadline) {
    if (!std::exchange(is_declared_, false)) return;
    if (is_still_there(deadline)) home_.session().command("CLOSE " + name_, deadline);
}

}  // namespace dbapi::libpq
