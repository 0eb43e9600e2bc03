// SPDX-License-Identifier: BSL-1.0
//
// Numbers, bytes, dates and times, and the table of all generators.
#include "support/generate.hpp"

#include <array>
#include <bit>
#include <chrono>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

namespace testing {

using dbapi::Kind;
using dbapi::Value;

std::int64_t Random::between(std::int64_t lowest, std::int64_t highest) {
    const auto size = static_cast<std::uint64_t>(highest) - static_cast<std::uint64_t>(lowest) + 1;
    const auto offset = size == 0 ? bits() : bits() % size;
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(lowest) + offset);
}

std::int64_t Random::near_limits(std::int64_t lowest, std::int64_t highest) {
    switch (below(8)) {
        case 0: return lowest + between(0, 2);
        case 1: return highest - between(0, 2);
        case 2: {
            const std::int64_t close = between(-2, 2);
            return close < lowest || close > highest ? lowest : close;
        }
        case 3: return between(lowest, highest);
        default: {
            const std::size_t shift = below(64);
            const auto number = static_cast<std::int64_t>(bits()) >> shift;
            return number < lowest || number > highest ? between(lowest, highest) : number;
        }
    }
}

namespace {

constexpr std::int64_t micros_of_day = 86'400'000'000;
constexpr std::int64_t largest_offset = 16 * 3600 - 1;

// PostgreSQL's own limits: from 4714-11-24 BC to the end of 5874897 or of 294276.
constexpr std::int32_t first_day = -2'440'588;
constexpr std::int32_t last_day = 2'145'042'905;
constexpr std::int64_t first_micro = -211'813'488'000'000'000;
constexpr std::int64_t last_micro = 9'223'371'331'199'999'999;

template <class Int>
Value make_integer(Random& random) {
    using Limits = std::numeric_limits<Int>;
    return random.near_limits(Limits::min(), Limits::max());
}

/// Any bits make a number: NaN, infinities, the smallest ones and both zeros are taken more often.
template <class Real, class Bits>
Value make_real(Random& random) {
    using Limits = std::numeric_limits<Real>;
    const Real special[] = {Limits::quiet_NaN(),
                            Limits::infinity(),
                            -Limits::infinity(),
                            Real(0),
                            -Real(0),
                            Limits::max(),
                            Limits::lowest(),
                            Limits::min(),
                            Limits::denorm_min(),
                            Limits::epsilon(),
                            Real(0.1),
                            Real(1) / 3,
                            -Limits::denorm_min(),
                            Real(1e15),
                            Real(123456789),
                            Real(1e-5)};
    if (random.one_in(6)) return static_cast<double>(random.pick(special));
    if (random.one_in(3)) return static_cast<double>(random.between(-1'000'000, 1'000'000)) / 64;
    const auto number = std::bit_cast<Real>(static_cast<Bits>(random.bits()));
    return static_cast<double>(number == number ? number : Limits::quiet_NaN());
}

std::string make_digits(Random& random, std::size_t count) {
    std::string digits;
    // Whole groups of zeros and nines are what a number in base 10000 can go wrong with.
    while (digits.size() < count) {
        switch (random.below(4)) {
            case 0: digits.append(1 + random.below(9), '0'); break;
            case 1: digits.append(1 + random.below(9), '9'); break;
            default: digits += static_cast<char>('0' + random.below(10)); break;
        }
    }
    digits.resize(count);
    return digits;
}

Value make_numeric(Random& random) {
    const char* const special[] = {"NaN",  "Infinity", "-Infinity", "0",
                                   "0.00", "10000",    "-0.0001",   "9999.9999"};
    if (random.one_in(10)) return dbapi::Decimal(random.pick(special));
    std::string text = random.one_in(2) ? "-" : "";
    const std::size_t most = random.one_in(4) ? 200 : 20;
    text += make_digits(random, 1 + random.below(most));
    if (!random.one_in(4)) {
        text += '.';
        text += make_digits(random, 1 + random.below(most));
    }
    if (random.one_in(6)) text += "e" + std::to_string(random.between(-100, 100));
    return dbapi::Decimal(text);
}

Value make_bytea(Random& random) {
    std::string bytes;
    const std::size_t size = random.one_in(8) ? 0 : 1 + random.below(random.one_in(20) ? 2000 : 20);
    while (bytes.size() < size)
        bytes += random.one_in(4) ? random.pick("\0\\'\xff") : static_cast<char>(random.bits());
    return dbapi::Binary(bytes);
}

Value make_uuid(Random& random) {
    std::array<std::uint8_t, 16> bytes{};
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random.bits());
    return random.one_in(20) ? dbapi::Uuid() : dbapi::Uuid(bytes);
}

Value make_date(Random& random) {
    if (random.one_in(12)) return random.one_in(2) ? dbapi::Date::infinity() : dbapi::Date::minus_infinity();
    const bool is_usual = random.one_in(2);
    return dbapi::Date::from_days(static_cast<std::int32_t>(
        is_usual ? random.between(-30'000, 30'000) : random.near_limits(first_day, last_day)));
}

