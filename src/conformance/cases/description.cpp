// SPDX-License-Identifier: BSL-1.0
//
// The description: when there is one, and what it says of names.
#include <dbapi/conformance/context.hpp>
#include <set>

#include "../suite.hpp"
#include "reading.hpp"

namespace dbapi::conformance {
namespace {

/// Returns the names of a query's columns.
std::vector<std::string> names_of(Context& context, const std::string& sql) {
    const auto cursor = context.connection().cursor();
    cursor->execute(sql);
    const auto description = cursor->description();
    context.require(description != nullptr, "a query has a description: " + sql);
    std::vector<std::string> names;
    for (const auto& column : *description) names.push_back(column.name);
    return names;
}

using Names = std::vector<std::string>;

/// Returns an unquoted name as the database gives it.
std::string folded(const Context& context, std::string name) {
    const auto fold = context.dialect().name_case;
    for (char& c : name) {
        if (fold == NameCase::lower && c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if (fold == NameCase::upper && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return name;
}

void null_before_execute(Context& context) {
    context.check(context.connection().cursor()->description() == nullptr, "description of a new cursor");
}

void null_after_statements_without_rows(Context& context) {
    const auto table = context.name();
    const auto cursor = context.connection().cursor();
    for (const auto text :
         {"CREATE TABLE {} (v {integer})", "INSERT INTO {} VALUES (1)", "UPDATE {} SET v = 2",
          "DELETE FROM {} WHERE v = 9", "INSERT INTO {} SELECT v FROM {} WHERE v = 9", "DROP TABLE {}"}) {
        cursor->execute(context.numbers(1));
        context.check(cursor->description() != nullptr, "description of a query");
        cursor->execute(context.sql(text, table));
        context.check(cursor->description() == nullptr, "description after " + std::string(text));
    }
}

void null_after_a_failure(Context& context) {
    const auto cursor = context.connection().cursor();
    cursor->execute(context.numbers(1));
    context.throws<ProgrammingError>([&] { cursor->execute("SELECT nothing FROM " + context.name()); },
                                     "a table that is not there");
    context.check(cursor->description() == nullptr, "description after a failed execute");
}

void has_a_column_for_each(Context& context) {
    const auto cursor = context.connection().cursor();
    cursor->execute("SELECT 1 AS a, 'x' AS b, NULL AS c, 1.5 AS d");
    const auto description = cursor->description();
    context.require(description != nullptr, "a query has a description");
    context.require(description->size() == 4, "an entry for each column");
    for (const auto& column : *description) {
        // The seven items: a name and a type code always, the others if they mean something.
        const auto& [name, type_code, display_size, internal_size, precision, scale, null_ok, type_name] =
            column;
        context.check(name.size() == 1, "a name");
        context.check(type_code == STRING || type_code == NUMBER || type_code == BINARY ||
                          type_code == DATETIME || type_code == ROWID,
                      "a type code that is one of the five");
        context.check(!display_size || *display_size > 0, "display_size is nothing, or a size");
        context.check(!internal_size || *internal_size > 0, "internal_size is nothing, or a size");
        context.check(!precision || *precision > 0, "precision is nothing, or a number of digits");
        context.check(!scale || *scale >= 0, "scale is nothing, or a number of digits");
        context.check(!scale || !precision || *scale <= *precision, "scale is not above precision");
    }
}

void names_follow_the_query(Context& context) {
    const auto table = context.table("alpha {integer}, beta {text}, gamma {real}");
    const auto name = [&](const char* text) { return folded(context, text); };
    context.equal(names_of(context, "SELECT * FROM " + table),
                  Names{name("alpha"), name("beta"), name("gamma")}, "all columns, in the table's order");
    context.equal(names_of(context, "SELECT gamma, alpha FROM " + table), Names{name("gamma"), name("alpha")},
                  "columns in the query's order");
    context.equal(names_of(context, "SELECT t.beta, t.beta FROM " + table + " t"),
                  Names{name("beta"), name("beta")}, "a column twice");
}

void aliases_are_names(Context& context) {
    const auto table = context.table("v {integer}");
    context.equal(
        names_of(context, "SELECT v AS first_one, v + 1 AS second_one, count(*) AS third_one FROM " + table +
                              " GROUP BY v"),
        Names{folded(context, "first_one"), folded(context, "second_one"), folded(context, "third_one")},
        "names given with AS");
}

void unquoted_names_are_folded(Context& context) {
    const auto table = context.table("MixedCase {integer}");
    context.equal(names_of(context, "SELECT * FROM " + table), Names{folded(context, "MixedCase")},
                  "a column's name without quotes");
    context.equal(names_of(context, "SELECT 1 AS AnAlias"), Names{folded(context, "AnAlias")},
                  "an alias without quotes");
}

void quoted_names_are_kept(Context& context) {
    const auto table = context.table("\"MixedCase\" {integer}, \"with space\" {text}");
    context.equal(names_of(context, "SELECT * FROM " + table), Names{"MixedCase", "with space"},
                  "columns' names in quotes");
    context.equal(
        names_of(context, "SELECT 1 AS \"An Alias\", 2 AS \"it's \"\"this\"\"\", 3 AS \"gr\u00fc\u00df\""),
        Names{"An Alias", "it's \"this\"", "gr\u00fc\u00df"}, "aliases in quotes");
}

void expressions_are_columns(Context& context) {
    const auto cursor = context.connection().cursor();
    cursor->execute("SELECT 1 + 1, 'a' || 'b', count(*) FROM (SELECT 1 AS v) AS t");
    context.require(cursor->description() && cursor->description()->size() == 3,
                    "an entry for each expression");
    const auto row = cursor->fetchone();
    context.require(row && row->size() == 3, "a value for each expression");
    context.equal((*row)[0], Value(2), "the first value");
    context.equal((*row)[1], Value("ab"), "the second value");
}

void empty_result_is_described(Context& context) {
    const auto table = context.table("id {integer}, name {text}");
    const auto cursor = context.connection().cursor();
    for (int time = 0; time < 3; ++time) {
        cursor->execute("SELECT id, name FROM " + table);
        const auto description = cursor->description();
        context.require(description != nullptr, "a query without rows has a description");
        context.require(description->size() == 2, "of both columns");
        context.equal(description->at(1).name, folded(context, "name"), "the name of a column");
        context.check(description->at(0).type_code == NUMBER, "the type of the first column");
        context.check(description->at(1).type_code == STRING, "the type of the second column");
    }
}

void no_columns_are_not_no_result(Context& context) {
    const auto& sql = context.need(context.dialect().no_columns, "Dialect::no_columns");
    const auto cursor = context.connection().cursor();
    for (int time = 0; time < 3; ++time) {
        cursor->execute(sql);
        context.require(cursor->description() != nullptr, "there is a description");
        context.equal(cursor->description()->size(), 0U, "of no columns");
        const auto rows = cursor->fetchall();
        context.require(rows.size() == 1, "there is a row");
        context.equal(rows[0].size(), 0U, "of no values");
    }
}

void stays_while_rows_are_fetched(Context& context) {
    const auto cursor = context.connection().cursor();
    cursor->execute("SELECT 1 AS a UNION ALL SELECT 2");
    const auto before = cursor->description();
    context.require(before != nullptr, "there is a description before the first row");
    static_cast<void>(cursor->fetchone());
    context.check(cursor->description() && *cursor->description() == *before, "it stays after fetchone()");
    static_cast<void>(cursor->fetchall());
    context.check(cursor->description() && *cursor->description() == *before, "it stays at the end");
    cursor->execute("SELECT 'x' AS other, 'y' AS another");
    context.equal(before->size(), 1U, "what was taken is not changed by the next statement");
    context.equal(before->at(0).name, folded(context, "a"), "nor is the name in it");
}

void returned_columns_are_described(Context& context) {
    const auto table = context.table("id {integer}, name {text}");
    const auto& returning = context.need(context.dialect().returning, "Dialect::returning");
    const auto cursor = context.connection().cursor();
    for (int time = 1; time <= 3; ++time) {
        cursor->execute(context.sql("INSERT INTO {} VALUES (?, ?) " + returning + " name, id", table), time,
                        "x");
        context.require(cursor->description() && cursor->description()->size() == 2, "both are described");
        context.equal(cursor->description()->at(0).name, folded(context, "name"), "the first name");
        context.check(cursor->description()->at(1).type_code == NUMBER, "the second type");
        const auto row = cursor->fetchone();
        context.require(row.has_value(), "the returned row");
        context.equal((*row)[0], Value("x"), "its first value");
        context.equal((*row)[1], Value(time), "its second value");
        context.check(!cursor->fetchone(), "nothing behind it");
    }
    cursor->execute("SELECT count(*) FROM " + table);
    context.equal(cursor->scalar<int>(), 3, "each INSERT was done once");
}

constexpr Case group[] = {
    {"description.null_before_execute",
     {57},
     "There is no description before any execute.",
     null_before_execute},
    {"description.null_after_statements_without_rows",
     {56},
     "There is no description after DDL and DML.",
     null_after_statements_without_rows},
    {"description.null_after_a_failure",
     {59},
     "There is no description after a failed execute.",
     null_after_a_failure},
    {"description.has_a_column_for_each",
     {52, 53, 54, 55, 58},
     "Each column has a name, a type code, and five items that may be nothing.",
     has_a_column_for_each},
    {"description.names_follow_the_query",
     {52, 54},
     "The columns are those of the query, in its order.",
     names_follow_the_query},
    {"description.aliases_are_names", {54}, "A column has the name that AS gives it.", aliases_are_names},
    {"description.unquoted_names_are_folded",
     {54},
     "The case of a name without quotes is as the database has it.",
     unquoted_names_are_folded},
    {"description.quoted_names_are_kept", {54}, "A name in quotes is kept as it is.", quoted_names_are_kept},
    {"description.expressions_are_columns",
     {52, 54},
     "Expressions without a name are columns as well.",
     expressions_are_columns},
    {"description.empty_result_is_described",
     {60},
     "A query without rows has a description.",
     empty_result_is_described},
    {"description.no_columns_are_not_no_result",
     {61},
     "A result of no columns has an empty description.",
     no_columns_are_not_no_result},
    {"description.stays_while_rows_are_fetched",
     {52},
     "The description is there before the first row and stays; one that was taken does not change.",
     stays_while_rows_are_fetched},
    {"description.returned_columns_are_described",
     {52, 56},
     "What an INSERT returns is a result with a description.",
     returned_columns_are_described},
};

}  // namespace

Group description_cases() { return group; }

}  // namespace dbapi::conformance
