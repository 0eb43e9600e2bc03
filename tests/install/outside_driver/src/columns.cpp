// SPDX-License-Identifier: BSL-1.0
//
// Numbers, booleans and bytes are read as what they are, everything else as text: the C types of ODBC have no
// fractions of a second in a time, and no exact decimals longer than 16 bytes.
#include "columns.hpp"

#include <algorithm>
#include <array>
#include <dbapi/errors.hpp>

namespace odbc {
namespace {

using dbapi::Kind;
using dbapi::ValueView;

struct NameRow {
    std::string_view name;  // as databases write it, in lower case
    Kind kind;
};

// What ODBC has no type for.
constexpr auto names = std::to_array<NameRow>({
    {"bool", Kind::boolean},
    {"boolean", Kind::boolean},
    {"decimal", Kind::decimal},
    {"interval", Kind::interval},
    {"json", Kind::json},
    {"jsonb", Kind::json},
    {"numeric", Kind::decimal},
    {"uuid", Kind::uuid},
});

struct TypeRow {
    SQLSMALLINT type;
    Kind kind;
};

constexpr auto types = std::to_array<TypeRow>({
    {SQL_BIT, Kind::boolean},
    {SQL_TINYINT, Kind::integer},
    {SQL_SMALLINT, Kind::integer},
    {SQL_INTEGER, Kind::integer},
    {SQL_BIGINT, Kind::integer},
    {SQL_REAL, Kind::real},
    {SQL_FLOAT, Kind::real},
    {SQL_DOUBLE, Kind::real},
    {SQL_DECIMAL, Kind::decimal},
    {SQL_NUMERIC, Kind::decimal},
    {SQL_BINARY, Kind::binary},
    {SQL_VARBINARY, Kind::binary},
    {SQL_LONGVARBINARY, Kind::binary},
    {SQL_TYPE_DATE, Kind::date},
    {SQL_TYPE_TIME, Kind::time},
    {SQL_TYPE_TIMESTAMP, Kind::timestamp},
    {SQL_GUID, Kind::uuid},
});

// Values that a view does not hold itself wait as text until somebody looks at them.
template <class T>
dbapi::Value parse(std::string_view text) {
    return T::parse(text);
}
void append(std::string_view bytes, std::string& text) { text += bytes; }
constexpr dbapi::Codec uuid_codec{parse<dbapi::Uuid>, append};
constexpr dbapi::Codec interval_codec{parse<dbapi::Interval>, append};
constexpr dbapi::Codec decimal_codec{parse<dbapi::Decimal>, append};

Kind kind_of(std::string name, SQLSMALLINT type) {
    for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const auto by_name =
        std::find_if(names.begin(), names.end(), [&](const NameRow& row) { return row.name == name; });
    if (by_name != names.end()) return by_name->kind;
    const auto by_type =
        std::find_if(types.begin(), types.end(), [&](const TypeRow& row) { return row.type == type; });
    return by_type != types.end() ? by_type->kind : Kind::string;
}

/// What ODBC says of a column.
struct Facts {
    std::string name{};
    std::string type_name{};
    SQLSMALLINT type = 0;
    SQLULEN size = 0;
    SQLSMALLINT scale = 0;
    SQLSMALLINT nullable = SQL_NULLABLE_UNKNOWN;
};

/// Asks by functions of ODBC: the narrow ones or the wide ones. A type without a name leaves the buffer
/// alone.
template <class Char, class Describe, class Attribute>
Facts ask(Session& session, SQLUSMALLINT number, Describe describe, Attribute attribute) {
    Facts facts;
    std::array<Char, 512> text{};
    SQLSMALLINT length = 0;
    session.check(describe(session.statement(), number, text.data(), static_cast<SQLSMALLINT>(text.size()),
                           &length, &facts.type, &facts.size, &facts.scale, &facts.nullable));
    facts.name = utf8(text, length);
    length = 0;
    session.check(attribute(session.statement(), number, SQL_DESC_TYPE_NAME, text.data(),
                            static_cast<SQLSMALLINT>(sizeof text), &length, nullptr));
    facts.type_name = utf8(text, static_cast<SQLSMALLINT>(length / static_cast<SQLSMALLINT>(sizeof(Char))));
    return facts;
}

/// Reads a value piece by piece; false for NULL.
template <class Char>
bool read_long(Session& session, SQLUSMALLINT number, SQLSMALLINT c_type, std::vector<Char>& value) {
    const std::size_t nul = c_type == SQL_C_BINARY ? 0 : 1;  // behind each piece of a text
    std::array<Char, 2048> piece{};
    for (;;) {
        SQLLEN left = 0;  // bytes, before this piece
        const auto code = SQLGetData(session.statement(), number, c_type, piece.data(), sizeof piece, &left);
        if (code == SQL_NO_DATA) return true;
        if (!SQL_SUCCEEDED(code)) session.check(code);
        if (left == SQL_NULL_DATA) return false;
        const std::size_t room = piece.size() - nul;
        const auto given = left < 0 ? room : std::min(room, static_cast<std::size_t>(left) / sizeof(Char));
        value.insert(value.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(given));
        if (code == SQL_SUCCESS) return true;
    }
}

bool read_text(Session& session, SQLUSMALLINT number, std::string& text) {
    text.clear();
    if (session.source().takes_utf8) {
        std::vector<char> narrow;
        const bool is_there = read_long(session, number, SQL_C_CHAR, narrow);
        text.assign(narrow.begin(), narrow.end());
        return is_there;
    }
    Wide wide;
    const bool is_there = read_long(session, number, SQL_C_WCHAR, wide);
    append_utf8(wide, text);
    return is_there;
}

template <class T>
bool read_number(Session& session, SQLUSMALLINT number, SQLSMALLINT c_type, T& value) {
    SQLLEN length = 0;
    session.check(SQLGetData(session.statement(), number, c_type, &value, sizeof value, &length));
    return length != SQL_NULL_DATA;
}

/// Reads a timestamp; an instant of which no offset came is in UTC, as the session was told.
dbapi::Timestamp parse_timestamp(std::string_view text, bool is_instant) {
    const auto timestamp = dbapi::Timestamp::parse(text);
    if (!is_instant || timestamp.has_offset()) return timestamp;
    return dbapi::Timestamp::from_micros_since_2000(timestamp.micros_since_2000(), std::chrono::seconds(0));
}

/// Views text as what its column has. A database may keep any text in any column: then it is what it is.
ValueView view_text(Kind kind, const std::string& text, bool is_instant) {
    try {
        switch (kind) {
            case Kind::date: return ValueView::date(dbapi::Date::parse(text));
            case Kind::time: return ValueView::time(dbapi::Time::parse(text));
            case Kind::timestamp: return ValueView::timestamp(parse_timestamp(text, is_instant));
            case Kind::decimal: return ValueView::encoded(kind, text, decimal_codec);
            case Kind::uuid: return ValueView::encoded(kind, text, uuid_codec);
            case Kind::interval: return ValueView::encoded(kind, text, interval_codec);
            case Kind::json: return ValueView::json(text);
            default: return ValueView::string(text);
        }
    } catch (const dbapi::DataError&) {
        return ValueView::string(text);
    }
}

}  // namespace

dbapi::Description ColumnReader::describe(Session& session) {
    SQLSMALLINT count = 0;
    session.check(SQLNumResultCols(session.statement(), &count));
    if (count == 0) return nullptr;
    const Source& source = session.source();
    cells_.resize(static_cast<std::size_t>(count));
    auto columns = std::make_shared<std::vector<dbapi::Column>>();
    for (SQLSMALLINT i = 1; i <= count; ++i) {
        const auto number = static_cast<SQLUSMALLINT>(i);
        const Facts facts = source.takes_utf8
                                ? ask<SQLCHAR>(session, number, SQLDescribeCol, SQLColAttribute)
                                : ask<SQLWCHAR>(session, number, SQLDescribeColW, SQLColAttributeW);
        dbapi::Column column{.name = facts.name};
        column.type_name = facts.type_name;
        const Kind kind = facts.type_name.empty() ? source.unnamed : kind_of(facts.type_name, facts.type);
        column.type_code = dbapi::TypeCode(kind);
        if (facts.type == SQL_DECIMAL || facts.type == SQL_NUMERIC) {
            column.precision = static_cast<int>(facts.size);
            column.scale = facts.scale;
        }
        if (facts.nullable != SQL_NULLABLE_UNKNOWN) column.null_ok = facts.nullable == SQL_NULLABLE;
        Cell& cell = cells_[static_cast<std::size_t>(i - 1)];
        cell.kind = kind;
        cell.width = facts.type == SQL_REAL ? 4 : 8;
        cell.is_instant = column.type_name == "timestamptz";
        columns->push_back(std::move(column));
    }
    return columns;
}

void ColumnReader::read(Session& session, std::span<ValueView> row) {
    for (std::size_t i = 0; i < row.size(); ++i) {
        row[i] = read_cell(session, static_cast<SQLUSMALLINT>(i + 1), cells_[i]);
    }
}

ValueView ColumnReader::read_cell(Session& session, SQLUSMALLINT number, Cell& cell) {
    switch (cell.kind) {
        case Kind::boolean: {
            unsigned char flag = 0;
            if (!read_number(session, number, SQL_C_BIT, flag)) return {};
            return ValueView::boolean(flag != 0);
        }
        case Kind::integer: {
            std::int64_t integer = 0;
            if (!read_number(session, number, SQL_C_SBIGINT, integer)) return {};
            return ValueView::integer(integer);
        }
        case Kind::real: {
            double real = 0;
            if (!read_number(session, number, SQL_C_DOUBLE, real)) return {};
            return ValueView::real(real, cell.width);
        }
        case Kind::binary: {
            std::vector<char> bytes;
            if (!read_long(session, number, SQL_C_BINARY, bytes)) return {};
            cell.bytes.assign(bytes.begin(), bytes.end());
            return ValueView::binary(cell.bytes);
        }
        default: {
            if (!read_text(session, number, cell.bytes)) return {};
            return view_text(cell.kind, cell.bytes, cell.is_instant);
        }
    }
}

}  // namespace odbc
