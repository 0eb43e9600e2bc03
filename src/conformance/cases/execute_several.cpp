// SPDX-License-Identifier: BSL-1.0
//
// Several statements in one text, and nextset().
#include <dbapi/conformance/context.hpp>

#include "../suite.hpp"
#include "reading.hpp"

namespace dbapi::conformance {
namespace {

void give_a_result_each(Context& context) {
    const auto cursor = context.connection().cursor();
    cursor->execute("SELECT 1 AS a; SELECT 'x' AS b, 'y' AS c; SELECT 3 AS d");
    context.equal(integers(*cursor), Integers{1}, "the first result comes first");
    context.require(cursor->nextset(), "there is a second result");
    context.require(cursor->description() && cursor->description()->size() == 2,
                    "the second result has its own description");
    const auto row = cursor->fetchone();
    context.require(row.has_value(), "the second result has a row");
    context.equal((*row)[1], Value("y"), "the second result's value");
    context.require(cursor->nextset(), "there is a third result");
    context.equal(integers(*cursor), Integers{3}, "the third result");
    context.check(!cursor->nextset(), "there is no fourth");
    context.check(!cursor->nextset(), "nor when asked again");
}

void nextset_drops_the_rest(Context& context) {
    const auto cursor = context.connection().cursor();
    cursor->execute(context.numbers(5) + "; " + context.numbers(2));
    context.equal(integers(cursor->fetchmany(2)), range(1, 2), "a part of the first result");
    context.require(cursor->nextset(), "there is a second result");
    context.equal(integers(*cursor), range(1, 2), "the second result, from its beginning");
}

void may_have_no_rows(Context& context) {
    const auto table = context.table("v {integer}");
    const auto cursor = context.connection().cursor();
    cursor->execute(
        context.sql("INSERT INTO {} VALUES (1), (2); SELECT v FROM {} ORDER BY v; "
                    "UPDATE {} SET v = v + 10 WHERE v = 2; DELETE FROM {}; SELECT v FROM {}",
                    table));
    context.equal(cursor->rowcount(), 2, "rowcount of the INSERT");
    context.check(cursor->description() == nullptr, "the INSERT has no description");
    context.throws<ProgrammingError>([&] { return cursor->fetchone(); }, "fetchone() of the INSERT");
    context.require(cursor->nextset(), "there is the SELECT");
    context.equal(integers(*cursor), range(1, 2), "its rows");
    context.require(cursor->nextset(), "there is the UPDATE");
    context.equal(cursor->rowcount(), 1, "rowcount of the UPDATE");
    context.check(cursor->description() == nullptr, "the UPDATE has no description");
    context.require(cursor->nextset(), "there is the DELETE");
    context.equal(cursor->rowcount(), 2, "rowcount of the DELETE");
    context.require(cursor->nextset(), "there is the last SELECT");
    context.check(cursor->description() != nullptr, "it is described, though it has no rows");
    context.equal(integers(*cursor), Integers(), "it has no rows");
    context.check(!cursor->nextset(), "there is no more");
}

void semicolons_in_text_separate_nothing(Context& context) {
    const auto cursor = context.connection().cursor();
    cursor->execute("SELECT 'a;b' AS \"x;y\" /* ; SELECT 2 */ -- ; SELECT 3\n");
    context.equal(cursor->scalar<std::string>(), "a;b", "the literal");
    context.check(!cursor->nextset(), "there is one result");
}

void failure_leaves_no_result(Context& context) {
    const auto table = context.table("v {integer}");
    const auto cursor = context.connection().cursor();
    cursor->execute(context.numbers(3));
    const auto text =
        context.sql("SELECT 1; INSERT INTO {} VALUES (1); SELECT * FROM {}_missing; SELECT 2", table);
    context.throws<ProgrammingError>([&] { cursor->execute(text); }, "a text whose third statement fails");
    context.check(cursor->description() == nullptr, "no description");
    context.equal(cursor->rowcount(), -1, "rowcount");
    context.throws<ProgrammingError>([&] { return cursor->fetchall(); }, "fetchall()");
    context.throws<ProgrammingError>([&] { return cursor->nextset(); }, "nextset()");
    context.connection().rollback();
    context.equal(integers(cursor->execute("SELECT v FROM " + table)), Integers(),
                  "rollback() undoes the statement before");
}

void take_no_parameters(Context& context) {
    const auto table = context.table("v {integer}");
    const auto cursor = context.connection().cursor();
    context.throws<ProgrammingError>(
        [&] { cursor->execute(context.sql("INSERT INTO {} VALUES (?); SELECT ?", table), 1, 2); },
        "two statements with parameters");
    context.connection().rollback();
    context.equal(integers(cursor->execute("SELECT v FROM " + table)), Integers(), "nothing was run");
}

void nextset_refuses_without_a_result(Context& context) {
    const auto table = context.table("v {integer}");
    const auto cursor = context.connection().cursor();
    context.throws<ProgrammingError>([&] { return cursor->nextset(); }, "nextset() before any execute");
    cursor->execute(context.sql("INSERT INTO {} VALUES (1)", table));
    context.throws<ProgrammingError>([&] { return cursor->nextset(); }, "nextset() after an INSERT");
}

void nextset_ends_after_one_statement(Context& context) {
    const auto cursor = context.connection().cursor();
    cursor->execute(context.numbers(2));
    context.check(!cursor->nextset(), "there is no second result");
    context.check(!cursor->nextset(), "nor when asked again");
}

constexpr Need need = &Features::multiple_statements;

constexpr Case group[] = {
    {"several_statements.give_a_result_each",
     {88, 102},
     "Several statements in one text give a result each, in their order.",
     give_a_result_each,
     Connections::one,
     need},
    {"several_statements.nextset_drops_the_rest",
     {102},
     "nextset() drops what is left of the current result.",
     nextset_drops_the_rest,
     Connections::one,
     need},
    {"several_statements.may_have_no_rows",
     {88, 102, 62},
     "Statements without rows stand among the others, each with its rowcount.",
     may_have_no_rows,
     Connections::one,
     need},
    {"several_statements.semicolons_in_text_separate_nothing",
     {88},
     "Semicolons in literals, quoted names and comments separate no statements.",
     semicolons_in_text_separate_nothing},
    {"several_statements.failure_leaves_no_result",
     {88, 59},
     "When one of several statements fails, none has a result.",
     failure_leaves_no_result,
     Connections::one,
     need},
    {"several_statements.take_no_parameters",
     {88},
     "Several statements with parameters are a ProgrammingError, and none is run.",
     take_no_parameters,
     Connections::one,
     need},
    {"several_statements.nextset_refuses_without_a_result",
     {96, 102},
     "nextset() without a result is a ProgrammingError.",
     nextset_refuses_without_a_result},
    {"several_statements.nextset_ends_after_one_statement",
     {102},
     "nextset() after one statement says that there is no more.",
     nextset_ends_after_one_statement},
};

}  // namespace

Group several_statements_cases() { return group; }

}  // namespace dbapi::conformance
