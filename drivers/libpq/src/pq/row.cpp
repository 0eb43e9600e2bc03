// SPDX-License-Identifier: BSL-1.0
#include "pq/row.hpp"

#include <libpq-fe.h>

#include <charconv>

namespace dbapi::libpq {

bool has_columns(const pg_result* result) noexcept {
    const auto status = PQresultStatus(result);
    return status == PGRES_SINGLE_TUPLE || status == PGRES_TUPLES_OK;
}

bool is_row(const pg_result* result) noexcept { return PQresultStatus(result) == PGRES_SINGLE_TUPLE; }

bool is_null(const pg_result* result, std::size_t column) noexcept {
    return PQgetisnull(result, 0, static_cast<int>(column)) == 1;
}

std::string_view field(const pg_result* result, std::size_t column) noexcept {
    const int index = static_cast<int>(column);
    return {PQgetvalue(result, 0, index), static_cast<std::size_t>(PQgetlength(result, 0, index))};
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
