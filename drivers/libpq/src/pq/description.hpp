// SPDX-License-Identifier: BSL-1.0
//
// From the head of a libpq result to PEP 249's description, and to how each column is read.
#pragma once

#include <cstdint>
#include <vector>

#include "result_shape.hpp"

struct pg_result;

namespace dbapi::libpq {

struct Dialect;
class TypeCatalog;

/// Returns the OIDs of the columns that the catalog does not know yet, each once.
[[nodiscard]] std::vector<std::uint32_t> unknown_types(const pg_result* result, const TypeCatalog& catalog);

/// Returns the shape of a result or of a described statement. @pre  there are no unknown_types().
[[nodiscard]] ResultShape shape_of(const pg_result* result, const TypeCatalog& catalog,
                                   const Dialect& dialect);

/// Whether the result is of this shape.
[[nodiscard]] bool has_shape(const pg_result* result, const ResultShape& shape) noexcept;

/// Whether the values of the result are in binary; all columns come in the same format.
[[nodiscard]] bool is_binary(const pg_result* result) noexcept;

}  // namespace dbapi::libpq
