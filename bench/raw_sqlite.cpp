// SPDX-License-Identifier: BSL-1.0
//
// The limit on SQLite: W5 by hand on its C API, in memory.
#include <sqlite3.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "workloads.hpp"

namespace bench {
namespace {

struct Delete {
    void operator()(sqlite3* database) const noexcept { sqlite3_close_v2(database); }
    void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, Delete>;
using Statement = std::unique_ptr<sqlite3_stmt, Delete>;

void check(sqlite3* database, bool good) {
    if (!good) throw std::runtime_error(sqlite3_errmsg(database));
}

void execute(sqlite3* database, const char* sql) {
    check(database, sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
}

Statement prepare(sqlite3* database, const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    check(database, sqlite3_prepare_v3(database, sql.c_str(), static_cast<int>(sql.size()) + 1,
                                       SQLITE_PREPARE_PERSISTENT, &statement, nullptr) == SQLITE_OK);
    return Statement(statement);
}

Database open_memory(const char* table) {
    sqlite3* raw = nullptr;
    const int result = sqlite3_open_v2(
        ":memory:", &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX, nullptr);
    Database database(raw);
    check(raw, result == SQLITE_OK);
    execute(raw, table);
    return database;
}

std::string_view text(sqlite3_stmt* statement, int column) {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement, column))};
}

void bind_text(sqlite3_stmt* statement, int parameter, std::string_view value) {
    sqlite3_bind_text(statement, parameter, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
}

/// Runs a statement without rows.
void run(sqlite3* database, sqlite3_stmt* statement) {
    check(database, sqlite3_step(statement) == SQLITE_DONE);
    sqlite3_reset(statement);
}

Database open_wide_rows(std::size_t rows) {
    auto database = open_memory(wide_table_sqlite);
    execute(database.get(), "BEGIN");
    const auto insert = prepare(database.get(), "INSERT INTO wide_rows VALUES (?, ?, ?, ?, ?, ?)");
    for (std::size_t i = 0; i < rows; ++i) {
        const WideRow row = wide_row(i);
        sqlite3_bind_int64(insert.get(), 1, row.id);
        sqlite3_bind_int64(insert.get(), 2, row.balance);
        sqlite3_bind_double(insert.get(), 3, row.rate);
        bind_text(insert.get(), 4, row.name_text());
        sqlite3_bind_int64(insert.get(), 5, row.created);
        sqlite3_bind_int(insert.get(), 6, row.active ? 1 : 0);
        run(database.get(), insert.get());
    }
    execute(database.get(), "COMMIT");
    return database;
}

void add_row(Checksum& checksum, sqlite3_stmt* row) {
    add_wide_row(checksum, sqlite3_column_int64(row, 0), sqlite3_column_int64(row, 1),
                 sqlite3_column_double(row, 2), text(row, 3), sqlite3_column_int64(row, 4),
                 sqlite3_column_int(row, 5) != 0);
}

void read_typed(Measurement& measurement) {
    const auto database = open_wide_rows(units("W5a", measurement.divisor()));
    measurement.start();
    const auto select = prepare(database.get(), wide_select);
    while (sqlite3_step(select.get()) == SQLITE_ROW) add_row(measurement.checksum, select.get());
    measurement.stop();
}

using Cell = std::variant<std::monostate, std::int64_t, double, std::string>;

Cell dynamic_cell(sqlite3_stmt* row, int column) {
    switch (sqlite3_column_type(row, column)) {
        case SQLITE_INTEGER: return sqlite3_column_int64(row, column);
        case SQLITE_FLOAT: return sqlite3_column_double(row, column);
        case SQLITE_TEXT: return std::string(text(row, column));
        default: return {};
    }
}

/// Keeps all rows as values of a type seen at run time, as a dynamic interface would.
void read_dynamic_rows(Measurement& measurement) {
    const auto database = open_wide_rows(units("W5a", measurement.divisor()));
    measurement.start();
    std::vector<std::vector<Cell>> rows;
    const auto select = prepare(database.get(), wide_select);
    const int columns = sqlite3_column_count(select.get());
    while (sqlite3_step(select.get()) == SQLITE_ROW) {
        auto& row = rows.emplace_back();
        row.reserve(static_cast<std::size_t>(columns));
        for (int column = 0; column < columns; ++column) row.push_back(dynamic_cell(select.get(), column));
    }
    for (const auto& row : rows) {
        add_wide_row(measurement.checksum, std::get<std::int64_t>(row[0]), std::get<std::int64_t>(row[1]),
                     std::get<double>(row[2]), std::get<std::string>(row[3]), std::get<std::int64_t>(row[4]),
                     std::get<std::int64_t>(row[5]) != 0);
    }
    measurement.stop();
}

void lookup_prepared(Measurement& measurement) {
    const std::size_t table_rows = units("W5a", measurement.divisor());
    const auto database = open_wide_rows(table_rows);
    const std::size_t queries = units("W5b", measurement.divisor());
    measurement.start();
    const auto select = prepare(database.get(), std::string(wide_select) + " WHERE id = ?");
    for (std::size_t query = 0; query < queries; ++query) {
        sqlite3_bind_int64(select.get(), 1, lookup_key(query, table_rows));
        check(database.get(), sqlite3_step(select.get()) == SQLITE_ROW);
        add_row(measurement.checksum, select.get());
        check(database.get(), sqlite3_step(select.get()) == SQLITE_DONE);
        sqlite3_reset(select.get());
    }
    measurement.stop();
}

/// Binds the rows one behind the other and runs the statement, which has so many of them.
void insert_batch(sqlite3* database, sqlite3_stmt* statement, const Entry* rows, std::size_t count) {
    int parameter = 0;
    for (std::size_t row = 0; row < count; ++row) {
        const auto& [id, amount, note] = rows[row];
        sqlite3_bind_int64(statement, ++parameter, id);
        sqlite3_bind_int64(statement, ++parameter, amount);
        bind_text(statement, ++parameter, note);
    }
    run(database, statement);
}

template <std::size_t batch>
void insert(Measurement& measurement) {
    const auto rows = entries(units("W5c", measurement.divisor()));
    const auto database = open_memory(entry_table_sqlite);
    measurement.start();
    execute(database.get(), "BEGIN");
    const auto many = prepare(database.get(), insert_values(batch, '?'));
    std::size_t done = 0;
    for (; done + batch <= rows.size(); done += batch) {
        insert_batch(database.get(), many.get(), &rows[done], batch);
    }
    if (done < rows.size()) {
        const auto rest = prepare(database.get(), insert_values(rows.size() - done, '?'));
        insert_batch(database.get(), rest.get(), &rows[done], rows.size() - done);
    }
    execute(database.get(), "COMMIT");
    measurement.stop();
    const auto select = prepare(database.get(), entry_select);
    while (sqlite3_step(select.get()) == SQLITE_ROW) {
        add_entry(measurement.checksum, sqlite3_column_int64(select.get(), 0),
                  sqlite3_column_int64(select.get(), 1), text(select.get(), 2));
    }
}

constexpr Route routes[] = {
    {"W5a", "typed", read_typed},         {"W5a", "dynamic_rows", read_dynamic_rows},
    {"W5b", "prepared", lookup_prepared}, {"W5c", "values333", insert<values_rows>},
    {"W5c", "static", insert<1>},
};

}  // namespace
}  // namespace bench

int main(int argc, char** argv) { return bench::run_program("raw sqlite3", bench::routes, argc, argv); }
