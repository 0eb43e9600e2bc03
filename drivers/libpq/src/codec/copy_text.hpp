// SPDX-License-Identifier: BSL-1.0
//
// Values in COPY's text and CSV formats, and the values of a line of text.
#pragma once

#include <cstddef>
#include <dbapi/value_view.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace dbapi::libpq {

/// Appends a value as COPY's text format has it: NULL as `\N`, backslash, tab and the ends of lines escaped.
/// @throws DataError  22021: text with a NUL byte; the same for the next.
void append_copy_text(std::string& out, const ValueView& value);

/// Appends a value as CSV: NULL as nothing, all else in quotes, which also keeps `\.` from being the end.
void append_copy_csv(std::string& out, const ValueView& value);

/// One value of a row: its bytes, unless it is NULL.
struct CopyField {
    std::string_view bytes{};
    bool is_null = false;
};

/// Takes a line of COPY's text format, without its end, apart.
///
/// @param fields   set to the values; they refer to the line or to `scratch`.
/// @param scratch  overwritten.
/// @throws DataError  malformed: a backslash with nothing behind it, or with something else than the servers
/// write.
void split_copy_text(std::string_view line, std::vector<CopyField>& fields, std::string& scratch);

}  // namespace dbapi::libpq
