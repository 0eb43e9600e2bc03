// SPDX-License-Identifier: BSL-1.0
//
// One case of the conformance kit, as data: what it is called, what it proves, and the function that does.
#pragma once

#include <array>
#include <cstddef>
#include <dbapi/conformance/feature.hpp>
#include <dbapi/export.hpp>
#include <initializer_list>
#include <span>
#include <string_view>

namespace dbapi::conformance {

class Context;

/// The numbers of the clauses that a case is about; up to eight, none for what goes beyond PEP 249.
class ClauseNumbers {
 public:
    constexpr ClauseNumbers(std::initializer_list<int> numbers) {
        for (const int number : numbers) numbers_.at(count_++) = number;
    }

    [[nodiscard]] constexpr const int* begin() const noexcept { return numbers_.data(); }
    [[nodiscard]] constexpr const int* end() const noexcept { return numbers_.data() + count_; }
    [[nodiscard]] constexpr bool contains(int number) const noexcept {
        for (const int own : *this) {
            if (own == number) return true;
        }
        return false;
    }

 private:
    std::array<int, 8> numbers_{};
    std::size_t count_ = 0;
};

/// Whether a case connects several times to one database. A private in-memory database cannot be seen by a
/// second connection, so a profile may name another database for those.
enum class Connections { one, several };

/// One case. It runs on any driver: what databases spell differently comes from Context::profile().
struct Case {
    std::string_view id;        ///< Group and name, such as "fetch.fetchone_is_empty_at_the_end"; unique.
    ClauseNumbers clauses;      ///< What it proves.
    std::string_view sentence;  ///< The behaviour, in one sentence.
    void (*run)(Context&);      ///< Throws or reports to the context what is wrong.
    Connections connections = Connections::one;
    Needs needs = {};  ///< The abilities without which the case cannot pass.
};

/// Returns all cases, in the order in which they run. Lifetime: static.
[[nodiscard]] DBAPI_EXPORT std::span<const Case> cases();

}  // namespace dbapi::conformance
