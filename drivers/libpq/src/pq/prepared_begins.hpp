// SPDX-License-Identifier: BSL-1.0
//
// PreparedBegins: which BEGIN statements a session keeps prepared. Most programs have one, or a few.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace dbapi::libpq {

/// It decides, and remembers; the session talks to the server.
class PreparedBegins {
 public:
    enum class State : std::uint8_t { used_once, due, prepared };

    struct Entry {
        std::string sql{};
        std::string name{};
        State state = State::used_once;
    };

    /// Counts a use. Returns the entry, which is due or prepared, or null when the text is to be sent.
    /// Lifetime: of this object.
    [[nodiscard]] Entry* find(std::string_view sql) {
        for (Entry& entry : entries_) {
            if (entry.sql == sql) {
                if (entry.state == State::used_once) entry.state = State::due;
                return &entry;
            }
            if (entry.sql.empty()) {
                entry = {std::string(sql), "dbapi_begin_" + std::to_string(++last_name_)};
                return nullptr;
            }
        }
        return nullptr;  // one of too many
    }

    /// The server has none any more, or others of these names.
    void forget() { entries_ = {}; }

 private:
    std::array<Entry, 4> entries_;  // those in use come first
    std::uint64_t last_name_ = 0;
};

}  // namespace dbapi::libpq
