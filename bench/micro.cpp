// SPDX-License-Identifier: BSL-1.0
//
// W7: what single steps cost without a server: parsing texts, binding parameters, making cursors and rows,
// conversions.
#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdint>
#include <dbapi/dbapi.hpp>
#include <dbapi/driver/statement_cache.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using benchmark::DoNotOptimize;
using dbapi::ParamStyle;
using dbapi::ValueView;
using dbapi::driver::Placeholder;

constexpr std::string_view short_text = "SELECT balance FROM accounts WHERE id = ?";
constexpr std::string_view long_text =
    "WITH latest AS (SELECT DISTINCT ON (account) account, amount, 'it''s' AS note /* why */ FROM entries\n"
    "WHERE created > ? AND kind IN (?, ?, ?) ORDER BY account, created DESC)\n"
    "SELECT a.id, a.balance, l.amount, l.note FROM accounts a JOIN latest l ON l.account = a.id -- both\n"
    "WHERE a.balance BETWEEN ? AND ? AND a.name LIKE '%x?%' AND a.region = ? LIMIT ?";

// ── statement texts ──

void parse(benchmark::State& state, std::string_view text) {
    for (auto _ : state) {
        DoNotOptimize(
            dbapi::driver::Statement::parse(text, ParamStyle::automatic, false, Placeholder::dollar));
    }
}
BENCHMARK_CAPTURE(parse, short, short_text);
BENCHMARK_CAPTURE(parse, long, long_text);

void get_from_cache(benchmark::State& state, std::string_view text) {
    dbapi::driver::StatementCache cache(Placeholder::dollar);
    for (auto _ : state) DoNotOptimize(cache.get(text, ParamStyle::automatic, false));
}
BENCHMARK_CAPTURE(get_from_cache, short, short_text);
BENCHMARK_CAPTURE(get_from_cache, long, long_text);

// ── a lease, of a session in this process: on a server there is a poll() more ──

void lease_and_return(benchmark::State& state) {
    dbapi::Pool pool("sqlite::memory:", {.min_size = 1});
    for (auto _ : state) DoNotOptimize(pool.connection());
}
BENCHMARK(lease_and_return);

// ── parameters, on SQLite in memory: compare with no_parameters ──

constexpr std::string_view six_markers = "SELECT ?, ?, ?, ?, ?, ?";
const std::string text(24, 'x');

void no_parameters(benchmark::State& state) {
    const auto cur = dbapi::connect("sqlite::memory:")->cursor();
    for (auto _ : state) cur->execute("SELECT 1, 2, 3, 4, 5, 6");
}
BENCHMARK(no_parameters);

void bind_integers(benchmark::State& state) {
    const auto cur = dbapi::connect("sqlite::memory:")->cursor();
    for (auto _ : state) cur->execute(six_markers, 1, 2, 3, 4, 5, 6);
}
BENCHMARK(bind_integers);

void bind_texts(benchmark::State& state) {
    const auto cur = dbapi::connect("sqlite::memory:")->cursor();
    for (auto _ : state) cur->execute(six_markers, text, text, text, text, text, text);
}
BENCHMARK(bind_texts);

void bind_values(benchmark::State& state) {
    const auto cur = dbapi::connect("sqlite::memory:")->cursor();
    const std::vector<dbapi::Value> values{1, 2.5, text, 4, true, text};
    for (auto _ : state) cur->execute(six_markers, values);
}
BENCHMARK(bind_values);

void bind_by_name(benchmark::State& state) {
    const auto cur = dbapi::connect("sqlite::memory:")->cursor();
    for (auto _ : state) {
        cur->execute("SELECT :a, :b, :c, :d, :e, :f",
                     {{"a", 1}, {"b", 2.5}, {"c", text}, {"d", 4}, {"e", true}, {"f", text}});
    }
}
BENCHMARK(bind_by_name);

// ── cursors and rows ──