/// A part of a day or of an interval: whole seconds and milliseconds print fewer digits.
std::int64_t coarser(Random& random, std::int64_t micros) {
    const std::int64_t units[] = {1, 1, 10, 1000, 1'000'000, 60'000'000, 3'600'000'000};
    const auto unit = random.pick(units);
    return micros / unit * unit;
}

std::chrono::seconds make_offset(Random& random) {
    const std::int64_t units[] = {1, 60, 900, 3600};
    const auto unit = random.pick(units);
    const auto offset = random.near_limits(-largest_offset, largest_offset);
    return std::chrono::seconds(offset / unit * unit);
}

std::int64_t make_micros_of_day(Random& random) {
    const auto micros = random.near_limits(0, micros_of_day);
    return coarser(random, micros);
}

Value make_time(Random& random) { return dbapi::Time::from_micros(make_micros_of_day(random)); }

Value make_timetz(Random& random) {
    const auto micros = make_micros_of_day(random);
    return dbapi::Time::from_micros(micros, make_offset(random));
}

Value make_any_timestamp(Random& random, std::optional<std::chrono::seconds> offset) {
    if (random.one_in(12)) {
        return random.one_in(2) ? dbapi::Timestamp::infinity() : dbapi::Timestamp::minus_infinity();
    }
    constexpr std::int64_t century = 36'525 * micros_of_day;
    const bool is_usual = random.one_in(2);
    const auto micros =
        is_usual ? random.between(-century, century) : random.near_limits(first_micro, last_micro);
    return dbapi::Timestamp::from_micros_since_2000(coarser(random, micros), offset);
}

Value make_timestamp(Random& random) { return make_any_timestamp(random, std::nullopt); }
Value make_timestamptz(Random& random) {
    const auto offset = make_offset(random);
    return make_any_timestamp(random, offset);
}

template <class Int>
Int make_part(Random& random) {
    if (random.one_in(4)) return 0;
    if (random.one_in(2)) return static_cast<Int>(random.between(-400, 400));
    using Limits = std::numeric_limits<Int>;
    return static_cast<Int>(random.near_limits(Limits::min(), Limits::max()));
}

Value make_interval(Random& random) {
    const auto months = make_part<std::int32_t>(random);
    const auto days = make_part<std::int32_t>(random);
    const auto micros = make_part<std::int64_t>(random);
    return dbapi::Interval(months, days, random.one_in(2) ? micros : coarser(random, micros));
}

constexpr std::size_t bit_count = 11;  // as in the name of the type below

constexpr auto all = std::to_array<Generator>({
    {"boolean", Kind::boolean, [](Random& random) { return Value(random.one_in(2)); }},
    {"smallint", Kind::integer, make_integer<std::int16_t>},
    {"integer", Kind::integer, make_integer<std::int32_t>},
    {"bigint", Kind::integer, make_integer<std::int64_t>},
    {"oid", Kind::integer, make_integer<std::uint32_t>},
    {"real", Kind::real, make_real<float, std::uint32_t>},
    {"double precision", Kind::real, make_real<double, std::uint64_t>},
    {"numeric", Kind::decimal, make_numeric},
    {"text", Kind::string, [](Random& random) { return Value(make_text(random)); }},
    {"character varying", Kind::string, [](Random& random) { return Value(make_text(random)); }},
    {"bytea", Kind::binary, make_bytea},
    {"uuid", Kind::uuid, make_uuid},
    {"date", Kind::date, make_date},
    {"time", Kind::time, make_time},
    {"time with time zone", Kind::time, make_timetz},
    {"timestamp", Kind::timestamp, make_timestamp},
    {"timestamp with time zone", Kind::timestamp, make_timestamptz},
    {"interval", Kind::interval, make_interval},
    {"json", Kind::json, [](Random& random) { return Value(dbapi::Json(make_json(random))); }},
    {"jsonb", Kind::json, [](Random& random) { return Value(dbapi::Json(make_jsonb(random))); }},
    {"bit(11)", Kind::string, [](Random& random) { return Value(make_bits(random, bit_count)); }},
    {"bit varying", Kind::string,
     [](Random& random) {
         const auto count = random.below(random.one_in(8) ? 500 : 20);
         return Value(make_bits(random, count));
     }},
    {"inet", Kind::string, [](Random& random) { return Value(make_inet(random)); }},
    {"cidr", Kind::string, [](Random& random) { return Value(make_cidr(random)); }},
    {"macaddr", Kind::string, [](Random& random) { return Value(make_macaddr(random, 6)); }},
    {"macaddr8", Kind::string, [](Random& random) { return Value(make_macaddr(random, 8)); }},
});

}  // namespace

std::span<const Generator> generators() noexcept { return all; }

Value make_array(Random& random, const Generator& element) {
    std::vector<dbapi::Array::Dimension> dimensions(random.below(4));
    std::size_t size = dimensions.empty() ? 0 : 1;
    for (auto& dimension : dimensions) {
        dimension.length = 1 + random.below(4);
        if (random.one_in(4)) dimension.lower_bound = static_cast<std::int32_t>(random.between(-9, 9));
        size *= dimension.length;
    }
    std::vector<Value> elements;
    const bool all_null = random.one_in(16);
    while (elements.size() < size) {
        elements.push_back(all_null || random.one_in(6) ? Value() : element.make(random));
    }
    return dbapi::Array(std::move(elements), std::move(dimensions));
}

}  // namespace testing
