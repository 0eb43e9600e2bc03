// SPDX-License-Identifier: BSL-1.0
//
// Made-up values of the types of PostgreSQL, at their limits and in between. The same seed gives the same
// values with every compiler: the distributions are written out here, since those of the standard library
// differ.
#pragma once

#include <cstddef>
#include <cstdint>
#include <dbapi/value.hpp>
#include <random>
#include <span>
#include <string>
#include <string_view>

namespace testing {

/// A source of random numbers. Calls of one expression must be sequenced, or compilers differ.
class Random {
 public:
    explicit Random(std::uint64_t seed) : engine_(seed) {}

    [[nodiscard]] std::uint64_t bits() { return engine_(); }

    /// Returns one of 0 to `count` - 1. @pre  count > 0.
    [[nodiscard]] std::size_t below(std::size_t count) { return static_cast<std::size_t>(bits() % count); }

    /// Returns one of `lowest` to `highest`.
    [[nodiscard]] std::int64_t between(std::int64_t lowest, std::int64_t highest);

    /// Returns one of `lowest` to `highest`, of any number of digits alike, and often one near the ends or
    /// zero.
    [[nodiscard]] std::int64_t near_limits(std::int64_t lowest, std::int64_t highest);

    /// Is true once in `count` calls.
    [[nodiscard]] bool one_in(std::size_t count) { return below(count) == 0; }

    template <class T, std::size_t N>
    [[nodiscard]] const T& pick(const T (&list)[N]) {
        return list[below(N)];
    }

 private:
    std::mt19937_64 engine_;
};

/// Makes values of one type. They are in the form in which PostgreSQL gives them back: `cidr` without bits
/// beyond the mask, `jsonb` with its keys in order.
struct Generator {
    std::string_view sql_type;
    dbapi::Kind kind;
    dbapi::Value (*make)(Random& random);
};

/// Returns a generator for each type. Lifetime: static.
[[nodiscard]] std::span<const Generator> generators() noexcept;

/// Returns an array of up to three dimensions, with NULLs, that does not always begin at 1.
[[nodiscard]] dbapi::Value make_array(Random& random, const Generator& element);

// What generators() is made of; generate_text.cpp has them.
[[nodiscard]] std::string make_text(Random& random);
[[nodiscard]] std::string make_jsonb(Random& random);
[[nodiscard]] std::string make_json(Random& random);
[[nodiscard]] std::string make_bits(Random& random, std::size_t count);
[[nodiscard]] std::string make_inet(Random& random);
[[nodiscard]] std::string make_cidr(Random& random);
[[nodiscard]] std::string make_macaddr(Random& random, std::size_t bytes);

}  // namespace testing
