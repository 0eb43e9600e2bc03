// SPDX-License-Identifier: BSL-1.0
//
// Values that are made as objects, from the server's text: of types that the driver does not read, and in a
// style of dates that the codecs do not read.
#pragma once

#include <dbapi/value.hpp>
#include <string_view>

#include "codec/styled.hpp"
#include "codec/type_info.hpp"

namespace dbapi::libpq {

/// Returns an Other that holds the text; for an array type, an Array of its elements; for a type that is
/// read, its value.
/// @param element  the type of an array's elements; null when that is unknown, or the type is no array.
/// @throws DataError  the text is malformed.
[[nodiscard]] Value make_object(const TypeInfo& type, const TypeInfo* element, std::string_view text,
                                const TextStyle& style = {});

}  // namespace dbapi::libpq
