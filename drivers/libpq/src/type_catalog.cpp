// SPDX-License-Identifier: BSL-1.0
#include "type_catalog.hpp"

#include <charconv>
#include <string_view>
#include <utility>

#include "codec/arrays.hpp"
#include "codec/registry.hpp"
#include "codec/strings.hpp"
#include "oids.hpp"
#include "pq/row.hpp"
#include "pq/session.hpp"

namespace dbapi::libpq {
namespace {

// The columns of the query, in its order. Of an array, the element's row comes along; a domain stands for its
// base type, whose form its values have.
enum Field : std::size_t {
    field_oid,
    field_name,
    field_type,
    field_base_name,
    field_element,
    field_delimiter,
    field_own_element,
    field_element_name,
    field_element_type,
    field_element_base_name,
};

std::string query_for(std::span<const std::uint32_t> oids) {
    std::string list;
    for (const auto oid : oids) list += (list.empty() ? "" : ", ") + std::to_string(oid);
    return "SELECT t.oid, pg_catalog.format_type(t.oid, NULL), t.typtype, t.typname,"
           " CASE WHEN t.typcategory = 'A' THEN"
           " CASE WHEN e.typtype = 'd' THEN e.typbasetype ELSE t.typelem END ELSE 0 END,"
           " t.typdelim, t.typelem, pg_catalog.format_type(e.oid, NULL), e.typtype, e.typname"
           " FROM pg_catalog.pg_type t LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem"
           " WHERE t.oid IN (" +
           list + ")";
}

std::uint32_t number_of(std::string_view text) noexcept {
    std::uint32_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

/// The entry of a type that is no array: enumerations and citext are text, anything else is Other.
TypeInfo scalar_type(std::uint32_t oid, std::string_view type, std::string_view base_name) noexcept {
    const bool is_text = type == "e" || base_name == "citext";
    if (is_text)
        return {.oid = oid, .kind = Kind::string, .view_text = view_string, .view_binary = view_string};
    return {.oid = oid, .kind = Kind::other};
}

/// The entry of an array type. Elements that are read in both formats as the same text need no object.
TypeInfo array_type(std::uint32_t oid, const TypeInfo& element, char delimiter) noexcept {
    TypeInfo type{.oid = oid, .kind = Kind::array, .element = element.oid, .delimiter = delimiter};
    if (element.view_text == view_string && element.view_binary == view_string && delimiter == ',') {
        type.view_text = view_array_text<oid::text>;
        type.view_binary = view_text_like_array_binary;
    }
    return type;
}

}  // namespace

const TypeInfo* TypeCatalog::find(std::uint32_t oid) const noexcept {
    if (const TypeInfo* built_in = find_type(oid)) return built_in;
    const auto own = own_.find(oid);
    return own == own_.end() ? nullptr : &own->second->info;
}

void TypeCatalog::add(TypeInfo info, std::string name) {
    auto type = std::make_unique<OwnType>(OwnType{std::move(name), info});
    type->info.name = type->name;
    own_.insert_or_assign(info.oid, std::move(type));
}

void TypeCatalog::load_row(const pg_result* result, std::size_t row) {
    const auto text = [&](Field column) { return field(result, row, column).value_or(std::string_view()); };
    const auto oid = number_of(text(field_oid));
    auto element = number_of(text(field_element));
    if (element == 0) {
        add(scalar_type(oid, text(field_type), text(field_base_name)), std::string(text(field_name)));
        return;
    }
    if (!find(element)) {
        element = number_of(text(field_own_element));  // a domain does not tell its base type's name
        add(scalar_type(element, text(field_element_type), text(field_element_base_name)),
            std::string(text(field_element_name)));
    }
    add(array_type(oid, *find(element), text(field_delimiter).front()), std::string(text(field_name)));
}

void TypeCatalog::load(std::span<const std::uint32_t> oids, Session& session, Deadline deadline) {
    const WireParameters none;
    session.start({.text = query_for(oids), .parameters = none}, deadline);
    while (const ResultHandle result = session.receive(deadline)) {
        for (std::size_t row = 0; row < row_count(result.get()); ++row) load_row(result.get(), row);
    }
    for (const auto oid : oids) {
        if (!find(oid)) add({.oid = oid, .kind = Kind::other}, "oid " + std::to_string(oid));
    }
}

}  // namespace dbapi::libpq
