// SPDX-License-Identifier: BSL-1.0
#include "pq/description.hpp"

#include <libpq-fe.h>

#include "oids.hpp"

namespace dbapi::libpq {
namespace {

constexpr int modifier_header = 4;  // what the server adds to the lengths in a type modifier

Column column_of(const PGresult* result, int index, const TypeInfo* type) {
    const auto native = static_cast<std::uint32_t>(PQftype(result, index));
    const int modifier = PQfmod(result, index);
    const int size = PQfsize(result, index);
    Column column;
    column.name = PQfname(result, index);
    column.type_code = TypeCode(type ? type->kind : Kind::other, native, native == oid::oid);
    column.type_name = type ? std::string(type->name) : "oid " + std::to_string(native);
    if (size > 0) column.internal_size = size;
    if (modifier >= modifier_header) {
        const int value = modifier - modifier_header;
        if (native == oid::numeric) {
            column.precision = (value >> 16) & 0xffff;
            const int scale = value & 0x7ff;  // 11 bits with a sign
            column.scale = scale >= 0x400 ? scale - 0x800 : scale;
        } else if (native == oid::varchar || native == oid::bpchar) {
            column.display_size = value;
        }
    }
    return column;
}

}  // namespace

ResultShape shape_of(const pg_result* result) {
    ResultShape shape;
    std::vector<Column> columns;
    for (int i = 0; i < PQnfields(result); ++i) {
        shape.types.push_back(find_type(static_cast<std::uint32_t>(PQftype(result, i))));
        columns.push_back(column_of(result, i, shape.types.back()));
    }
    shape.columns = std::make_shared<const std::vector<Column>>(std::move(columns));
    return shape;
}

}  // namespace dbapi::libpq
