// SPDX-License-Identifier: BSL-1.0
#include "pending_lists.hpp"

#include <algorithm>
#include <cstring>

namespace dbapi {
namespace {

constexpr std::size_t chunk_bytes = std::size_t{64} * 1024;

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
        if (view.is_inline()) {
            has_bare_null_ = has_bare_null_ || is_bare_null(view);
            views_.push_back(view);
        } else if (!view.is_object()) {
            views_.push_back(view.at(keep(view.bytes())));
        } else {
            const Value& object = objects_.emplace_back(view.to_value());
            const Array* const array = object.get_if<Array>();
            bytes_ += array ? array->size() * sizeof(Value) : 0;
            views_.push_back(array ? ValueView::array(*array, view.hint()) : ValueView(object));
        }
    }
}

const char* PendingLists::keep(std::string_view bytes) {
    if (chunks_.empty() || chunks_.back().size - used_ < bytes.size()) {
        const std::size_t size = std::max(chunk_bytes, bytes.size());
        chunks_.push_back({std::make_unique_for_overwrite<char[]>(size), size});
        used_ = 0;
    }
    char* const place = chunks_.back().memory.get() + used_;
    if (!bytes.empty()) std::memcpy(place, bytes.data(), bytes.size());
    used_ += bytes.size();
    bytes_ += bytes.size();
    return place;
}

void PendingLists::give_types_to_nulls() {
    if (!has_bare_null_) return;
    for (std::size_t i = 0; i < views_.size(); ++i) {
        if (is_bare_null(views_[i])) views_[i] = ValueView::null_of(hints_[i % hints_.size()]);
    }
}

void PendingLists::forget() noexcept {
    views_.clear();
    has_bare_null_ = false;
    objects_.clear();
    // One chunk of the usual size serves the next lists.
    const auto usual = std::find_if(chunks_.begin(), chunks_.end(),
                                    [](const Chunk& chunk) { return chunk.size == chunk_bytes; });
    if (usual != chunks_.end()) std::iter_swap(chunks_.begin(), usual);
    chunks_.erase(chunks_.begin() + (usual != chunks_.end() ? 1 : 0), chunks_.end());
    used_ = bytes_ = 0;
}

}  // namespace dbapi
