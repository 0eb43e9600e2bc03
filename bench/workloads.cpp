// SPDX-License-Identifier: BSL-1.0
#include "workloads.hpp"

#include <chrono>
#include <stdexcept>
#include <utility>

namespace bench {
namespace {

/// splitmix64: every number gives another one that looks like chance.
constexpr std::uint64_t mix(std::uint64_t number) noexcept {
    number += 0x9e37'79b9'7f4a'7c15U;
    number = (number ^ (number >> 30U)) * 0xbf58'476d'1ce4'e5b9U;
    number = (number ^ (number >> 27U)) * 0x94d0'49bb'1331'11ebU;
    return number ^ (number >> 31U);
}

constexpr std::int64_t chance(std::uint64_t seed, std::uint64_t below) noexcept {
    return static_cast<std::int64_t>(mix(seed) % below);
}

/// Writes a prefix and the 16 hexadecimal digits of a number.
void write_name(std::string_view prefix, std::uint64_t number, char* to) noexcept {
    to += prefix.copy(to, prefix.size());
    for (unsigned shift = 64; shift > 0;) {
        shift -= 4;
        *to++ = "0123456789abcdef"[(number >> shift) & 15U];
    }
}

void add_wide_row(Checksum& checksum, const WideRow& row) noexcept {
    add_wide_row(checksum, row.id, row.balance, row.rate, row.name_text(), row.created, row.active);
}

void add_transfers(Checksum& checksum, std::size_t count, bool add_balances_read) {
    std::vector<std::int64_t> balances(account_groups * group_accounts, first_balance);
    for (std::size_t i = 0; i < count; ++i) {
        const auto [from, to, amount] = transfer(i);
        if (add_balances_read) checksum.add(balances[static_cast<std::size_t>(from - 1)]);
        balances[static_cast<std::size_t>(from - 1)] -= amount;
        balances[static_cast<std::size_t>(to - 1)] += amount;
    }
    for (const auto balance : balances) checksum.add(balance);
}

/// Reads digits without a check: the checksum finds what is wrong.
int digits(std::string_view text, std::size_t from, std::size_t count) noexcept {
    int number = 0;
    for (const char digit : text.substr(from, count)) number = number * 10 + (digit - '0');
    return number;
}

}  // namespace

std::size_t units(std::string_view workload, std::size_t divisor) {
    constexpr std::pair<std::string_view, std::size_t> sizes[] = {
        {"W1", 1'000'000},  {"W2", 50'000},   {"W3", 100'000},  {"W4", 5'000},
        {"W5a", 1'000'000}, {"W5b", 200'000}, {"W5c", 100'000}, {"W6", 20'000}};
    for (const auto& [name, size] : sizes) {
        if (name == workload) return size / divisor;
    }
    return 0;  // no measurement
}

std::uint64_t expected_checksum(std::string_view workload, std::size_t divisor) {
    Checksum checksum;
    const std::size_t count = units(workload, divisor);
    if (workload == "W1" || workload == "W5a") {
        for (std::size_t i = 0; i < count; ++i) add_wide_row(checksum, wide_row(i));
    } else if (workload == "W2" || workload == "W5b") {
        const std::size_t table_rows = units(workload == "W2" ? "W1" : "W5a", divisor);
        for (std::size_t i = 0; i < count; ++i) {
            add_wide_row(checksum, wide_row(static_cast<std::size_t>(lookup_key(i, table_rows) - 1)));
        }
    } else if (workload == "W3" || workload == "W5c") {
        for (const auto& [id, amount, note] : entries(count)) add_entry(checksum, id, amount, note);
    } else if (workload == "W4" || workload == "W6") {
        add_transfers(checksum, count, workload == "W4");
    }
    return checksum.value();
}

WideRow wide_row(std::size_t index) {
    constexpr std::int64_t year_2020 = 1'577'836'800'000'000;
    const std::uint64_t seed = index * 8;
    WideRow row{.id = static_cast<std::int64_t>(index) + 1,
                .balance = chance(seed, 2'000'000'000) - 1'000'000'000,
                .rate = static_cast<double>(chance(seed + 1, 1'000'000)) / 1000,
                .name = {},
                .created = year_2020 + static_cast<std::int64_t>(index) * 61'000'123,
                .active = mix(seed + 2) % 3 != 0};
    write_name("account ", mix(seed + 3), row.name.data());
    return row;
}

std::int64_t lookup_key(std::size_t query, std::size_t table_rows) {
    return chance(query * 8 + 4, table_rows) + 1;
}

std::int64_t parse_timestamp(std::string_view text) {
    using namespace std::chrono;
    // 2020-01-01 00:00:00.000123+00; zeros at the end of the fraction are left out.
    if (!text.ends_with("+00") || text.size() < 22) throw std::runtime_error("no timestamp in UTC");
    const sys_days day = year(digits(text, 0, 4)) / digits(text, 5, 2) / digits(text, 8, 2);
    std::int64_t micros = digits(text, 11, 2) * 3600 + digits(text, 14, 2) * 60 + digits(text, 17, 2);
    micros *= 1'000'000;
    if (text[19] == '.') {
        const std::size_t places = text.size() - 20 - 3;
        int fraction = digits(text, 20, places);
        for (std::size_t place = places; place < 6; ++place) fraction *= 10;
        micros += fraction;
    }
    return microseconds(day.time_since_epoch()).count() + micros;
}

std::vector<Entry> entries(std::size_t count) {
    std::vector<Entry> rows;
    rows.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        std::string note(24, ' ');
        write_name("payment ", mix(i * 8 + 5), note.data());
        rows.emplace_back(static_cast<std::int64_t>(i) + 1, chance(i * 8 + 6, 1'000'000), std::move(note));
    }
    return rows;
}

std::string insert_values(std::size_t rows, char marker) {
    std::string sql = "INSERT INTO entries VALUES ";
    for (std::size_t parameter = 1; parameter <= rows * 3; ++parameter) {
        sql += parameter % 3 == 1 ? "(" : "";
        sql += marker + std::to_string(parameter);
        sql += parameter % 3 != 0 ? ", " : parameter == rows * 3 ? ")" : "), ";
    }
    return sql;
}

Transfer transfer(std::size_t index) {
    const std::size_t group = index % account_groups;
    const auto first = static_cast<std::int64_t>(group * group_accounts) + 1;
    const std::int64_t from = chance(index * 8 + 7, group_accounts);
    const std::int64_t distance = chance(index * 8 + 8, group_accounts - 1) + 1;
    return {.from = first + from,
            .to = first + (from + distance) % static_cast<std::int64_t>(group_accounts),
            .amount = chance(index * 8 + 9, 100) + 1};
}

}  // namespace bench
