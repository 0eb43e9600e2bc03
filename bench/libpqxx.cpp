// SPDX-License-Identifier: BSL-1.0
//
// The peer libpqxx, in the version that Debian has (6.4).
#include <pqxx/pqxx>

#include <string>
#include <tuple>

#include "workloads.hpp"

namespace bench {
namespace {

const std::string lookup = std::string(wide_select) + " WHERE id = $1";

void add_row(Checksum& checksum, const pqxx::row& row) {
    add_wide_row(checksum, row[0].as<std::int64_t>(), row[1].as<std::int64_t>(), row[2].as<double>(),
                 {row[3].c_str(), row[3].size()}, parse_timestamp({row[4].c_str(), row[4].size()}),
                 row[5].as<bool>());
}

void exec_fields(Measurement& measurement) {
    pqxx::connection connection(server_url());
    measurement.start();
    pqxx::nontransaction transaction(connection);
    for (const auto& row : transaction.exec(wide_select)) add_row(measurement.checksum, row);
    measurement.stop();
}

/// COPY TO STDOUT: this version streams tables, not queries.
void stream_from(Measurement& measurement) {
    pqxx::connection connection(server_url());
    measurement.start();
    pqxx::work transaction(connection);
    pqxx::stream_from stream(transaction, "wide_rows");
    std::tuple<std::int64_t, std::int64_t, double, std::string, std::string, bool> row;
    while (stream >> row) {
        const auto& [id, balance, rate, name, created, active] = row;
        add_wide_row(measurement.checksum, id, balance, rate, name, parse_timestamp(created), active);
    }
    stream.complete();
    transaction.commit();
    measurement.stop();
}

void lookup_prepared(Measurement& measurement) {
    pqxx::connection connection(server_url());
    connection.prepare("lookup", lookup);
    const std::size_t queries = units("W2", measurement.divisor());
    const std::size_t table_rows = units("W1", measurement.divisor());
    measurement.start();
    pqxx::nontransaction transaction(connection);
    for (std::size_t query = 0; query < queries; ++query) {
        add_row(measurement.checksum, transaction.exec_prepared1("lookup", lookup_key(query, table_rows)));
    }
    measurement.stop();
}

template <class F>
void insert(Measurement& measurement, F&& insertion) {
    pqxx::connection connection(server_url());
    const auto rows = entries(units("W3", measurement.divisor()));
    pqxx::nontransaction(connection).exec0("TRUNCATE entries");
    measurement.start();
    {
        pqxx::work transaction(connection);
        insertion(connection, transaction, rows);
        transaction.commit();
    }
    measurement.stop();
    pqxx::nontransaction transaction(connection);
    for (const auto& row : transaction.exec(entry_select)) {
        add_entry(measurement.checksum, row[0].as<std::int64_t>(), row[1].as<std::int64_t>(),
                  {row[2].c_str(), row[2].size()});
    }
}

void stream_to(Measurement& measurement) {
    insert(measurement, [](pqxx::connection&, pqxx::work& transaction, const std::vector<Entry>& rows) {
        pqxx::stream_to stream(transaction, "entries");
        for (const Entry& row : rows) stream << row;
        stream.complete();
    });
}

void insert_prepared(Measurement& measurement) {
    insert(measurement,
           [](pqxx::connection& connection, pqxx::work& transaction, const std::vector<Entry>& rows) {
               connection.prepare("insert", insert_values(1, '$'));
               for (const auto& [id, amount, note] : rows) {
                   transaction.exec_prepared0("insert", id, amount, note);
               }
           });
}

void transfers(Measurement& measurement) {
    pqxx::connection connection(server_url());
    {
        pqxx::nontransaction setup(connection);
        setup.exec0("TRUNCATE accounts");
        setup.exec0("INSERT INTO accounts SELECT id, " + std::to_string(first_balance) +
                    " FROM generate_series(1, " + std::to_string(account_groups * group_accounts) + ") id");
        setup.exec0("VACUUM ANALYZE accounts");
    }
    connection.prepare("select", "SELECT balance FROM accounts WHERE id = $1");
    connection.prepare("update", "UPDATE accounts SET balance = balance + $1 WHERE id = $2");
    const std::size_t count = units("W4", measurement.divisor());
    measurement.start();
    for (std::size_t i = 0; i < count; ++i) {
        const auto [from, to, amount] = transfer(i);
        pqxx::work transaction(connection);
        measurement.checksum.add(transaction.exec_prepared1("select", from)[0].as<std::int64_t>());
        transaction.exec_prepared0("update", -amount, from);
        transaction.exec_prepared0("update", amount, to);
        transaction.commit();
    }
    measurement.stop();
    pqxx::nontransaction check(connection);
    for (const auto& row : check.exec(balances_select)) measurement.checksum.add(row[0].as<std::int64_t>());
}

constexpr Route routes[] = {
    {"W1", "exec_fields", exec_fields},  {"W1", "stream_from", stream_from},
    {"W2", "prepared", lookup_prepared}, {"W3", "stream_to", stream_to},
    {"W3", "prepared", insert_prepared}, {"W4", "work", transfers},
};

}  // namespace
}  // namespace bench

int main(int argc, char** argv) { return bench::run_program("libpqxx", bench::routes, argc, argv); }
