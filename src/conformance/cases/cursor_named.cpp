// SPDX-License-Identifier: BSL-1.0
//
// Named cursors: cursors in the server, where a database has them.
#include <dbapi/conformance/context.hpp>

#include "../suite.hpp"
#include "reading.hpp"

namespace dbapi::conformance {
namespace {

void gives_all_rows_whatever_the_batch(Context& context) {
    for (const std::size_t size : {1U, 7U, 50U, 1000U}) {
        const auto cursor = context.connection().cursor({.name = "batches", .arraysize = size});
        cursor->execute(context.numbers(100));
        Integers read;
        while (const auto row = cursor->fetchone()) read.push_back(row->get<std::int64_t>(0));
        context.check(read == range(1, 100),
                      "all rows by fetchone(), " + std::to_string(size) + " at a time");
        context.check(!cursor->fetchone(), "nothing behind the last row");
        cursor->close();
    }
}

void mixes_the_fetch_functions(Context& context) {
    const auto cursor = context.connection().cursor({.name = "mixed", .arraysize = 3});
    cursor->execute(context.numbers(20));
    context.equal(integers(cursor->fetchmany(5)), range(1, 5), "more than a batch");
    const auto row = cursor->fetchone();
    context.require(row.has_value(), "a row between");
    context.equal(row->get<std::int64_t>(0), 6, "the row between");
    context.equal(integers(cursor->fetchmany()), range(7, 9), "fetchmany() of arraysize");
    cursor->set_arraysize(4);
    context.equal(integers(cursor->fetchmany()), range(10, 13), "fetchmany() of another arraysize");
    context.equal(integers(*cursor), range(14, 20), "fetchall() of the rest");
    context.equal(cursor->fetchall().size(), 0U, "nothing after the end");
}

void lets_other_statements_run_meanwhile(Context& context) {
    const auto table = context.table("v {integer}");
    const auto cursor = context.connection().cursor({.name = "meanwhile", .arraysize = 2});
    cursor->execute(context.numbers(6));
    const auto writer = context.connection().cursor();
    for (std::int64_t wanted = 1; wanted <= 6; ++wanted) {
        const auto row = cursor->fetchone();
        context.require(row.has_value(), "a row while others write");
        context.equal(row->get<std::int64_t>(0), wanted, "the row while others write");
        writer->execute(context.sql("INSERT INTO {} VALUES (?)", table), wanted);
    }
    cursor->close();
    writer->execute(context.sql("SELECT v FROM {} ORDER BY v", table));
    context.equal(integers(*writer), range(1, 6), "what was written meanwhile");
}

void two_can_be_open(Context& context) {
    const auto a = context.connection().cursor({.name = "first_one"});
    const auto b = context.connection().cursor({.name = "second_one", .arraysize = 2});
    a->execute(context.numbers(3));
    b->execute(context.numbers(5));
    context.equal(integers(a->fetchmany(2)), range(1, 2), "the first begins");
    context.equal(integers(b->fetchmany(3)), range(1, 3), "the second begins");
    context.equal(integers(*a), Integers{3}, "the first ends");
    context.equal(integers(*b), range(4, 5), "the second ends");
}

void name_is_free_again_after_close(Context& context) {
    for (int i = 0; i < 3; ++i) {
        const auto cursor = context.connection().cursor({.name = "again"});
        cursor->execute(context.numbers(10));
        context.equal(integers(cursor->fetchmany(2)), range(1, 2), "rows before an early close()");
        cursor->close();
        context.throws<InterfaceError>([&] { return cursor->fetchone(); }, "fetchone() after close()");
    }
    context.connection().commit();
}

void ends_with_its_transaction(Context& context) {
    const auto cursor = context.connection().cursor({.name = "ended"});
    cursor->execute(context.numbers(10));
    context.equal(integers(cursor->fetchmany(2)), range(1, 2), "rows before rollback()");
    context.connection().rollback();
    context.throws<Error>([&] { return cursor->fetchall(); }, "fetchall() after rollback()");
    cursor->close();
    context.connection().rollback();
    const auto next = context.connection().cursor({.name = "ended"});
    context.equal(integers(next->execute(context.numbers(2))), range(1, 2), "its name can be used again");
}

void describes_its_columns(Context& context) {
    const auto cursor = context.connection().cursor({.name = "described"});
    cursor->execute("SELECT 1 AS one, 'x' AS two");
    context.require(cursor->description() != nullptr, "there is a description before the first row");
    context.require(cursor->description()->size() == 2, "of both columns");
    context.equal(cursor->description()->at(1).name, "two", "the name of a column");
    context.check(cursor->description()->at(0).type_code == NUMBER, "the type of a column");
}

void takes_parameters_and_runs_again(Context& context) {
    const auto table = table_of_numbers(context, 9);
    const auto cursor = context.connection().cursor({.name = "with_parameters", .arraysize = 2});
    for (const std::int64_t least : {1, 4, 7}) {
        cursor->execute(context.sql("SELECT id FROM {} WHERE id >= ? ORDER BY id", table), least);
        context.equal(integers(cursor->fetchmany(1)), Integers{least}, "the first row of each run");
    }
    context.equal(integers(*cursor), range(8, 9), "the rest of the last run");
}

constexpr Need need = &Features::named_cursors;

constexpr Case group[] = {
    {"named_cursor.gives_all_rows_whatever_the_batch",
     {46, 71},
     "A named cursor gives all rows in their order, however many come at a time.",
     gives_all_rows_whatever_the_batch,
     Connections::one,
     need},
    {"named_cursor.mixes_the_fetch_functions",
     {46, 97},
     "The fetch functions of a named cursor share one position.",
     mixes_the_fetch_functions,
     Connections::one,
     need},
    {"named_cursor.lets_other_statements_run_meanwhile",
     {46},
     "Other cursors can run statements while a named one is read.",
     lets_other_statements_run_meanwhile,
     Connections::one,
     need},
    {"named_cursor.two_can_be_open",
     {46},
     "Two named cursors can be read in turns.",
     two_can_be_open,
     Connections::one,
     need},
    {"named_cursor.name_is_free_again_after_close",
     {46, 78},
     "close() ends a named cursor early, and frees its name.",
     name_is_free_again_after_close,
     Connections::one,
     need},
    {"named_cursor.ends_with_its_transaction",
     {46},
     "rollback() ends a named cursor: reading on throws, and its name is free.",
     ends_with_its_transaction,
     Connections::one,
     need},
    {"named_cursor.describes_its_columns",
     {46, 52},
     "A named cursor has a description before its first row.",
     describes_its_columns,
     Connections::one,
     need},
    {"named_cursor.takes_parameters_and_runs_again",
     {46, 80},
     "A named cursor takes parameters, and drops its old rows when it runs again.",
     takes_parameters_and_runs_again,
     Connections::one,
     need},
};

}  // namespace

Group named_cursor_cases() { return group; }

}  // namespace dbapi::conformance
