// SPDX-License-Identifier: BSL-1.0
//
// The shape of a result: PEP 249's description of it, and how each column is read.
#pragma once

#include <dbapi/column.hpp>
#include <vector>

#include "codec/type_info.hpp"

namespace dbapi::libpq {

/// Immutable once made, so that all executions of a prepared statement share it.
struct ResultShape {
    Description columns{};
    std::vector<const TypeInfo*> types{};        ///< Parallel to the columns.
    std::vector<TypeInfo::View> binary_views{};  ///< Parallel; null where a value must be made as an object.
    std::vector<TypeInfo::View> text_views{};    ///< The same for text in the styles that we set.
    bool can_be_binary = true;                   ///< Whether every column can come in binary.
    bool has_style = false;                      ///< Whether some column's text is in the session's style.
};

}  // namespace dbapi::libpq
