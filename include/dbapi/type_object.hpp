// SPDX-License-Identifier: BSL-1.0
//
// PEP 249's type objects, and the type codes of result columns that they are compared with.
#pragma once

#include <cstdint>
#include <dbapi/value.hpp>

namespace dbapi {

/// The type of a result column: the kind its values have, and the database's own number for it.
///
/// Two codes are equal when both agree. A code with Kind::null belongs to a column whose type the database
/// does not tell before its values are seen.
class TypeCode {
 public:
    constexpr TypeCode() noexcept = default;
    constexpr explicit TypeCode(Kind kind, std::uint32_t native = 0, bool is_rowid = false) noexcept
        : native_(native), kind_(kind), is_rowid_(is_rowid) {}

    [[nodiscard]] constexpr Kind kind() const noexcept { return kind_; }
    /// The database's number: an OID on PostgreSQL and CockroachDB, else 0.
    [[nodiscard]] constexpr std::uint32_t native() const noexcept { return native_; }
    [[nodiscard]] constexpr bool is_rowid() const noexcept { return is_rowid_; }

    friend constexpr bool operator==(const TypeCode&, const TypeCode&) noexcept = default;

 private:
    std::uint32_t native_ = 0;
    Kind kind_ = Kind::null;
    bool is_rowid_ = false;
};

/// A coarse type: equal to every type code it covers. PEP 249: C104 to C106.
///
/// Equality with codes is not transitive: DATE and TIME columns both equal DATETIME, yet differ. Every code
/// equals exactly one type object: booleans count as NUMBER, intervals as DATETIME; uuid, json, arrays and
/// what has no type of its own count as STRING, since text is what they can be read as.
class TypeObject {
 public:
    enum class Group : std::uint8_t { string, binary, number, datetime, rowid };

    constexpr explicit TypeObject(Group group) noexcept : group_(group) {}

    friend constexpr bool operator==(TypeObject, TypeObject) noexcept = default;
    friend constexpr bool operator==(TypeObject object, const TypeCode& code) noexcept {
        return object.group_ == group_of(code);
    }

 private:
    [[nodiscard]] static constexpr Group group_of(const TypeCode& code) noexcept {
        if (code.is_rowid()) return Group::rowid;
        switch (code.kind()) {
            case Kind::boolean:
            case Kind::integer:
            case Kind::real:
            case Kind::decimal: return Group::number;
            case Kind::binary: return Group::binary;
            case Kind::date:
            case Kind::time:
            case Kind::timestamp:
            case Kind::interval: return Group::datetime;
            case Kind::null:
            case Kind::string:
            case Kind::uuid:
            case Kind::json:
            case Kind::array:
            case Kind::other: break;
        }
        return Group::string;
    }

    Group group_;
};

inline constexpr TypeObject STRING{TypeObject::Group::string};      ///< Columns of text.
inline constexpr TypeObject BINARY{TypeObject::Group::binary};      ///< Columns of bytes.
inline constexpr TypeObject NUMBER{TypeObject::Group::number};      ///< Columns of numbers.
inline constexpr TypeObject DATETIME{TypeObject::Group::datetime};  ///< Columns of dates and times.
inline constexpr TypeObject ROWID{TypeObject::Group::rowid};        ///< Columns of row identifiers.

}  // namespace dbapi
