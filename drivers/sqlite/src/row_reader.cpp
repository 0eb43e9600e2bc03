// SPDX-License-Identifier: BSL-1.0
#include "row_reader.hpp"

#include <dbapi/errors.hpp>

namespace dbapi::sqlite {
namespace {

constexpr std::size_t uuid_bytes = 16;

ValueView read_integer(Kind declared, std::int64_t number) {
    const bool is_boolean = declared == Kind::boolean && (number == 0 || number == 1);
    return is_boolean ? ValueView::boolean(number == 1) : ValueView::integer(number);
}

ValueView read_blob(Kind declared, std::string_view bytes) {
    return declared == Kind::uuid && bytes.size() == uuid_bytes ? ValueView::uuid(bytes)
                                                                : ValueView::binary(bytes);
}

}  // namespace

void RowReader::expect(const std::vector<Column>& columns) {
    cells_.resize(columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i) cells_[i].declared = columns[i].type_code.kind();
}

void RowReader::read(const PreparedStatement& statement, std::span<ValueView> row) {
    for (std::size_t i = 0; i < row.size(); ++i) {
        Cell& cell = cells_[i];
        const StorageClass stored = statement.storage_class(i);
        const bool is_number = stored == StorageClass::integer || stored == StorageClass::real;
        if (cell.declared == Kind::json &&
            is_number) {  // 1 is JSON too, and SQLite has stored it as a number
            row[i] = ValueView::json(statement.text(i));
            continue;
        }
        switch (stored) {
            case StorageClass::null: row[i] = ValueView(); break;
            case StorageClass::integer: row[i] = read_integer(cell.declared, statement.integer(i)); break;
            case StorageClass::real: row[i] = ValueView::real(statement.real(i)); break;
            case StorageClass::text: row[i] = read_text(cell, statement.text(i)); break;
            case StorageClass::blob: row[i] = read_blob(cell.declared, statement.blob(i)); break;
        }
    }
}

ValueView RowReader::read_text(Cell& cell, std::string_view text) {
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
        case Kind::decimal: return ValueView::decimal(cell.decimal = Decimal::parse(text).str());
        default: return ValueView::string(text);
    }
}

}  // namespace dbapi::sqlite
