// SPDX-License-Identifier: BSL-1.0
#include <dbapi/errors.hpp>
#include <dbapi/value.hpp>
#include <dbapi/value_view.hpp>

namespace dbapi {

std::string_view to_string(Kind kind) noexcept {
    switch (kind) {
        case Kind::null: return "null";
        case Kind::boolean: return "boolean";
        case Kind::integer: return "integer";
        case Kind::real: return "real";
        case Kind::decimal: return "decimal";
        case Kind::string: return "string";
        case Kind::binary: return "binary";
        case Kind::date: return "date";
        case Kind::time: return "time";
        case Kind::timestamp: return "timestamp";
        case Kind::interval: return "interval";
        case Kind::uuid: return "uuid";
        case Kind::json: return "json";
        case Kind::array: return "array";
        case Kind::other: return "other";
    }
    return "unknown";
}

namespace detail {

void throw_integer_out_of_range() {
    throw DataError("the integer does not fit SQL's 64-bit integers",
                    ErrorDetails{.sqlstate = sqlstate::out_of_range});
}

void throw_null_pointer() {
    throw InterfaceError("a null pointer is no SQL value: pass dbapi::null for NULL");
}

}  // namespace detail

std::string Value::to_string() const {
    std::string text;
    ValueView(*this).append_text(text);
    return text;
}

std::ostream& operator<<(std::ostream& out, const Value& value) { return out << value.to_string(); }

}  // namespace dbapi
