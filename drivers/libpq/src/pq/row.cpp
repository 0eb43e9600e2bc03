// SPDX-License-Identifier: BSL-1.0
#include "pq/row.hpp"

#include <libpq-fe.h>

#include <charconv>

namespace dbapi::libpq {

bool has_columns(const pg_result* result) noexcept {
    return is_partial(result) || PQresultStatus(result) == PGRES_TUPLES_OK;
}

bool is_partial(const pg_result* result) noexcept {
    const auto status = PQresultStatus(result);
#ifdef LIBPQ_HAS_CHUNK_MODE
    if (status == PGRES_TUPLES_CHUNK) return true;
#endif
    return status == PGRES_SINGLE_TUPLE;
}

std::size_t row_count(const pg_result* result) noexcept {
    return static_cast<std::size_t>(PQntuples(result));
}

std::optional<std::string_view> field(const pg_result* result, std::size_t row, std::size_t column) noexcept {
    const int y = static_cast<int>(row);
    const int x = static_cast<int>(column);
    const int length = PQgetlength(result, y, x);
    if (length == 0 && PQgetisnull(result, y, x) == 1) return std::nullopt;
    return std::string_view(PQgetvalue(result, y, x), static_cast<std::size_t>(length));
}

void view_row(const pg_result* result, std::size_t row, std::span<const TypeInfo::View> views,
              std::span<ValueView> out) {
    const int y = static_cast<int>(row);
    const int width = static_cast<int>(out.size());
    for (int x = 0; x < width; ++x) {
        const auto i = static_cast<std::size_t>(x);
        const int length = PQgetlength(result, y, x);
        if (length == 0 && PQgetisnull(result, y, x) == 1) {
            out[i] = ValueView();
        } else if (const auto view = views[i]) {
            const std::string_view bytes(PQgetvalue(result, y, x), static_cast<std::size_t>(length));
            out[i].emplace([&] { return view(bytes); });
        }
    }
}

driver::Completion completion_of(pg_result* result) {
    driver::Completion completion{.statusmessage = PQcmdStatus(result)};
    const std::string_view affected = PQcmdTuples(result);  // empty for commands that count nothing
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(affected.data(), affected.data() + affected.size(), count);
    if (error == std::errc() && end == affected.data() + affected.size()) completion.rowcount = count;
    return completion;
}

}  // namespace dbapi::libpq
