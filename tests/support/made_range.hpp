// SPDX-License-Identifier: BSL-1.0
//
// Ranges as programs have them, without std::views: clang 14 cannot compile those of libstdc++.
#pragma once

#include <cstddef>
#include <iterator>
#include <type_traits>
#include <utility>

namespace testing {

/// The range f(first), …, f(last - 1), each of which is made when the iterator is dereferenced.
template <class F>
class Made {
 public:
    Made(int first, int last, F f) : first_(first), last_(last), f_(std::move(f)) {}

    class iterator {
     public:
        using iterator_concept = std::forward_iterator_tag;
        using iterator_category = std::input_iterator_tag;
        using value_type = std::invoke_result_t<const F&, int>;
        using difference_type = std::ptrdiff_t;
        using reference = value_type;
        using pointer = void;

        iterator() = default;
        iterator(const F& f, int at) : f_(&f), at_(at) {}
        value_type operator*() const { return (*f_)(at_); }
        iterator& operator++() {
            ++at_;
            return *this;
        }
        iterator operator++(int) {
            auto old = *this;
            ++at_;
            return old;
        }
        friend bool operator==(const iterator&, const iterator&) = default;

     private:
        const F* f_ = nullptr;
        int at_ = 0;
    };
    [[nodiscard]] iterator begin() const { return {f_, first_}; }
    [[nodiscard]] iterator end() const { return {f_, last_}; }

 private:
    int first_;
    int last_;
    F f_;
};

/// The range between two iterators of any kind.
template <class I>
struct Between {
    I first;
    I last;
    [[nodiscard]] I begin() const { return first; }
    [[nodiscard]] I end() const { return last; }
};
template <class I>
Between(I, I) -> Between<I>;

}  // namespace testing
