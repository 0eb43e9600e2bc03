// SPDX-License-Identifier: BSL-1.0
//
// Values of every kind by chance, the edges of their ranges more often than chance would have them. The same
// seed gives the same values.
#pragma once

#include <array>
#include <bit>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <dbapi/value.hpp>
#include <iterator>
#include <limits>
#include <random>
#include <string>

namespace fixtures {

class RandomValues {
 public:
    explicit RandomValues(std::uint64_t seed) : random_(seed) {}

    std::uint64_t below(std::uint64_t limit) { return random_() % limit; }
    bool one_in(std::uint64_t count) { return below(count) == 0; }

    template <std::size_t N>
    auto one_of(const char* const (&items)[N]) {
        return std::string(items[below(N)]);
    }

    bool boolean() { return one_in(2); }

    /// A number of any size, short ones as often as long ones.
    std::int64_t integer() {
        using Limits = std::numeric_limits<std::int64_t>;
        const std::int64_t edges[] = {Limits::min(), Limits::max(), -1, 0, 1};
        if (one_in(8)) return edges[below(std::size(edges))];
        return std::bit_cast<std::int64_t>(random_()) >> below(64);
    }

    /// Any double but NaN.
    double real() {
        using Limits = std::numeric_limits<double>;
        const double edges[] = {Limits::infinity(), -Limits::infinity(),
                                Limits::max(),      Limits::denorm_min(),
                                Limits::epsilon(),  0.0,
                                0.1 + 0.2,          0x1p63};
        if (one_in(8)) return edges[below(std::size(edges))];
        if (one_in(4)) return static_cast<double>(integer()) / 100;
        const auto number = std::bit_cast<double>(random_());
        return std::isnan(number) ? 0.5 : number;
    }

    dbapi::Decimal decimal() {
        if (one_in(16)) return dbapi::Decimal(one_of({"NaN", "Infinity", "-Infinity"}));
        std::string text = one_in(2) ? "-" : "";
        text += digits(1 + below(40));
        if (!one_in(4)) text += "." + digits(1 + below(30));
        return dbapi::Decimal(text);
    }

    /// Text with NUL, quotes, characters of one to four bytes, what looks like a number, and bytes that are
    /// no UTF-8.
    std::string string() {
        if (one_in(8)) return one_of({"", "0", "007", " 1 ", "1e3", "NULL", "true", "2024-02-29", "0x1F"});
        std::string text;
        for (auto count = below(24); count > 0; --count) {
            switch (below(6)) {
                case 0: text += '\0'; break;
                case 1:
                    text += one_of({"'", "\"", "\\", "`", "%", "?", ":x", "$1", ";", "--", "\n", "\r\n"});
                    break;
                case 2:
                    text += one_of({"ä", "€", "\U0001F600", "\u0301", "\uFEFF", "\u202E", "\U0010FFFF"});
                    break;
                case 3: text += static_cast<char>(below(256)); break;
                default: text += static_cast<char>(' ' + below(95)); break;
            }
        }
        return text;
    }

    /// Bytes; one in a hundred times more than fit on a page of SQLite's.
    dbapi::Binary binary() {
        std::string bytes(below(one_in(100) ? 20'000 : 40), '\0');
        for (char& byte : bytes) byte = static_cast<char>(below(256));
        return dbapi::Binary(std::string_view(bytes));
    }

    dbapi::Date date() {
        if (one_in(16)) return one_in(2) ? dbapi::Date::infinity() : dbapi::Date::minus_infinity();
        if (one_in(2)) return dbapi::Date::from_days(static_cast<std::int32_t>(below(1'500'000)) - 750'000);
        return dbapi::Date::from_days(static_cast<std::int32_t>(integer()));
    }

    dbapi::Time time() { return dbapi::Time::from_micros(clock()); }
    dbapi::Time time_with_offset() { return dbapi::Time::from_micros(clock(), offset()); }

    dbapi::Timestamp timestamp() { return dbapi::Timestamp::from_micros_since_2000(integer()); }
    dbapi::Timestamp timestamp_with_offset() {
        return dbapi::Timestamp::from_micros_since_2000(integer(), offset());
    }

    dbapi::Interval interval() {
        return {static_cast<std::int32_t>(integer()), static_cast<std::int32_t>(integer()), integer()};
    }

    dbapi::Uuid uuid() {
        std::array<std::uint8_t, 16> bytes{};
        for (auto& byte : bytes) byte = static_cast<std::uint8_t>(one_in(8) ? 0 : below(256));
        return dbapi::Uuid(bytes);
    }

    /// JSON that is no number by itself.
    dbapi::Json json() { return dbapi::Json(json_text(3)); }

 private:
    std::string digits(std::uint64_t count) {
        std::string text;
        for (; count > 0; --count) text += static_cast<char>('0' + below(10));
        return text;
    }

    std::int64_t clock() {
        constexpr std::int64_t day = 86'400'000'000;
        if (one_in(16)) return one_in(2) ? 0 : day;
        const auto micros = static_cast<std::int64_t>(below(day));
        return one_in(2) ? micros : micros / 1'000'000 * 1'000'000;
    }

    std::chrono::seconds offset() {
        constexpr std::int64_t least_beyond = 16 * 3600;
        if (one_in(2)) return std::chrono::minutes(15 * (static_cast<std::int64_t>(below(113)) - 56));
        return std::chrono::seconds(static_cast<std::int64_t>(below(2 * least_beyond - 1)) - least_beyond +
                                    1);
    }

    std::string json_text(int depth) {
        switch (below(depth > 0 ? 6 : 4)) {
            case 0: return one_of({"true", "false", "null", "\"\"", "{}", "[ ]"});
            case 1: return "\"" + one_of({"ann", "12", "\\u0000", "\\\"", "gr\u00fcn", "\U0001F600"}) + "\"";
            case 2: return "[" + std::to_string(integer()) + ", " + digits(1) + ".50]";
            case 3: return "{\"a b\": " + std::to_string(below(100)) + "e-7}";
            case 4: return "[" + json_text(depth - 1) + "," + json_text(depth - 1) + "]";
            default:
                return "{\"" + digits(3) + "\": " + json_text(depth - 1) + ", \"x\":" + json_text(0) + "}";
        }
    }

    std::mt19937_64 random_;
};

}  // namespace fixtures
