// SPDX-License-Identifier: BSL-1.0
//
// How parameters are marked: each style, its escapes, and where a marker is none.
#include <dbapi/conformance/context.hpp>
#include <map>
#include <tuple>

#include "../suite.hpp"
#include "reading.hpp"

namespace dbapi::conformance {
namespace {

/// Runs a query of one row in a style; returns the row as integers.
template <class... Args>
Integers row_of(Context& context, ParamStyle style, const std::string& sql, const Args&... arguments) {
    const auto cursor = context.connection().cursor({.paramstyle = style});
    cursor->execute(context.sql(sql), arguments...);
    const auto row = cursor->fetchone();
    context.require(row.has_value(), "a row of " + sql);
    Integers result;
    for (std::size_t i = 0; i < row->size(); ++i) result.push_back(row->get<std::int64_t>(i));
    return result;
}

void qmark_takes_them_in_order(Context& context) {
    context.equal(row_of(context, ParamStyle::qmark,
                         "SELECT CAST(? AS {integer}), CAST(? AS {integer}), CAST(? AS {integer})", 1, 2, 3),
                  Integers{1, 2, 3}, "parameters of ?");
}

void numeric_takes_them_by_number(Context& context) {
    context.equal(row_of(context, ParamStyle::numeric,
                         "SELECT CAST(:2 AS {integer}), CAST(:1 AS {integer}), CAST(:2 AS {integer}), "
                         "CAST(:3 AS {integer})",
                         1, 2, 3),
                  Integers{2, 1, 2, 3}, "parameters of :1");
}

void dollar_takes_them_by_number(Context& context) {
    context.equal(row_of(context, ParamStyle::dollar,
                         "SELECT CAST($2 AS {integer}), CAST($1 AS {integer}), CAST($2 AS {integer})", 1, 2),
                  Integers{2, 1, 2}, "parameters of $1");
}

void named_takes_them_by_name(Context& context) {
    const std::map<std::string, int> values = {{"a", 1}, {"b_2", 2}};
    const auto sql = "SELECT CAST(:b_2 AS {integer}), CAST(:a AS {integer}), CAST(:b_2 AS {integer})";
    context.equal(row_of(context, ParamStyle::named, sql, values), Integers{2, 1, 2}, "parameters of :name");
}

void format_takes_them_in_order(Context& context) {
    context.equal(
        row_of(context, ParamStyle::format, "SELECT CAST(%s AS {integer}), CAST(%s AS {integer})", 1, 2),
        Integers{1, 2}, "parameters of %s");
}

void pyformat_takes_them_by_name(Context& context) {
    const std::map<std::string, int> values = {{"a", 1}, {"b", 2}};
    context.equal(
        row_of(context, ParamStyle::pyformat,
               "SELECT CAST(%(b)s AS {integer}), CAST(%(a)s AS {integer}), CAST(%(b)s AS {integer})", values),
        Integers{2, 1, 2}, "parameters of %(name)s");
}

void automatic_goes_by_what_is_given(Context& context) {
    const auto style = ParamStyle::automatic;
    const std::map<std::string, int> values = {{"a", 1}, {"b", 2}};
    context.equal(row_of(context, style, "SELECT CAST(? AS {integer}), CAST(? AS {integer})", 1, 2),
                  Integers{1, 2}, "a sequence for ?");
    context.equal(row_of(context, style, "SELECT CAST($2 AS {integer}), CAST($1 AS {integer})", 1, 2),
                  Integers{2, 1}, "a sequence for $1");
    context.equal(row_of(context, style, "SELECT CAST(:b AS {integer}), CAST(:a AS {integer})", values),
                  Integers{2, 1}, "a mapping for :name");
}

void style_is_inherited_and_can_be_set(Context& context) {
    auto options = context.options();
    options.paramstyle = ParamStyle::format;
    const auto conn = context.connect(options);
    const auto cursor = conn->cursor();
    context.equal(cursor->paramstyle(), ParamStyle::format, "the style of the connection");
    context.equal(cursor->execute(context.sql("SELECT CAST(%s AS {integer})"), 5).scalar<int>(), 5, "a %s");
    cursor->set_paramstyle(ParamStyle::numeric);
    context.equal(cursor->execute(context.sql("SELECT CAST(:1 AS {integer})"), 6).scalar<int>(), 6, "a :1");
    context.equal(conn->cursor()->paramstyle(), ParamStyle::format, "another cursor has the connection's");
}

void sequences_and_mappings_of_any_type(Context& context) {
    const auto cursor = context.connection().cursor();
    const auto sql = context.sql("SELECT CAST(? AS {integer}) - CAST(? AS {integer})");
    context.equal(cursor->execute(sql, 7, 2).scalar<int>(), 5, "arguments");
    context.equal(cursor->execute(sql, std::vector<Value>{7, 2}).scalar<int>(), 5, "a vector of Value");
    context.equal(cursor->execute(sql, std::tuple(7, 2)).scalar<int>(), 5, "a tuple");
    context.equal(cursor->execute(sql, {7, 2}).scalar<int>(), 5, "a list in braces");
    context.equal(cursor->execute(sql, Parameters().add(7).add(2)).scalar<int>(), 5, "Parameters");
    const auto named = context.sql("SELECT CAST(:a AS {integer}) - CAST(:b AS {integer})");
    context.equal(cursor->execute(named, {{"a", 7}, {"b", 2}}).scalar<int>(), 5, "names in braces");
    context.equal(cursor->execute(named, std::map<std::string, Value>{{"b", 2}, {"a", 7}}).scalar<int>(), 5,
                  "a map");
    context.equal(cursor->execute(named, Parameters().set("b", 2).set("a", 7)).scalar<int>(), 5,
                  "Parameters by name");
}

void percent_sign_is_written_twice(Context& context) {
    context.equal(row_of(context, ParamStyle::format, "SELECT 7 %% CAST(%s AS {integer})", 4), Integers{3},
                  "%% beside %s");
    context.equal(row_of(context, ParamStyle::format, "SELECT 7 %% 4"), Integers{3},
                  "%% without parameters is the same");
    const std::map<std::string, int> values = {{"a", 4}};
    context.equal(row_of(context, ParamStyle::pyformat, "SELECT 7 %% CAST(%(a)s AS {integer})", values),
                  Integers{3}, "%% beside %(a)s");
}

void question_mark_is_written_twice(Context& context) {
    const auto& sql = context.need(context.dialect().question_operator, "Dialect::question_operator");
    const auto cursor = context.connection().cursor({.paramstyle = ParamStyle::qmark});
    for (int i = 0; i < 3; ++i) context.equal(cursor->execute(sql).scalar<bool>(), true, "?? is an operator");
}

void colon_is_written_with_a_backslash(Context& context) {
    const auto& sql = context.need(context.dialect().single_colon, "Dialect::single_colon");
    const auto cursor = context.connection().cursor({.paramstyle = ParamStyle::named});
    for (int i = 0; i < 3; ++i) {
        context.equal(cursor->execute(sql, {{"a", 7}}).scalar<int>(), 7, "\\: is a colon, :a a parameter");
    }
}

struct Marked {
    ParamStyle style;
    std::string_view marker;
};

constexpr Marked positional[] = {
    {ParamStyle::automatic, "?"}, {ParamStyle::qmark, "?"},   {ParamStyle::numeric, ":1"},
    {ParamStyle::format, "%s"},   {ParamStyle::dollar, "$1"},
};

void markers_in_literals_are_text(Context& context) {
    for (const auto& [style, marker] : positional) {
        const auto cursor = context.connection().cursor({.paramstyle = style});
        const std::string text(marker);
        cursor->execute(
            context.sql("SELECT 'it''s " + text + "', CAST(" + text + " AS {integer}), '" + text + "'"), 5);
        const auto row = cursor->fetchone();
        context.require(row.has_value(), "a row with " + text);
        context.equal((*row)[0], Value("it's " + text), "a literal before");
        context.equal((*row)[1], Value(5), "the parameter");
        context.equal((*row)[2], Value(text), "a literal behind");
    }
}

void markers_in_quoted_names_are_text(Context& context) {
    for (const auto& [style, marker] : positional) {
        const auto cursor = context.connection().cursor({.paramstyle = style});
        const std::string text(marker);
        cursor->execute(context.sql("SELECT CAST(" + text + " AS {integer}) AS \"a " + text + "\""), 5);
        context.require(cursor->description() && cursor->description()->size() == 1, "a description");
        context.equal(cursor->description()->at(0).name, "a " + text, "the column's name");
        context.equal(cursor->scalar<int>(), 5, "the parameter");
    }
}

void markers_in_comments_are_text(Context& context) {
    for (const auto& [style, marker] : positional) {
        const auto cursor = context.connection().cursor({.paramstyle = style});
        const std::string text(marker);
        cursor->execute(context.sql("SELECT /* " + text + " isn't one */ CAST(" + text +
                                    " AS {integer}) -- " + text + " isn't\n"),
                        5);
        context.equal(cursor->scalar<int>(), 5, "the parameter beside comments with " + text);
    }
}

constexpr Case group[] = {
    {"parameters.qmark_takes_them_in_order",
     {11, 80},
     "Style qmark: ? takes the next parameter.",
     qmark_takes_them_in_order},
    {"parameters.numeric_takes_them_by_number",
     {11, 80},
     "Style numeric: :2 is the second parameter, however often.",
     numeric_takes_them_by_number},
    {"parameters.dollar_takes_them_by_number",
     {80},
     "Style dollar: $2 is the second parameter, however often.",
     dollar_takes_them_by_number},
    {"parameters.named_takes_them_by_name",
     {11, 12, 80},
     "Style named: :name is the parameter of that name, however often.",
     named_takes_them_by_name},
    {"parameters.format_takes_them_in_order",
     {11, 13, 80},
     "Style format: %s takes the next parameter.",
     format_takes_them_in_order},
    {"parameters.pyformat_takes_them_by_name",
     {11, 80},
     "Style pyformat: %(name)s is the parameter of that name, however often.",
     pyformat_takes_them_by_name},
    {"parameters.automatic_goes_by_what_is_given",
     {80},
     "Style automatic: a sequence is for ? or $1, a mapping for :name.",
     automatic_goes_by_what_is_given},
    {"parameters.style_is_inherited_and_can_be_set",
     {11},
     "A cursor has its connection's style until it is given another.",
     style_is_inherited_and_can_be_set},
    {"parameters.sequences_and_mappings_of_any_type",
     {80},
     "Parameters may come as any sequence or mapping.",
     sequences_and_mappings_of_any_type},
    {"parameters.percent_sign_is_written_twice",
     {14, 15},
     "In the styles format and pyformat %% is a percent sign, with parameters and without.",
     percent_sign_is_written_twice},
    {"parameters.question_mark_is_written_twice",
     {14},
     "In the style qmark ?? is an operator's question mark.",
     question_mark_is_written_twice},
    {"parameters.colon_is_written_with_a_backslash",
     {14},
     "In the style named \\: is a colon.",
     colon_is_written_with_a_backslash},
    {"parameters.markers_in_literals_are_text",
     {14},
     "A marker inside a literal is text.",
     markers_in_literals_are_text},
    {"parameters.markers_in_quoted_names_are_text",
     {14},
     "A marker inside a quoted name is text.",
     markers_in_quoted_names_are_text},
    {"parameters.markers_in_comments_are_text",
     {14},
     "A marker inside a comment is text.",
     markers_in_comments_are_text},
};

}  // namespace

Group parameter_style_cases() { return group; }

}  // namespace dbapi::conformance
