// SPDX-License-Identifier: BSL-1.0
//
// Values that are kept while what they were borrowed from may go.
#pragma once

#include <cstddef>
#include <dbapi/value.hpp>
#include <dbapi/value_view.hpp>
#include <deque>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace dbapi {

/// Views with copies of all that they refer to. The memory is kept when they are forgotten.
class ViewStore {
 public:
    /// Copies a value in. @pre  no expansion.
    void append(const ValueView& view);

    /// Returns all views in their order. Lifetime: until the next append() or forget().
    [[nodiscard]] std::span<ValueView> views() noexcept { return views_; }
    [[nodiscard]] std::span<const ValueView> views() const noexcept { return views_; }

    /// How many bytes they take apart from the views themselves.
    [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }

    void forget() noexcept;

 private:
    struct Chunk {
        std::unique_ptr<char[]> memory;
        std::size_t size;
    };
    [[nodiscard]] const char* keep(std::string_view bytes);

    std::vector<ValueView> views_;
    std::deque<Value> objects_;  // arrays and others
    std::vector<Chunk> chunks_;  // of the bytes that views refer to
    std::size_t used_ = 0;       // in the last chunk
    std::size_t bytes_ = 0;
};

}  // namespace dbapi
