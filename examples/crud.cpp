// SPDX-License-Identifier: BSL-1.0
//
// CockroachDB's SQLAlchemy tutorial: a hundred accounts are made, money goes from one to another, five are
// deleted; each step is a transaction that is safe to run again. There is no ORM here: SQL is the query
// builder.
//
//     crud dbinit sqlite:///bank.db     # makes the table
//     crud sqlite:///bank.db            # 95 accounts more
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <dbapi/dbapi.hpp>
#include <iostream>
#include <iterator>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "program.hpp"

namespace {

using dbapi::Connection;
using dbapi::Uuid;

constexpr int new_accounts = 100;
constexpr std::int64_t balance_limit = 1'000'000;
constexpr int deleted_accounts = 5;

struct Account {
    Uuid id;
    std::int64_t balance;
};

std::mt19937_64& random_source() {
    static std::mt19937_64 source(std::random_device{}());
    return source;
}

/// Returns `count` of the accounts, all different, each as likely as any other.
std::vector<Uuid> random_ids(Connection& tx, std::size_t count) {
    auto result = tx.execute("SELECT id FROM accounts");
    std::vector<Uuid> all;
    for (const auto& id : result.rows<Uuid>()) all.push_back(id);
    std::vector<Uuid> chosen;
    std::ranges::sample(all, std::back_inserter(chosen), static_cast<std::ptrdiff_t>(count), random_source());
    std::ranges::shuffle(chosen, random_source());
    return chosen;
}

void create_accounts(Connection& conn) {
    std::cout << "Creating new accounts...\n";
    std::uniform_int_distribution<std::int64_t> balance(0, balance_limit - 1);
    std::vector<Account> accounts;
    for (int i = 0; i < new_accounts; ++i) accounts.push_back({Uuid::random(), balance(random_source())});
    dbapi::run_transaction(conn, [&](Connection& tx) {
        tx.executemany("INSERT INTO accounts (id, balance) VALUES (?, ?)", accounts);
    });
    // What is printed is what was committed, and once, however often that took.
    for (const auto& account : accounts) {
        std::cout << "Created new account with id " << account.id << " and balance " << account.balance
                  << ".\n";
    }
}

/// Exactly one account has that id: else one() says "No result was found", or "Multiple results were found".
Account account_of(Connection& tx, Uuid id) {
    return tx.execute("SELECT id, balance FROM accounts WHERE id = ?", id).one<Account>();
}

/// Moves half of the balance of one random account to another.
void transfer_half(Connection& conn) {
    const auto ids = dbapi::run_transaction(conn, [](Connection& tx) { return random_ids(tx, 2); });
    if (ids.size() < 2) throw std::runtime_error("No result was found");
    const Uuid from = ids[0];
    const Uuid to = ids[1];

    const auto before = dbapi::run_transaction(
        conn, [&](Connection& tx) { return std::pair(account_of(tx, from), account_of(tx, to)); });
    std::cout << "Random account balances:\n"
              << "Account " << from << ": " << before.first.balance << '\n'
              << "Account " << to << ": " << before.second.balance << '\n';

    const std::int64_t amount = before.first.balance / 2;
    std::cout << "Transferring " << amount << " from account " << from << " to account " << to << "...\n";
    const auto after = dbapi::run_transaction(conn, [&](Connection& tx) {
        // Read again: between two transactions others may have been there.
        const auto balance =
            tx.execute("SELECT balance FROM accounts WHERE id = ?", from).first<std::int64_t>();
        if (!balance) throw std::runtime_error("No result was found");
        if (*balance < amount) throw std::runtime_error("Insufficient funds in account " + from.to_string());
        tx.execute("UPDATE accounts SET balance = balance - ? WHERE id = ?", amount, from);
        tx.execute("UPDATE accounts SET balance = balance + ? WHERE id = ?", amount, to);
        return std::pair(account_of(tx, from), account_of(tx, to));
    });
    std::cout << "Transfer complete.\n"
              << "New balances:\n"
              << "Account " << from << ": " << after.first.balance << '\n'
              << "Account " << to << ": " << after.second.balance << '\n';
}

void delete_accounts(Connection& conn) {
    std::cout << "Deleting existing accounts...\n";
    const auto ids = dbapi::run_transaction(conn, [](Connection& tx) {
        auto chosen = random_ids(tx, deleted_accounts);
        tx.execute("DELETE FROM accounts WHERE id IN (?)", dbapi::expand(chosen));
        return chosen;
    });
    for (const auto& id : ids) std::cout << "Deleted account " << id << ".\n";
}

bool has_table(Connection& conn) {
    try {
        conn.execute("SELECT 1 FROM accounts WHERE 1 = 0");
        conn.rollback();  // a SELECT has begun a transaction, too
        return true;
    } catch (const dbapi::ProgrammingError& error) {
        conn.rollback();
        if (error.sqlstate() != "42P01") throw;
        return false;
    }
}

void run(const std::string& url, bool initialise) {
    const auto conn = [&] {
        try {
            return dbapi::connect({.dsn = url, .application_name = "docs-simplecrud-dbapi"});
        } catch (const dbapi::OperationalError& error) {
            throw std::runtime_error(std::string("Failed to connect to database. ") + error.what());
        }
    }();
    if (initialise) conn->execute("CREATE TABLE accounts (id UUID PRIMARY KEY, balance INT8)");
    if (initialise) conn->commit();
    if (!has_table(*conn)) {
        throw std::runtime_error(
            "there is no table accounts: `crud dbinit URL` makes it; for a database in memory, `crud "
            "--dbinit`");
    }
    create_accounts(*conn);
    transfer_half(*conn);
    delete_accounts(*conn);
    conn->close();
}

/// Makes the table, or takes one that is there and empty.
void dbinit(const std::string& url, bool force) {
    const auto conn = dbapi::connect(url);
    if (force) {
        conn->execute("DROP TABLE IF EXISTS accounts");
        conn->commit();
    }
    if (has_table(*conn)) {
        const auto count = conn->execute("SELECT count(*) FROM accounts").scalar<std::int64_t>();
        conn->rollback();
        if (count > 0) {
            throw std::runtime_error("the table accounts is there and has " + std::to_string(count) +
                                     " rows: `crud dbinit --force` drops it");
        }
    }
    const auto cur = conn->cursor();
    cur->execute("CREATE TABLE IF NOT EXISTS accounts (id UUID PRIMARY KEY, balance INT8)");
    std::cout << cur->statusmessage() << '\n';
    conn->commit();
    conn->close();
}

}  // namespace

int main(int argc, char** argv) try {
    std::string url = example::default_url();
    bool initialise = false;
    bool force = false;

    CLI::App app("CockroachDB's CRUD tutorial, on any database.");
    app.add_option("url", url, std::string(example::url_help));
    app.add_flag("--dbinit", initialise, "Make the table first");
    auto* const init = app.add_subcommand("dbinit", "Makes the table, empty");
    init->add_option("url", url, std::string(example::url_help));
    init->add_flag("--force", force, "Drop a table that is there, with its rows");
    app.require_subcommand(0, 1);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    if (init->parsed()) {
        dbinit(url, force);
    } else {
        run(url, initialise);
    }
    return 0;
} catch (const std::exception& error) {
    std::cerr << "crud: " << error.what() << '\n';
    return 1;
}
