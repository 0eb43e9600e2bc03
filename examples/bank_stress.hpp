// SPDX-License-Identifier: BSL-1.0
//
// bank --stress: many threads move money between few accounts, so that their transactions get into each
// other's way, and then everything is counted: was each transfer applied once, or reported?
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <dbapi/dbapi.hpp>
#include <iostream>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "program.hpp"

namespace example {

struct StressOptions {
    std::size_t transfers = 0;  ///< In all.
    std::size_t threads = 4;
    std::size_t accounts = 10;
    dbapi::Timeout timeout = std::chrono::seconds(30);  ///< Of each statement.
};

/// Runs random transfers on a pool, and checks them against a ledger that each transfer writes in its own
/// transaction.
class Stress {
 public:
    Stress(const std::string& url, const StressOptions& options)
        : options_(options),
          pool_({.dsn = url, .timeout = options.timeout, .application_name = "docs-bank-stress-dbapi"},
                {.max_size = options.threads}) {
        std::string suffix = dbapi::Uuid::random().to_string();
        std::erase(suffix, '-');
        ledger_ = "bank_ledger_" + suffix.substr(0, 12);
    }

    /// Returns whether the books balance. Whatever happens, the database is left as it was found, if it can
    /// be reached.
    bool run() try { return transfer_and_count(); } catch (...) {
        try {
            tear_down();
        } catch (const std::exception& error) {
            // What went wrong first is what to tell.
            std::cerr << "bank: " << ledger_ << " could not be dropped: " << error.what() << '\n';
        }
        throw;
    }

 private:
    using Connection = dbapi::Connection;
    using Uuid = dbapi::Uuid;

    bool transfer_and_count() {
        set_up();
        const std::int64_t sum_before = sum();
        {
            Progress progress("transfers", options_.transfers);
            std::vector<std::jthread> threads;
            for (std::size_t i = 0; i < options_.threads; ++i) threads.emplace_back([this] { work(); });
            while (finished_threads_ < options_.threads) {
                progress.show(started_ < options_.transfers ? started_.load() : options_.transfers);
                std::this_thread::sleep_for(std::chrono::milliseconds(20));
            }
        }
        const std::int64_t sum_after = sum();
        const bool is_complete = check_ledger();
        tear_down();
        if (!first_failure_.empty()) std::cerr << "bank: the first failure was: " << first_failure_ << '\n';
        std::cout << "stress: transfers=" << options_.transfers << " applied=" << applied_
                  << " retries=" << retries_ << " ambiguous=" << ambiguous_ids_.size()
                  << " failed=" << failed_ << " sum_before=" << sum_before << " sum_after=" << sum_after
                  << '\n';
        return sum_before == sum_after && is_complete;
    }

    /// Runs statements that may be repeated until their success is certain, each as a transaction of its own:
    /// what is about the test itself must not fail by the conflicts and faults that are tested.
    template <class F>
    auto surely(F&& statements) {
        for (int attempt = 1;; ++attempt) {
            try {
                const auto conn = pool_.connection();
                conn->set_autocommit(true);
                return statements(*conn);
            } catch (const dbapi::ProgrammingError&) {
                throw;
            } catch (const dbapi::DatabaseError&) {
                if (attempt == 100) throw;
            }
        }
    }

    void set_up() {
        surely([&](Connection& conn) {
            try {
                conn.execute("SELECT 1 FROM accounts WHERE 1 = 0");
            } catch (const dbapi::ProgrammingError& error) {
                if (error.sqlstate() != "42P01") throw;  // not that there is no such table
                made_table_ = true;
                conn.execute("CREATE TABLE IF NOT EXISTS accounts (id UUID PRIMARY KEY, balance INT)");
            }
        });
        surely([&](Connection& conn) {
            conn.execute("CREATE TABLE IF NOT EXISTS " + ledger_ +
                         " (id UUID PRIMARY KEY, from_account UUID NOT NULL, to_account UUID NOT NULL, "
                         "amount INT NOT NULL)");
        });
        for (std::size_t i = 0; i < options_.accounts; ++i) ids_.push_back(Uuid::random());
        for (const auto& id : ids_) {
            surely([&](Connection& conn) {
                conn.execute("INSERT INTO accounts (id, balance) VALUES (?, ?) ON CONFLICT (id) DO NOTHING",
                             id, 1'000'000);
            });
        }
    }

    void tear_down() {
        surely([&](Connection& conn) { conn.execute("DROP TABLE IF EXISTS " + ledger_); });
        if (made_table_) {
            surely([&](Connection& conn) { conn.execute("DROP TABLE IF EXISTS accounts"); });
        } else if (!ids_.empty()) {
            surely([&](Connection& conn) {
                conn.execute("DELETE FROM accounts WHERE id IN (?)", dbapi::expand(ids_));
            });
        }
    }

