// SPDX-License-Identifier: BSL-1.0
#include "codec/objects.hpp"

#include <dbapi/other.hpp>
#include <string>

#include "codec/arrays.hpp"

namespace dbapi::libpq {

Value make_object(const TypeInfo& type, const TypeInfo* element, std::string_view text) {
    if (type.kind == Kind::array && element) return read_array_text(text, *element, type.delimiter);
    return Other(std::string(type.name), std::string(text));
}

}  // namespace dbapi::libpq
