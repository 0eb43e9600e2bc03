// SPDX-License-Identifier: BSL-1.0
#include "pending_lists.hpp"

namespace dbapi {
namespace {

/// Returns the type that a value has. @pre  not NULL, no array.
TypeHint type_of(const ValueView& view) {
    using Offset = TypeHint::Offset;
    TypeHint hint{.kind = view.kind()};
    if (view.kind() == Kind::integer || view.kind() == Kind::real) hint.width = view.width();
    if (view.kind() == Kind::time) hint.offset = view.as_time().has_offset() ? Offset::some : Offset::none;
    if (view.kind() == Kind::timestamp) {
        hint.offset = view.as_timestamp().has_offset() ? Offset::some : Offset::none;
    }
    return hint;
}

bool is_bare_null(const ValueView& view) { return view.is_null() && view.hint().kind == Kind::null; }

}  // namespace

void PendingLists::append(std::span<const ValueView> list) {
    for (std::size_t i = 0; i < list.size(); ++i) {
        const ValueView& view = list[i];
        if (hints_[i].kind == Kind::null && view.kind() != Kind::array) {
            hints_[i] = view.is_null() ? view.hint() : type_of(view);
        }
        has_bare_null_ = has_bare_null_ || is_bare_null(view);
        store_.append(view);
    }
}

void PendingLists::give_types_to_nulls() {
    if (!has_bare_null_) return;
    const auto views = store_.views();
    for (std::size_t i = 0; i < views.size(); ++i) {
        if (is_bare_null(views[i])) views[i] = ValueView::null_of(hints_[i % hints_.size()]);
    }
}

void PendingLists::forget() noexcept {
    store_.forget();
    has_bare_null_ = false;
}

}  // namespace dbapi
