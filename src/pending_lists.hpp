// SPDX-License-Identifier: BSL-1.0
//
// Parameter lists that executemany() has read and holds back, to run them together.
#pragma once

#include <cstddef>
#include <dbapi/value_view.hpp>
#include <span>
#include <vector>

#include "view_store.hpp"

namespace dbapi {

/// Lists of one length, copied from where they are gone soon. The memory is kept when they are forgotten.
class PendingLists {
 public:
    /// @param width  parameters in a list, from 1.
    explicit PendingLists(std::size_t width) : hints_(width) {}

    /// Copies a list in. @pre  as long as the width; no expansion.
    void append(std::span<const ValueView> list);

    /// How many lists there are, and how many bytes they take apart from their views.
    [[nodiscard]] std::size_t count() const noexcept { return views().size() / hints_.size(); }
    [[nodiscard]] std::size_t bytes() const noexcept { return store_.bytes(); }

    /// Gives the NULLs of no known type that of the first value of the same parameter, in these lists or
    /// earlier ones, so that all lists of one executemany() have the same types.
    void give_types_to_nulls();

    /// Returns all views, one list after the other. Lifetime: until the next append() or forget().
    [[nodiscard]] std::span<const ValueView> views() const noexcept { return store_.views(); }
    [[nodiscard]] std::span<const ValueView> list(std::size_t index) const noexcept {
        return views().subspan(index * hints_.size(), hints_.size());
    }

    /// Forgets the lists, but not the types that they have shown.
    void forget() noexcept;

 private:
    ViewStore store_;
    std::vector<TypeHint> hints_;  // by parameter, as far as the lists have shown
    bool has_bare_null_ = false;   // a NULL of no known type
};

}  // namespace dbapi
