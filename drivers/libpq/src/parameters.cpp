// SPDX-License-Identifier: BSL-1.0
#include "parameters.hpp"

#include <dbapi/array.hpp>
#include <dbapi/errors.hpp>
#include <dbapi/other.hpp>
#include <limits>

#include "codec/array_text.hpp"
#include "codec/parameter_type.hpp"
#include "codec/registry.hpp"
#include "oids.hpp"

namespace dbapi::libpq {
namespace {

/// Returns what the server wants between the elements of an array.
char delimiter_of_array(const Array& array) {
    for (const Value& element : array.elements()) {
        if (const auto* other = element.get_if<Other>()) return delimiter_of(other->type_name());
        if (!element.is_null()) break;
    }
    return ',';
}

void append_as_text(std::string& out, const ValueView& view) {
    if (view.kind() == Kind::real) {
        ValueView::real(view.as_real()).append_text(out);  // a float is declared float8: with all its digits
        return;
    }
    const std::size_t begin = out.size();
    view.append_text(out);
    if (view.kind() != Kind::array || view.codec()) return;
    const char delimiter = delimiter_of_array(view.as_array());
    if (delimiter != ',') replace_delimiter(out, begin, delimiter);
}

}  // namespace

const WireParameters& ParameterEncoder::encode(std::span<const ValueView> views, const Dialect& dialect,
                                               ParameterFormat format) {
    wire_.types.clear();
    wire_.values.clear();
    wire_.lengths.clear();
    wire_.formats.clear();
    bytes_.clear();
    offsets_.clear();
    for (const ValueView& view : views) add(view, dialect, format);
    for (std::size_t i = 0; i < offsets_.size(); ++i) {
        if (offsets_[i] != std::string::npos) wire_.values[i] = bytes_.data() + offsets_[i];
    }
    return wire_;
}

void ParameterEncoder::add(const ValueView& view, const Dialect& dialect, ParameterFormat format) {
    // What only a codec can read has no elements to look at, and no other form than its text.
    const bool is_opaque = view.codec() != nullptr;
    const bool is_binary = format == ParameterFormat::automatic && !is_opaque;
    if (is_binary && view.kind() == Kind::binary) return add_borrowed(view.bytes());

    const std::uint32_t type =
        is_opaque && view.kind() == Kind::array ? oid::unspecified : parameter_type(view, dialect);
    if (view.is_null()) return push(type, nullptr, 0, false, std::string::npos);

    const std::size_t begin = bytes_.size();
    if (is_binary && append_binary(bytes_, view, type, dialect)) {
        return push(type, nullptr, bytes_.size() - begin, true, begin);
    }
    append_as_text(bytes_, view);
    check_text(std::string_view(bytes_).substr(begin));
    push(type, nullptr, bytes_.size() - begin, false, begin);
    bytes_ += '\0';
}

/// Adds bytes as they lie with the caller. A null pointer would be NULL, and an empty view may hold one.
void ParameterEncoder::add_borrowed(std::string_view bytes) {
    push(oid::bytea, bytes.empty() ? "" : bytes.data(), bytes.size(), true, std::string::npos);
}

void ParameterEncoder::push(std::uint32_t type, const char* value, std::size_t size, bool is_binary,
                            std::size_t offset) {
    if (size > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
        throw OperationalError("a parameter of more than 2147483647 bytes",
                               ErrorDetails{.sqlstate = sqlstate::program_limit});
    }
    wire_.types.push_back(type);
    wire_.values.push_back(value);
    wire_.lengths.push_back(static_cast<int>(size));
    wire_.formats.push_back(is_binary ? 1 : 0);
    offsets_.push_back(offset);
}

}  // namespace dbapi::libpq
