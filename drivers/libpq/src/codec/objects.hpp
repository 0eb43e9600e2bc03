// SPDX-License-Identifier: BSL-1.0
//
// Values of types that the driver does not read: they are made as objects, from the server's text.
#pragma once

#include <dbapi/value.hpp>
#include <string_view>

#include "codec/type_info.hpp"

namespace dbapi::libpq {

/// Returns an Other that holds the text; for an array type, an Array of its elements.
/// @param element  the type of an array's elements; null when that is unknown, or the type is no array.
/// @throws DataError  an array's text is malformed.
[[nodiscard]] Value make_object(const TypeInfo& type, const TypeInfo* element, std::string_view text);

}  // namespace dbapi::libpq
