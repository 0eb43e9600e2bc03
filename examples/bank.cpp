// SPDX-License-Identifier: BSL-1.0
//
// CockroachDB's "simple CRUD" tutorial: two accounts, and a transfer between them that is safe to retry. The
// program knows nothing of the database but its URL:
//
//     bank                                                                  # SQLite in memory
//     bank "postgresql://root@localhost:26257?sslmode=disable"              # a local CockroachDB
//     DATABASE_URL=postgresql://ann@db.example.com/bank bank -v             # PostgreSQL
//     bank --stress 8000 --threads 4 "postgresql://localhost/bank"          # and many of them at once
#include <CLI/CLI.hpp>
#include <chrono>
#include <ctime>
#include <dbapi/dbapi.hpp>
#include <iostream>
#include <stdexcept>
#include <string>
#include <utility>

#include "bank_stress.hpp"
#include "program.hpp"

namespace {

using dbapi::Uuid;

bool verbose = false;

void log_status(const char* function, const std::string& statusmessage) {
    if (verbose) std::cerr << function << "(): status message: " << statusmessage << '\n';
}

/// Creates the table and two accounts, and returns the accounts' ids.
std::pair<Uuid, Uuid> create_accounts(dbapi::Connection& conn) {
    const auto first = Uuid::random();
    const auto second = Uuid::random();
    const auto cur = conn.cursor();
    cur->execute("CREATE TABLE IF NOT EXISTS accounts (id UUID PRIMARY KEY, balance INT)");
    log_status("create_accounts", cur->statusmessage());
    conn.commit();  // so that the table is there for the rows, also where a schema change is a transaction of
                    // its own
    cur->execute(
        "INSERT INTO accounts (id, balance) VALUES (?, ?), (?, ?) "
        "ON CONFLICT (id) DO UPDATE SET balance = excluded.balance",
        first, 1000, second, 250);
    log_status("create_accounts", cur->statusmessage());
    conn.commit();
    return {first, second};
}

void print_balances(dbapi::Connection& conn) {
    const auto cur = conn.cursor();
    cur->execute("SELECT id, balance FROM accounts");
    log_status("print_balances", cur->statusmessage());
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::string time = std::ctime(&now);
    time.pop_back();  // its line end
    std::cout << "Balances at " << time << ":\n";
    for (const auto& [id, balance] : cur->rows<Uuid, std::int64_t>()) {
        std::cout << "account id: " << id << "  balance: $" << balance << '\n';
    }
    conn.commit();
}

void transfer_funds(dbapi::Connection& conn, Uuid from, Uuid to, std::int64_t amount) {
    const auto cur = conn.cursor();

    // Check the current balance.
    cur->execute("SELECT balance FROM accounts WHERE id = ?", from);
    const auto from_balance = cur->one<std::int64_t>();
    if (from_balance < amount) {
        throw std::runtime_error("insufficient funds in account " + from.to_string() + ": have " +
                                 std::to_string(from_balance) + ", need " + std::to_string(amount));
    }

    // Perform the transfer.
    cur->execute("UPDATE accounts SET balance = balance - ? WHERE id = ?", amount, from);
    cur->execute("UPDATE accounts SET balance = balance + ? WHERE id = ?", amount, to);
    log_status("transfer_funds", cur->statusmessage());
}

void delete_accounts(dbapi::Connection& conn) {
    const auto cur = conn.cursor();
    cur->execute("DELETE FROM accounts");
    log_status("delete_accounts", cur->statusmessage());
    conn.commit();
}

/// How a transaction is run again when another one was in the way: as usual, and told to who wants to know.
dbapi::RetryOptions retries() {
    dbapi::RetryOptions options;
    options.observer = [](const dbapi::Attempt& attempt) {
        if (verbose && attempt.error) {
            std::cerr << "run_transaction(): attempt " << attempt.number << ": " << attempt.error->what()
                      << '\n';
        }
    };
    return options;
}

void run(const std::string& url, std::int64_t amount) {
    const auto conn = dbapi::connect({.dsn = url, .application_name = "$ docs_simplecrud_dbapi"});
    const auto [from, to] = create_accounts(*conn);
    print_balances(*conn);
    try {
        dbapi::run_transaction(*conn, retries(), [&, from = from, to = to](dbapi::Connection& tx) {
            transfer_funds(tx, from, to, amount);
        });
    } catch (...) {
        try {
            delete_accounts(*conn);
        } catch (const dbapi::Error& error) {
            // What went wrong first is what to tell.
            if (verbose) std::cerr << "clean up: " << error.what() << '\n';
        }
        throw;
    }
    print_balances(*conn);
    delete_accounts(*conn);
    conn->close();
}

}  // namespace

int main(int argc, char** argv) try {
    std::string url = example::default_url();
    std::int64_t amount = 100;
    example::StressOptions stress;
    double timeout = 30;

    CLI::App app("CockroachDB's bank tutorial, on any database.");
    app.add_option("url", url, std::string(example::url_help));
    app.add_flag("-v,--verbose", verbose, "Print the status message of each step");
    app.add_option("--amount", amount, "Dollars to transfer")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    app.add_option("--stress", stress.transfers, "Instead, run so many random transfers at once, and count")
        ->check(CLI::PositiveNumber);
    app.add_option("--threads", stress.threads, "Of --stress: how many at a time")
        ->check(CLI::Range(1, 256))
        ->capture_default_str();
    app.add_option("--accounts", stress.accounts, "Of --stress: between how many")
        ->check(CLI::Range(2, 10'000))
        ->capture_default_str();
    app.add_option("--timeout", timeout, "Of --stress: seconds that a statement, or connecting, may take")
        ->check(CLI::Range(0.001, 86'400.0))
        ->capture_default_str();
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    stress.timeout = std::chrono::ceil<dbapi::Timeout>(std::chrono::duration<double>(timeout));
    if (stress.transfers > 0) return example::Stress(url, stress).run() ? 0 : 1;
    run(url, amount);
    return 0;
} catch (const std::exception& error) {
    std::cerr << "bank: " << error.what() << '\n';
    return 1;
}
