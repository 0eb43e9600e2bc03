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

std::string to_utf8(char32_t character) {
    if (character > 0x10'ffff || (character >= 0xd800 && character <= 0xdfff)) {
        throw DataError("a code unit that is no character by itself",
                        ErrorDetails{.sqlstate = sqlstate::bad_encoding});
    }
    std::string text;
    const auto append = [&](char32_t bits) { text += static_cast<char>(static_cast<unsigned char>(bits)); };
    const auto append_rest = [&](unsigned shift) { append(0x80U | (character >> shift & 0x3fU)); };
    if (character < 0x80) {
        append(character);
    } else if (character < 0x800) {
        append(0xc0U | character >> 6U);
        append_rest(0);
    } else if (character < 0x1'0000) {
        append(0xe0U | character >> 12U);
        append_rest(6);
        append_rest(0);
    } else {
        append(0xf0U | character >> 18U);
        append_rest(12);
        append_rest(6);
        append_rest(0);
    }
    return text;
}

}  // namespace detail

std::string Value::to_string() const {
    std::string text;
    ValueView(*this).append_text(text);
    return text;
}

std::ostream& operator<<(std::ostream& out, const Value& value) { return out << value.to_string(); }

}  // namespace dbapi
