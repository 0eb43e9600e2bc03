// SPDX-License-Identifier: BSL-1.0
#include "codec/encode.hpp"

#include <algorithm>
#include <dbapi/array.hpp>
#include <dbapi/errors.hpp>

#include "codec/numbers.hpp"
#include "codec/numeric.hpp"
#include "codec/registry.hpp"
#include "codec/temporal.hpp"
#include "codec/wire.hpp"
#include "oids.hpp"

namespace dbapi::libpq {
namespace {

bool append_numeric(std::string& out, const ValueView& view, const Dialect& dialect) {
    if (!dialect.has_exact_binary) return false;
    if (view.kind() == Kind::integer) return append_numeric_binary(out, std::to_string(view.as_integer()));
    return append_numeric_binary(out, view.bytes());
}

bool append_timestamp(std::string& out, const Timestamp& timestamp, const Dialect& dialect) {
    if (!dialect.has_exact_binary && !timestamp.is_finite()) return false;
    append_timestamp_binary(out, timestamp);
    return true;
}

bool append_timetz(std::string& out, const Time& time, const Dialect& dialect) {
    if (!dialect.has_exact_binary) return false;
    append_timetz_binary(out, time);
    return true;
}

bool append_elements(std::string& out, const Array& array, std::uint32_t element, const Dialect& dialect) {
    for (const Value& value : array.elements()) {
        const std::size_t field = begin_field(out);
        if (value.is_null()) continue;
        if (!append_binary(out, ValueView(value), element, dialect)) return false;
        end_field(out, field);
    }
    return true;
}

bool append_array(std::string& out, const Array& array, std::uint32_t element, const Dialect& dialect) {
    const auto dimensions = array.dimensions();
    if (!dialect.has_exact_binary &&
        std::any_of(dimensions.begin(), dimensions.end(), [](const auto& d) { return d.lower_bound != 1; })) {
        return false;
    }
    const std::size_t begin = out.size();
    append_array_header(out, array, element);
    if (append_elements(out, array, element, dialect)) return true;
    out.resize(begin);
    return false;
}

}  // namespace

bool append_binary(std::string& out, const ValueView& view, std::uint32_t type, const Dialect& dialect) {
    if (view.kind() == Kind::array) {
        const TypeInfo* info = find_type(type);
        return info && append_array(out, view.as_array(), info->element, dialect);
    }
    switch (type) {
        case oid::boolean: append_boolean_binary(out, view.as_boolean()); return true;
        case oid::int4: append_int4_binary(out, static_cast<std::int32_t>(view.as_integer())); return true;
        case oid::int8: append_int8_binary(out, view.as_integer()); return true;
        case oid::float8:
            append_float8_binary(
                out, view.kind() == Kind::real ? view.as_real() : static_cast<double>(view.as_integer()));
            return true;
        case oid::numeric: return append_numeric(out, view, dialect);
        case oid::text: check_text(view.bytes()); [[fallthrough]];
        case oid::bytea:
        case oid::uuid: out += view.bytes(); return true;
        case oid::date: return append_date_binary(out, view.as_date());
        case oid::time: append_time_binary(out, view.as_time()); return true;
        case oid::timetz: return append_timetz(out, view.as_time(), dialect);
        case oid::timestamp:
        case oid::timestamptz: return append_timestamp(out, view.as_timestamp(), dialect);
        case oid::interval: return append_interval_binary(out, view.as_interval());
        default: return false;
    }
}

void append_array_header(std::string& out, const Array& array, std::uint32_t element) {
    const auto dimensions = array.dimensions();
    const auto values = array.elements();
    append(out, static_cast<std::int32_t>(dimensions.size()));
    append(out, std::int32_t{std::any_of(values.begin(), values.end(), [](auto& v) { return v.is_null(); })});
    append(out, element);
    for (const auto& dimension : dimensions) {
        append(out, static_cast<std::int32_t>(dimension.length));
        append(out, dimension.lower_bound);
    }
}

void check_text(std::string_view text) {
    if (text.find('\0') != std::string_view::npos) {
        throw DataError("text with a NUL byte cannot be sent: use Binary for bytes",
                        ErrorDetails{.sqlstate = sqlstate::bad_encoding});
    }
}

}  // namespace dbapi::libpq
