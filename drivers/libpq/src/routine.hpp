// SPDX-License-Identifier: BSL-1.0
//
// Procedures and functions as callproc() finds them, and the statement that calls one.
#pragma once

#include <cstddef>
#include <dbapi/value_view.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dbapi::libpq {

/// What the server says of one routine that has the name.
struct Routine {
    std::string name;          ///< As it goes into SQL.
    std::string modes;         ///< A letter for each argument: i(n), o(ut), b(oth), v(ariadic).
    std::size_t defaults = 0;  ///< How many of the last inputs may be left out.
    bool is_procedure = false;
    bool returns_set = false;
    bool is_polymorphic = false;  ///< Some type follows from that of a parameter.
};

/// Returns the query, with the name as its parameter, for the columns that routine_of() reads.
[[nodiscard]] const std::string& routine_query();

/// Returns a routine from the fields of a row of it.
[[nodiscard]] Routine routine_of(std::span<const std::string_view> fields);
inline constexpr std::size_t routine_fields = 6;

/// How a routine is called.
struct RoutineCall {
    static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

    std::string sql{};
    std::vector<std::size_t> sent{};     ///< Which of the program's parameters go with it.
    std::vector<std::size_t> outputs{};  ///< For each column of its row: which parameter that is, or nowhere.
    bool has_own_types = false;          ///< Parameters go as text, for the routine knows their types.

    friend bool operator==(const RoutineCall&, const RoutineCall&) = default;
};

/// Finds the call for these parameters. The server chooses among routines that are called alike, by type.
/// @throws ProgrammingError  42883: none takes so many; 42725: it is not clear which one is meant.
[[nodiscard]] RoutineCall plan_call(std::span<const Routine> routines, std::span<const ValueView> parameters);

/// Returns the call of a function that cannot be looked up.
/// @throws ProgrammingError  42602: the name is no plain one, without quotes.
[[nodiscard]] RoutineCall plan_plain_call(std::string_view name, std::size_t parameters);

}  // namespace dbapi::libpq
