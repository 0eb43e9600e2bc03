// SPDX-License-Identifier: BSL-1.0
//
// The limit on PostgreSQL, W4 and W6: short transactions, in one thread and in several.
#include "raw_libpq.hpp"
#include "workloads.hpp"

namespace bench::pq {
namespace {

void reset_accounts() {
    const auto connection = connect();
    execute(connection.get(), "TRUNCATE accounts");
    const std::string fill = "INSERT INTO accounts SELECT id, " + std::to_string(first_balance) +
                             " FROM generate_series(1, " + std::to_string(account_groups * group_accounts) +
                             ") id";
    execute(connection.get(), fill.c_str());
    execute(connection.get(), "VACUUM ANALYZE accounts");
}

void add_balances(Checksum& checksum) {
    const auto connection = connect();
    const auto result = checked(connection.get(), PQexecParams(connection.get(), balances_select, 0, nullptr,
                                                               nullptr, nullptr, nullptr, 1));
    for (int row = 0; row < PQntuples(result.get()); ++row) {
        checksum.add(read<std::int64_t>(PQgetvalue(result.get(), row, 0)));
    }
}

Connection connect_for_transfers() {
    auto connection = connect();
    constexpr Oid types[] = {int8_oid, int8_oid};
    prepare(connection.get(), "begin", "BEGIN", {});
    prepare(connection.get(), "commit", "COMMIT", {});
    prepare(connection.get(), "select", "SELECT balance FROM accounts WHERE id = $1", {types, 1});
    prepare(connection.get(), "update", "UPDATE accounts SET balance = balance + $1 WHERE id = $2", types);
    return connection;
}

/// Runs a prepared statement and waits for it.
template <class... Ts>
Result run(PGconn* connection, const char* statement, Ts... parameters) {
    const Integers<sizeof...(Ts)> list(parameters...);
    return checked(connection, PQexecPrepared(connection, statement, list.count, list.values(),
                                              list.lengths(), list.formats(), 1));
}

/// Sends a prepared statement in pipeline mode.
template <class... Ts>
void send(PGconn* connection, const char* statement, Ts... parameters) {
    const Integers<sizeof...(Ts)> list(parameters...);
    check(connection, PQsendQueryPrepared(connection, statement, list.count, list.values(), list.lengths(),
                                          list.formats(), 1) == 1);
}

/// One statement after another. Returns the balance that was read.
std::int64_t transfer_in_sequence(PGconn* connection, const Transfer& transfer) {
    run(connection, "begin");
    const auto balance = run(connection, "select", transfer.from);
    run(connection, "update", -transfer.amount, transfer.from);
    run(connection, "update", transfer.amount, transfer.to);
    run(connection, "commit");
    return read<std::int64_t>(PQgetvalue(balance.get(), 0, 0));
}

/// Receives the results of so many statements and the sync behind them; returns the last one with rows.
Result receive(PGconn* connection, int statements) {
    Result rows;
    for (int i = 0; i < statements; ++i) {
        Result result = checked(connection, PQgetResult(connection));
        if (PQntuples(result.get()) > 0) rows = std::move(result);
        if (PQgetResult(connection)) throw std::runtime_error("a result where none was expected");
    }
    checked(connection, PQgetResult(connection));  // the sync
    return rows;
}

/// BEGIN and SELECT in one round trip, the rest in another.
std::int64_t transfer_in_pipeline(PGconn* connection, const Transfer& transfer) {
    send(connection, "begin");
    send(connection, "select", transfer.from);
    check(connection, PQpipelineSync(connection) == 1);
    const auto balance = receive(connection, 2);
    send(connection, "update", -transfer.amount, transfer.from);
    send(connection, "update", transfer.amount, transfer.to);
    send(connection, "commit");
    check(connection, PQpipelineSync(connection) == 1);
    receive(connection, 3);
    return read<std::int64_t>(PQgetvalue(balance.get(), 0, 0));
}

template <std::int64_t (&do_transfer)(PGconn*, const Transfer&), bool pipeline>
void transfers(Measurement& measurement) {
    reset_accounts();
    const auto connection = connect_for_transfers();
    const std::size_t count = units("W4", measurement.divisor());
    if (pipeline) check(connection.get(), PQenterPipelineMode(connection.get()) == 1);
    measurement.start();
    for (std::size_t i = 0; i < count; ++i) {
        measurement.checksum.add(do_transfer(connection.get(), transfer(i)));
    }
    measurement.stop();
    add_balances(measurement.checksum);
}

template <std::size_t threads>
void concurrent_transfers(Measurement& measurement) {
    reset_accounts();
    const std::size_t count = units("W6", measurement.divisor());
    concurrently(measurement, threads, [&](std::size_t thread) {
        const std::shared_ptr<PGconn> connection = connect_for_transfers();
        share_core(thread, PQbackendPID(connection.get()));
        return [connection, thread, count] {
            for (std::size_t i = 0; i < count; ++i) {
                if (i % account_groups % threads == thread)
                    transfer_in_sequence(connection.get(), transfer(i));
            }
        };
    });
    add_balances(measurement.checksum);
}

constexpr Route routes[] = {
    {"W4", "seq", transfers<transfer_in_sequence, false>},
    {"W4", "pipe2", transfers<transfer_in_pipeline, true>},
    {"W6", "threads1", concurrent_transfers<1>},
    {"W6", "threads2", concurrent_transfers<2>},
    {"W6", "threads4", concurrent_transfers<4>},
    {"W6", "threads8", concurrent_transfers<8>},
};

}  // namespace

std::span<const Route> transfer_routes() { return routes; }

}  // namespace bench::pq
