// SPDX-License-Identifier: BSL-1.0
#include "bind.hpp"

#include <cmath>
#include <dbapi/errors.hpp>
#include <string>

namespace dbapi::sqlite {
namespace {

/// An instant is written in UTC, so that the order of the texts is that of the instants.
std::string text_of_instant(const Timestamp& timestamp) {
    if (!timestamp.has_offset()) return timestamp.to_string();
    return Timestamp::from_micros_since_2000(timestamp.micros_since_2000(), std::chrono::seconds(0))
        .to_string();
}

void bind_as_text(PreparedStatement& statement, std::size_t index, const ValueView& view) {
    std::string text;
    view.append_text(text);
    statement.bind_text(index, text, BindBytes::copied);
}

void bind_one(PreparedStatement& statement, std::size_t index, const ValueView& view, BindBytes how) {
    if (view.codec() != nullptr) return bind_as_text(statement, index, view);
    switch (view.kind()) {
        case Kind::null: return statement.bind_null(index);
        case Kind::boolean: return statement.bind_integer(index, view.as_boolean() ? 1 : 0);
        case Kind::integer: return statement.bind_integer(index, view.as_integer());
        case Kind::real:
            if (std::isnan(view.as_real())) {
                throw DataError("NaN cannot be stored: SQLite would make NULL of it",
                                ErrorDetails{.sqlstate = sqlstate::out_of_range});
            }
            return statement.bind_real(index, view.as_real());
        case Kind::decimal:
        case Kind::string:
        case Kind::json: return statement.bind_text(index, view.bytes(), how);
        case Kind::binary: return statement.bind_blob(index, view.bytes(), how);
        case Kind::timestamp:
            return statement.bind_text(index, text_of_instant(view.as_timestamp()), BindBytes::copied);
        case Kind::date:
        case Kind::time:
        case Kind::interval:
        case Kind::uuid:
        case Kind::other: return bind_as_text(statement, index, view);
        case Kind::array: break;
    }
    throw NotSupportedError(
        "SQLite has no arrays: spread a list with dbapi::expand(), or store it as dbapi::Json",
        ErrorDetails{.sqlstate = sqlstate::feature_not_supported});
}

}  // namespace

void bind(PreparedStatement& statement, std::span<const ValueView> parameters) {
    // Without rows all is over when the statement has been stepped once.
    const BindBytes how = statement.column_count() == 0 ? BindBytes::borrowed : BindBytes::copied;
    for (std::size_t i = 0; i < parameters.size(); ++i) bind_one(statement, i, parameters[i], how);
}

}  // namespace dbapi::sqlite