void make_cursor(benchmark::State& state) {
    const auto conn = dbapi::connect("sqlite::memory:");
    for (auto _ : state) DoNotOptimize(conn->cursor());
}
BENCHMARK(make_cursor);

void execute_on_new_cursor(benchmark::State& state) {
    const auto conn = dbapi::connect("sqlite::memory:");
    for (auto _ : state) DoNotOptimize(conn->execute("SELECT 1").rowcount());
}
BENCHMARK(execute_on_new_cursor);

void execute_on_same_cursor(benchmark::State& state) {
    const auto cur = dbapi::connect("sqlite::memory:")->cursor();
    for (auto _ : state) DoNotOptimize(cur->execute("SELECT 1").rowcount());
}
BENCHMARK(execute_on_same_cursor);

constexpr std::string_view thousand_rows =
    "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 1000) "
    "SELECT i, i * 0.5, 'a text of 24 characters' FROM n";

void execute_1000_rows(benchmark::State& state) {
    const auto cur = dbapi::connect("sqlite::memory:")->cursor();
    for (auto _ : state) cur->execute(thousand_rows);
}
BENCHMARK(execute_1000_rows);

void fetchall_1000_rows(benchmark::State& state) {
    const auto cur = dbapi::connect("sqlite::memory:")->cursor();
    for (auto _ : state) {
        cur->execute(thousand_rows);
        DoNotOptimize(cur->fetchall());
    }
}
BENCHMARK(fetchall_1000_rows);

void typed_1000_rows(benchmark::State& state) {
    const auto cur = dbapi::connect("sqlite::memory:")->cursor();
    for (auto _ : state) {
        cur->execute(thousand_rows);
        for (auto row : cur->rows<std::int64_t, double, std::string_view>()) DoNotOptimize(row);
    }
}
BENCHMARK(typed_1000_rows);

// ── conversions ──

template <class T>
struct To {};

template <class T>
void convert(benchmark::State& state, To<T> /*target*/, ValueView view) {
    for (auto _ : state) {
        DoNotOptimize(view);  // it may be another one each time
        DoNotOptimize(dbapi::convert<T>(view));
    }
}

using Micros = std::chrono::sys_time<std::chrono::microseconds>;
const ValueView instant =
    ValueView::timestamp(dbapi::Timestamp(2024, 2, 29, 13, 14, 15, 5, std::chrono::seconds{0}));

BENCHMARK_CAPTURE(convert, integer, To<std::int64_t>(), ValueView::integer(42));
BENCHMARK_CAPTURE(convert, small, To<std::int16_t>(), ValueView::integer(42));
BENCHMARK_CAPTURE(convert, boolean, To<bool>(), ValueView::boolean(true));
BENCHMARK_CAPTURE(convert, boolean_from_integer, To<bool>(), ValueView::integer(1));
BENCHMARK_CAPTURE(convert, real, To<double>(), ValueView::real(2.5));
BENCHMARK_CAPTURE(convert, real_from_decimal, To<double>(), ValueView::decimal("1234.5678"));
BENCHMARK_CAPTURE(convert, string, To<std::string>(), ValueView::string(text));
BENCHMARK_CAPTURE(convert, string_view, To<std::string_view>(), ValueView::string(text));
BENCHMARK_CAPTURE(convert, sys_time, To<Micros>(), instant);
BENCHMARK_CAPTURE(convert, sys_time_from_text, To<Micros>(),
                  ValueView::string("2024-02-29 13:14:15.000005+00:00"));
BENCHMARK_CAPTURE(convert, decimal, To<dbapi::Decimal>(), ValueView::decimal("1234.5678"));
BENCHMARK_CAPTURE(convert, value, To<dbapi::Value>(), ValueView::integer(42));
BENCHMARK_CAPTURE(convert, optional, To<std::optional<std::int64_t>>(), ValueView::integer(42));

}  // namespace
