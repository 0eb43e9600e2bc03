// SPDX-License-Identifier: BSL-1.0
//
// From the head of a libpq result to PEP 249's description, and to how each column is read.
#pragma once

#include <dbapi/column.hpp>
#include <string>
#include <vector>

#include "codec/registry.hpp"

struct pg_result;

namespace dbapi::libpq {

/// The shape of one result.
struct ResultShape {
    Description columns;
    std::vector<const TypeInfo*> types;  // parallel; null for a type that the driver does not know
};

[[nodiscard]] ResultShape shape_of(const pg_result* result);

}  // namespace dbapi::libpq
