// SPDX-License-Identifier: BSL-1.0
//
// The sections of PEP 249, one file each in clauses/: statements and readings in this project's own words.
#pragma once

#include <dbapi/conformance/clause.hpp>
#include <span>
#include <string_view>

namespace dbapi::conformance {

/// A part of PEP 249. Text has static lifetime.
struct Section {
    std::string_view title;
    std::span<const Clause> clauses;
};

[[nodiscard]] Section module_section() noexcept;
[[nodiscard]] Section exceptions_section() noexcept;
[[nodiscard]] Section connection_section() noexcept;
[[nodiscard]] Section cursor_attributes_section() noexcept;
[[nodiscard]] Section cursor_methods_section() noexcept;
[[nodiscard]] Section types_section() noexcept;
[[nodiscard]] Section extensions_section() noexcept;
[[nodiscard]] Section two_phase_section() noexcept;

/// Returns all sections, in the order of their clauses. Lifetime: static.
[[nodiscard]] std::span<const Section> sections() noexcept;

}  // namespace dbapi::conformance
