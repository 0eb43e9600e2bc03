// SPDX-License-Identifier: BSL-1.0
//
// From the core's views to what libpq sends: always bound, never pasted into the SQL.
#pragma once

#include <dbapi/value_view.hpp>
#include <span>
#include <string>

#include "codec/encode.hpp"
#include "dialect.hpp"
#include "pq/session.hpp"

namespace dbapi::libpq {

/// The parameters of one statement, reused from call to call.
class ParameterEncoder {
 public:
    /// Encodes the views. The result is valid until the next call, and while the views' own bytes are.
    /// @throws DataError  text with a NUL byte, an array whose elements have no type in common, or a
    /// parameter of more than 2^31 - 1 bytes.
    const WireParameters& encode(std::span<const ValueView> views, const Dialect& dialect,
                                 ParameterFormat format = ParameterFormat::automatic);

    /// Gives back the memory that large parameters took. Ends the validity of what encode() returned.
    void trim() noexcept {
        constexpr std::size_t most_kept_bytes = std::size_t{64} * 1024;
        if (bytes_.capacity() > most_kept_bytes) bytes_ = std::string();
    }

 private:
    void add(const ValueView& view, const Dialect& dialect, ParameterFormat format);
    void add_borrowed(std::string_view bytes);
    void push(std::uint32_t type, const char* value, std::size_t size, bool is_binary, std::size_t offset);

    WireParameters wire_;
    std::string bytes_;                 // the parameters; those in text each with a NUL behind it
    std::vector<std::size_t> offsets_;  // where each parameter begins in `bytes_`; npos for the others
};

}  // namespace dbapi::libpq
