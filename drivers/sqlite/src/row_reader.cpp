// SPDX-License-Identifier: BSL-1.0
#include "row_reader.hpp"

#include <cmath>
#include <dbapi/errors.hpp>

namespace dbapi::sqlite {
namespace {

constexpr std::size_t uuid_bytes = 16;

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
        switch (value.storage_class()) {
            case StorageClass::null: row[i] = ValueView(); break;
            case StorageClass::integer: row[i] = read_integer(cells_[i], value); break;
            case StorageClass::real: row[i] = read_real(cells_[i], value); break;
            case StorageClass::text: row[i] = read_text(cells_[i], value.text()); break;
            case StorageClass::blob: row[i] = read_blob(cells_[i], value.blob()); break;
        }
    }
}

// SQLite stores decimals and JSON as numbers where it can; here they become again what they were.

ValueView RowReader::read_integer(const Cell& cell, StoredValue value) {
    if (cell.declared == Kind::decimal) return ValueView::decimal(value.text());
    if (cell.declared == Kind::json) return ValueView::json(value.text());
    const std::int64_t number = value.integer();
    const bool is_boolean = cell.declared == Kind::boolean && (number == 0 || number == 1);
    return is_boolean ? ValueView::boolean(number == 1) : ValueView::integer(number);
}

ValueView RowReader::read_real(Cell& cell, StoredValue value) {
    const double number = value.real();
    const ValueView view = ValueView::real(number);
    const bool is_json = cell.declared == Kind::json && std::isfinite(number);  // JSON has no infinities
    if (!is_json && cell.declared != Kind::decimal) return view;
    cell.number.clear();
    view.append_text(cell.number);  // the shortest one that is exact; SQLite's has 15 digits
    if (is_json) return ValueView::json(cell.number);
    return ValueView::decimal(cell.number = Decimal::parse(cell.number).str());
}

ValueView RowReader::read_blob(const Cell& cell, std::string_view bytes) {
    const bool is_uuid = cell.declared == Kind::uuid && bytes.size() == uuid_bytes;
    return is_uuid ? ValueView::uuid(bytes) : ValueView::binary(bytes);
}

ValueView RowReader::read_text(Cell& cell, std::string_view text) {
    if (cell.declared == Kind::string) return ValueView::string(text);
    try {
        return parse_text(cell, text);
    } catch (const DataError&) {  // SQLite stores any text in any column: it is what it is
        return ValueView::string(text);
    }
}

ValueView RowReader::parse_text(Cell& cell, std::string_view text) {
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

}  // namespace dbapi::sqlite
