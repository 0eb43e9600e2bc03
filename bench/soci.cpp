// SPDX-License-Identifier: BSL-1.0
//
// The peer SOCI, in the version that Debian has (4.0), on PostgreSQL and on SQLite.
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <string>
#include <vector>

#include "workloads.hpp"

namespace bench {
namespace {

/// What SOCI reads a row into. A bool comes as a character from PostgreSQL and as a number from SQLite; a
/// timestamp comes as text and as a number.
template <class Created, class Active>
struct RowOf {
    long long id = 0, balance = 0;
    double rate = 0;
    std::string name;
    Created created{};
    Active active{};
};
using PostgresqlRow = RowOf<std::string, char>;
using SqliteRow = RowOf<long long, int>;

std::int64_t micros(const std::string& created) { return parse_timestamp(created); }
std::int64_t micros(long long created) { return created; }
bool is_true(char active) { return active == 't'; }
bool is_true(int active) { return active != 0; }

template <class R>
void add_row(Checksum& checksum, const R& row) {
    add_wide_row(checksum, row.id, row.balance, row.rate, row.name, micros(row.created), is_true(row.active));
}

/// Begins a statement that reads into `row`; parameters may follow.
template <class R>
auto prepare(soci::session& session, const std::string& sql, R& row) {
    return (session.prepare << sql, soci::into(row.id), soci::into(row.balance), soci::into(row.rate),
            soci::into(row.name), soci::into(row.created), soci::into(row.active));
}

template <class R>
void read_rows(soci::session& session, Measurement& measurement) {
    measurement.start();
    R row;
    soci::statement statement = prepare(session, wide_select, row);
    statement.execute();
    while (statement.fetch()) add_row(measurement.checksum, row);
    measurement.stop();
}

template <class R>
void look_up(soci::session& session, Measurement& measurement, std::size_t queries, std::size_t table_rows) {
    measurement.start();
    R row;
    long long key = 0;
    soci::statement statement =
        (prepare(session, std::string(wide_select) + " WHERE id = :id", row), soci::use(key));
    for (std::size_t query = 0; query < queries; ++query) {
        key = lookup_key(query, table_rows);
        if (!statement.execute(true)) throw std::runtime_error("a row is missing");
        add_row(measurement.checksum, row);
    }
    measurement.stop();
}

constexpr const char* insert_entry = "INSERT INTO entries VALUES (:id, :amount, :note)";

void insert_one_by_one(soci::session& session, const std::vector<Entry>& rows) {
    long long id = 0;
    long long amount = 0;
    std::string note;
    soci::statement statement =
        (session.prepare << insert_entry, soci::use(id), soci::use(amount), soci::use(note));
    for (const Entry& row : rows) {
        std::tie(id, amount, note) = row;
        statement.execute(true);
    }
}

template <std::size_t batch>
void insert_in_bulk(soci::session& session, const std::vector<Entry>& rows) {
    // On PostgreSQL a second execution would send the first batch again; there all rows are one.
    const std::size_t size = batch == 0 ? rows.size() : batch;
    std::vector<long long> ids(size);
    std::vector<long long> amounts(size);
    std::vector<std::string> notes(size);
    soci::statement statement =
        (session.prepare << insert_entry, soci::use(ids), soci::use(amounts), soci::use(notes));
    for (std::size_t from = 0; from < rows.size(); from += size) {
        if (from + size > rows.size()) throw std::runtime_error("the last batch is smaller");
        for (std::size_t i = 0; i < size; ++i) std::tie(ids[i], amounts[i], notes[i]) = rows[from + i];
        statement.execute(true);
    }
}

template <class F>
void insert(soci::session& session, Measurement& measurement, std::size_t count, F&& insertion) {
    const auto rows = entries(count);
    measurement.start();
    {
        soci::transaction transaction(session);
        insertion(session, rows);
        transaction.commit();
    }
    measurement.stop();
    long long id = 0;
    long long amount = 0;
    std::string note;
    soci::statement check =
        (session.prepare << entry_select, soci::into(id), soci::into(amount), soci::into(note));
    check.execute();
    while (check.fetch()) {
        add_entry(measurement.checksum, std::int64_t{id}, std::int64_t{amount}, std::string_view(note));
    }
}

// ── PostgreSQL ──

void postgresql_into_loop(Measurement& measurement) {
    soci::session session(soci::postgresql, server_url());
    read_rows<PostgresqlRow>(session, measurement);
}

void postgresql_bulk(Measurement& measurement) {
    constexpr std::size_t batch = 1000;
    soci::session session(soci::postgresql, server_url());
    measurement.start();
    std::vector<long long> id(batch);
    std::vector<long long> balance(batch);
    std::vector<double> rate(batch);
    std::vector<std::string> name(batch);
    std::vector<std::string> created(batch);
    std::vector<char> active(batch);
    soci::statement statement = (session.prepare << wide_select, soci::into(id), soci::into(balance),
                                 soci::into(rate), soci::into(name), soci::into(created), soci::into(active));
    statement.execute();
    while (statement.fetch()) {
        for (std::size_t i = 0; i < id.size(); ++i) {
            add_wide_row(measurement.checksum, id[i], balance[i], rate[i], name[i], micros(created[i]),
                         is_true(active[i]));
        }
        id.resize(batch);  // SOCI has shortened it; the others follow
        balance.resize(batch);
        rate.resize(batch);
        name.resize(batch);
        created.resize(batch);
        active.resize(batch);
    }
    measurement.stop();
}

void postgresql_lookup(Measurement& measurement) {
    soci::session session(soci::postgresql, server_url());
    look_up<PostgresqlRow>(session, measurement, units("W2", measurement.divisor()),
                           units("W1", measurement.divisor()));
}

template <auto insertion>
void postgresql_insert(Measurement& measurement) {
    soci::session session(soci::postgresql, server_url());
    session << "TRUNCATE entries";
    insert(session, measurement, units("W3", measurement.divisor()), insertion);
}

void postgresql_transfers(Measurement& measurement) {
    soci::session session(soci::postgresql, server_url());
    session << "TRUNCATE accounts";
    session << "INSERT INTO accounts SELECT id, " << first_balance << " FROM generate_series(1, "
            << account_groups * group_accounts << ") id";
    session << "VACUUM ANALYZE accounts";
    long long balance = 0;
    long long amount = 0;
    long long account = 0;
    soci::statement select = (session.prepare << "SELECT balance FROM accounts WHERE id = :id",
                              soci::into(balance), soci::use(account));
    soci::statement update =
        (session.prepare << "UPDATE accounts SET balance = balance + :amount WHERE id = :id",
         soci::use(amount), soci::use(account));
    const std::size_t count = units("W4", measurement.divisor());
    measurement.start();
    for (std::size_t i = 0; i < count; ++i) {
        const auto moved = transfer(i);
        soci::transaction transaction(session);
        account = moved.from;
        select.execute(true);
        measurement.checksum.add(std::int64_t{balance});
        amount = -moved.amount;
        update.execute(true);
        account = moved.to;
        amount = moved.amount;
        update.execute(true);
        transaction.commit();
    }
    measurement.stop();
    const soci::rowset<long long> balances = session.prepare << balances_select;
    for (const long long rest : balances) measurement.checksum.add(std::int64_t{rest});
}

// ── SQLite ──

void fill_wide_rows(soci::session& session, std::size_t rows) {
    session << wide_table_sqlite;
    SqliteRow row;
    soci::transaction transaction(session);
    soci::statement insert = (session.prepare << "INSERT INTO wide_rows VALUES (:a, :b, :c, :d, :e, :f)",
                              soci::use(row.id), soci::use(row.balance), soci::use(row.rate),
                              soci::use(row.name), soci::use(row.created), soci::use(row.active));
    for (std::size_t i = 0; i < rows; ++i) {
        const WideRow source = wide_row(i);
        row = {.id = source.id,
               .balance = source.balance,
               .rate = source.rate,
               .name = std::string(source.name_text()),
               .created = source.created,
               .active = source.active ? 1 : 0};
        insert.execute(true);
    }
    transaction.commit();
}

void sqlite_into_loop(Measurement& measurement) {
    soci::session session(soci::sqlite3, ":memory:");
    fill_wide_rows(session, units("W5a", measurement.divisor()));
    read_rows<SqliteRow>(session, measurement);
}

void sqlite_lookup(Measurement& measurement) {
    soci::session session(soci::sqlite3, ":memory:");
    const std::size_t table_rows = units("W5a", measurement.divisor());
    fill_wide_rows(session, table_rows);
    look_up<SqliteRow>(session, measurement, units("W5b", measurement.divisor()), table_rows);
}

template <auto insertion>
void sqlite_insert(Measurement& measurement) {
    soci::session session(soci::sqlite3, ":memory:");
    session << entry_table_sqlite;
    insert(session, measurement, units("W5c", measurement.divisor()), insertion);
}

constexpr Route routes[] = {
    {"W1", "bulk1000", postgresql_bulk},
    {"W1", "into_loop", postgresql_into_loop},
    {"W2", "statement", postgresql_lookup},
    {"W3", "bulk_all", postgresql_insert<insert_in_bulk<0>>},
    {"W3", "use_loop", postgresql_insert<insert_one_by_one>},
    {"W4", "transaction", postgresql_transfers},
    {"W5a", "into_loop", sqlite_into_loop},
    {"W5b", "statement", sqlite_lookup},
    {"W5c", "bulk1000", sqlite_insert<insert_in_bulk<1000>>},
    {"W5c", "use_loop", sqlite_insert<insert_one_by_one>},
};

}  // namespace
}  // namespace bench

int main(int argc, char** argv) { return bench::run_program("SOCI", bench::routes, argc, argv); }
