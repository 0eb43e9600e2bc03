// SPDX-License-Identifier: BSL-1.0
//
// The statements that a session keeps prepared: which ones, under which names, and which are due.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "pq/session.hpp"
#include "result_shape.hpp"

namespace dbapi::libpq {

/// A statement that the server holds parsed and described.
struct PreparedStatement {
    std::string name;
    std::vector<std::uint32_t> types;          ///< OIDs of the parameters, as they were declared.
    std::shared_ptr<const ResultShape> shape;  ///< Its results; no columns when it returns no rows.
    bool has_few_rows = false;                 ///< As it ran last.
};

/// The prepared statements of one session, those used last. It decides; the cursor talks to the server.
///
/// A statement is due from a given use of its text on. Parameters of other types make another prepared
/// statement of the same text, up to a limit. An untyped NULL fits any type where no rows are returned; the
/// columns' types could follow from it.
class PreparedStatements {
 public:
    /// @param threshold  from which use on, from 1.
    /// @param capacity   how many texts.
    PreparedStatements(std::size_t threshold, std::size_t capacity) noexcept
        : threshold_(threshold), capacity_(capacity) {}

    /// Counts a use of a text. Returns what is prepared for such parameters, or null.
    [[nodiscard]] std::shared_ptr<PreparedStatement> find(std::uint64_t statement_id,
                                                          const WireParameters& parameters);

    /// Whether the text has been used often enough, and has not been prepared for too many types of
    /// parameters. @pre  find() was just called for it.
    [[nodiscard]] bool is_due(std::uint64_t statement_id) const noexcept;

    /// Returns a name for the next one.
    [[nodiscard]] std::string make_name() { return "dbapi_" + std::to_string(++last_name_); }

    /// Keeps one. @pre  find() was just called for it.
    void insert(std::uint64_t statement_id, std::shared_ptr<PreparedStatement> prepared);

    /// Forgets those of a text, for they have become stale.
    void forget(std::uint64_t statement_id);

    /// Forgets all. @param kept_by_server  whether the server still has them.
    void clear(bool kept_by_server);

    /// Takes names that the server may forget.
    void drop(std::vector<std::string> names);

    /// Returns the names that the server may forget, and forgets them here.
    [[nodiscard]] std::vector<std::string> take_dropped() noexcept { return std::move(dropped_); }

 private:
    struct Entry {
        std::uint64_t statement_id;
        std::size_t uses = 0;
        std::vector<std::shared_ptr<PreparedStatement>> variants{};  // by types of parameters
    };
    using Entries = std::list<Entry>;

    void drop(Entry& entry);

    std::size_t threshold_;
    std::size_t capacity_;
    std::uint64_t last_name_ = 0;
    Entries entries_;  // the one used last comes first
    std::unordered_map<std::uint64_t, Entries::iterator> table_;
    std::vector<std::string> dropped_;
};

}  // namespace dbapi::libpq
