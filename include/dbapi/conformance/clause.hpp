// SPDX-License-Identifier: BSL-1.0
//
// PEP 249's clauses as numbered statements, each with the reading that this interface has settled on.
#pragma once

#include <dbapi/export.hpp>
#include <span>
#include <string_view>

namespace dbapi::conformance {

/// How binding a clause is.
enum class Level {
    mandatory,    ///< Every driver: a case of it may not be declared away.
    if_offered,   ///< Binding for those who offer the ability.
    recommended,  ///< PEP 249 says "should".
    optional,     ///< An extension.
    open,         ///< PEP 249 is silent, or contradicts itself: the reading says what is done here.
};

/// Returns the level's name, such as "if offered".
[[nodiscard]] DBAPI_EXPORT std::string_view to_string(Level level) noexcept;

/// One statement of PEP 249. All text has static lifetime.
struct Clause {
    int number;                  ///< 1 to 155; "C17" elsewhere in this project.
    Level level;                 ///<
    std::string_view statement;  ///< What PEP 249 says, in one sentence.
    std::string_view reading;    ///< What this interface does about it.
    std::string_view no_case;    ///< Why no case can show it; empty when cases do.
};

/// Returns all clauses, in the order of their numbers. Lifetime: static.
[[nodiscard]] DBAPI_EXPORT std::span<const Clause> clauses() noexcept;

}  // namespace dbapi::conformance
