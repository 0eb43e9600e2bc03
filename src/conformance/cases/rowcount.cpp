// SPDX-License-Identifier: BSL-1.0
//
// rowcount after each kind of statement.
#include <dbapi/conformance/context.hpp>

#include "../suite.hpp"
#include "reading.hpp"

namespace dbapi::conformance {
namespace {

/// Runs the statement; returns rowcount. `{}` is the table's name.
std::int64_t count_of(Context& context, std::string_view text, const std::string& table) {
    const auto cursor = context.connection().cursor();
    cursor->execute(context.sql(text, table));
    return cursor->rowcount();
}

void unknown_before_execute(Context& context) {
    context.equal(context.connection().cursor()->rowcount(), -1, "rowcount of a new cursor");
}

void counts_inserted_rows(Context& context) {
    const auto table = context.table("id {integer}, v {integer}");
    context.equal(count_of(context, "INSERT INTO {} VALUES (1, 1)", table), 1, "one row");
    context.equal(count_of(context, "INSERT INTO {} VALUES (2, 1), (3, 1), (4, 1)", table), 3, "three rows");
    context.equal(count_of(context, "INSERT INTO {} SELECT id + 10, v FROM {}", table), 4, "rows of a query");
    context.equal(count_of(context, "INSERT INTO {} SELECT id, v FROM {} WHERE id < 0", table), 0,
                  "rows of a query without rows");
}

void counts_each_time(Context& context) {
    const auto table = table_of_numbers(context, 6);
    const auto cursor = context.connection().cursor();
    const auto sql = context.sql("UPDATE {} SET v = 0 WHERE id <= ?", table);
    for (const std::int64_t count : {3, 0, 6, 1, 0}) {
        cursor->execute(sql, count);
        context.equal(cursor->rowcount(), count, "rowcount of the same UPDATE with another parameter");
    }
}

void counts_updated_rows(Context& context) {
    const auto table = table_of_numbers(context, 5);
    context.equal(count_of(context, "UPDATE {} SET v = 7", table), 5, "all rows");
    context.equal(count_of(context, "UPDATE {} SET v = 8 WHERE id <= 2", table), 2, "some rows");
    context.equal(count_of(context, "UPDATE {} SET v = 9 WHERE id > 100", table), 0, "no row");
}

void counts_rows_found_though_unchanged(Context& context) {
    const auto table = table_of_numbers(context, 5);
    context.equal(count_of(context, "UPDATE {} SET v = v WHERE id <= 3", table), 3,
                  "rows that stay as they were");
    context.equal(count_of(context, "UPDATE {} SET v = 10 WHERE id <= 2", table), 2,
                  "one changes, one does not");
}

void counts_deleted_rows(Context& context) {
    const auto table = table_of_numbers(context, 9);
    context.equal(count_of(context, "DELETE FROM {} WHERE id > 100", table), 0, "no row");
    context.equal(count_of(context, "DELETE FROM {} WHERE id <= 4", table), 4, "some rows");
    context.equal(count_of(context, "DELETE FROM {}", table), 5, "all rows");
    context.equal(count_of(context, "DELETE FROM {}", table), 0, "none is left");
}

void counts_ten_thousand_rows(Context& context) {
    const auto table = context.table("i {integer}");
    context.equal(count_of(context, "INSERT INTO {} " + context.numbers(10'000), table), 10'000, "INSERT");
    context.equal(count_of(context, "UPDATE {} SET i = i + 1", table), 10'000, "UPDATE");
    context.equal(count_of(context, "DELETE FROM {}", table), 10'000, "DELETE");
}

void of_a_query_is_its_rows_or_unknown(Context& context) {
    const auto table = table_of_numbers(context, 7);
    const auto cursor = context.connection().cursor();
    for (const std::int64_t count : {7, 3, 0, 1}) {
        cursor->execute(context.sql("SELECT id FROM {} WHERE id <= ?", table), count);
        const auto before = cursor->rowcount();
        context.check(before == count || before == -1, "before the first fetch: " + std::to_string(before));
        context.equal(cursor->fetchall().size(), static_cast<std::size_t>(count), "rows");
        const auto after = cursor->rowcount();
        context.check(after == count || after == -1, "at the end: " + std::to_string(after));
    }
}

void of_a_stream_is_its_rows_or_unknown(Context& context) {
    const auto cursor = context.connection().cursor({.stream = true});
    for (const std::size_t count : {5U, 0U, 1U}) {
        cursor->execute("SELECT i FROM (" + context.numbers(10) +
                        ") AS n WHERE i <= " + std::to_string(count));
        const auto before = cursor->rowcount();
        context.check(before == -1, "before the first row: " + std::to_string(before));
        context.equal(cursor->fetchall().size(), count, "rows");
        const auto after = cursor->rowcount();
        context.check(after == static_cast<std::int64_t>(count) || after == -1,
                      "at the end: " + std::to_string(after));
    }
}

void unknown_after_ddl(Context& context) {
    const auto name = context.name();
    const auto cursor = context.connection().cursor();
    cursor->execute(context.sql("CREATE TABLE {} (v {integer})", name));
    context.equal(cursor->rowcount(), -1, "CREATE TABLE");
    cursor->execute("INSERT INTO " + name + " VALUES (1), (2)");
    context.equal(cursor->rowcount(), 2, "an INSERT between");
    cursor->execute(context.sql("ALTER TABLE {} ADD COLUMN w {text}", name));
    context.equal(cursor->rowcount(), -1, "ALTER TABLE");
    cursor->execute("DROP TABLE " + name);
    context.equal(cursor->rowcount(), -1, "DROP TABLE");
}

void unknown_after_a_failure(Context& context) {
    const auto table = table_of_numbers(context, 3);
    const auto cursor = context.connection().cursor();
    cursor->execute(context.sql("UPDATE {} SET v = 0", table));
    context.equal(cursor->rowcount(), 3, "an UPDATE");
    context.throws<IntegrityError>(
        [&] { cursor->execute(context.sql("INSERT INTO {} VALUES (1, 1)", table)); }, "a key that is there");
    context.equal(cursor->rowcount(), -1, "after the failure");
}

void belongs_to_the_cursor(Context& context) {
    const auto table = table_of_numbers(context, 5);
    const auto a = context.connection().cursor();
    const auto b = context.connection().cursor();
    a->execute(context.sql("UPDATE {} SET v = 0 WHERE id <= 4", table));
    b->execute(context.sql("DELETE FROM {} WHERE id = 5", table));
    context.equal(a->rowcount(), 4, "rowcount of the first cursor");
    context.equal(b->rowcount(), 1, "rowcount of the second cursor");
    context.connection().commit();
    context.equal(a->rowcount(), 4, "rowcount after commit()");
}

void counts_returned_rows(Context& context) {
    const auto table = context.table("id {integer}");
    const auto& returning = context.need(context.dialect().returning, "Dialect::returning");
    const auto cursor = context.connection().cursor();
    cursor->execute(context.sql("INSERT INTO {} VALUES (1), (2), (3) " + returning + " id", table));
    context.equal(integers(*cursor).size(), 3U, "rows that are returned");
    context.equal(cursor->rowcount(), 3, "rows that are counted");
}

constexpr Case group[] = {
    {"rowcount.unknown_before_execute", {63}, "rowcount is -1 before any execute.", unknown_before_execute},
    {"rowcount.counts_inserted_rows", {62}, "INSERT counts its rows, none as well.", counts_inserted_rows},
    {"rowcount.counts_each_time",
     {62, 82},
     "A statement that is run again is counted anew.",
     counts_each_time},
    {"rowcount.counts_updated_rows", {62}, "UPDATE counts its rows, none as well.", counts_updated_rows},
    {"rowcount.counts_rows_found_though_unchanged",
     {66},
     "UPDATE counts the rows that WHERE found, changed or not.",
     counts_rows_found_though_unchanged},
    {"rowcount.counts_deleted_rows", {62}, "DELETE counts its rows, none as well.", counts_deleted_rows},
    {"rowcount.counts_ten_thousand_rows", {62}, "Ten thousand rows are counted.", counts_ten_thousand_rows},
    {"rowcount.of_a_query_is_its_rows_or_unknown",
     {62, 65, 69},
     "rowcount of a query is the number of its rows, or -1.",
     of_a_query_is_its_rows_or_unknown},
    {"rowcount.of_a_stream_is_its_rows_or_unknown",
     {63, 65, 69},
     "rowcount of a stream is -1 before its first row, and at its end the number of its rows, or -1.",
     of_a_stream_is_its_rows_or_unknown,
     Connections::one,
     &Features::streaming},
    {"rowcount.unknown_after_ddl", {67}, "rowcount is -1 after DDL.", unknown_after_ddl},
    {"rowcount.unknown_after_a_failure",
     {63},
     "rowcount is -1 after a failed execute.",
     unknown_after_a_failure},
    {"rowcount.belongs_to_the_cursor", {62}, "Each cursor has a rowcount of its own.", belongs_to_the_cursor},
    {"rowcount.counts_returned_rows", {62}, "An INSERT that returns rows counts them.", counts_returned_rows},
};

}  // namespace

Group rowcount_cases() { return group; }

}  // namespace dbapi::conformance
