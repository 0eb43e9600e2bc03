// SPDX-License-Identifier: BSL-1.0
//
// The members of Features by name, and what a driver without them is expected to do.
#pragma once

#include <dbapi/export.hpp>
#include <dbapi/features.hpp>
#include <span>
#include <string_view>

namespace dbapi::conformance {

/// What happens in a case that needs an ability which Features deny.
enum class Absence {
    throws,    ///< The case is tried, and must end in NotSupportedError.
    differs,   ///< The case is tried, and must not pass.
    untested,  ///< The case is not tried: without the ability it might never end.
};

/// One member of Features. All text has static lifetime.
struct Feature {
    std::string_view name;  ///< As it is spelled, such as "two_phase".
    bool Features::*member;
    Absence absence;
};

/// Returns an entry for every member of Features. Lifetime: static.
[[nodiscard]] DBAPI_EXPORT std::span<const Feature> features() noexcept;

/// What a case needs: a member of Features, or nothing.
using Need = bool Features::*;

/// Returns the entry of a member. @throws InterfaceError  there is none.
[[nodiscard]] DBAPI_EXPORT const Feature& feature(Need member);

}  // namespace dbapi::conformance
