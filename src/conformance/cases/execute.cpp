// SPDX-License-Identifier: BSL-1.0
//
// execute() of one statement: what it runs, how often, and what is left of it.
#include <dbapi/conformance/context.hpp>

#include "../suite.hpp"
#include "reading.hpp"

namespace dbapi::conformance {
namespace {

void reads_literals(Context& context) {
    const auto cursor = context.connection().cursor();
    cursor->execute("SELECT 42 AS a, 'It''s' AS b, NULL AS c, -7 AS d");
    const auto row = cursor->fetchone();
    context.require(row.has_value() && row->size() == 4, "a row of four columns");
    context.equal((*row)[0], Value(42), "an integer");
    context.equal((*row)[1], Value("It's"), "a text");
    context.check((*row)[2].is_null(), "NULL");
    context.equal((*row)[3], Value(-7), "a negative integer");
}

void runs_ddl(Context& context) {
    const auto name = context.name();
    const auto cursor = context.connection().cursor();
    cursor->execute(context.sql("CREATE TABLE {} (v {integer})", name));
    cursor->execute(context.sql("INSERT INTO {} VALUES (1)", name));
    context.equal(integers(cursor->execute("SELECT v FROM " + name)), Integers{1}, "the table is there");
    context.connection().commit();
    cursor->execute("DROP TABLE " + name);
    context.connection().commit();
    context.throws<ProgrammingError>([&] { cursor->execute("SELECT v FROM " + name); }, "the table is gone");
}

void runs_a_statement_once(Context& context) {
    const auto table = context.table("v {integer}");
    const auto cursor = context.connection().cursor();
    const auto insert = context.sql("INSERT INTO {} VALUES (?)", table);
    for (int i = 1; i <= 4; ++i) cursor->execute(insert, i);  // a driver may prepare it on the way
    cursor->execute(context.sql("INSERT INTO {} SELECT v + 4 FROM {}", table));
    context.equal(integers(cursor->execute(context.sql("SELECT v FROM {} ORDER BY v", table))), range(1, 8),
                  "each INSERT was done once");
    const auto update = context.sql("UPDATE {} SET v = v + 1 WHERE v >= ?", table);
    for (int i = 0; i < 3; ++i) cursor->execute(update, 8);
    context.equal(integers(cursor->execute(context.sql("SELECT max(v) FROM {}", table))), Integers{11},
                  "each UPDATE was done once");
}

void returns_the_cursor(Context& context) {
    const auto cursor = context.connection().cursor();
    Cursor& returned = cursor->execute("SELECT 1");
    context.check(&returned == cursor.get(), "execute() returns the cursor");
    context.equal(returned.fetchall().size(), 1U, "whose rows can be read");
}

void refuses_a_text_without_a_statement(Context& context) {
    const auto cursor = context.connection().cursor();
    for (const auto text : {"", "   \n\t", "-- nothing", "/* nothing */", ";", " ; /* none */ ;"}) {
        context.throws<ProgrammingError>([&] { cursor->execute(text); },
                                         "execute() of \"" + std::string(text) + "\"");
        context.check(cursor->description() == nullptr, "no description of a text without a statement");
        context.throws<ProgrammingError>([&] { return cursor->fetchone(); }, "fetchone() of nothing");
    }
    context.equal(integers(cursor->execute(context.numbers(2))), range(1, 2), "the cursor can go on");
}

void ignores_comments_and_a_last_semicolon(Context& context) {
    const auto cursor = context.connection().cursor();
    for (const auto text :
         {"SELECT 5;", "/* a */ SELECT /* b */ 5 -- c", "-- first\n\n SELECT 5 ; -- last\n"}) {
        context.equal(integers(cursor->execute(text)), Integers{5}, "the statement in it is run");
    }
}

void failure_leaves_no_result(Context& context) {
    const auto cursor = context.connection().cursor();
    cursor->execute(context.numbers(3));
    context.throws<ProgrammingError>([&] { cursor->execute(context.dialect().syntax_error); },
                                     "a syntax error");
    context.check(cursor->description() == nullptr, "no description after a failure");
    context.equal(cursor->rowcount(), -1, "rowcount after a failure");
    context.throws<ProgrammingError>([&] { return cursor->fetchone(); }, "fetchone() after a failure");
    context.throws<ProgrammingError>([&] { return cursor->fetchall(); }, "fetchall() after a failure");
}

void goes_on_after_a_failure(Context& context) {
    const auto table = table_of_numbers(context, 3);
    const auto cursor = context.connection().cursor();
    const auto insert = context.sql("INSERT INTO {} VALUES (?, 0)", table);
    for (int i = 0; i < 3; ++i) {
        context.throws<IntegrityError>([&] { cursor->execute(insert, 1); }, "a key that is there");
        context.connection().rollback();
        cursor->execute(insert, 4);
        context.equal(cursor->rowcount(), 1, "the same statement with another key");
        context.connection().rollback();
    }
    context.equal(context.connection().cursor()->execute("SELECT count(*) FROM " + table).scalar<int>(), 3,
                  "what was rolled back is gone");
}

void gives_the_same_each_time(Context& context) {
    const auto table = context.table("id {integer}, r {real}, t {text}, d {decimal}");
    const auto cursor = context.connection().cursor();
    cursor->execute(context.sql("INSERT INTO {} VALUES (1, 0.5, 'x', 2.5), (2, NULL, '', NULL)", table));
    context.connection().commit();
    const auto sql = context.sql("SELECT id, r, t, d FROM {} WHERE id < ? ORDER BY id", table);
    cursor->execute(sql, 100);
    const auto description = cursor->description();
    const auto rows = cursor->fetchall();
    context.require(description && rows.size() == 2, "two rows, with a description");
    for (int time = 2; time <= 10; ++time) {
        cursor->execute(sql, 100);
        const std::string which = ", time " + std::to_string(time);
        context.require(cursor->description() != nullptr, "a description" + which);
        context.check(*cursor->description() == *description, "the same description" + which);
        context.check(cursor->fetchall() == rows, "the same rows" + which);
    }
}

void takes_new_parameters_each_time(Context& context) {
    const auto cursor = context.connection().cursor();
    const auto sql = context.sql("SELECT CAST(? AS {integer}), CAST(? AS {text})");
    for (int i = 0; i < 10; ++i) {
        const std::string text(static_cast<std::size_t>(10 - i), 'x');  // shorter each time
        cursor->execute(sql, i, text);
        const auto row = cursor->fetchone();
        context.require(row.has_value(), "a row");
        context.equal((*row)[0], Value(i), "the first parameter of this time");
        context.equal((*row)[1], Value(text), "the second parameter of this time");
    }
}

void null_leaves_nothing_for_the_next_time(Context& context) {
    const auto cursor = context.connection().cursor();
    const auto sql = context.sql("SELECT CAST(? AS {integer}), CAST(? AS {text})");
    for (int i = 0; i < 6; ++i) {
        const std::optional<int> number = i % 2 == 0 ? std::optional(i) : std::nullopt;
        const std::optional<std::string> text = i % 3 == 0 ? std::nullopt : std::optional<std::string>("x");
        cursor->execute(sql, number, text);
        const auto row = cursor->fetchone();
        context.require(row.has_value(), "a row");
        context.equal((*row)[0], Value(number), "a number or NULL, as it was bound this time");
        context.equal((*row)[1], Value(text), "a text or NULL, as it was bound this time");
    }
}

void text_may_change_afterwards(Context& context) {
    const auto cursor = context.connection().cursor();
    std::string sql = "SELECT 1";
    for (char digit = '1'; digit <= '5'; ++digit) {  // the same object, and place, with another text
        sql.back() = digit;
        context.equal(integers(cursor->execute(sql)), Integers{digit - '0'}, "the text as it is now");
    }
    cursor->execute(sql, Parameters());
    sql.assign(sql.size(), 'x');
    context.equal(integers(*cursor), Integers{5}, "the result after the text has gone");
}

void sees_a_table_that_has_changed(Context& context) {
    const auto table = context.table("a {integer}");
    const auto cursor = context.connection().cursor();
    cursor->execute(context.sql("INSERT INTO {} VALUES (1)", table));
    const auto sql = "SELECT * FROM " + table;
    for (int i = 0; i < 3; ++i) context.equal(integers(cursor->execute(sql)), Integers{1}, "one column");
    context.connection().commit();
    cursor->execute(context.sql("ALTER TABLE {} ADD COLUMN b {text}", table));
    context.connection().commit();
    for (int i = 0; i < 3; ++i) {
        cursor->execute(sql);
        context.require(cursor->description() && cursor->description()->size() == 2, "both are described");
        const auto row = cursor->fetchone();
        context.require(row && row->size() == 2, "a row of two columns");
        context.equal((*row)[0], Value(1), "the old column");
        context.check((*row)[1].is_null(), "the new column");
    }
}

void takes_a_text_of_a_megabyte(Context& context) {
    std::string large;
    large.reserve(1'000'000);
    for (int i = 0; large.size() < 1'000'000; ++i) large += "line " + std::to_string(i) + '\n';
    const auto read =
        context.connection().cursor()->execute("SELECT '" + large + "' AS v").scalar<std::string>();
    context.equal(read.size(), large.size(), "the length of the literal");
    context.check(read == large, "the literal comes back as it was");
}

void gives_many_columns(Context& context) {
    constexpr int count = 150;
    std::string sql = "SELECT ";
    for (int i = 0; i < count; ++i)
        sql += (i > 0 ? ", " : "") + std::to_string(i) + " AS c" + std::to_string(i);
    const auto cursor = context.connection().cursor();
    for (int time = 0; time < 3; ++time) {
        cursor->execute(sql);
        const auto row = cursor->fetchone();
        context.require(cursor->description() && cursor->description()->size() == count, "all are described");
        context.require(row && row->size() == count, "all are in the row");
        for (int i = 0; i < count; ++i) {
            context.equal((*row)[i], Value(i), "the value of column " + std::to_string(i));
            context.equal((*row)["c" + std::to_string(i)], Value(i), "the value by name");
        }
    }
}

constexpr Case group[] = {
    {"execute.reads_literals", {79}, "execute() runs a query of literals.", reads_literals},
    {"execute.runs_ddl", {79}, "execute() runs CREATE TABLE and DROP TABLE.", runs_ddl},
    {"execute.runs_a_statement_once", {79}, "execute() runs a statement once.", runs_a_statement_once},
    {"execute.returns_the_cursor", {85}, "execute() returns the cursor.", returns_the_cursor},
    {"execute.refuses_a_text_without_a_statement",
     {89},
     "A text without a statement is a ProgrammingError.",
     refuses_a_text_without_a_statement},
    {"execute.ignores_comments_and_a_last_semicolon",
     {79},
     "Comments around a statement, and a semicolon behind it, change nothing.",
     ignores_comments_and_a_last_semicolon},
    {"execute.failure_leaves_no_result",
     {59, 63, 96},
     "After a failed execute() there is neither a result nor a description.",
     failure_leaves_no_result},
    {"execute.goes_on_after_a_failure",
     {79},
     "After a failure and rollback() the same statement can be run.",
     goes_on_after_a_failure},
    {"execute.gives_the_same_each_time",
     {79, 82, 52},
     "A statement gives the same rows and description at its first, second and tenth time.",
     gives_the_same_each_time},
    {"execute.takes_new_parameters_each_time",
     {80, 82},
     "A statement that is run again takes the new parameters.",
     takes_new_parameters_each_time},
    {"execute.null_leaves_nothing_for_the_next_time",
     {82, 114},
     "NULL and values take turns when a statement is run again.",
     null_leaves_nothing_for_the_next_time},
    {"execute.text_may_change_afterwards",
     {82},
     "A statement is what its text says, not where it lies.",
     text_may_change_afterwards},
    {"execute.sees_a_table_that_has_changed",
     {82},
     "A statement that is run again after ALTER TABLE gives the new columns.",
     sees_a_table_that_has_changed},
    {"execute.takes_a_text_of_a_megabyte",
     {79},
     "A statement may be a megabyte long.",
     takes_a_text_of_a_megabyte},
    {"execute.gives_many_columns",
     {79, 52},
     "A row of 150 columns comes whole and in order.",
     gives_many_columns},
};

}  // namespace

Group execute_cases() { return group; }

}  // namespace dbapi::conformance
