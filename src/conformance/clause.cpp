// SPDX-License-Identifier: BSL-1.0
#include <dbapi/conformance/clause.hpp>
#include <vector>

#include "clauses/sections.hpp"

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

std::span<const Section> sections() noexcept {
    static const Section all[] = {
        module_section(),         exceptions_section(), connection_section(), cursor_attributes_section(),
        cursor_methods_section(), types_section(),      extensions_section(), two_phase_section(),
    };
    return all;
}

std::span<const Clause> clauses() noexcept {
    static const std::vector<Clause> all = [] {
        std::vector<Clause> joined;
        for (const auto& section : sections())
            joined.insert(joined.end(), section.clauses.begin(), section.clauses.end());
        return joined;
    }();
    return all;
}

}  // namespace dbapi::conformance
