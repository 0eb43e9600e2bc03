// SPDX-License-Identifier: BSL-1.0
//
// executemany(): that each list is run, once and in its turn, wherever the lists come from.
#include <dbapi/conformance/context.hpp>
#include <map>
#include <tuple>

#include "../suite.hpp"
#include "reading.hpp"

namespace dbapi::conformance {
namespace {

/// Returns "id:v" of each row in the order of ids.
std::vector<std::string> rows_of(Context& context, const std::string& table) {
    std::vector<std::string> result;
    const auto cursor = context.connection().cursor();
    for (const auto& row : cursor->execute("SELECT id, v FROM " + table + " ORDER BY id").fetchall())
        result.push_back(row[0].to_string() + ":" + row[1].to_string());
    return result;
}

using Texts = std::vector<std::string>;

void runs_each_list(Context& context) {
    const auto table = context.table("id {integer}, v {text}");
    const auto cursor = context.connection().cursor();
    cursor->executemany(context.sql("INSERT INTO {} VALUES (?, ?)", table),
                        {{1, "ann"}, {2, "bob"}, {3, "cy"}});
    context.equal(cursor->rowcount(), 3, "rowcount");
    context.equal(rows_of(context, table), Texts{"1:ann", "2:bob", "3:cy"}, "the rows");
}

void takes_lists_of_any_kind(Context& context) {
    const auto table = context.table("id {integer}, v {text}");
    const auto cursor = context.connection().cursor();
    const auto insert = context.sql("INSERT INTO {} VALUES (?, ?)", table);
    cursor->executemany(insert, std::vector<std::tuple<int, std::string>>{{1, "a"}, {2, "b"}});
    cursor->executemany(insert, std::vector<std::vector<Value>>{{3, "c"}, {4, null}});
    cursor->executemany(insert, std::vector<Parameters>{Parameters().add(5).add("e")});
    cursor->executemany(insert, std::map<int, std::string>{{6, "f"}, {7, "g"}});
    context.equal(rows_of(context, table), Texts{"1:a", "2:b", "3:c", "4:NULL", "5:e", "6:f", "7:g"},
                  "the rows");
    cursor->executemany(context.sql("INSERT INTO {} (id) VALUES (?)", table), std::vector<int>{8, 9});
    context.equal(rows_of(context, table).size(), 9U, "single values");
}

void takes_mappings(Context& context) {
    const auto table = context.table("id {integer}, v {text}");
    const auto cursor = context.connection().cursor();
    using Map = std::map<std::string, Value>;
    const std::vector<Map> lists = {{{"id", 1}, {"v", "a"}}, {{"v", "b"}, {"id", 2}, {"unused", 0}}};
    cursor->executemany(context.sql("INSERT INTO {} VALUES (:id, :v)", table), lists);
    context.equal(rows_of(context, table), Texts{"1:a", "2:b"}, "the rows");
    context.throws<ProgrammingError>(
        [&] {
            cursor->executemany(context.sql("INSERT INTO {} VALUES (:id, :v)", table),
                                std::vector<Map>{{{"id", 3}}});
        },
        "a mapping without a name");
}

void of_nothing_does_nothing(Context& context) {
    const auto table = table_of_numbers(context, 2);
    const auto cursor = context.connection().cursor();
    cursor->execute("SELECT id FROM " + table);
    context.connection().rollback();
    cursor->executemany(context.sql("DELETE FROM {} WHERE id > ?", table), std::vector<int>());
    context.equal(cursor->rowcount(), 0, "rowcount of no lists");
    context.check(cursor->description() == nullptr, "there is no description");
    context.throws<ProgrammingError>([&] { return cursor->fetchone(); }, "fetchone() of no lists");
    context.equal(context.connection().transaction_status(), TransactionStatus::idle, "no transaction began");
    context.equal(rows_of(context, table), Texts{"1:10", "2:20"}, "the rows are as they were");
}

void reads_a_lazy_range_once(Context& context) {
    const auto table = context.table("id {integer}, v {integer}");
    const auto cursor = context.connection().cursor();
    int made = 0;
    MadeRange lists(1, 50, [&made](int i) {
        ++made;
        return std::tuple(i, made);
    });
    cursor->executemany(context.sql("INSERT INTO {} VALUES (?, ?)", table), lists);
    context.equal(made, 50, "elements that were made");
    cursor->execute(context.sql("SELECT id FROM {} WHERE id = v ORDER BY id", table));
    context.equal(integers(*cursor), range(1, 50), "each element in its turn");
}

void counts_ten_thousand_rows(Context& context) {
    const auto table = context.table("id {integer}, v {text}");
    const auto cursor = context.connection().cursor();
    std::vector<std::tuple<int, std::string>> lists;
    for (int i = 1; i <= 10'000; ++i) lists.emplace_back(i, "row " + std::to_string(i));
    cursor->executemany(context.sql("INSERT INTO {} VALUES (?, ?)", table), lists);
    context.equal(cursor->rowcount(), 10'000, "rowcount");
    cursor->execute("SELECT id, v FROM " + table + " ORDER BY id");
    int wrong = 0;
    int at = 0;
    for (const auto& row : cursor->fetchall()) {
        ++at;
        wrong += row.get<int>(0) == at && row.get<std::string>(1) == "row " + std::to_string(at) ? 0 : 1;
    }
    context.equal(at, 10'000, "rows in the table");
    context.equal(wrong, 0, "wrong rows");
}

void totals_updates_and_deletes(Context& context) {
    const auto table = table_of_numbers(context, 10);
    const auto cursor = context.connection().cursor();
    cursor->executemany(context.sql("UPDATE {} SET v = ? WHERE id <= ?", table), {{1, 3}, {2, 0}, {3, 1}});
    context.equal(cursor->rowcount(), 4, "rowcount of the UPDATEs, 3 + 0 + 1");
    cursor->executemany(context.sql("DELETE FROM {} WHERE id = ?", table), {{1}, {99}, {10}});
    context.equal(cursor->rowcount(), 2, "rowcount of the DELETEs, 1 + 0 + 1");
    cursor->execute("SELECT count(*) FROM " + table);
    context.equal(cursor->scalar<int>(), 8, "rows that are left");
}

void keeps_the_order_of_lists(Context& context) {
    const auto table = table_of_numbers(context, 1);
    const auto cursor = context.connection().cursor();
    std::vector<std::tuple<int, int>> lists;
    for (int i = 0; i < 100; ++i) lists.emplace_back(i, i);
    cursor->execute(context.sql("UPDATE {} SET v = 0", table));
    cursor->executemany(context.sql("UPDATE {} SET v = ? + 1 WHERE v = ?", table), lists);
    context.equal(rows_of(context, table), Texts{"1:100"}, "each UPDATE found what the one before had set");
}

void takes_nulls_among_values(Context& context) {
    const auto table = context.table("id {integer}, v {text}");
    const auto cursor = context.connection().cursor();
    std::vector<std::tuple<int, std::optional<std::string>>> lists;
    Texts wanted;
    for (int i = 1; i <= 9; ++i) {
        const bool is_null = i % 3 == 0 || i == 1;
        lists.emplace_back(
            i, is_null ? std::nullopt : std::optional(std::string(static_cast<std::size_t>(10 - i), 'x')));
        wanted.push_back(std::to_string(i) + ":" + std::get<1>(lists.back()).value_or("NULL"));
    }
    cursor->executemany(context.sql("INSERT INTO {} VALUES (?, ?)", table), lists);
    context.equal(rows_of(context, table), wanted, "values and NULLs, each in its row");
}

void takes_wide_rows(Context& context) {
    constexpr int width = 60;
    std::string columns;
    std::string markers;
    for (int i = 0; i < width; ++i) {
        columns += (i > 0 ? ", c" : "c") + std::to_string(i) + " {integer}";
        markers += i > 0 ? ", ?" : "?";
    }
    const auto table = context.table(columns);
    std::vector<std::vector<Value>> lists;
    for (int row = 0; row < 70; ++row) {
        auto& list = lists.emplace_back();
        for (int i = 0; i < width; ++i) list.emplace_back(row * 1000 + i);
    }
    const auto cursor = context.connection().cursor();
    cursor->executemany(context.sql("INSERT INTO {} VALUES (" + markers + ")", table), lists);
    context.equal(cursor->rowcount(), 70, "rowcount");
    const auto rows = cursor->execute("SELECT * FROM " + table + " ORDER BY c0").fetchall();
    context.require(rows.size() == 70, "all rows");
    int wrong = 0;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        for (std::size_t i = 0; i < width; ++i) wrong += rows[row][i] == lists[row][i] ? 0 : 1;
    }
    context.equal(wrong, 0, "values in a wrong place");
}

void leaves_no_result(Context& context) {
    const auto table = context.table("id {integer}");
    const auto cursor = context.connection().cursor();
    cursor->execute(context.numbers(3));
    cursor->executemany(context.sql("INSERT INTO {} VALUES (?)", table), {{1}, {2}});
    context.check(cursor->description() == nullptr, "the description of the query before is gone");
    context.throws<ProgrammingError>([&] { return cursor->fetchone(); }, "fetchone() after executemany()");
    context.throws<ProgrammingError>([&] { return cursor->fetchall(); }, "fetchall() after executemany()");
}

constexpr Case group[] = {
    {"executemany.runs_each_list", {90}, "executemany() runs the statement for each list.", runs_each_list},
    {"executemany.takes_lists_of_any_kind",
     {90},
     "The lists may be tuples, vectors, Parameters, or single values.",
     takes_lists_of_any_kind},
    {"executemany.takes_mappings", {90}, "The lists may be mappings.", takes_mappings},
    {"executemany.of_nothing_does_nothing",
     {93},
     "executemany() of no lists does nothing, and rowcount is 0.",
     of_nothing_does_nothing},
    {"executemany.reads_a_lazy_range_once",
     {90},
     "A range that makes its elements is read once, in order.",
     reads_a_lazy_range_once},
    {"executemany.counts_ten_thousand_rows",
     {90, 68, 91},
     "Ten thousand lists are run and counted.",
     counts_ten_thousand_rows},
    {"executemany.totals_updates_and_deletes",
     {68},
     "rowcount is the total of all UPDATEs or DELETEs.",
     totals_updates_and_deletes},
    {"executemany.keeps_the_order_of_lists",
     {90, 91},
     "The lists are run in their order.",
     keeps_the_order_of_lists},
    {"executemany.takes_nulls_among_values",
     {90, 114},
     "NULL in one list and values in others each go to their row.",
     takes_nulls_among_values},
    {"executemany.takes_wide_rows", {90, 91}, "Lists of 60 parameters keep their places.", takes_wide_rows},
    {"executemany.leaves_no_result",
     {56, 96},
     "After executemany() there is no result to fetch.",
     leaves_no_result},
};

}  // namespace

Group executemany_cases() { return group; }

}  // namespace dbapi::conformance
