// SPDX-License-Identifier: BSL-1.0
//
// A column that COPY writes to, and values in the binary form of its type.
#pragma once

#include <dbapi/value_view.hpp>
#include <string>

#include "codec/type_info.hpp"
#include "dialect.hpp"

namespace dbapi::libpq {

/// A column of the table. Lifetime: as of its types.
struct CopyColumn {
    std::string name;
    const TypeInfo* type = nullptr;
    const TypeInfo* element = nullptr;  ///< The type of an array's elements; null for other columns.
};

/// Whether values can be written in binary for a column of the type: exactly what the server would make of
/// their text, or not at all.
[[nodiscard]] bool has_binary_writer(const CopyColumn& column) noexcept;

/// Appends a value in the binary form of the column's type. Numbers become the type's own where they fit,
/// `real` the nearest; strings are parsed where the type is temporal, decimal, uuid or json; columns of text
/// take the text of every kind but binary.
/// @pre  has_binary_writer(), not NULL.
/// @throws DataError  it does not fit; the message does not name the column.
void append_for_column(std::string& out, const ValueView& value, const CopyColumn& column,
                       const Dialect& dialect);

}  // namespace dbapi::libpq
