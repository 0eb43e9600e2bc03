// SPDX-License-Identifier: BSL-1.0
//
// What the values of a parameter tell of the NULLs among them, so that all lists of an executemany() have the
// same types.
#pragma once

#include <cstddef>
#include <dbapi/value_view.hpp>
#include <span>
#include <vector>

namespace dbapi {

/// Returns the type that a value has. @pre  not NULL, no array.
[[nodiscard]] inline TypeHint type_of(const ValueView& view) {
    using Offset = TypeHint::Offset;
    TypeHint hint{.kind = view.kind()};
    if (view.kind() == Kind::integer || view.kind() == Kind::real) hint.width = view.width();
    if (view.kind() == Kind::time) hint.offset = view.as_time().has_offset() ? Offset::some : Offset::none;
    if (view.kind() == Kind::timestamp) {
        hint.offset = view.as_timestamp().has_offset() ? Offset::some : Offset::none;
    }
    return hint;
}

/// Gives the NULLs of no known type that of the first value of the same parameter.
/// @param views  lists of hints.size() views each.
/// @param hints  by parameter: what is known, here and from earlier lists.
inline void give_types_to_nulls(std::span<ValueView> views, std::vector<TypeHint>& hints) {
    for (std::size_t i = 0; i < views.size(); ++i) {
        TypeHint& hint = hints[i % hints.size()];
        const ValueView& view = views[i];
        if (hint.kind != Kind::null || view.kind() == Kind::array) continue;
        hint = view.is_null() ? view.hint() : type_of(view);
    }
    for (std::size_t i = 0; i < views.size(); ++i) {
        const bool is_bare = views[i].is_null() && views[i].hint().kind == Kind::null;
        if (is_bare) views[i] = ValueView::null_of(hints[i % hints.size()]);
    }
}

}  // namespace dbapi
