// SPDX-License-Identifier: BSL-1.0
//
// The data of COPY … TO STDOUT in any pieces: no read beyond them, and text means the same however it is cut.
// Input: one byte for the format, one for the number of columns, one for the size of a piece, the data.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <dbapi/errors.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "codec/copy_read.hpp"

namespace {

using Rows = std::vector<std::vector<std::optional<std::string>>>;

/// Returns all rows; nothing when the data is malformed.
std::optional<Rows> read_all(bool is_binary, std::size_t columns, std::string_view data,
                             std::size_t size) try {
    dbapi::libpq::CopyReader reader(is_binary, columns);
    Rows rows;
    for (; !data.empty(); data.remove_prefix(std::min(size, data.size()))) {
        const auto part = data.substr(0, size);
        const auto piece = std::make_unique<char[]>(part.size());  // a sanitizer sees its end
        std::copy(part.begin(), part.end(), piece.get());
        reader.feed({piece.get(), part.size()});
        while (reader.next()) {
            auto& row = rows.emplace_back();
            for (const auto& field : reader.fields()) {
                row.push_back(field.is_null ? std::nullopt : std::optional(std::string(field.bytes)));
            }
            if (row.size() != columns) std::abort();
        }
    }
    reader.finish();
    return rows;
} catch (const dbapi::DataError&) {
    return std::nullopt;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 3) return 0;
    const bool is_binary = (data[0] & 1U) != 0;
    const std::size_t columns = data[1] % 8;
    const std::size_t piece = 1 + std::size_t{data[2]};
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 3, size - 3);
    const auto whole = read_all(is_binary, columns, bytes, std::max<std::size_t>(bytes.size(), 1));
    const auto cut = read_all(is_binary, columns, bytes, piece);
    if (!is_binary && whole != cut) std::abort();
    return 0;
}
