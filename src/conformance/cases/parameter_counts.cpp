// SPDX-License-Identifier: BSL-1.0
//
// How many parameters: too few, too many, very many, and lists for IN.
#include <dbapi/conformance/context.hpp>
#include <map>

#include "../suite.hpp"
#include "reading.hpp"

namespace dbapi::conformance {
namespace {

void too_few_are_refused(Context& context) {
    const auto table = context.table("a {integer}, b {integer}");
    const auto cursor = context.connection().cursor();
    const auto insert = context.sql("INSERT INTO {} VALUES (?, ?)", table);
    context.throws<ProgrammingError>([&] { cursor->execute(insert); }, "none for two markers");
    context.throws<ProgrammingError>([&] { cursor->execute(insert, 1); }, "one for two markers");
    context.throws<ProgrammingError>([&] { cursor->execute(insert, std::vector<Value>{}); },
                                     "an empty list for two markers");
    context.equal(cursor->rowcount(), -1, "rowcount after the refusal");
    context.connection().rollback();
    cursor->execute(insert, 1, 2);
    context.equal(integers(cursor->execute("SELECT b FROM " + table)), Integers{2}, "nothing else was run");
}

void too_many_are_refused(Context& context) {
    const auto table = context.table("a {integer}");
    const auto cursor = context.connection().cursor();
    const auto insert = context.sql("INSERT INTO {} VALUES (?)", table);
    context.throws<ProgrammingError>([&] { cursor->execute(insert, 1, 2); }, "two for one marker");
    context.throws<ProgrammingError>(
        [&] { cursor->execute(context.sql("INSERT INTO {} VALUES (7)", table), 1); }, "one for no marker");
    context.connection().rollback();
    context.equal(integers(cursor->execute("SELECT a FROM " + table)), Integers(), "nothing was run");
}

void missing_names_are_refused(Context& context) {
    const auto cursor = context.connection().cursor({.paramstyle = ParamStyle::named});
    const auto sql = context.sql("SELECT CAST(:a AS {integer}), CAST(:b AS {integer})");
    context.throws<ProgrammingError>([&] { cursor->execute(sql); }, "no parameters for names");
    context.throws<ProgrammingError>(
        [&] {
            cursor->execute(sql, {{"a", 1}, {"c", 2}});
        },
        "a name is missing");
    context.throws<ProgrammingError>([&] { cursor->execute(sql, 1, 2); }, "a sequence for names");
    cursor->execute(sql, {{"a", 1}, {"b", 2}});
    context.check(cursor->fetchone().has_value(), "the cursor can go on");
}

void extra_names_are_allowed(Context& context) {
    const auto cursor = context.connection().cursor();
    const std::map<std::string, Value> values = {{"a", 1}, {"unused", "x"}, {"b", 2}};
    cursor->execute(context.sql("SELECT CAST(:b AS {integer})"), values);
    context.equal(cursor->scalar<int>(), 2, "the one that is used");
    cursor->execute("SELECT 3", values);
    context.equal(cursor->scalar<int>(), 3, "none is used");
}

void very_many_keep_their_order(Context& context) {
    constexpr int count = 999;
    std::string sql = "SELECT ";
    std::vector<Value> values;
    for (int i = 0; i < count; ++i) {
        sql += i > 0 ? ", CAST(? AS {integer})" : "CAST(? AS {integer})";
        values.emplace_back(i * 3);
    }
    const auto cursor = context.connection().cursor();
    for (int time = 0; time < 2; ++time) {
        cursor->execute(context.sql(sql), values);
        const auto row = cursor->fetchone();
        context.require(row && row->size() == count, "a column for each parameter");
        int wrong = 0;
        for (int i = 0; i < count; ++i) wrong += (*row)[i] == values[static_cast<std::size_t>(i)] ? 0 : 1;
        context.equal(wrong, 0, "parameters in a wrong place");
    }
}

void lists_are_expanded(Context& context) {
    const auto table = table_of_numbers(context, 9);
    const auto cursor = context.connection().cursor();
    const auto sql = context.sql("SELECT id FROM {} WHERE id > ? AND id IN (?) ORDER BY id", table);
    context.equal(integers(cursor->execute(sql, 2, expand({1, 3, 5, 99}))), Integers{3, 5}, "a list of four");
    context.equal(integers(cursor->execute(sql, 2, expand({4}))), Integers{4}, "a list of one");
    context.equal(integers(cursor->execute(sql, 0, expand(range(1, 500)))), range(1, 9), "a list of 500");
    context.equal(integers(cursor->execute(sql, 2, expand({8, 7, 6, 1}))), range(6, 8),
                  "another list of four");
}

void empty_list_matches_nothing(Context& context) {
    const auto table = table_of_numbers(context, 3);
    const auto cursor = context.connection().cursor();
    const auto sql = context.sql("SELECT id FROM {} WHERE id IN (?)", table);
    context.equal(integers(cursor->execute(sql, expand(Integers()))), Integers(), "an empty list");
    context.equal(integers(cursor->execute(sql, expand(Integers{2}))), Integers{2},
                  "the same text afterwards");
}

constexpr Case group[] = {
    {"parameters.too_few_are_refused",
     {86},
     "Too few parameters are a ProgrammingError.",
     too_few_are_refused},
    {"parameters.too_many_are_refused",
     {86},
     "Too many parameters are a ProgrammingError.",
     too_many_are_refused},
    {"parameters.missing_names_are_refused",
     {86},
     "A name without a value, and a sequence for names, are a ProgrammingError.",
     missing_names_are_refused},
    {"parameters.extra_names_are_allowed",
     {87},
     "A mapping may have more names than the text.",
     extra_names_are_allowed},
    {"parameters.very_many_keep_their_order",
     {80},
     "999 parameters keep their order.",
     very_many_keep_their_order},
    {"parameters.lists_are_expanded", {80}, "expand() spreads a list over one marker.", lists_are_expanded},
    {"parameters.empty_list_matches_nothing",
     {80},
     "expand() of an empty list matches nothing.",
     empty_list_matches_nothing},
};

}  // namespace

Group parameter_count_cases() { return group; }

}  // namespace dbapi::conformance
