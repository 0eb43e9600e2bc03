// SPDX-License-Identifier: BSL-1.0
//
// Binary's text form.
#include <dbapi/binary.hpp>
#include <dbapi/errors.hpp>

#include "hex.hpp"

namespace dbapi {

Binary::Binary(std::string_view bytes) : Binary(std::as_bytes(std::span(bytes))) {}

Binary Binary::from_hex(std::string_view digits) {
    const auto refuse = [] {
        throw DataError("not valid hexadecimal digits", ErrorDetails{.sqlstate = sqlstate::bad_text});
    };
    if (digits.size() % 2 != 0) refuse();
    std::vector<std::byte> bytes;
    bytes.reserve(digits.size() / 2);
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        const int value = hex::byte_value(digits[i], digits[i + 1]);
        if (value < 0) refuse();
        bytes.push_back(static_cast<std::byte>(value));
    }
    return Binary(std::move(bytes));
}

std::string Binary::to_hex() const {
    std::string out;
    out.reserve(bytes_.size() * 2);
    for (const std::byte byte : bytes_) hex::append_byte(out, std::to_integer<unsigned>(byte));
    return out;
}

}  // namespace dbapi
