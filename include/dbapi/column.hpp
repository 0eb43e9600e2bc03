// SPDX-License-Identifier: BSL-1.0
//
// The description of one result column: the seven items of PEP 249, and the database's name of its type.
#pragma once

#include <dbapi/type_object.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dbapi {

/// One entry of Cursor::description(). PEP 249: C52 to C55.
class Column {
 public:
    std::string name{};    ///< As the database gives it.
    TypeCode type_code{};  ///< Compare it with STRING, BINARY, NUMBER, DATETIME, ROWID.
    std::optional<int> display_size = std::nullopt;   ///< Never known to our drivers.
    std::optional<int> internal_size = std::nullopt;  ///< Bytes, for types of a fixed size.
    std::optional<int> precision = std::nullopt;      ///< Decimal digits in all.
    std::optional<int> scale = std::nullopt;          ///< Decimal digits after the point.
    std::optional<bool> null_ok = std::nullopt;       ///< Whether NULL may occur.
    std::string type_name{};  ///< Extension: as the database names the type; may be empty.

    friend bool operator==(const Column&, const Column&) = default;
};

/// The columns of a result; a null pointer is PEP 249's None, for operations that return no rows (C56, C57).
/// Shared and immutable: it stays valid whatever the cursor does next.
using Description = std::shared_ptr<const std::vector<Column>>;

/// Returns the index of the column with exactly this name.
/// @throws ProgrammingError  no column has it, or several do; the message lists the columns.
[[nodiscard]] DBAPI_EXPORT std::size_t column_index(const std::vector<Column>& columns,
                                                    std::string_view name);

}  // namespace dbapi
