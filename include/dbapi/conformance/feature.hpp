// SPDX-License-Identifier: BSL-1.0
//
// The members of Features by name, and what a driver without them is expected to do.
#pragma once

#include <array>
#include <cstddef>
#include <dbapi/export.hpp>
#include <dbapi/features.hpp>
#include <initializer_list>
#include <span>
#include <string_view>

namespace dbapi::conformance {

/// What happens in a case that needs an ability which Features deny. Of several that are denied, the last in
/// this order decides.
enum class Absence {
    differs,   ///< The case is tried, and must not pass.
    throws,    ///< The case is tried, and must end in NotSupportedError.
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

/// An ability that a case may need: a member of Features.
using Need = bool Features::*;

/// All that a case needs: up to four abilities, mostly none.
class Needs {
 public:
    constexpr Needs() noexcept = default;
    /// Null for nothing.
    constexpr Needs(Need ability) : Needs({ability}) {}
    constexpr Needs(std::initializer_list<Need> abilities) {
        for (const Need ability : abilities) {
            if (ability) abilities_.at(count_++) = ability;
        }
    }

    [[nodiscard]] constexpr bool empty() const noexcept { return count_ == 0; }
    [[nodiscard]] constexpr const Need* begin() const noexcept { return abilities_.data(); }
    [[nodiscard]] constexpr const Need* end() const noexcept { return abilities_.data() + count_; }

 private:
    std::array<Need, 4> abilities_{};
    std::size_t count_ = 0;
};

/// Returns the entry of a member. @throws InterfaceError  there is none.
[[nodiscard]] DBAPI_EXPORT const Feature& feature(Need member);

}  // namespace dbapi::conformance
