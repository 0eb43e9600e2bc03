// SPDX-License-Identifier: BSL-1.0
//
// Where executemany() takes its rows from: any input range, read once, one row at a time.
#pragma once

#include <concepts>
#include <dbapi/adapter.hpp>
#include <dbapi/bind.hpp>
#include <dbapi/parameter_form.hpp>
#include <dbapi/parameters.hpp>
#include <dbapi/type_traits.hpp>
#include <memory>
#include <optional>
#include <ranges>
#include <type_traits>
#include <utility>

namespace dbapi::detail {

class ParameterSource {
 public:
    virtual ~ParameterSource() = default;
    /// Gives the next list; its views are valid until the next call. Returns false at the end.
    virtual bool next(BoundParameters& parameters) = 0;
};

template <class R>
class RangeSource final : public ParameterSource {
 public:
    explicit RangeSource(R& range) : at_(std::ranges::begin(range)), end_(std::ranges::end(range)) {}

    bool next(BoundParameters& parameters) override {
        if (fresh_) {
            fresh_ = false;
        } else if (at_ != end_) {
            ++at_;  // only now: until here the views looked into the element
        }
        if (at_ == end_) return false;
        parameters = binder_.bind(current_.hold(*at_));
        return true;
    }

 private:
    using Reference = std::ranges::range_reference_t<R>;
    using Referred = std::remove_cvref_t<Reference>;

    /// A proxy that is a row by itself, such as a tuple of references, stays what it is.
    using List = std::conditional_t<ParameterList<const Referred>, const Referred, Element<R>>;

    /// Keeps what the iterator gave: a reference stays one, a temporary is held.
    class Current {
     public:
        List& hold(Reference&& reference) {
            if constexpr (is_kept) {
                held_ = std::addressof(reference);
            } else {
                held_.emplace(std::forward<Reference>(reference));
            }
            return *held_;
        }

     private:
        static constexpr bool is_kept =
            std::is_lvalue_reference_v<Reference> && std::same_as<std::remove_cv_t<List>, Referred>;
        std::conditional_t<is_kept, List*, std::optional<std::remove_const_t<List>>> held_{};
    };

    std::ranges::iterator_t<R> at_;
    std::ranges::sentinel_t<R> end_;
    bool fresh_ = true;
    Current current_;
    ListBinder binder_;
};

}  // namespace dbapi::detail
