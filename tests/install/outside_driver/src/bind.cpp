// SPDX-License-Identifier: BSL-1.0
#include "bind.hpp"

#include <algorithm>
#include <array>
#include <dbapi/errors.hpp>

namespace odbc {
namespace {

using dbapi::Kind;

struct TypeRow {
    Kind kind;
    SQLSMALLINT sql_type;
};

// As what a NULL is bound whose type is known; any other, and all text, is WVARCHAR, whose type the database
// infers.
constexpr auto null_types = std::to_array<TypeRow>({
    {Kind::boolean, SQL_BIT},
    {Kind::integer, SQL_BIGINT},
    {Kind::real, SQL_DOUBLE},
    {Kind::binary, SQL_LONGVARBINARY},
});

/// An instant is written in UTC, so that where it is kept as text, equal ones are equal.
dbapi::ValueView as_written(const dbapi::ValueView& value) {
    if (value.kind() != Kind::timestamp || !value.as_timestamp().has_offset()) return value;
    return dbapi::ValueView::timestamp(dbapi::Timestamp::from_micros_since_2000(
        value.as_timestamp().micros_since_2000(), std::chrono::seconds(0)));
}

}  // namespace

void Parameters::bind(Session& session, std::span<const dbapi::ValueView> values) {
    SQLSMALLINT wanted = 0;
    session.check(SQLNumParams(session.statement(), &wanted));
    if (static_cast<std::size_t>(wanted) != values.size()) {
        throw dbapi::ProgrammingError("ODBC finds " + std::to_string(wanted) +
                                          " parameters in the statement, but has " +
                                          std::to_string(values.size()) + " values: to ODBC each ? is one",
                                      {.sqlstate = dbapi::sqlstate::syntax_error});
    }
    slots_.clear();
    slots_.resize(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        Slot& slot = slots_[i];
        fill(slot, values[i], session.source());
        session.check(SQLBindParameter(session.statement(), static_cast<SQLUSMALLINT>(i + 1), SQL_PARAM_INPUT,
                                       slot.c_type, slot.sql_type, slot.size, slot.scale, slot.data,
                                       std::max<SQLLEN>(slot.length, 0), &slot.length));
    }
}

void Parameters::fill(Slot& slot, const dbapi::ValueView& value, const Source& source) {
    switch (value.kind()) {
        case Kind::null: {
            const auto row = std::find_if(null_types.begin(), null_types.end(),
                                          [&](const TypeRow& r) { return r.kind == value.hint().kind; });
            if (row != null_types.end()) slot.sql_type = row->sql_type;
            slot.length = SQL_NULL_DATA;
            return;
        }
        case Kind::boolean:
            slot.c_type = SQL_C_BIT;
            slot.sql_type = SQL_BIT;
            slot.bit = value.as_boolean() ? 1 : 0;
            slot.data = &slot.bit;
            slot.length = sizeof slot.bit;
            return;
        case Kind::integer:
            slot.c_type = SQL_C_SBIGINT;
            slot.sql_type = SQL_BIGINT;
            slot.integer = value.as_integer();
            slot.data = &slot.integer;
            slot.length = sizeof slot.integer;
            return;
        case Kind::real:
            slot.c_type = SQL_C_DOUBLE;
            slot.sql_type = SQL_DOUBLE;
            slot.real = value.as_real();
            slot.data = &slot.real;
            slot.length = sizeof slot.real;
            return;
        case Kind::binary:
            slot.c_type = SQL_C_BINARY;
            slot.sql_type = SQL_LONGVARBINARY;
            slot.bytes = value.bytes();
            slot.size = std::max<SQLULEN>(slot.bytes.size(), 1);
            slot.data = slot.bytes.data();
            slot.length = static_cast<SQLLEN>(slot.bytes.size());
            return;
        case Kind::array:
            throw dbapi::NotSupportedError("ODBC has no arrays: spread a list with dbapi::expand()",
                                           {.sqlstate = dbapi::sqlstate::feature_not_supported});
        default: {
            std::string text;
            as_written(value).append_text(text);
            fill_text(slot, std::move(text), source);
        }
    }
}

void Parameters::fill_text(Slot& slot, std::string text, const Source& source) {
    if (text.find('\0') != text.npos) {
        throw dbapi::DataError("the text holds a NUL character, behind which ODBC drivers cut it off",
                               {.sqlstate = dbapi::sqlstate::bad_encoding});
    }
    slot.text = to_wide(text);  // which looks at it as well
    if (source.takes_utf8) {
        slot.c_type = SQL_C_CHAR;
        slot.sql_type = SQL_VARCHAR;
        slot.bytes = std::move(text);
        slot.size = std::max<SQLULEN>(slot.bytes.size(), 1);
        slot.data = slot.bytes.data();
        slot.length = static_cast<SQLLEN>(slot.bytes.size());
        return;
    }
    const auto size = slot.text.size() - 1;  // without the NUL
    slot.size = std::max<SQLULEN>(size, 1);
    slot.data = slot.text.data();
    slot.length = static_cast<SQLLEN>(size * sizeof(SQLWCHAR));
}

}  // namespace odbc
