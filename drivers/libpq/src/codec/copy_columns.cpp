// SPDX-License-Identifier: BSL-1.0
#include "codec/copy_columns.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <dbapi/array.hpp>
#include <dbapi/read_view.hpp>
#include <limits>
#include <utility>

#include "codec/encode.hpp"
#include "codec/numbers.hpp"
#include "codec/strings.hpp"
#include "codec/temporal.hpp"
#include "codec/wire.hpp"
#include "oids.hpp"

namespace dbapi::libpq {
namespace {

using detail::Misfit;
using detail::Target;
using detail::throw_misfit;

/// Whether the type is the same in text and binary, and its text can be that of any value.
bool is_text_like(const TypeInfo& type) noexcept {
    return type.kind == Kind::string && type.view_text == view_string && type.view_binary == view_string;
}

bool has_scalar_writer(const TypeInfo& type) noexcept {
    static constexpr auto types = std::to_array<std::uint32_t>(
        {oid::boolean, oid::bytea, oid::int8, oid::int2, oid::int4, oid::oid, oid::json, oid::float4,
         oid::float8, oid::date, oid::time, oid::timestamp, oid::timestamptz, oid::interval, oid::timetz,
         oid::numeric, oid::uuid, oid::jsonb});
    return is_text_like(type) || std::find(types.begin(), types.end(), type.oid) != types.end();
}

template <class Int>
Int read_narrow(const ValueView& value, const Target& target) {
    const std::int64_t number = detail::read_integer(value, target);
    if (!std::in_range<Int>(number)) throw_misfit(Misfit::out_of_range, value.kind(), target);
    return static_cast<Int>(number);
}

/// Returns the nearest number, as the server does; not where it would be none, or zero.
float read_float4(const ValueView& value, const Target& target) {
    const double number = detail::read_real(value, target);
    const auto narrow = static_cast<float>(number);
    const bool is_lost = (std::isinf(narrow) && !std::isinf(number)) || (narrow == 0 && number != 0);
    if (is_lost) throw_misfit(Misfit::out_of_range, value.kind(), target);
    return narrow;
}

/// The infinities of NUMERIC, which parameters send as text: servers before PostgreSQL 14 refuse them.
void append_infinite_numeric(std::string& out, bool is_negative) {
    append(out, std::uint32_t{0});
    append(out, static_cast<std::uint16_t>(is_negative ? 0xf000 : 0xd000));
    append(out, std::uint16_t{0});
}

void append_numeric(std::string& out, const ValueView& value, const Target& target, const Dialect& dialect) {
    const Decimal decimal = detail::read_decimal(value, target);
    if (append_binary(out, ValueView::decimal(decimal.str()), oid::numeric, dialect)) return;
    if (!decimal.str().ends_with('y')) throw_misfit(Misfit::out_of_range, value.kind(), target);
    append_infinite_numeric(out, decimal.str().starts_with('-'));
}

void append_time(std::string& out, const ValueView& value, const Target& target, bool with_offset) {
    const Time time = detail::read_time(value, target);
    if (time.has_offset() != with_offset) {
        throw_misfit(with_offset ? Misfit::other_kind : Misfit::has_offset, value.kind(), target);
    }
    if (with_offset) return append_timetz_binary(out, time);
    append_time_binary(out, time);
}

void append_timestamp(std::string& out, const ValueView& value, const Target& target, bool with_offset) {
    const Timestamp timestamp = detail::read_timestamp(value, target);
    if (timestamp.is_finite() && timestamp.has_offset() != with_offset) {
        throw_misfit(with_offset ? Misfit::other_kind : Misfit::has_offset, value.kind(), target);
    }
    append_timestamp_binary(out, timestamp);
}

void append_date(std::string& out, const ValueView& value, const Target& target) {
    if (!append_date_binary(out, detail::read_date(value, target))) {
        throw_misfit(Misfit::out_of_range, value.kind(), target);
    }
}

void append_json(std::string& out, const ValueView& value, const Target& target) {
    if (value.kind() != Kind::json && value.kind() != Kind::string) {
        throw_misfit(Misfit::other_kind, value.kind(), target);
    }
    check_text(value.bytes());
    out += value.bytes();
}

void append_as_text(std::string& out, const ValueView& value, const Target& target) {
    if (value.kind() == Kind::binary) throw_misfit(Misfit::other_kind, value.kind(), target);
    const std::size_t begin = out.size();
    value.append_text(out);
    check_text(std::string_view(out).substr(begin));
}

void append_scalar(std::string& out, const ValueView& value, const TypeInfo& type, const Dialect& dialect) {
    if (value.codec()) {
        const Value owned = value.to_value();
        return append_scalar(out, ValueView(owned), type, dialect);
    }
    const Target target{nullptr, type.name};
    switch (type.oid) {
        case oid::boolean: return append_boolean_binary(out, detail::read_boolean(value, target));
        case oid::int2: return append_int2_binary(out, read_narrow<std::int16_t>(value, target));
        case oid::int4: return append_int4_binary(out, read_narrow<std::int32_t>(value, target));
        case oid::int8: return append_int8_binary(out, detail::read_integer(value, target));
        case oid::oid: return append(out, read_narrow<std::uint32_t>(value, target));
        case oid::float4: return append_float4_binary(out, read_float4(value, target));
        case oid::float8: return append_float8_binary(out, detail::read_real(value, target));
        case oid::numeric: return append_numeric(out, value, target, dialect);
        case oid::date: return append_date(out, value, target);
        case oid::time: return append_time(out, value, target, false);
        case oid::timetz: return append_time(out, value, target, true);
        case oid::timestamp: return append_timestamp(out, value, target, false);
        case oid::timestamptz: return append_timestamp(out, value, target, true);
        case oid::interval:
            if (append_interval_binary(out, detail::read_interval(value, target))) return;
            throw DataError("the interval has the binary form of an infinity, which it is not",
                            ErrorDetails{.sqlstate = "22008"});
        case oid::jsonb: out += jsonb_version; [[fallthrough]];
        case oid::json: return append_json(out, value, target);
        case oid::uuid: {
            const Uuid uuid = detail::read_uuid(value, target);
            out += ValueView::uuid(uuid).bytes();
            return;
        }
        case oid::bytea:
            if (value.kind() != Kind::binary) throw_misfit(Misfit::other_kind, value.kind(), target);
            out += value.bytes();
            return;
        default: append_as_text(out, value, target);
    }
}

}  // namespace

bool has_binary_writer(const CopyColumn& column) noexcept {
    if (column.type->kind != Kind::array) return has_scalar_writer(*column.type);
    return column.element && has_scalar_writer(*column.element);
}

void append_for_column(std::string& out, const ValueView& value, const CopyColumn& column,
                       const Dialect& dialect) {
    if (!column.element) return append_scalar(out, value, *column.type, dialect);
    const Array array = detail::read_array(value, {nullptr, column.type->name});
    append_array_header(out, array, column.element->oid);
    for (const Value& element : array.elements()) {
        const std::size_t field = begin_field(out);
        if (element.is_null()) continue;
        append_scalar(out, ValueView(element), *column.element, dialect);
        end_field(out, field);
    }
}

}  // namespace dbapi::libpq
