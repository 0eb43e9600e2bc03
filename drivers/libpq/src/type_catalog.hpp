// SPDX-License-Identifier: BSL-1.0
//
// The types of one session: those that every server has, and those that the database made, which are asked
// for when they are first seen.
#pragma once

#include <cstdint>
#include <dbapi/deadline.hpp>
#include <map>
#include <memory>
#include <span>
#include <string>

#include "codec/type_info.hpp"

struct pg_result;

namespace dbapi::libpq {

class Session;

/// Types by OID. Threads: as the session.
class TypeCatalog {
 public:
    /// Returns the type, or null when load() must ask for it. Lifetime: until forget().
    [[nodiscard]] const TypeInfo* find(std::uint32_t oid) const noexcept;

    /// Asks the server for types; what it does not know is named "oid N" from then on.
    /// @throws Error  as any statement. @pre  the session runs no statement.
    void load(std::span<const std::uint32_t> oids, Session& session, Deadline deadline);

    /// Forgets the database's own types, since they may have changed.
    void forget() noexcept { own_.clear(); }

 private:
    struct OwnType {
        std::string name;
        TypeInfo info;
    };
    void add(TypeInfo info, std::string name);
    void load_row(const pg_result* result, std::size_t row);

    std::map<std::uint32_t, std::unique_ptr<OwnType>> own_;
};

}  // namespace dbapi::libpq