    std::int64_t sum() {
        return surely([&](Connection& conn) {
            return conn
                .execute("SELECT CAST(sum(balance) AS INT8) FROM accounts WHERE id IN (?)",
                         dbapi::expand(ids_))
                .scalar<std::int64_t>();
        });
    }

    void transfer(Connection& tx, const Uuid& id, const Uuid& from, const Uuid& to,
                  std::int64_t amount) const {
        const auto balance =
            tx.execute("SELECT balance FROM accounts WHERE id = ?", from).template scalar<std::int64_t>();
        tx.execute("UPDATE accounts SET balance = ? WHERE id = ?", balance - amount, from);
        tx.execute("UPDATE accounts SET balance = balance + ? WHERE id = ?", amount, to);
        tx.execute("INSERT INTO " + ledger_ + " VALUES (?, ?, ?, ?)", id, from, to, amount);
    }

    /// What one thread does: transfers, until all are done.
    void work() {
        std::mt19937_64 random(std::random_device{}());
        std::uniform_int_distribution<std::size_t> any(0, ids_.size() - 1);
        std::uniform_int_distribution<std::int64_t> amount(1, 100);
        const dbapi::RetryOptions retry{.max_attempts = 100,
                                        .transaction = {.isolation = dbapi::IsolationLevel::serializable},
                                        .observer = [this](const dbapi::Attempt& attempt) {
                                            if (attempt.outcome == dbapi::AttemptOutcome::retried) ++retries_;
                                        }};
        while (started_.fetch_add(1) < options_.transfers) {
            const Uuid id = Uuid::random();
            const std::size_t from = any(random);
            std::size_t to = any(random);
            if (to == from) to = (to + 1) % ids_.size();
            const std::int64_t dollars = amount(random);
            try {
                dbapi::run_transaction(
                    pool_, retry, [&](Connection& tx) { transfer(tx, id, ids_[from], ids_[to], dollars); });
                count_as_applied(id);
            } catch (const dbapi::AmbiguousCommit&) {
                note(ambiguous_ids_, id);  // the ledger will tell
            } catch (const dbapi::Error& error) {
                error.is_committed() ? count_as_applied(id) : count_as_failed(error);
            } catch (const std::exception& error) {
                count_as_failed(error);
            }
        }
        ++finished_threads_;
    }

    void count_as_applied(const Uuid& id) {
        ++applied_;
        note(applied_ids_, id);
    }

    void count_as_failed(const std::exception& error) {
        ++failed_;
        const std::lock_guard lock(mutex_);
        if (first_failure_.empty()) first_failure_ = error.what();
    }

    void note(std::vector<Uuid>& ids, const Uuid& id) {
        const std::lock_guard lock(mutex_);
        ids.push_back(id);
    }

    /// Whether what was reported as applied is in the ledger once, and nothing else is but what was
    /// ambiguous.
    bool check_ledger() {
        auto entries = surely([&](Connection& conn) {
            std::set<Uuid> found;
            for (const auto& id : conn.execute("SELECT id FROM " + ledger_).rows<Uuid>()) found.insert(id);
            return found;
        });
        const auto take = [&](const Uuid& id) { return entries.erase(id); };
        bool is_complete = true;
        std::size_t settled = 0;
        for (const auto& id : applied_ids_) {
            if (take(id) == 1) continue;
            std::cerr << "bank: the transfer " << id << " was reported as applied and is not in the ledger\n";
            is_complete = false;
        }
        for (const auto& id : ambiguous_ids_) settled += take(id);
        if (!ambiguous_ids_.empty()) {
            std::cerr << "bank: of " << ambiguous_ids_.size() << " ambiguous transfers " << settled
                      << " were applied, as the ledger shows\n";
        }
        for (const auto& id : entries) {
            std::cerr << "bank: the transfer " << id << " was applied and not reported\n";
            is_complete = false;
        }
        return is_complete;
    }

    StressOptions options_;
    dbapi::Pool pool_;
    std::string ledger_;
    bool made_table_ = false;
    std::vector<Uuid> ids_;
    std::atomic<std::size_t> started_ = 0;
    std::atomic<std::size_t> finished_threads_ = 0;
    std::atomic<std::size_t> applied_ = 0;
    std::atomic<std::size_t> retries_ = 0;
    std::atomic<std::size_t> failed_ = 0;
    std::mutex mutex_;  // of the following
    std::vector<Uuid> applied_ids_;
    std::vector<Uuid> ambiguous_ids_;
    std::string first_failure_;
};

}  // namespace example
