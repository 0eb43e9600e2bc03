// SPDX-License-Identifier: BSL-1.0
//
// Which type a parameter is declared as: by its C++ type and never by its value, so that the same statement
// always has the same types.
#pragma once

#include <cstdint>
#include <dbapi/value_view.hpp>

#include "dialect.hpp"

namespace dbapi::libpq {

/// Returns the OID to declare; 0 when the server is to infer it from the context.
///
/// That is so for text-like values and for NULLs of no known type: it works where a declared type would not,
/// on PostgreSQL and on CockroachDB. An array has the type of its elements, text-like ones too.
///
/// @throws DataError  an array whose elements have no type in common, or whose integers would be rounded.
[[nodiscard]] std::uint32_t parameter_type(const ValueView& view, const Dialect& dialect);

}  // namespace dbapi::libpq
