// SPDX-License-Identifier: BSL-1.0
//
// The fetch functions: what they return, in which order, and when they refuse.
#include <dbapi/conformance/context.hpp>
#include <limits>

#include "../suite.hpp"
#include "reading.hpp"

namespace dbapi::conformance {
namespace {

void fetchone_gives_rows_in_order(Context& context) {
    const auto cursor = context.connection().cursor();
    cursor->execute(context.numbers(3));
    for (std::int64_t wanted = 1; wanted <= 3; ++wanted) {
        const auto row = cursor->fetchone();
        context.require(row.has_value(), "there is a row");
        context.equal(row->get<std::int64_t>(0), wanted, "the row in its turn");
    }
    context.check(!cursor->fetchone(), "nothing behind the last row");
}

using Fetch = void (*)(Cursor&);

struct Way {
    std::string_view name;
    Fetch fetch;
};

/// Every way to fetch.
constexpr Way ways[] = {
    {"fetchone()", [](Cursor& cursor) { static_cast<void>(cursor.fetchone()); }},
    {"fetchmany()", [](Cursor& cursor) { static_cast<void>(cursor.fetchmany()); }},
    {"fetchmany(0)", [](Cursor& cursor) { static_cast<void>(cursor.fetchmany(0)); }},
    {"fetchall()", [](Cursor& cursor) { static_cast<void>(cursor.fetchall()); }},
    {"fetchview()", [](Cursor& cursor) { static_cast<void>(cursor.fetchview()); }},
    {"begin()", [](Cursor& cursor) { static_cast<void>(cursor.begin()); }},
    {"rows()", [](Cursor& cursor) { static_cast<void>(cursor.rows<int>()); }},
    {"first()", [](Cursor& cursor) { static_cast<void>(cursor.first<int>()); }},
    {"one()", [](Cursor& cursor) { static_cast<void>(cursor.one<int>()); }},
    {"scalar()", [](Cursor& cursor) { static_cast<void>(cursor.scalar<int>()); }},
};

void expect_refusal(Context& context, Cursor& cursor, std::string_view when) {
    for (const auto& [name, fetch] : ways) {
        context.throws<ProgrammingError>([&, call = fetch] { call(cursor); },
                                         std::string(name) + " " + std::string(when));
    }
}

void refuses_before_execute(Context& context) {
    const auto cursor = context.connection().cursor();
    expect_refusal(context, *cursor, "before any execute");
}

void refuses_after_dml(Context& context) {
    const auto table = context.table("v {integer}");
    const auto cursor = context.connection().cursor();
    for (const auto text : {"INSERT INTO {} VALUES (1)", "UPDATE {} SET v = 2",
                            "UPDATE {} SET v = 2 WHERE v = 9", "DELETE FROM {}"}) {
        cursor->execute(context.numbers(3));
        cursor->execute(context.sql(text, table));
        expect_refusal(context, *cursor, "after " + std::string(text));
    }
}

void refuses_after_ddl(Context& context) {
    const auto name = context.name();
    const auto cursor = context.connection().cursor();
    cursor->execute(context.numbers(3));
    cursor->execute(context.sql("CREATE TABLE {} (v {integer})", name));
    expect_refusal(context, *cursor, "after CREATE TABLE");
    cursor->execute("DROP TABLE " + name);
    expect_refusal(context, *cursor, "after DROP TABLE");
}

void refuses_after_a_failure(Context& context) {
    const auto cursor = context.connection().cursor();
    cursor->execute(context.numbers(3));
    context.throws<ProgrammingError>([&] { cursor->execute("SELECT * FROM " + context.name()); },
                                     "a table that is not there");
    expect_refusal(context, *cursor, "after a failed execute");
}

void fetchmany_gives_one_row_by_default(Context& context) {
    const auto cursor = context.connection().cursor();
    cursor->execute(context.numbers(3));
    context.equal(integers(cursor->fetchmany()), Integers{1}, "fetchmany() at first");
    context.equal(integers(cursor->fetchmany()), Integers{2}, "fetchmany() again");
}

void fetchmany_uses_the_arraysize_of_the_moment(Context& context) {
    const auto cursor = context.connection().cursor({.arraysize = 2});
    cursor->execute(context.numbers(12));
    context.equal(integers(cursor->fetchmany()), range(1, 2), "the arraysize of the options");
    cursor->set_arraysize(4);
    context.equal(integers(cursor->fetchmany()), range(3, 6), "another arraysize, set between two calls");
    context.equal(integers(cursor->fetchmany(1)), Integers{7}, "a size that is given");
    context.equal(integers(cursor->fetchmany()), range(8, 11), "the arraysize again");
    context.equal(integers(cursor->fetchmany()), Integers{12}, "fewer at the end");
}

void fetchmany_gives_fewer_at_the_end(Context& context) {
    const auto cursor = context.connection().cursor();
    cursor->execute(context.numbers(5));
    context.equal(integers(cursor->fetchmany(3)), range(1, 3), "as many as wanted");
    context.equal(integers(cursor->fetchmany(3)), range(4, 5), "fewer, when there are fewer");
    for (int i = 0; i < 3; ++i) context.equal(cursor->fetchmany(3).size(), 0U, "none, when there are none");
    cursor->execute(context.numbers(4));
    context.equal(integers(cursor->fetchmany(4)), range(1, 4), "exactly as many as there are");
    context.equal(cursor->fetchmany(4).size(), 0U, "none behind them");
}

void fetchmany_of_zero_gives_nothing(Context& context) {
    const auto cursor = context.connection().cursor();
    cursor->execute(context.numbers(2));
    context.equal(cursor->fetchmany(0).size(), 0U, "fetchmany(0)");
    context.equal(integers(*cursor), range(1, 2), "nothing was skipped");
    context.equal(cursor->fetchmany(0).size(), 0U, "fetchmany(0) at the end");
}

void fetchmany_takes_a_huge_size(Context& context) {
    const auto cursor = context.connection().cursor();
    cursor->execute(context.numbers(3));
    context.equal(integers(cursor->fetchmany(std::numeric_limits<std::size_t>::max())), range(1, 3),
                  "the largest size there is");
    cursor->set_arraysize(std::numeric_limits<std::size_t>::max());
    cursor->execute(context.numbers(3));
    context.equal(integers(cursor->fetchmany()), range(1, 3), "the largest arraysize there is");
}

void fetchall_gives_what_remains(Context& context) {
    const auto cursor = context.connection().cursor();
    cursor->execute(context.numbers(5));
    context.equal(integers(*cursor), range(1, 5), "fetchall() at first");
    cursor->execute(context.numbers(5));
    static_cast<void>(cursor->fetchone());
    context.equal(integers(*cursor), range(2, 5), "fetchall() after fetchone()");
    for (int i = 0; i < 3; ++i) context.equal(cursor->fetchall().size(), 0U, "fetchall() again");
}

void the_end_stays_the_end(Context& context) {
    const auto cursor = context.connection().cursor();
    cursor->execute(context.numbers(1));
    context.check(cursor->fetchone().has_value(), "the only row");
    for (int i = 0; i < 3; ++i) {
        context.check(!cursor->fetchone(), "fetchone() at the end");
        context.equal(cursor->fetchmany(2).size(), 0U, "fetchmany() at the end");
        context.equal(cursor->fetchall().size(), 0U, "fetchall() at the end");
        context.check(!cursor->fetchview(), "fetchview() at the end");
    }
    context.check(cursor->description() != nullptr, "the description is still there");
}

void empty_result_is_a_result(Context& context) {
    const auto table = context.table("v {integer}");
    const auto cursor = context.connection().cursor();
    for (int i = 0; i < 3; ++i) {
        cursor->execute("SELECT v FROM " + table);
        context.check(!cursor->fetchone(), "fetchone() of an empty result");
        context.equal(cursor->fetchmany(5).size(), 0U, "fetchmany() of an empty result");
        context.equal(cursor->fetchall().size(), 0U, "fetchall() of an empty result");
    }
}

void functions_share_one_position(Context& context) {
    const auto cursor = context.connection().cursor();
    cursor->execute(context.numbers(9));
    Integers read;
    const auto add = [&](const std::optional<Row>& row) {
        if (row) read.push_back(row->get<std::int64_t>(0));
    };
    add(cursor->fetchone());
    for (const auto id : integers(cursor->fetchmany(2))) read.push_back(id);
    add(cursor->fetchone());
    if (const auto view = cursor->fetchview()) read.push_back(view->get<std::int64_t>(0));
    if (const auto first = cursor->first<std::int64_t>()) read.push_back(*first);
    for (const auto id : integers(*cursor)) read.push_back(id);
    context.equal(read, range(1, 9), "the rows of all functions");
}

constexpr Case group[] = {
    {"fetch.fetchone_gives_rows_in_order",
     {95},
     "fetchone() gives one row after the other, then nothing.",
     fetchone_gives_rows_in_order},
    {"fetch.refuses_before_execute",
     {96},
     "Fetching before any execute throws ProgrammingError.",
     refuses_before_execute},
    {"fetch.refuses_after_dml",
     {96},
     "Fetching after INSERT, UPDATE or DELETE throws ProgrammingError.",
     refuses_after_dml},
    {"fetch.refuses_after_ddl",
     {96},
     "Fetching after CREATE or DROP throws ProgrammingError.",
     refuses_after_ddl},
    {"fetch.refuses_after_a_failure",
     {96},
     "Fetching after a failed execute throws ProgrammingError.",
     refuses_after_a_failure},
    {"fetch.fetchmany_gives_one_row_by_default",
     {97, 70},
     "fetchmany() gives one row at first.",
     fetchmany_gives_one_row_by_default},
    {"fetch.fetchmany_uses_the_arraysize_of_the_moment",
     {71, 98},
     "fetchmany() uses the arraysize of the moment, unless a size is given.",
     fetchmany_uses_the_arraysize_of_the_moment},
    {"fetch.fetchmany_gives_fewer_at_the_end",
     {97, 100},
     "fetchmany() gives fewer rows at the end, then none.",
     fetchmany_gives_fewer_at_the_end},
    {"fetch.fetchmany_of_zero_gives_nothing",
     {97},
     "fetchmany(0) gives nothing and skips nothing.",
     fetchmany_of_zero_gives_nothing},
    {"fetch.fetchmany_takes_a_huge_size",
     {97},
     "fetchmany() of the largest size gives all rows.",
     fetchmany_takes_a_huge_size},
    {"fetch.fetchall_gives_what_remains",
     {99},
     "fetchall() gives the remaining rows, then none.",
     fetchall_gives_what_remains},
    {"fetch.the_end_stays_the_end",
     {95, 100},
     "Fetching at the end gives nothing, however often.",
     the_end_stays_the_end},
    {"fetch.empty_result_is_a_result",
     {95, 97, 99},
     "A query without rows can be fetched from.",
     empty_result_is_a_result},
    {"fetch.functions_share_one_position",
     {95, 97, 99},
     "All fetch functions go on where the one before ended.",
     functions_share_one_position},
};

}  // namespace

Group fetch_cases() { return group; }

}  // namespace dbapi::conformance
