// SPDX-License-Identifier: BSL-1.0
//
// The rows of COPY … TO STDOUT, out of the pieces in which they come.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "codec/copy_text.hpp"

namespace dbapi::libpq {

/// Takes the data of one COPY apart, piece by piece. Every row must be whole in its piece in binary; in text
/// it may be spread over several.
class CopyReader {
 public:
    CopyReader(bool is_binary, std::size_t column_count) noexcept
        : is_binary_(is_binary), column_count_(column_count) {}

    /// Adds the next piece. @pre  next() has returned false.
    /// Lifetime: the piece must stay until the next call.
    /// @throws DataError  malformed; the same for the others.
    void feed(std::string_view piece);

    /// Moves to the next row. Returns false when that needs another piece, or at the end.
    [[nodiscard]] bool next();

    /// Returns the values of the row. Lifetime: until the next call of anything.
    [[nodiscard]] const std::vector<CopyField>& fields() const noexcept { return fields_; }

    /// Says that there are no more pieces. @throws DataError  the data is not complete.
    void finish() const;

 private:
    [[nodiscard]] bool next_binary();
    [[nodiscard]] bool next_line();
    void take_header();

    bool is_binary_;
    std::size_t column_count_;
    bool has_header_ = false;
    bool has_trailer_ = false;
    std::string_view left_;  // of the piece
    std::string partial_;    // the beginning of a line whose end is still to come
    std::string line_;
    std::string scratch_;
    std::vector<CopyField> fields_;
};

}  // namespace dbapi::libpq
