// SPDX-License-Identifier: BSL-1.0
#include <dbapi/array.hpp>
#include <dbapi/bind_value.hpp>
#include <dbapi/errors.hpp>
#include <dbapi/value.hpp>
#include <limits>
#include <utility>

namespace dbapi {

struct Array::Content {
    std::vector<Value> elements;
    std::vector<Dimension> dimensions;
};

Array::Array() noexcept = default;
Array::Array(const Array&) noexcept = default;
Array::Array(Array&&) noexcept = default;
Array& Array::operator=(const Array&) noexcept = default;
Array& Array::operator=(Array&&) noexcept = default;
Array::~Array() = default;

Array::Array(std::vector<Value> elements) {
    if (elements.empty()) return;
    const Dimension only{.length = elements.size()};
    content_ = std::make_shared<const Content>(Content{std::move(elements), {only}});
}

Array::Array(std::vector<Value> elements, std::vector<Dimension> dimensions) {
    std::size_t product = dimensions.empty() ? 0 : 1;
    bool fits = true;
    for (const auto& dimension : dimensions) {
        fits = fits && (dimension.length == 0 ||
                        product <= std::numeric_limits<std::size_t>::max() / dimension.length);
        product *= dimension.length;
    }
    if (!fits || product != elements.size()) {
        throw DataError("the dimensions of an array do not fit its number of elements",
                        ErrorDetails{.sqlstate = "2202E"});
    }
    if (elements.empty()) return;
    content_ = std::make_shared<const Content>(Content{std::move(elements), std::move(dimensions)});
}

std::span<const Value> Array::elements() const noexcept {
    return content_ ? std::span<const Value>(content_->elements) : std::span<const Value>();
}

std::span<const Array::Dimension> Array::dimensions() const noexcept {
    return content_ ? std::span<const Dimension>(content_->dimensions) : std::span<const Dimension>();
}

std::size_t Array::size() const noexcept { return content_ ? content_->elements.size() : 0; }

void detail::throw_ragged_array() {
    throw DataError("the rows of an array have different lengths", ErrorDetails{.sqlstate = "2202E"});
}

bool operator==(const Array& a, const Array& b) {
    if (a.content_ == b.content_) return true;
    if (!a.content_ || !b.content_) return false;
    return a.content_->dimensions == b.content_->dimensions && a.content_->elements == b.content_->elements;
}

}  // namespace dbapi
