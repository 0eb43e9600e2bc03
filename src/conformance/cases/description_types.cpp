// SPDX-License-Identifier: BSL-1.0
//
// The description's types: type codes, type objects, precision, and whether NULL may occur.
#include <dbapi/conformance/context.hpp>

#include "../suite.hpp"
#include "reading.hpp"

namespace dbapi::conformance {
namespace {

constexpr TypeObject objects[] = {STRING, BINARY, NUMBER, DATETIME, ROWID};

/// Returns the description of all columns of a table.
Description columns_of(Context& context, const std::string& table) {
    const auto cursor = context.connection().cursor();
    cursor->execute("SELECT * FROM " + table);
    context.require(cursor->description() != nullptr, "a query has a description");
    return cursor->description();
}

/// Makes a table with a column of each type that the database has; returns their samples in order.
std::vector<const TypeSamples*> all_types(Context& context, std::string& table) {
    std::vector<const TypeSamples*> types;
    std::string columns;
    for (const auto& type : context.dialect().types) {
        if (type.type.empty()) continue;
        columns += (columns.empty() ? "c" : ", c") + std::to_string(types.size()) + " {" + type.name + "}";
        types.push_back(&type);
    }
    table = context.table(columns);
    return types;
}

void code_equals_one_object(Context& context) {
    std::string table;
    const auto types = all_types(context, table);
    const auto columns = columns_of(context, table);
    context.require(columns->size() == types.size(), "an entry for each column");
    for (std::size_t i = 0; i < types.size(); ++i) {
        int equal = 0;
        for (const auto object : objects) equal += object == columns->at(i).type_code ? 1 : 0;
        context.equal(equal, 1, "type objects that equal the code of " + types[i]->name);
        context.check(types[i]->object == columns->at(i).type_code, "the one of " + types[i]->name);
    }
}

void comparison_works_both_ways(Context& context) {
    const auto table = context.table("n {integer}, t {text}, b {bytes}, d {date}");
    const auto columns = columns_of(context, table);
    const std::vector<TypeObject> wanted = {NUMBER, STRING, BINARY, DATETIME};
    context.require(columns->size() == wanted.size(), "an entry for each column");
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const auto code = columns->at(i).type_code;
        for (const auto object : objects) {
            const bool is_wanted = object == wanted[i];
            const auto& name = columns->at(i).name;
            context.equal(object == code, is_wanted, "object == code of " + name);
            context.equal(code == object, is_wanted, "code == object of " + name);
            context.equal(object != code, !is_wanted, "object != code of " + name);
            context.equal(code != object, !is_wanted, "code != object of " + name);
        }
    }
}

void codes_of_one_object_may_differ(Context& context) {
    const auto table = context.table("d {date}, t {time}, s {timestamp}, e {date}");
    const auto columns = columns_of(context, table);
    context.require(columns->size() == 4, "an entry for each column");
    for (const auto& column : *columns) context.check(column.type_code == DATETIME, "each is DATETIME");
    context.check(columns->at(0).type_code != columns->at(1).type_code, "date is not time");
    context.check(columns->at(1).type_code != columns->at(2).type_code, "time is not timestamp");
    context.check(columns->at(0).type_code == columns->at(3).type_code, "date is date");
}

void does_not_depend_on_rows(Context& context) {
    std::string table;
    const auto types = all_types(context, table);
    const auto empty = columns_of(context, table);
    std::string nulls;
    std::string literals;
    for (const auto* type : types) {
        nulls += nulls.empty() ? "NULL" : ", NULL";
        literals +=
            (literals.empty() ? "" : ", ") + (type->samples.empty() ? "NULL" : type->samples[0].literal);
    }
    const auto cursor = context.connection().cursor();
    for (const auto& values : {nulls, literals}) {
        cursor->execute("INSERT INTO " + table + " VALUES (" + values + ")");
        context.check(*columns_of(context, table) == *empty, "the description of a table with rows");
    }
    context.check(*columns_of(context, table) == *empty, "the description at another time");
}

void precision_is_right_if_told(Context& context) {
    const auto table = context.table("a DECIMAL(12, 2), b DECIMAL(30, 10), c {text}");
    const auto columns = columns_of(context, table);
    context.require(columns->size() == 3, "an entry for each column");
    const auto expect = [&](std::size_t index, int precision, int scale) {
        const auto& column = columns->at(index);
        if (column.precision) context.equal(*column.precision, precision, "precision of " + column.name);
        if (column.scale) context.equal(*column.scale, scale, "scale of " + column.name);
    };
    expect(0, 12, 2);
    expect(1, 30, 10);
    context.check(!columns->at(2).scale, "a text has no scale");
}

void null_ok_is_never_wrong(Context& context) {
    const auto table = context.table("id {integer} NOT NULL PRIMARY KEY, v {integer}, w {text} NOT NULL");
    const auto cursor = context.connection().cursor();
    cursor->execute(context.sql("INSERT INTO {} VALUES (1, NULL, 'x'), (2, 2, 'y')", table));
    // The outer join gives NULL in each column of the right side, whatever the table says.
    const auto queries = {
        context.sql("SELECT id, v, w FROM {}", table),
        context.sql("SELECT b.id, b.v, b.w FROM {} a LEFT JOIN {} b ON b.id = a.id + 100", table),
        context.sql("SELECT max(id), max(v), max(w) FROM {} WHERE id > 100", table),
        std::string("SELECT NULL, 1, NULL"),
    };
    for (const auto& sql : queries) {
        for (int time = 0; time < 3; ++time) {
            cursor->execute(sql);
            const auto columns = cursor->description();
            context.require(columns && columns->size() == 3, "a description");
            for (const auto& row : cursor->fetchall()) {
                for (std::size_t i = 0; i < row.size(); ++i) {
                    const bool denied = columns->at(i).null_ok == false;
                    context.check(!denied || !row.is_null(i), "NULL where null_ok is false: " + sql);
                }
            }
        }
    }
}

constexpr Case group[] = {
    {"description.code_equals_one_object",
     {58, 104, 105},
     "The code of a column equals exactly one type object.",
     code_equals_one_object},
    {"description.comparison_works_both_ways",
     {104, 106},
     "Type objects and codes compare with == and !=, either one first.",
     comparison_works_both_ways},
    {"description.codes_of_one_object_may_differ",
     {105},
     "Codes that equal the same type object may differ.",
     codes_of_one_object_may_differ},
    {"description.does_not_depend_on_rows",
     {52, 60},
     "The description is the same without rows, with NULL, and with values.",
     does_not_depend_on_rows},
    {"description.precision_is_right_if_told",
     {53, 55},
     "Precision and scale of a decimal are right, or nothing.",
     precision_is_right_if_told},
    {"description.null_ok_is_never_wrong",
     {53, 55},
     "Where null_ok is false there is never NULL.",
     null_ok_is_never_wrong},
};

}  // namespace

Group description_type_cases() { return group; }

}  // namespace dbapi::conformance
