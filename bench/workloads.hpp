// SPDX-License-Identifier: BSL-1.0
//
// The work: sizes, SQL and data, the same for every program. All data is computed from row numbers, and so is
// the checksum that a route must arrive at.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "measure.hpp"

namespace bench {

/// Returns the number of rows, queries or transactions that the workload does.
[[nodiscard]] std::size_t units(std::string_view workload, std::size_t divisor);

/// Returns what a route's checksum must be, computed without a database.
[[nodiscard]] std::uint64_t expected_checksum(std::string_view workload, std::size_t divisor);

// ── W1 and W5a read a whole table, W2 and W5b rows of it by key ──

struct WideRow {
    std::int64_t id;
    std::int64_t balance;
    double rate;
    std::array<char, 24> name;
    std::int64_t created;  ///< Microseconds since 1970.
    bool active;

    [[nodiscard]] std::string_view name_text() const noexcept { return {name.data(), name.size()}; }
};

/// Returns the row with the id `index + 1`.
[[nodiscard]] WideRow wide_row(std::size_t index);

inline constexpr const char* wide_columns = "id, balance, rate, name, created, active";
inline constexpr const char* wide_select = "SELECT id, balance, rate, name, created, active FROM wide_rows";
inline constexpr const char* wide_table_postgresql =
    "CREATE TABLE wide_rows (id int8 PRIMARY KEY, balance int8 NOT NULL, rate float8 NOT NULL, "
    "name text NOT NULL, created timestamptz NOT NULL, active bool NOT NULL)";
/// SQLite has no type for a timestamp; the microseconds are the fastest form.
inline constexpr const char* wide_table_sqlite =
    "CREATE TABLE wide_rows (id INTEGER PRIMARY KEY, balance INTEGER NOT NULL, rate REAL NOT NULL, "
    "name TEXT NOT NULL, created INTEGER NOT NULL, active INTEGER NOT NULL)";

/// Adds all fields of a row; `created` in microseconds since 1970.
inline void add_wide_row(Checksum& checksum, std::int64_t id, std::int64_t balance, double rate,
                         std::string_view name, std::int64_t created, bool active) noexcept {
    checksum.add(id);
    checksum.add(balance);
    checksum.add(rate);
    checksum.add(name);
    checksum.add(created);
    checksum.add(active);
}

/// Returns the key that a query looks up. @param table_rows  how many rows there are.
[[nodiscard]] std::int64_t lookup_key(std::size_t query, std::size_t table_rows);

/// Returns the microseconds since 1970 of a timestamptz as PostgreSQL writes it in UTC; for all that have no
/// such type of their own.
[[nodiscard]] std::int64_t parse_timestamp(std::string_view text);

/// Microseconds from 1970 to 2000, where PostgreSQL's binary timestamps begin.
inline constexpr std::int64_t postgresql_epoch = 946'684'800'000'000;

// ── W3 and W5c insert rows ──

using Entry = std::tuple<std::int64_t, std::int64_t, std::string>;

/// Returns the first `count` rows to insert.
[[nodiscard]] std::vector<Entry> entries(std::size_t count);

inline constexpr const char* entry_select = "SELECT id, amount, note FROM entries ORDER BY id";
inline constexpr const char* entry_table_postgresql =
    "CREATE TABLE entries (id int8 PRIMARY KEY, amount int8 NOT NULL, note text NOT NULL)";
inline constexpr const char* entry_table_sqlite =
    "CREATE TABLE entries (id INTEGER PRIMARY KEY, amount INTEGER NOT NULL, note TEXT NOT NULL)";
inline constexpr std::size_t values_rows = 333;  ///< Rows of a multi-row VALUES: 999 parameters.

/// Returns "INSERT INTO entries VALUES ($1, $2, $3), ($4, …" for so many rows; `?` numbered likewise.
[[nodiscard]] std::string insert_values(std::size_t rows, char marker);

inline void add_entry(Checksum& checksum, std::int64_t id, std::int64_t amount,
                      std::string_view note) noexcept {
    checksum.add(id);
    checksum.add(amount);
    checksum.add(note);
}

// ── W4 and W6 move money between accounts ──

struct Transfer {
    std::int64_t from;
    std::int64_t to;
    std::int64_t amount;
};

inline constexpr std::size_t account_groups = 8;  ///< Transfers stay inside a group, so threads never meet.
inline constexpr std::size_t group_accounts = 125;
inline constexpr std::int64_t first_balance = 1'000'000;

/// Returns the n-th transfer; it happens in the group `index % account_groups`.
[[nodiscard]] Transfer transfer(std::size_t index);

inline constexpr const char* accounts_table =
    "CREATE TABLE accounts (id int8 PRIMARY KEY, balance int8 NOT NULL)";
inline constexpr const char* balances_select = "SELECT balance FROM accounts ORDER BY id";

}  // namespace bench
