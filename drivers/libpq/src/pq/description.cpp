// SPDX-License-Identifier: BSL-1.0
#include "pq/description.hpp"

#include <libpq-fe.h>

#include <algorithm>

#include "codec/registry.hpp"
#include "codec/strings.hpp"
#include "codec/styled.hpp"
#include "dialect.hpp"
#include "oids.hpp"
#include "type_catalog.hpp"

namespace dbapi::libpq {
namespace {

constexpr int modifier_header = 4;  // what the server adds to the lengths in a type modifier

Column column_of(const PGresult* result, int index, const TypeInfo& type) {
    const auto native = static_cast<std::uint32_t>(PQftype(result, index));
    const int modifier = PQfmod(result, index);
    const int size = PQfsize(result, index);
    Column column;
    column.name = PQfname(result, index);
    column.type_code = TypeCode(type.kind, native, native == oid::oid);
    column.type_name = std::string(type.name);
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

bool can_be_binary(const TypeInfo& type, const Dialect& dialect) noexcept {
    const bool has_decimals = type.oid == oid::numeric || type.element == oid::numeric;
    return type.view_binary != nullptr && (dialect.has_exact_binary || !has_decimals);
}

}  // namespace

std::vector<std::uint32_t> unknown_types(const pg_result* result, const TypeCatalog& catalog) {
    std::vector<std::uint32_t> unknown;
    for (int i = 0; i < PQnfields(result); ++i) {
        const std::uint32_t oid = PQftype(result, i);
        const bool is_new = std::find(unknown.begin(), unknown.end(), oid) == unknown.end();
        if (is_new && !catalog.find(oid)) unknown.push_back(oid);
    }
    return unknown;
}

ResultShape shape_of(const pg_result* result, const TypeCatalog& catalog, const Dialect& dialect) {
    ResultShape shape;
    const int count = PQnfields(result);
    auto columns = std::make_shared<std::vector<Column>>();
    columns->reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        const TypeInfo& found = *catalog.find(PQftype(result, i));
        const TypeInfo& type = dialect.has_infinite_intervals ? found : with_finite_intervals(found);
        shape.types.push_back(&type);
        columns->push_back(column_of(result, i, type));
        // A string is borrowed as text, as in the other format, and needs to be one.
        const bool is_written = type.kind == Kind::string && type.view_binary != view_string;
        shape.binary_views.push_back(is_written ? nullptr : type.view_binary);
        shape.text_views.push_back(type.view_text);
        shape.can_be_binary = shape.can_be_binary && can_be_binary(type, dialect);
        shape.has_style = shape.has_style || has_style(type.oid);
    }
    shape.columns = std::move(columns);
    return shape;
}

bool has_shape(const pg_result* result, const ResultShape& shape) noexcept {
    if (static_cast<std::size_t>(PQnfields(result)) != shape.types.size()) return false;
    for (std::size_t i = 0; i < shape.types.size(); ++i) {
        if (PQftype(result, static_cast<int>(i)) != shape.types[i]->oid) return false;
    }
    return true;
}

bool is_binary(const pg_result* result) noexcept { return PQbinaryTuples(result) == 1; }

}  // namespace dbapi::libpq
