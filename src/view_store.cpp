// SPDX-License-Identifier: BSL-1.0
#include "view_store.hpp"

#include <algorithm>
#include <cstring>
#include <dbapi/array.hpp>

namespace dbapi {
namespace {

constexpr std::size_t chunk_bytes = std::size_t{64} * 1024;
constexpr std::size_t first_chunk_bytes = 1024;

}  // namespace

void ViewStore::append(const ValueView& view) {
    if (view.is_inline()) {
        views_.push_back(view);
    } else if (!view.is_object()) {
        const char* const place = keep(view.bytes());
        views_.emplace_back(view).move_to(place);
    } else {
        const Value& object = objects_.emplace_back(view.to_value());
        const Array* const array = object.get_if<Array>();
        bytes_ += array ? array->size() * sizeof(Value) : 0;
        views_.push_back(array ? ValueView::array(*array, view.hint()) : ValueView(object));
    }
}

const char* ViewStore::keep(std::string_view bytes) {
    if (chunks_.empty() || chunks_.back().size - used_ < bytes.size()) {
        const std::size_t size = std::max(chunks_.empty() ? first_chunk_bytes : chunk_bytes, bytes.size());
        chunks_.push_back({std::make_unique_for_overwrite<char[]>(size), size});
        used_ = 0;
    }
    char* const place = chunks_.back().memory.get() + used_;
    if (!bytes.empty()) std::memcpy(place, bytes.data(), bytes.size());
    used_ += bytes.size();
    bytes_ += bytes.size();
    return place;
}

void ViewStore::forget() noexcept {
    views_.clear();
    objects_.clear();
    // The largest chunk of no more than the usual size serves the next values.
    const auto usual = std::max_element(chunks_.begin(), chunks_.end(), [](const Chunk& a, const Chunk& b) {
        const auto rank = [](const Chunk& chunk) { return chunk.size <= chunk_bytes ? chunk.size : 0; };
        return rank(a) < rank(b);
    });
    if (usual != chunks_.end()) {
        std::iter_swap(chunks_.begin(), usual);
        chunks_.erase(chunks_.begin() + (chunks_.front().size <= chunk_bytes ? 1 : 0), chunks_.end());
    }
    used_ = bytes_ = 0;
}

}  // namespace dbapi
