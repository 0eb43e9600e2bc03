// SPDX-License-Identifier: BSL-1.0
#include "codec/arrays.hpp"

#include <algorithm>
#include <chrono>
#include <dbapi/errors.hpp>
#include <limits>
#include <utility>
#include <vector>

#include "codec/array_text.hpp"
#include "codec/registry.hpp"
#include "codec/strings.hpp"
#include "codec/temporal.hpp"
#include "codec/wire.hpp"
#include "oids.hpp"

namespace dbapi::libpq {
namespace {

enum class Elements : std::uint8_t { built_in, text_like, finite_intervals };

TypeInfo::View element_view(std::uint32_t oid, Elements elements) {
    if (oid == oid::interval && elements == Elements::finite_intervals) return view_finite_interval_binary;
    const TypeInfo* type = find_type(oid);
    if (!type && elements == Elements::text_like) return view_string;
    // An array inside an array never is; bytes that claim so could nest as deep as the stack.
    if (!type || !type->view_binary || type->kind == Kind::array) {
        throw DataError(
            "the server sent an array whose elements have an unknown type, oid " + std::to_string(oid),
            ErrorDetails{.sqlstate = sqlstate::bad_binary});
    }
    return type->view_binary;
}

/// Reads the dimensions; none when one of them has no elements.
std::vector<Array::Dimension> take_dimensions(WireReader& reader, std::size_t count) {
    std::vector<Array::Dimension> dimensions;
    bool is_empty = false;
    for (std::size_t i = 0; i < count; ++i) {
        const auto length = reader.take<std::int32_t>();
        const auto lower = reader.take<std::int32_t>();
        if (length < 0 || lower > std::numeric_limits<std::int32_t>::max() - std::max(length - 1, 0)) {
            reader.fail();
        }
        is_empty = is_empty || length == 0;
        dimensions.push_back({static_cast<std::size_t>(length), lower});
    }
    if (is_empty) dimensions.clear();
    return dimensions;
}

/// Returns how many elements there are, once it is known that there are bytes for so many.
std::size_t count_elements(const std::vector<Array::Dimension>& dimensions, const WireReader& reader) {
    if (dimensions.empty()) return 0;
    const std::size_t most = reader.left() / sizeof(std::int32_t);
    std::size_t count = 1;
    for (const auto& dimension : dimensions) {
        if (count > most / dimension.length) reader.fail();
        count *= dimension.length;
    }
    return count;
}

Array read_array_binary(std::string_view bytes, Elements elements) {
    WireReader reader(bytes, "array");
    const auto dimension_count = reader.take<std::int32_t>();
    if (dimension_count < 0 || dimension_count > static_cast<std::int32_t>(max_dimensions)) reader.fail();
    const auto has_nulls = reader.take<std::uint32_t>();
    if (has_nulls > 1) reader.fail();
    const auto type = reader.take<std::uint32_t>();
    auto dimensions = take_dimensions(reader, static_cast<std::size_t>(dimension_count));
    const std::size_t count = count_elements(dimensions, reader);
    std::vector<Value> values;
    if (count > 0) {
        const auto view = element_view(type, elements);
        values.reserve(count);
        for (std::size_t i = 0; i < count; ++i) {
            const auto size = reader.take<std::int32_t>();
            if (size < -1) reader.fail();
            values.push_back(size < 0 ? Value()
                                      : view(reader.take_bytes(static_cast<std::size_t>(size))).to_value());
        }
    }
    reader.finish();
    return {std::move(values), std::move(dimensions)};
}

template <Elements elements>
constexpr Codec array_binary_codec{
    .to_value = [](std::string_view bytes) { return Value(read_array_binary(bytes, elements)); },
    .append_text =
        [](std::string_view bytes, std::string& out) {
            ValueView::array(read_array_binary(bytes, elements)).append_text(out);
        },
};

/// Returns what a timestamp shows, without its offset.
Timestamp reading_of(const Timestamp& timestamp) {
    if (!timestamp.has_offset()) return timestamp;
    const std::int64_t offset = std::chrono::microseconds(*timestamp.offset()).count();
    std::int64_t reading = 0;
    if (__builtin_add_overflow(timestamp.micros_since_2000(), offset, &reading)) throw_malformed("timestamp");
    return Timestamp::from_micros_since_2000(reading);
}

Value read_element_text(std::string_view text, const TypeInfo& type) {
    if (!type.view_text) return Other(std::string(type.name), std::string(text));
    const ValueView view = type.view_text(text);
    // CockroachDB shows the elements of TIMESTAMP[] with an offset, which the type does not have.
    if (type.oid == oid::timestamp) return reading_of(view.as_timestamp());
    return view.to_value();
}

}  // namespace

ValueView view_array_binary(std::string_view bytes) {
    return ValueView::encoded(Kind::array, bytes, array_binary_codec<Elements::built_in>);
}

ValueView view_text_like_array_binary(std::string_view bytes) {
    return ValueView::encoded(Kind::array, bytes, array_binary_codec<Elements::text_like>);
}

ValueView view_finite_interval_array_binary(std::string_view bytes) {
    return ValueView::encoded(Kind::array, bytes, array_binary_codec<Elements::finite_intervals>);
}

Array read_array_text(std::string_view text, const TypeInfo& element, char delimiter) {
    return parse_array(text, delimiter,
                       [&element](std::string_view part) { return read_element_text(part, element); });
}

Array read_array_text(std::string_view text, std::uint32_t element) {
    return read_array_text(text, *find_type(element));
}

}  // namespace dbapi::libpq
