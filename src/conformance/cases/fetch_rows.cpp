// SPDX-License-Identifier: BSL-1.0
//
// Rows: many, wide, kept for later, and read as C++ types.
#include <dbapi/conformance/context.hpp>

#include "../suite.hpp"
#include "reading.hpp"

namespace dbapi::conformance {
namespace {

void hundred_thousand_come_in_order(Context& context) {
    constexpr std::int64_t count = 100'000;
    const auto cursor = context.connection().cursor();
    cursor->execute(context.numbers(static_cast<std::size_t>(count)));
    std::int64_t wanted = 0;
    std::int64_t wrong = 0;
    const auto look_at = [&](const std::vector<Row>& rows) {
        for (const auto& row : rows) wrong += row.get<std::int64_t>(0) == ++wanted ? 0 : 1;
    };
    for (int i = 0; i < 60; ++i) look_at(cursor->fetchmany(777));
    look_at(cursor->fetchall());
    context.equal(wanted, count, "rows");
    context.equal(wrong, 0, "rows out of order");
}

void may_be_equal(Context& context) {
    const auto cursor = context.connection().cursor();
    const std::string sql = "SELECT 1, 'x' UNION ALL SELECT 1, 'x' UNION ALL SELECT 1, 'x'";
    context.equal(integers(cursor->execute(sql).fetchall()), Integers{1, 1, 1}, "rows of fetchall()");
    context.equal(integers(cursor->execute(sql).fetchmany(5)), Integers{1, 1, 1}, "rows of fetchmany()");
    cursor->execute(sql);
    for (int i = 0; i < 3; ++i) context.check(cursor->fetchone().has_value(), "a row of fetchone()");
    context.check(!cursor->fetchone(), "no further row");
}

void outlive_cursor_and_connection(Context& context) {
    std::vector<Row> rows;
    std::optional<Row> first;
    {
        const auto conn = context.connect();
        const auto cursor = conn->cursor();
        cursor->execute(
            "SELECT 1 AS a, 'one, which is not a short text' AS b UNION ALL "
            "SELECT 2, 'two, which is not a short text' ORDER BY 1");
        first = cursor->fetchone();
        rows = cursor->fetchall();
        cursor->execute("SELECT 'something else entirely, of another length' AS c");
        cursor->close();
        conn->close();
    }
    context.require(first && rows.size() == 1, "two rows");
    context.equal((*first)["a"], Value(1), "a value of fetchone()'s row");
    context.equal(first->get<std::string>("b"), "one, which is not a short text", "a text of it");
    context.equal(rows[0].get<std::string>(1), "two, which is not a short text",
                  "a text of fetchall()'s row");
    context.equal(rows[0].columns().at(1).name, "b", "the name of a column");
}

void keep_their_own_values(Context& context) {
    const auto table = context.table("id {integer}, t {text}");
    const auto text_of = [](std::int64_t id) {
        return id % 7 == 0
                   ? Value()
                   : Value(std::string(static_cast<std::size_t>(id * 37 % 100), 'x') + std::to_string(id));
    };
    std::vector<std::vector<Value>> lists;
    for (const auto id : range(1, 500)) lists.push_back({id, text_of(id)});
    const auto cursor = context.connection().cursor();
    cursor->executemany(context.sql("INSERT INTO {} VALUES (?, ?)", table), lists);
    for (int time = 0; time < 3; ++time) {
        cursor->execute("SELECT id, t FROM " + table + " ORDER BY id");
        std::vector<Row> kept;  // and looked at when all were fetched
        while (auto row = cursor->fetchone()) kept.push_back(*std::move(row));
        context.require(kept.size() == 500, "all rows");
        int wrong = 0;
        for (const auto& row : kept) wrong += row[1] == text_of(row.get<std::int64_t>(0)) ? 0 : 1;
        context.equal(wrong, 0, "rows with the value of another");
        context.equal(integers(kept), range(1, 500), "the rows in order");
    }
}

void may_be_wide(Context& context) {
    const auto table = context.table("id {integer}, a {text}, b {text}, c {text}");
    const auto cursor = context.connection().cursor();
    const auto insert = context.sql("INSERT INTO {} VALUES (?, ?, ?, ?)", table);
    const std::vector<std::size_t> sizes = {0, 1, 255, 256, 65'534, 65'535, 65'536, 200'000, 3};
    std::int64_t id = 0;
    for (const auto size : sizes)
        cursor->execute(insert, ++id, std::string(size, 'a'), std::string(sizes[3], 'b'),
                        std::string(size, 'c'));
    cursor->execute("SELECT a, b, c FROM " + table + " ORDER BY id");
    for (const auto size : sizes) {
        const auto row = cursor->fetchone();
        context.require(row.has_value(), "a row");
        context.check(row->get<std::string>(0) == std::string(size, 'a'), "text of " + std::to_string(size));
        context.check(row->get<std::string>(1) == std::string(sizes[3], 'b'), "the text beside it");
        context.check(row->get<std::string>(2) == std::string(size, 'c'), "the text behind it");
    }
}

void may_have_columns_of_one_name(Context& context) {
    const auto cursor = context.connection().cursor();
    cursor->execute("SELECT 1 AS a, 2 AS a, 3 AS b");
    context.require(cursor->description() && cursor->description()->size() == 3, "all three are described");
    const auto row = cursor->fetchone();
    context.require(row && row->size() == 3, "all three are in the row");
    context.equal((*row)[0], Value(1), "the first");
    context.equal((*row)[1], Value(2), "the second of the same name");
    context.equal((*row)["b"], Value(3), "another by its name");
    context.throws<ProgrammingError>([&] { return (*row)["a"]; }, "a name that two columns have");
    context.throws<ProgrammingError>([&] { return (*row)["z"]; }, "a name that no column has");
    context.throws<ProgrammingError>([&] { return (*row)[3]; }, "an index behind the last column");
}

void come_by_iteration(Context& context) {
    const auto cursor = context.connection().cursor();
    cursor->execute(context.numbers(5));
    Integers read;
    for (const Row& row : *cursor) {
        read.push_back(row.get<std::int64_t>(0));
        if (read.size() == 2) break;
    }
    for (const Row& row : *cursor) read.push_back(row.get<std::int64_t>(0));
    context.equal(read, range(1, 5), "each row once, a second loop going on");
    for (const Row& row : *cursor) context.check(row.empty(), "there is no further row");
}

void come_as_views(Context& context) {
    const auto cursor = context.connection().cursor();
    cursor->execute("SELECT 1, 'one' UNION ALL SELECT 2, 'two' ORDER BY 1");
    const auto first = cursor->fetchview();
    context.require(first.has_value(), "a first row");
    context.equal(first->get<std::string>(1), "one", "its text");
    const auto second = cursor->fetchview();
    context.require(second.has_value(), "a second row");
    context.equal(second->get<std::string>(1), "two", "its text");
    context.throws<InterfaceError>([&] { return first->get<int>(0); }, "a view of the row before");
    context.check(!cursor->fetchview(), "nothing behind the last row");
}

void come_as_types(Context& context) {
    const auto cursor = context.connection().cursor();
    cursor->execute("SELECT 1, 'one', NULL UNION ALL SELECT 2, 'two', NULL ORDER BY 1");
    Integers ids;
    std::string texts;
    for (const auto& [id, text, none] :
         cursor->rows<std::int64_t, std::string, std::optional<std::string>>()) {
        ids.push_back(id);
        texts += text;
        context.check(!none, "NULL is an empty optional");
    }
    context.equal(ids, range(1, 2), "the first column");
    context.equal(texts, "onetwo", "the second column");
    cursor->execute("SELECT 1, 2");
    context.throws<ProgrammingError>([&] { return cursor->rows<int>(); }, "one type for two columns");
    cursor->execute("SELECT 'x'");
    context.throws<DataError>([&] { return cursor->one<int>(); }, "a text as an int");
}

void come_alone(Context& context) {
    const auto cursor = context.connection().cursor();
    context.equal(cursor->execute(context.numbers(1)).one<std::int64_t>(), 1, "one() of one row");
    context.equal(cursor->execute(context.numbers(1)).scalar<std::int64_t>(), 1, "scalar() of one row");
    cursor->execute(context.numbers(3));
    context.check(cursor->first<std::int64_t>() == 1, "first() gives the next row");
    context.equal(integers(*cursor), range(2, 3), "and leaves the others");
    context.check(!cursor->first<std::int64_t>(), "first() at the end");
    for (const auto& sql : {context.numbers(2), context.numbers(3)}) {
        context.throws<ProgrammingError>([&] { return cursor->execute(sql).one<int>(); }, "one() of several");
        context.throws<ProgrammingError>([&] { return cursor->execute(sql).scalar<int>(); },
                                         "scalar() of several");
    }
    cursor->execute("SELECT 1 WHERE 1 = 0");
    context.throws<ProgrammingError>([&] { return cursor->one<int>(); }, "one() of none");
    context.throws<ProgrammingError>([&] { return cursor->scalar<int>(); }, "scalar() of none");
}

constexpr Case group[] = {
    {"fetch.hundred_thousand_come_in_order",
     {97, 99, 101},
     "100,000 rows come once each, in order.",
     hundred_thousand_come_in_order},
    {"fetch.rows_may_be_equal", {95, 97, 99}, "Rows that are equal all come.", may_be_equal},
    {"fetch.rows_outlive_cursor_and_connection",
     {95, 99},
     "Rows stay as they are when cursor and connection are gone.",
     outlive_cursor_and_connection},
    {"fetch.rows_keep_their_own_values",
     {95},
     "A row's values are its own, whatever is fetched later.",
     keep_their_own_values},
    {"fetch.rows_may_be_wide",
     {95},
     "Rows of hundreds of kilobytes come whole, beside small ones.",
     may_be_wide},
    {"fetch.rows_may_have_columns_of_one_name",
     {95, 52},
     "Columns of the same name are all there, by index.",
     may_have_columns_of_one_name},
    {"fetch.rows_come_by_iteration", {130}, "A cursor can be iterated over, once.", come_by_iteration},
    {"fetch.rows_come_as_views",
     {},
     "fetchview() gives the next row, until the one after it.",
     come_as_views},
    {"fetch.rows_come_as_types",
     {114},
     "rows() gives each row as C++ types, and refuses what does not fit.",
     come_as_types},
    {"fetch.rows_come_alone", {}, "one() and scalar() take a single row, first() the next.", come_alone},
};

}  // namespace

Group fetch_row_cases() { return group; }

}  // namespace dbapi::conformance
