// SPDX-License-Identifier: BSL-1.0
//
// PreparedBegins: which BEGIN statements a session keeps prepared. Most programs have one, or a few.
#pragma once

#include <array>
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
    [[nodiscard]] Entry* find(std::string_view sql);

    /// The server has none of that name any more.
    void renew(Entry& entry) { entry = {.sql = entry.sql, .name = make_name()}; }

    /// The server has none any more.
    void forget() { entries_ = {}; }

 private:
    [[nodiscard]] std::string make_name();

    std::array<Entry, 4> entries_;
    std::string prefix_;  // of this session alone: a pooler may share what the server has prepared
    std::uint64_t last_name_ = 0;
};

}  // namespace dbapi::libpq
