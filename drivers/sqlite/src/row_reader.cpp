// SPDX-License-Identifier: BSL-1.0
#include "row_reader.hpp"

#include <cmath>
#include <dbapi/errors.hpp>

#include "c/stored_value.hpp"

namespace dbapi::sqlite {
namespace {

constexpr std::size_t uuid_bytes = 16;

// SQLite stores decimals and JSON as numbers where it can; here they become again what they were.

ValueView read_integer(Kind declared, StoredValue value) {
    if (declared == Kind::decimal) return ValueView::decimal(value.text());
    if (declared == Kind::json) return ValueView::json(value.text());
    const std::int64_t number = value.integer();
    const bool is_boolean = declared == Kind::boolean && (number == 0 || number == 1);
    return is_boolean ? ValueView::boolean(number == 1) : ValueView::integer(number);
}

/// @param text  what the view refers to, where it is not the number itself.
ValueView read_real(Kind declared, double number, std::string& text) {
    const ValueView view = ValueView::real(number);
    const bool is_json = declared == Kind::json && std::isfinite(number);  // JSON has no infinities
    if (!is_json && declared != Kind::decimal) return view;
    text.clear();
    view.append_text(text);  // the shortest one that is exact; SQLite's has 15 digits
    if (is_json) return ValueView::json(text);
    return ValueView::decimal(text = Decimal::parse(text).str());
}

ValueView read_blob(Kind declared, std::string_view bytes) {
    const bool is_uuid = declared == Kind::uuid && bytes.size() == uuid_bytes;
    return is_uuid ? ValueView::uuid(bytes) : ValueView::binary(bytes);
}

ValueView parse_text(ReadColumn& cell, std::string_view text) {
    switch (cell.declared) {
        case Kind::date: return ValueView::date(Date::parse(text));
        case Kind::time: return ValueView::time(Time::parse(text));
        case Kind::timestamp: return ValueView::timestamp(Timestamp::parse(text));
        case Kind::json: return ValueView::json(text);
        case Kind::uuid: return ValueView::uuid(cell.uuid = Uuid::parse(text));
        case Kind::interval: return ValueView::interval(cell.interval = Interval::parse(text));
        case Kind::decimal: return ValueView::decimal(cell.number = Decimal::parse(text).str());
        default: return ValueView::string(text);
    }
}

ValueView read_text(ReadColumn& cell, std::string_view text) {
    if (cell.declared == Kind::string) return ValueView::string(text);
    try {
        return parse_text(cell, text);
    } catch (const DataError&) {  // SQLite stores any text in any column: it is what it is
        return ValueView::string(text);
    }
}

}  // namespace

void RowReader::expect(const Description& columns) {
    if (columns == columns_) return;
    columns_ = columns;
    cells_.resize(columns->size());
    for (std::size_t i = 0; i < columns->size(); ++i) cells_[i].declared = (*columns)[i].type_code.kind();
}

void RowReader::read(const PreparedStatement& statement, std::span<ValueView> row) {
    for (std::size_t i = 0; i < row.size(); ++i) {
        const StoredValue value = statement.value(i);
        ReadColumn& cell = cells_[i];
        row[i].emplace([&] {
            switch (value.storage_class()) {
                case StorageClass::integer: return read_integer(cell.declared, value);
                case StorageClass::real: return read_real(cell.declared, value.real(), cell.number);
                case StorageClass::text: return read_text(cell, value.text());
                case StorageClass::blob: return read_blob(cell.declared, value.blob());
                case StorageClass::null: break;
            }
            return ValueView();
        });
    }
}

}  // namespace dbapi::sqlite
