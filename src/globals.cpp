// SPDX-License-Identifier: BSL-1.0
#include <dbapi/globals.hpp>

namespace dbapi {

std::string_view to_string(ParamStyle style) noexcept {
    switch (style) {
        case ParamStyle::automatic: return "automatic";
        case ParamStyle::qmark: return "qmark";
        case ParamStyle::numeric: return "numeric";
        case ParamStyle::named: return "named";
        case ParamStyle::format: return "format";
        case ParamStyle::pyformat: return "pyformat";
        case ParamStyle::dollar: return "dollar";
    }
    return "unknown";
}

}  // namespace dbapi
