// SPDX-License-Identifier: BSL-1.0
#include "codec/copy_position.hpp"

#include <algorithm>
#include <charconv>
#include <string>

namespace dbapi::libpq {

RowRange rows_at_fault(const Diagnostics& told, std::string_view table, CopyFormat format, std::size_t sent) {
    const RowRange all{0, sent - 1};
    if (format == CopyFormat::csv) return all;
    // What calls COPY, if anything does, stands in the lines behind; what it calls, in those before.
    const std::string start = "COPY " + std::string(table) + ", ";
    std::string_view context = told.context;
    while (!context.empty() && !context.starts_with(start)) {
        context.remove_prefix(std::min(context.find('\n'), context.size() - 1) + 1);
    }
    if (context.empty()) return all;
    context.remove_prefix(start.size());
    // "line" may be in another language.
    const auto digits = context.find_first_of("0123456789,\n");
    if (digits == std::string_view::npos) return all;
    std::size_t line = 0;
    const auto [end, error] = std::from_chars(context.data() + digits, context.data() + context.size(), line);
    if (error != std::errc() || line == 0 || line > sent) return all;
    return {line - 1, line - 1};
}

}  // namespace dbapi::libpq
