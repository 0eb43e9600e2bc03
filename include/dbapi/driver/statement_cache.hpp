// SPDX-License-Identifier: BSL-1.0
//
// The parsed statements that a connection used last, so that a text is parsed once and keeps its id(), which
// drivers need to find what they have prepared. It is apart from `Statement` since it is about memory and
// threads.
#pragma once

#include <cstddef>
#include <dbapi/driver/statement.hpp>
#include <dbapi/export.hpp>
#include <dbapi/globals.hpp>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string_view>
#include <unordered_map>

namespace dbapi::driver {

/// The statements used last, by text and style. Threads may share it: every member function locks.
class DBAPI_EXPORT StatementCache {
 public:
    static constexpr std::size_t default_capacity = 256;  ///< In statements.
    static constexpr std::size_t longest_text_bytes =
        std::size_t{64} * 1024;  ///< Longer texts are parsed, but not kept.

    /// Makes an empty cache. @param capacity  the number of statements to keep; 0 keeps none.
    explicit StatementCache(Placeholder native, std::size_t capacity = default_capacity) noexcept
        : native_(native), capacity_(capacity) {}
    StatementCache(const StatementCache&) = delete;
    StatementCache& operator=(const StatementCache&) = delete;

    /// Returns the statement for a text; see Statement::parse(). A statement that is kept costs no
    /// allocation.
    ///
    /// The styles other than automatic do not ask for `by_name`, and share a statement.
    ///
    /// @throws ProgrammingError  the text cannot be parsed. The cache is as before.
    [[nodiscard]] std::shared_ptr<const Statement> get(std::string_view text, ParamStyle style, bool by_name);

    /// Forgets all statements; those in use stay valid.
    void clear() noexcept;

    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }

 private:
    struct Key {
        std::string_view text;  // in the table: the statement's own text
        ParamStyle style;
        bool by_name;
        friend bool operator==(const Key&, const Key&) noexcept = default;
    };
    struct Hash {
        std::size_t operator()(const Key& key) const noexcept {
            return std::hash<std::string_view>{}(key.text) + 2 * static_cast<std::size_t>(key.style) +
                   key.by_name;
        }
    };
    struct Entry {
        Key key;
        std::shared_ptr<const Statement> statement;
    };
    using Entries = std::list<Entry>;

    [[nodiscard]] const Entry* find(const Key& key);
    [[nodiscard]] Entries insert(const Key& key, const std::shared_ptr<const Statement>& statement);

    const Placeholder native_;
    const std::size_t capacity_;
    mutable std::mutex mutex_;
    Entries entries_;  // the one used last comes first
    std::unordered_map<Key, Entries::iterator, Hash> table_;
};

}  // namespace dbapi::driver
