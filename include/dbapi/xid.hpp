// SPDX-License-Identifier: BSL-1.0
//
// Xid: what names a transaction of two phases, the same for all its parts. PEP 249: C142 to C145.
#pragma once

#include <cstddef>
#include <cstdint>
#include <dbapi/export.hpp>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace dbapi {

/// The name of a two-phase transaction, as X/Open has it: `auto [format_id, global, branch] = xid;`.
///
/// A database may also hold prepared transactions that others have named in their own way. tpc_recover()
/// gives these as native names: `format_id()` is `no_format`, global_transaction_id() the whole name, of any
/// length, and branch_qualifier() is empty.
class DBAPI_EXPORT Xid {
 public:
    /// The format id of a native name: X/Open's -1.
    static constexpr std::uint32_t no_format = 0xFFFF'FFFF;

    /// The largest format id, and the largest number of bytes of each of the other two.
    static constexpr std::uint32_t max_format_id = 0x7FFF'FFFF;
    static constexpr std::size_t max_part_bytes = 64;

    /// @throws DataError  the format id is not in 0 … max_format_id, or a part is longer than max_part_bytes.
    Xid(std::int64_t format_id, std::string_view global_transaction_id, std::string_view branch_qualifier);

    /// Returns the xid of a name that is the database's own, as tpc_recover() gives it.
    [[nodiscard]] static Xid from_native(std::string name);

    [[nodiscard]] std::uint32_t format_id() const noexcept { return format_id_; }
    /// Bytes; the same for all parts of one transaction.
    [[nodiscard]] const std::string& global_transaction_id() const noexcept { return global_; }
    /// Bytes; another one for each database that takes part.
    [[nodiscard]] const std::string& branch_qualifier() const noexcept { return branch_; }
    [[nodiscard]] bool is_native() const noexcept { return format_id_ == no_format; }

    friend bool operator==(const Xid&, const Xid&) = default;

    /// The three items, for structured bindings. Lifetime: of the strings, as the xid.
    template <std::size_t I>
    [[nodiscard]] decltype(auto) get() const noexcept {
        static_assert(I < 3, "an xid has three items");
        if constexpr (I == 0) {
            return std::uint32_t{format_id_};
        } else if constexpr (I == 1) {
            return (global_);
        } else {
            return (branch_);
        }
    }

 private:
    explicit Xid(std::string name) noexcept : format_id_(no_format), global_(std::move(name)) {}

    std::uint32_t format_id_;
    std::string global_;
    std::string branch_;
};

}  // namespace dbapi

template <>
struct std::tuple_size<dbapi::Xid> : std::integral_constant<std::size_t, 3> {};
template <>
struct std::tuple_element<0, dbapi::Xid> {
    using type = std::uint32_t;
};
template <std::size_t I>
requires(I == 1 || I == 2) struct std::tuple_element<I, dbapi::Xid> {
    using type = const std::string;
};
