// SPDX-License-Identifier: BSL-1.0
//
// executemany() that cannot be done, or not to its end; and statements that return rows.
#include <dbapi/conformance/context.hpp>
#include <stdexcept>
#include <tuple>

#include "../suite.hpp"
#include "reading.hpp"

namespace dbapi::conformance {
namespace {

/// Lists of which the fifth has the key of the second.
std::vector<std::tuple<int, int>> lists_with_a_key_twice() {
    std::vector<std::tuple<int, int>> lists;
    for (const int id : {1, 2, 3, 4, 2, 6, 7}) lists.emplace_back(id, 0);
    return lists;
}

Integers ids_of(Cursor& cursor, const std::string& table) {
    return integers(cursor.execute("SELECT id FROM " + table + " ORDER BY id"));
}

void failure_tells_the_list(Context& context) {
    const auto table = table_of_numbers(context, 0);
    const auto cursor = context.connection().cursor();
    std::optional<RowRange> at;
    try {
        cursor->executemany(context.sql("INSERT INTO {} VALUES (?, ?)", table), lists_with_a_key_twice());
        context.require(false, "a key that is there twice is an error");
    } catch (const IntegrityError& error) {
        at = error.row_range();
    }
    context.require(at.has_value(), "the error has a row_range()");
    context.check(at->first <= 4 && at->last >= 4 && at->last <= 6, "the fifth list is in it");
    context.equal(cursor->rowcount(), -1, "rowcount after the failure");
    context.throws<ProgrammingError>([&] { return cursor->fetchone(); }, "fetchone() after the failure");
}

void failure_runs_nothing_behind(Context& context) {
    const auto table = table_of_numbers(context, 5);
    const auto cursor = context.connection().cursor();
    context.throws<IntegrityError>(
        [&] {
            cursor->executemany(context.sql("UPDATE {} SET id = ? WHERE id = ?", table),
                                {{101, 1}, {3, 2}, {104, 4}});
        },
        "a key that is there in the second list");
    context.connection().rollback();
    context.equal(ids_of(*cursor, table), range(1, 5), "rollback() undoes the first list");
    cursor->executemany(context.sql("UPDATE {} SET id = ? WHERE id = ?", table), {{101, 1}, {104, 4}});
    context.equal(ids_of(*cursor, table), Integers{2, 3, 5, 101, 104}, "the cursor can go on");
}

void failure_leaves_nothing_in_autocommit_mode(Context& context) {
    const auto table = table_of_numbers(context, 0);
    auto& conn = context.connection();
    conn.set_autocommit(true);
    const auto cursor = conn.cursor();
    context.throws<IntegrityError>(
        [&] {
            cursor->executemany(context.sql("INSERT INTO {} VALUES (?, ?)", table), lists_with_a_key_twice());
        },
        "a key that is there twice");
    context.equal(conn.transaction_status(), TransactionStatus::idle, "no transaction is left");
    context.equal(ids_of(*cursor, table), Integers(), "nothing is left of the lists before");
    cursor->executemany(context.sql("INSERT INTO {} VALUES (?, ?)", table), {{1, 0}, {2, 0}});
    context.equal(conn.transaction_status(), TransactionStatus::idle, "lists without a fault are committed");
    context.equal(ids_of(*cursor, table), range(1, 2), "lists without a fault are there");
}

struct RangeIsBroken : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A range whose fourth element cannot be made.
auto broken_lists() {
    return MadeRange(1, 5, [](int i) {
        if (i == 4) throw RangeIsBroken("the range is broken");
        return std::tuple(i, i);
    });
}

void exception_of_the_range_comes_out(Context& context) {
    const auto table = table_of_numbers(context, 0);
    auto& conn = context.connection();
    conn.set_autocommit(true);
    const auto cursor = conn.cursor();
    bool came_out = false;
    try {
        cursor->executemany(context.sql("INSERT INTO {} VALUES (?, ?)", table), broken_lists());
    } catch (const RangeIsBroken&) {
        came_out = true;
    }
    context.check(came_out, "what the range throws comes out unchanged");
    context.equal(conn.transaction_status(), TransactionStatus::idle, "no transaction is left");
    context.equal(ids_of(*cursor, table), Integers(), "nothing is left of the lists before");
}

void list_of_another_length_is_refused(Context& context) {
    const auto table = table_of_numbers(context, 0);
    auto& conn = context.connection();
    conn.set_autocommit(true);
    const auto cursor = conn.cursor();
    const auto insert = context.sql("INSERT INTO {} VALUES (?, ?)", table);
    for (const auto& wrong : {std::vector<Value>{3}, std::vector<Value>{3, 3, 3}}) {
        const std::vector<std::vector<Value>> lists = {{1, 1}, {2, 2}, wrong, {4, 4}};
        const auto caught = context.throws<ProgrammingError>([&] { cursor->executemany(insert, lists); },
                                                             "a list of another length");
        if (caught)
            context.check(caught->details.row_range == RowRange{2, 2}, "the error names the third list");
        context.equal(ids_of(*cursor, table), Integers(), "nothing is left of the lists before");
    }
}

void query_is_refused(Context& context) {
    const auto cursor = context.connection().cursor();
    const auto sql = context.sql("SELECT CAST(? AS {integer})");
    context.throws<ProgrammingError>(
        [&] {
            cursor->executemany(sql, {{1}, {2}});
        },
        "executemany() of a SELECT");
    context.throws<ProgrammingError>([&] { return cursor->fetchone(); }, "fetchone() after the refusal");
    context.connection().rollback();
    context.equal(integers(cursor->execute(sql, 5)), Integers{5}, "execute() takes it");
}

void rows_are_kept_on_request(Context& context) {
    const auto table = table_of_numbers(context, 0);
    const auto& returning = context.need(context.dialect().returning, "Dialect::returning");
    const auto cursor = context.connection().cursor();
    const auto insert = context.sql("INSERT INTO {} VALUES (?, ?) " + returning + " id, v", table);
    cursor->executemany(insert, {{3, 30}, {1, 10}, {2, null}}, {.returning = true});
    context.equal(cursor->rowcount(), 3, "rowcount");
    context.require(cursor->description() && cursor->description()->size() == 2, "the rows are described");
    const auto rows = cursor->fetchall();
    context.equal(integers(rows), Integers{3, 1, 2}, "a row for each list, in the order of the lists");
    context.check(rows.size() == 3 && rows[2][1].is_null() && rows[0][1] == Value(30), "the other column");
    context.equal(cursor->fetchall().size(), 0U, "nothing behind the last row");
    context.throws<ProgrammingError>(
        [&] {
            cursor->executemany(insert, {{4, 40}, {5, 50}});
        },
        "without the option");
}

void queries_are_run_on_request(Context& context) {
    const auto cursor = context.connection().cursor();
    cursor->executemany(context.sql("SELECT CAST(? AS {integer}) AS v"), {{7}, {8}, {9}},
                        {.returning = true});
    context.equal(integers(*cursor), range(7, 9), "a row of each list");
}

void several_statements_are_refused(Context& context) {
    const auto table = table_of_numbers(context, 0);
    const auto cursor = context.connection().cursor();
    context.throws<DatabaseError>(
        [&] { cursor->executemany(context.sql("INSERT INTO {} VALUES (?, 0); SELECT 1", table), {{1}}); },
        "two statements");
    context.connection().rollback();
    context.equal(ids_of(*cursor, table), Integers(), "neither was run");
}

constexpr Case group[] = {
    {"executemany.failure_tells_the_list",
     {94, 63},
     "When a list fails, the error names it, or those it was sent with.",
     failure_tells_the_list},
    {"executemany.failure_runs_nothing_behind",
     {94},
     "When a list fails, none behind it has an effect, and rollback() undoes those before.",
     failure_runs_nothing_behind},
    {"executemany.failure_leaves_nothing_in_autocommit_mode",
     {94},
     "In autocommit mode all lists have an effect or none.",
     failure_leaves_nothing_in_autocommit_mode},
    {"executemany.exception_of_the_range_comes_out",
     {94},
     "What the range throws comes out, and nothing is left behind.",
     exception_of_the_range_comes_out},
    {"executemany.list_of_another_length_is_refused",
     {86, 90, 94},
     "A list with too few or too many parameters is a ProgrammingError.",
     list_of_another_length_is_refused},
    {"executemany.query_is_refused",
     {92},
     "A statement that returns rows is a ProgrammingError.",
     query_is_refused},
    {"executemany.rows_are_kept_on_request",
     {92},
     "With the option `returning` the rows of all lists are one result.",
     rows_are_kept_on_request},
    {"executemany.queries_are_run_on_request",
     {92},
     "With the option `returning` a query is run for each list.",
     queries_are_run_on_request},
    {"executemany.several_statements_are_refused",
     {88, 90},
     "executemany() takes one statement.",
     several_statements_are_refused},
};

}  // namespace

Group executemany_failure_cases() { return group; }

}  // namespace dbapi::conformance
