// SPDX-License-Identifier: BSL-1.0
#include <dbapi/conformance/clause.hpp>

namespace dbapi::conformance {

std::string_view to_string(Level level) noexcept {
    switch (level) {
        case Level::mandatory: return "mandatory";
        case Level::if_offered: return "if offered";
        case Level::recommended: return "recommended";
        case Level::optional: return "optional";
        case Level::open: break;
    }
    return "open";
}

std::span<const Clause> clauses() noexcept { return {}; }

}  // namespace dbapi::conformance
