// SPDX-License-Identifier: BSL-1.0
#include "parameters.hpp"

#include <dbapi/errors.hpp>

#include "oids.hpp"

namespace dbapi::libpq {
namespace {

/// The OID that says what the text is. Text-like values and NULL leave it to the server to infer the type
/// from the context: that works where a declared type would not, on PostgreSQL and on CockroachDB.
std::uint32_t oid_of(const ValueView& view, const Dialect& dialect) {
    switch (view.kind()) {
        case Kind::boolean: return oid::boolean;
        case Kind::integer: return dialect.narrow_integers && view.width() <= 4 ? oid::int4 : oid::int8;
        case Kind::real: return oid::float8;
        case Kind::decimal: return oid::numeric;
        case Kind::binary: return oid::bytea;
        case Kind::date: return oid::date;
        case Kind::time: return view.as_time().offset() ? oid::timetz : oid::time;
        case Kind::timestamp: return view.as_timestamp().has_offset() ? oid::timestamptz : oid::timestamp;
        case Kind::interval: return oid::interval;
        case Kind::uuid: return oid::uuid;
        case Kind::null:
        case Kind::string:
        case Kind::json:
        case Kind::array:
        case Kind::other: break;
    }
    return oid::unspecified;
}

}  // namespace

const WireParameters& ParameterEncoder::encode(std::span<const ValueView> views, const Dialect& dialect) {
    wire_.types.clear();
    wire_.values.clear();
    wire_.lengths.clear();
    wire_.formats.clear();
    texts_.clear();
    offsets_.clear();
    for (const ValueView& view : views) add(view, dialect);
    for (std::size_t i = 0; i < offsets_.size(); ++i) {
        if (offsets_[i] != std::string::npos) wire_.values[i] = texts_.data() + offsets_[i];
    }
    return wire_;
}

void ParameterEncoder::add(const ValueView& view, const Dialect& dialect) {
    if (view.kind() == Kind::array && !dialect.features.arrays) {
        throw NotSupportedError("the driver sends no arrays: spread a list with dbapi::expand()",
                                ErrorDetails{.sqlstate = sqlstate::feature_not_supported});
    }
    if (view.kind() == Kind::binary) {
        // As it is, in the binary format. A null pointer would be NULL, and an empty view may hold one.
        const auto bytes = view.bytes();
        wire_.types.push_back(oid::bytea);
        wire_.values.push_back(bytes.empty() ? "" : bytes.data());
        wire_.lengths.push_back(static_cast<int>(bytes.size()));
        wire_.formats.push_back(1);
        offsets_.push_back(std::string::npos);
        return;
    }
    wire_.types.push_back(oid_of(view, dialect));
    wire_.values.push_back(nullptr);
    wire_.lengths.push_back(0);
    wire_.formats.push_back(0);
    if (view.is_null()) {
        offsets_.push_back(std::string::npos);
        return;
    }
    const std::size_t begin = texts_.size();
    offsets_.push_back(begin);
    view.append_text(texts_);
    if (texts_.find('\0', begin) != std::string::npos) {
        throw DataError("text with a NUL byte cannot be sent: use Binary for bytes",
                        ErrorDetails{.sqlstate = sqlstate::bad_encoding});
    }
    texts_ += '\0';
}

}  // namespace dbapi::libpq
