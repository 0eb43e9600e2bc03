// SPDX-License-Identifier: BSL-1.0
//
// Cursors of one connection: each its own result, one session.
#include <dbapi/conformance/context.hpp>

#include "../suite.hpp"
#include "reading.hpp"

namespace dbapi::conformance {
namespace {

void is_new_at_each_call(Context& context) {
    const auto first = context.connection().cursor();
    const auto second = context.connection().cursor();
    context.require(first && second, "cursor() gives a cursor");
    context.check(first.get() != second.get(), "the second call gives another cursor");
    first->execute("SELECT 1");
    context.check(second->description() == nullptr, "another cursor's statement is not its own");
    context.throws<ProgrammingError>([&] { return second->fetchone(); }, "fetchone() of the other cursor");
}

void sees_what_another_has_changed(Context& context) {
    const auto table = table_of_numbers(context, 3);
    const auto writer = context.connection().cursor();
    const auto reader = context.connection().cursor();
    const auto ids = context.sql("SELECT id FROM {} ORDER BY id", table);
    context.equal(integers(reader->execute(ids)), range(1, 3), "before any change");
    writer->execute(context.sql("INSERT INTO {} VALUES (4, 40)", table));
    context.equal(integers(reader->execute(ids)), range(1, 4), "an uncommitted INSERT is seen");
    writer->execute(context.sql("UPDATE {} SET id = 14 WHERE id = 4", table));
    context.equal(integers(reader->execute(ids)), Integers{1, 2, 3, 14}, "an uncommitted UPDATE is seen");
    writer->execute(context.sql("DELETE FROM {} WHERE id > 1", table));
    context.equal(integers(reader->execute(ids)), Integers{1}, "an uncommitted DELETE is seen");
}

void results_of_two_do_not_disturb_each_other(Context& context) {
    const auto a = context.connection().cursor();
    const auto b = context.connection().cursor();
    a->execute(context.numbers(5));
    context.equal(integers(a->fetchmany(2)), range(1, 2), "the first cursor begins");
    b->execute("SELECT 'x' AS other, 1 AS more");
    context.require(a->description() && b->description(), "both have a description");
    context.equal(a->description()->size(), 1U, "columns of the first cursor");
    context.equal(b->description()->size(), 2U, "columns of the second cursor");
    context.equal(integers(a->fetchmany(2)), range(3, 4), "the first cursor goes on");
    const auto row = b->fetchone();
    context.require(row.has_value(), "the second cursor has a row");
    context.equal((*row)[0], Value("x"), "the row of the second cursor");
    context.equal(integers(*a), Integers{5}, "the first cursor ends");
    context.check(!b->fetchone(), "the second cursor is at its end");
}

void same_statement_may_be_read_by_two(Context& context) {
    const auto table = table_of_numbers(context, 6);
    const auto sql = context.sql("SELECT id FROM {} WHERE id > ? ORDER BY id", table);
    const auto a = context.connection().cursor();
    const auto b = context.connection().cursor();
    for (int i = 0; i < 3; ++i) {  // a driver may prepare it on the way
        a->execute(sql, 0);
        context.equal(integers(a->fetchmany(1)), Integers{1}, "the first cursor begins");
        b->execute(sql, 3);
        context.equal(integers(b->fetchmany(1)), Integers{4}, "the second cursor begins");
        context.equal(integers(*a), range(2, 6), "the first cursor's rest");
        context.equal(integers(*b), range(5, 6), "the second cursor's rest");
    }
}

void result_can_be_read_after_commit(Context& context) {
    const auto table = table_of_numbers(context, 4);
    const auto cursor = context.connection().cursor();
    cursor->execute(context.sql("SELECT id FROM {} ORDER BY id", table));
    context.equal(integers(cursor->fetchmany(1)), Integers{1}, "before commit()");
    context.connection().commit();
    context.equal(integers(*cursor), range(2, 4), "after commit()");
    context.check(cursor->description() != nullptr, "the description stays as well");
}

void result_can_be_read_after_rollback(Context& context) {
    const auto table = table_of_numbers(context, 2);
    const auto cursor = context.connection().cursor();
    context.connection().cursor()->execute(context.sql("INSERT INTO {} VALUES (3, 30)", table));
    cursor->execute(context.sql("SELECT id FROM {} ORDER BY id", table));
    context.connection().rollback();
    context.equal(integers(*cursor), range(1, 3), "what was there before rollback()");
    context.equal(integers(cursor->execute(context.sql("SELECT id FROM {} ORDER BY id", table))), range(1, 2),
                  "what is there afterwards");
}

void execute_drops_the_old_result(Context& context) {
    const auto cursor = context.connection().cursor();
    cursor->execute(context.numbers(5));
    context.equal(integers(cursor->fetchmany(2)), range(1, 2), "the first result");
    cursor->execute("SELECT 'x' AS a, 'y' AS b");
    context.require(cursor->description() != nullptr, "the new result is described");
    context.equal(cursor->description()->size(), 2U, "columns of the new result");
    const auto rows = cursor->fetchall();
    context.require(rows.size() == 1, "rows of the new result alone");
    context.equal(rows[0][1], Value("y"), "the new result's value");
}

void may_go_with_unread_rows(Context& context) {
    for (int i = 0; i < 5; ++i) {
        const auto cursor = context.connection().cursor();
        cursor->execute(context.numbers(1000));
        context.equal(integers(cursor->fetchmany(1)), Integers{1}, "a row of each cursor");
    }
    context.equal(integers(context.connection().cursor()->execute(context.numbers(2))), range(1, 2),
                  "the next cursor");
    context.connection().commit();
}

void keeps_its_connection_alive(Context& context) {
    std::unique_ptr<Cursor> cursor;
    {
        const auto conn = context.connect();
        cursor = conn->cursor();
    }
    context.equal(integers(cursor->execute(context.numbers(3))), range(1, 3), "rows without another owner");
    cursor->connection().close();
    context.throws<InterfaceError>([&] { cursor->execute("SELECT 1"); },
                                   "execute() on the closed connection");
}

constexpr Case group[] = {
    {"cursor.is_new_at_each_call",
     {44},
     "cursor() gives a new cursor with a result of its own.",
     is_new_at_each_call},
    {"cursor.sees_what_another_has_changed",
     {50},
     "What one cursor changes, the others of its connection see at once.",
     sees_what_another_has_changed},
    {"cursor.results_of_two_do_not_disturb_each_other",
     {44, 45},
     "Two cursors of one connection can be read in turns.",
     results_of_two_do_not_disturb_each_other},
    {"cursor.same_statement_may_be_read_by_two",
     {44, 82},
     "Two cursors can read the results of one statement with parameters of their own.",
     same_statement_may_be_read_by_two},
    {"cursor.result_can_be_read_after_commit",
     {45, 99},
     "A result can be read to its end after commit().",
     result_can_be_read_after_commit},
    {"cursor.result_can_be_read_after_rollback",
     {45, 99},
     "A result can be read after rollback(), as it was.",
     result_can_be_read_after_rollback},
    {"cursor.execute_drops_the_old_result",
     {79, 99},
     "execute() drops what was not read of the result before.",
     execute_drops_the_old_result},
    {"cursor.may_go_with_unread_rows",
     {45},
     "A cursor that goes away with unread rows leaves the connection usable.",
     may_go_with_unread_rows},
    {"cursor.keeps_its_connection_alive",
     {44},
     "A cursor keeps its connection alive, and open.",
     keeps_its_connection_alive},
};

}  // namespace

Group cursor_cases() { return group; }

}  // namespace dbapi::conformance
