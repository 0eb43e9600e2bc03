// SPDX-License-Identifier: BSL-1.0
//
// The limit on PostgreSQL: each workload by hand on libpq, as fast as it goes. This file reads rows (W1, W2)
// and makes the tables for all programs.
#include "raw_libpq.hpp"

#include <charconv>

#include "workloads.hpp"

namespace bench::pq {
namespace {

template <class T>
T number(const char* text, int length) {
    T value{};
    std::from_chars(text, text + length, value);
    return value;
}

void add_binary(Checksum& checksum, const PGresult* result, int row) {
    const auto value = [&](int column) { return PQgetvalue(result, row, column); };
    add_wide_row(checksum, read<std::int64_t>(value(0)), read<std::int64_t>(value(1)), read<double>(value(2)),
                 {value(3), static_cast<std::size_t>(PQgetlength(result, row, 3))},
                 read<std::int64_t>(value(4)) + postgresql_epoch, *value(5) != 0);
}

void add_text(Checksum& checksum, const PGresult* result, int row) {
    const auto value = [&](int column) { return PQgetvalue(result, row, column); };
    const auto length = [&](int column) { return PQgetlength(result, row, column); };
    add_wide_row(checksum, number<std::int64_t>(value(0), length(0)),
                 number<std::int64_t>(value(1), length(1)), number<double>(value(2), length(2)),
                 {value(3), static_cast<std::size_t>(length(3))},
                 parse_timestamp({value(4), static_cast<std::size_t>(length(4))}), *value(5) == 't');
}

using AddRow = void(Checksum&, const PGresult*, int);

template <AddRow add_row, int format>
void select_single(Measurement& measurement) {
    const auto connection = connect();
    measurement.start();
    check(connection.get(), PQsendQueryParams(connection.get(), wide_select, 0, nullptr, nullptr, nullptr,
                                              nullptr, format) == 1);
    check(connection.get(), PQsetSingleRowMode(connection.get()) == 1);
    while (PGresult* raw = PQgetResult(connection.get())) {
        const Result row = checked(connection.get(), raw);
        if (PQresultStatus(raw) == PGRES_SINGLE_TUPLE) add_row(measurement.checksum, raw, 0);
    }
    measurement.stop();
}

template <AddRow add_row, int format>
void select_buffered(Measurement& measurement) {
    const auto connection = connect();
    measurement.start();
    const auto result = checked(connection.get(), PQexecParams(connection.get(), wide_select, 0, nullptr,
                                                               nullptr, nullptr, nullptr, format));
    const int rows = PQntuples(result.get());
    for (int row = 0; row < rows; ++row) add_row(measurement.checksum, result.get(), row);
    measurement.stop();
}

const std::string lookup = std::string(wide_select) + " WHERE id = $1";

void lookup_prepared(Measurement& measurement) {
    const auto connection = connect();
    const std::size_t queries = units("W2", measurement.divisor());
    const std::size_t table_rows = units("W1", measurement.divisor());
    prepare(connection.get(), "lookup", lookup, {{int8_oid}});
    measurement.start();
    for (std::size_t query = 0; query < queries; ++query) {
        const Integers key(lookup_key(query, table_rows));
        const auto result =
            checked(connection.get(), PQexecPrepared(connection.get(), "lookup", key.count, key.values(),
                                                     key.lengths(), key.formats(), 1));
        add_binary(measurement.checksum, result.get(), 0);
    }
    measurement.stop();
}

void lookup_unprepared(Measurement& measurement) {
    const auto connection = connect();
    const std::size_t queries = units("W2", measurement.divisor());
    const std::size_t table_rows = units("W1", measurement.divisor());
    measurement.start();
    for (std::size_t query = 0; query < queries; ++query) {
        const Integers key(lookup_key(query, table_rows));
        const auto result =
            checked(connection.get(), PQexecParams(connection.get(), lookup.c_str(), key.count, &int8_oid,
                                                   key.values(), key.lengths(), key.formats(), 1));
        add_binary(measurement.checksum, result.get(), 0);
    }
    measurement.stop();
}

/// No measurement: makes the tables, and fills the one that is only read.
void make_tables(Measurement& measurement) {
    const auto connection = connect();
    PGconn* const to = connection.get();
    execute(to, "DROP TABLE IF EXISTS wide_rows, entries, accounts");
    for (const char* table : {wide_table_postgresql, entry_table_postgresql, accounts_table})
        execute(to, table);

    execute(to, "COPY wide_rows FROM STDIN (FORMAT binary)");
    Buffer buffer;
    buffer.add(std::string_view("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19));
    const auto send = [&] {
        check(to, PQputCopyData(to, buffer.data(), buffer.size()) == 1);
        buffer.clear();
    };
    const std::size_t rows = units("W1", measurement.divisor());
    for (std::size_t i = 0; i < rows; ++i) {
        const WideRow row = wide_row(i);
        buffer.add(std::int16_t{6});
        buffer.add_field(row.id);
        buffer.add_field(row.balance);
        buffer.add_field(row.rate);
        buffer.add_field(row.name_text());
        buffer.add_field(row.created - postgresql_epoch);
        buffer.add_field(std::int8_t{row.active});
        if (buffer.size() > 1 << 16) send();
    }
    buffer.add(std::int16_t{-1});
    send();
    check(to, PQputCopyEnd(to, nullptr) == 1);
    while (PGresult* raw = PQgetResult(to)) checked(to, raw);
    execute(to, "VACUUM (FREEZE, ANALYZE) wide_rows");
    measurement.start();
    measurement.stop();
}

constexpr Route routes[] = {
    {"setup", "tables", make_tables},
    {"W1", "single_bin", select_single<add_binary, 1>},
    {"W1", "single_text", select_single<add_text, 0>},
    {"W1", "binary", select_buffered<add_binary, 1>},
    {"W1", "text", select_buffered<add_text, 0>},
    {"W2", "prep_bin", lookup_prepared},
    {"W2", "params_bin", lookup_unprepared},
};

}  // namespace

std::span<const Route> read_routes() { return routes; }

}  // namespace bench::pq

int main(int argc, char** argv) {
    namespace pq = bench::pq;
    const auto routes = bench::join(pq::read_routes(), pq::insert_routes(), pq::transfer_routes());
    return bench::run_program("raw libpq", routes, argc, argv);
}
