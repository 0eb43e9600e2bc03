// SPDX-License-Identifier: BSL-1.0
#include "codec/objects.hpp"

#include <dbapi/other.hpp>
#include <string>

#include "codec/array_text.hpp"
#include "codec/arrays.hpp"

namespace dbapi::libpq {

Value make_object(const TypeInfo& type, const TypeInfo* element, std::string_view text,
                  const TextStyle& style) {
    const bool is_styled = !style.is_default() && has_style(type.oid);
    if (type.kind == Kind::array && element) {
        if (!is_styled) return read_array_text(text, *element, type.delimiter);
        return parse_array(text, type.delimiter,
                           [&](std::string_view item) { return decode_styled(element->oid, item, style); });
    }
    if (is_styled) return decode_styled(type.oid, text, style);
    return Other(std::string(type.name), std::string(text));
}

}  // namespace dbapi::libpq
