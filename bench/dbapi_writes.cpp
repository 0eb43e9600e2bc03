// SPDX-License-Identifier: BSL-1.0
//
// dbapi's ways to write: many rows in one transaction (W3, W5c), and short transactions (W4, W6).
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "dbapi_routes.hpp"

namespace bench {
namespace {

// ── many rows ──

template <class Database>
std::shared_ptr<dbapi::Connection> open_entries() {
    auto conn = Database::open();
    conn->execute(std::same_as<Database, Sqlite> ? entry_table_sqlite : "TRUNCATE entries");
    conn->commit();
    return conn;
}

/// Runs the insertion and the COMMIT under the clock, and reads the rows back.
template <class Database, class F>
void insert(Measurement& measurement, F&& insertion) {
    const auto rows = entries(units(Database::inserting, measurement.divisor()));
    const auto conn = open_entries<Database>();
    measurement.start();
    insertion(*conn, rows);
    conn->commit();
    measurement.stop();
    for (const auto& [id, amount, note] :
         conn->stream(entry_select).template rows<std::int64_t, std::int64_t, std::string_view>()) {
        add_entry(measurement.checksum, id, amount, note);
    }
}

template <class Database>
void executemany(Measurement& measurement) {
    insert<Database>(measurement, [](dbapi::Connection& conn, const std::vector<Entry>& rows) {
        conn.executemany("INSERT INTO entries VALUES (?, ?, ?)", rows);
    });
}

void copy_in(Measurement& measurement) {
    insert<Postgresql>(measurement, [](dbapi::Connection& conn, const std::vector<Entry>& rows) {
        conn.copy_in({"entries"}, rows);
    });
}

// ── short transactions ──

void reset_accounts() {
    const auto conn = Postgresql::open();
    conn->set_autocommit(true);
    conn->execute("TRUNCATE accounts");
    conn->execute("INSERT INTO accounts SELECT id, ? FROM generate_series(1, ?) id", first_balance,
                  account_groups * group_accounts);
    conn->execute("VACUUM ANALYZE accounts");
}

void add_balances(Checksum& checksum) {
    for (const auto balance : Postgresql::open()->execute(balances_select).rows<std::int64_t>()) {
        checksum.add(balance);
    }
}

/// Moves money, a statement after another. Returns the balance that was read.
std::int64_t move_money(dbapi::Cursor& cur, const Transfer& transfer) {
    cur.execute("SELECT balance FROM accounts WHERE id = ?", transfer.from);
    const auto balance = cur.one<std::int64_t>();
    cur.execute("UPDATE accounts SET balance = balance + ? WHERE id = ?", -transfer.amount, transfer.from);
    cur.execute("UPDATE accounts SET balance = balance + ? WHERE id = ?", transfer.amount, transfer.to);
    return balance;
}

/// Moves money in one transaction. Returns the balance that was read.
std::int64_t transfer_by_execute(dbapi::Cursor& cur, const Transfer& transfer) {
    const auto balance = move_money(cur, transfer);
    cur.connection().commit();
    return balance;
}

/// The same in the loop that would run it again.
std::int64_t transfer_by_run_transaction(dbapi::Cursor& cur, const Transfer& transfer) {
    return dbapi::run_transaction(cur.connection(),
                                  [&](dbapi::Connection&) { return move_money(cur, transfer); });
}

/// The same in two round trips. One pipeline serves all transfers of a connection.
void transfers_by_pipeline(Measurement& measurement) {
    reset_accounts();
    const auto conn = Postgresql::open();
    const auto cur = conn->cursor();
    dbapi::Pipeline pipe(*conn);
    const std::size_t count = units("W4", measurement.divisor());
    measurement.start();
    for (std::size_t i = 0; i < count; ++i) {
        const Transfer move = transfer(i);
        cur->execute("SELECT balance FROM accounts WHERE id = ?", move.from);
        measurement.checksum.add(cur->one<std::int64_t>());
        pipe.execute("UPDATE accounts SET balance = balance + ? WHERE id = ?", -move.amount, move.from);
        pipe.execute("UPDATE accounts SET balance = balance + ? WHERE id = ?", move.amount, move.to);
        pipe.commit();
        pipe.sync();
    }
    measurement.stop();
    add_balances(measurement.checksum);
}

template <std::int64_t (&do_transfer)(dbapi::Cursor&, const Transfer&)>
void transfers(Measurement& measurement) {
    reset_accounts();
    const auto conn = Postgresql::open();
    const auto cur = conn->cursor();
    const std::size_t count = units("W4", measurement.divisor());
    measurement.start();
    for (std::size_t i = 0; i < count; ++i) measurement.checksum.add(do_transfer(*cur, transfer(i)));
    measurement.stop();
    add_balances(measurement.checksum);
}

template <std::size_t threads>
void concurrent_transfers(Measurement& measurement) {
    reset_accounts();
    const std::size_t count = units("W6", measurement.divisor());
    concurrently(measurement, threads, [&](std::size_t thread) {
        const std::shared_ptr<dbapi::Cursor> cur = Postgresql::open()->cursor();
        share_core(thread, cur->execute("SELECT pg_backend_pid()").scalar<int>());
        cur->connection().commit();
        return [cur, thread, count] {
            for (std::size_t i = 0; i < count; ++i) {
                if (i % account_groups % threads == thread) transfer_by_execute(*cur, transfer(i));
            }
        };
    });
    add_balances(measurement.checksum);
}

/// The same with a lease for each transfer, on as many connections.
template <std::size_t threads>
void pooled_transfers(Measurement& measurement) {
    reset_accounts();
    const std::size_t count = units("W6", measurement.divisor());
    dbapi::Pool pool(server_url(), {.min_size = threads, .max_size = threads});
    concurrently(measurement, threads, [&](std::size_t thread) {
        std::shared_ptr<dbapi::Connection> first = pool.connection();
        share_core(thread, first->execute("SELECT pg_backend_pid()").scalar<int>());
        first->commit();
        return [&pool, first, thread, count]() mutable {  // held until here, so that each has its own
            first.reset();
            for (std::size_t i = 0; i < count; ++i) {
                if (i % account_groups % threads != thread) continue;
                transfer_by_execute(*pool.connection()->cursor(), transfer(i));
            }
        };
    });
    add_balances(measurement.checksum);
}

constexpr Route routes[] = {
    {Postgresql::inserting, "executemany", executemany<Postgresql>},
    {Sqlite::inserting, "executemany", executemany<Sqlite>},
    {Postgresql::inserting, "copy_in", copy_in},
    {"W4", "execute_commit", transfers<transfer_by_execute>},
    {"W4", "run_transaction", transfers<transfer_by_run_transaction>},
    {"W4", "pipeline", transfers_by_pipeline},
    {"W6", "threads1", concurrent_transfers<1>},
    {"W6", "threads2", concurrent_transfers<2>},
    {"W6", "threads4", concurrent_transfers<4>},
    {"W6", "threads8", concurrent_transfers<8>},
    {"W6", "pool1", pooled_transfers<1>},
    {"W6", "pool2", pooled_transfers<2>},
    {"W6", "pool4", pooled_transfers<4>},
    {"W6", "pool8", pooled_transfers<8>},
};

}  // namespace

std::span<const Route> dbapi_write_routes() { return routes; }

}  // namespace bench
