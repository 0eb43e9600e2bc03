// SPDX-License-Identifier: BSL-1.0
//
// SQLSTATE: the five characters by which SQL names what went wrong, and the codes that this library itself
// uses.
#pragma once

#include <array>
#include <ostream>
#include <string_view>

namespace dbapi {

/// A SQLSTATE, or none: five characters of 0-9 and A-Z, the first two of them the class. A value type.
class Sqlstate {
 public:
    /// Makes the absent SQLSTATE, which is empty.
    constexpr Sqlstate() noexcept = default;

    /// Takes five characters; anything of another length is the absent SQLSTATE.
    constexpr Sqlstate(std::string_view code) noexcept {
        if (code.size() != code_.size()) return;
        for (std::size_t i = 0; i < code_.size(); ++i) code_[i] = code[i];
    }
    constexpr Sqlstate(const char* code) noexcept : Sqlstate(std::string_view(code)) {}

    [[nodiscard]] constexpr bool empty() const noexcept { return code_[0] == '\0'; }

    /// Returns the code, or an empty view; it lives as long as this object.
    [[nodiscard]] constexpr std::string_view view() const noexcept {
        return {code_.data(), empty() ? 0U : code_.size()};
    }

    /// Returns the two characters of the class, or an empty view.
    [[nodiscard]] constexpr std::string_view class_code() const noexcept { return view().substr(0, 2); }

    friend constexpr bool operator==(const Sqlstate&, const Sqlstate&) noexcept = default;
    friend std::ostream& operator<<(std::ostream& out, const Sqlstate& state) { return out << state.view(); }

 private:
    std::array<char, 5> code_{};
};

/// The codes that this library sets or asks for by name.
namespace sqlstate {
inline constexpr Sqlstate connection_failure = "08006";
inline constexpr Sqlstate cannot_connect = "08001";
inline constexpr Sqlstate feature_not_supported = "0A000";
inline constexpr Sqlstate program_limit = "54000";
inline constexpr Sqlstate out_of_range = "22003";
inline constexpr Sqlstate bad_text = "22P02";
inline constexpr Sqlstate bad_binary = "22P03";
inline constexpr Sqlstate bad_encoding = "22021";
inline constexpr Sqlstate unique_violation = "23505";
inline constexpr Sqlstate check_violation = "23514";
inline constexpr Sqlstate no_such_statement = "26000";
inline constexpr Sqlstate active_transaction = "25001";
inline constexpr Sqlstate no_transaction = "25P01";
inline constexpr Sqlstate failed_transaction = "25P02";
inline constexpr Sqlstate transaction_rollback = "40000";
inline constexpr Sqlstate serialization_failure = "40001";
inline constexpr Sqlstate completion_unknown = "40003";
inline constexpr Sqlstate deadlock = "40P01";
inline constexpr Sqlstate syntax_or_access = "42000";
inline constexpr Sqlstate syntax_error = "42601";
inline constexpr Sqlstate query_canceled = "57014";
inline constexpr Sqlstate internal_error = "XX000";
inline constexpr Sqlstate committed_without_schema = "XXA00";  // CockroachDB
}  // namespace sqlstate

}  // namespace dbapi
