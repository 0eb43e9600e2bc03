// SPDX-License-Identifier: BSL-1.0
#include "codec/bits.hpp"

#include <cstdint>

#include "codec/string_codec.hpp"
#include "codec/wire.hpp"

namespace dbapi::libpq {
namespace {

constexpr std::size_t header_bytes = 4;  // the number of bits

void append_bits(std::string_view bytes, std::string& text) {
    const auto count = static_cast<std::size_t>(load<std::int32_t>(bytes));
    for (std::size_t i = 0; i < count; ++i) {
        const auto byte = static_cast<unsigned char>(bytes[header_bytes + i / 8]);
        text += (byte >> (7 - i % 8) & 1U) != 0 ? '1' : '0';
    }
}

}  // namespace

ValueView view_bits_binary(std::string_view bytes) {
    WireReader reader(bytes, "bit string");
    const std::int64_t count = reader.take<std::int32_t>();
    if (count < 0 || reader.left() != static_cast<std::size_t>((count + 7) / 8)) reader.fail();
    return ValueView::encoded(Kind::string, bytes, string_codec<append_bits>);
}

}  // namespace dbapi::libpq
