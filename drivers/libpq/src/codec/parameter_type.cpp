// SPDX-License-Identifier: BSL-1.0
#include "codec/parameter_type.hpp"

#include <algorithm>
#include <dbapi/array.hpp>
#include <dbapi/errors.hpp>
#include <limits>
#include <optional>
#include <string>

#include "codec/registry.hpp"
#include "oids.hpp"

namespace dbapi::libpq {
namespace {

using Offset = TypeHint::Offset;

[[noreturn]] void throw_no_type(const std::string& message) {
    throw DataError(message, ErrorDetails{.sqlstate = "22000"});
}

std::uint32_t by_offset(Offset offset, std::uint32_t without, std::uint32_t with) {
    if (offset == Offset::unknown) return oid::unspecified;
    return offset == Offset::none ? without : with;
}

std::uint32_t type_of(const TypeHint& hint, const Dialect& dialect) {
    switch (hint.kind) {
        case Kind::boolean: return oid::boolean;
        case Kind::integer: return dialect.narrow_integers && hint.width <= 4 ? oid::int4 : oid::int8;
        case Kind::real: return oid::float8;
        case Kind::decimal: return oid::numeric;
        case Kind::binary: return oid::bytea;
        case Kind::date: return oid::date;
        case Kind::time: return by_offset(hint.offset, oid::time, oid::timetz);
        case Kind::timestamp: return by_offset(hint.offset, oid::timestamp, oid::timestamptz);
        case Kind::interval: return oid::interval;
        case Kind::uuid: return oid::uuid;
        case Kind::null:
        case Kind::string:
        case Kind::json:
        case Kind::array:
        case Kind::other: break;
    }
    return oid::unspecified;
}

TypeHint hint_of(const ValueView& view) {
    TypeHint hint{.kind = view.kind()};
    const auto offset = [](bool has_offset) { return has_offset ? Offset::some : Offset::none; };
    if (hint.kind == Kind::integer) hint.width = view.width();
    if (hint.kind == Kind::time) hint.offset = offset(view.as_time().has_offset());
    if (hint.kind == Kind::timestamp) hint.offset = offset(view.as_timestamp().has_offset());
    return hint;
}

/// Returns the kind that holds elements of both kinds.
Kind common_kind(Kind a, Kind b) {
    if (a == b || a == Kind::null) return b;
    const Kind other = a == Kind::integer ? b : a;
    const bool is_number = other == Kind::real || other == Kind::decimal;
    if ((a == Kind::integer || b == Kind::integer) && is_number) return other;
    throw_no_type("an array cannot hold both " + std::string(to_string(a)) + " and " +
                  std::string(to_string(b)) + " elements");
}

/// Finds the type that all elements have in common, beginning with what is known of it.
TypeHint fold(TypeHint hint, const Array& array) {
    bool has_infinity = false;
    for (const Value& element : array.elements()) {
        if (element.is_null()) continue;
        if (element.kind() == Kind::array) {
            throw_no_type("an array cannot hold arrays: a dbapi::Array of several dimensions is one array");
        }
        const TypeHint its = hint_of(ValueView(element));
        hint.kind = common_kind(hint.kind, its.kind);
        if (its.kind == Kind::timestamp && !element.get_if<Timestamp>()->is_finite()) {
            has_infinity = true;  // goes with both
            continue;
        }
        if (its.offset == Offset::unknown || its.offset == hint.offset) continue;
        if (hint.offset != Offset::unknown) {
            throw_no_type("an array cannot hold elements of kind " + std::string(to_string(hint.kind)) +
                          " both with and without a UTC offset");
        }
        hint.offset = its.offset;
    }
    if (has_infinity && hint.offset == Offset::unknown) hint.offset = Offset::none;
    return hint;
}

/// Whether all elements that are integers fulfil a condition.
template <class Condition>
bool all_integers(const Array& array, Condition condition) {
    return std::all_of(array.elements().begin(), array.elements().end(), [&](const Value& element) {
        const auto* number = element.get_if<std::int64_t>();
        return !number || condition(*number);
    });
}

bool fits_int4(std::int64_t number) { return number == static_cast<std::int32_t>(number); }

bool fits_float8(std::int64_t number) {
    const auto real = static_cast<double>(number);
    return real < 0x1p63 && static_cast<std::int64_t>(real) == number;
}

std::uint32_t element_type(const Array& array, const TypeHint& known, const Dialect& dialect) {
    TypeHint hint = fold(known, array);
    if (hint.kind == Kind::string) return oid::text;
    if (hint.kind == Kind::integer && !all_integers(array, fits_int4)) hint.width = 8;
    if (hint.kind == Kind::real && !all_integers(array, fits_float8)) {
        throw DataError("an integer in an array of real numbers would be rounded",
                        ErrorDetails{.sqlstate = sqlstate::out_of_range});
    }
    return type_of(hint, dialect);
}

}  // namespace

std::uint32_t parameter_type(const ValueView& view, const Dialect& dialect) {
    if (view.is_null()) return type_of(view.hint(), dialect);
    if (view.kind() != Kind::array) return type_of(hint_of(view), dialect);
    const std::uint32_t element = element_type(view.as_array(), view.hint(), dialect);
    return element == oid::unspecified ? oid::unspecified : find_array_of(element)->oid;
}

}  // namespace dbapi::libpq
