// SPDX-License-Identifier: BSL-1.0
//
// A session by libpq alone, for tests of what the codecs make of a server's bytes and it of theirs.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "pq/handle.hpp"

namespace testing {

enum class Format : std::uint8_t { text, binary };

/// A session on the server of DBAPI_TEST_POSTGRESQL_URL. What fails in it throws std::runtime_error.
class Session {
 public:
    Session();

    void run(const std::string& sql);

    /// Returns the only column of a query, in one of the formats.
    [[nodiscard]] std::vector<std::string> fetch(const std::string& sql, Format format);

    /// Returns what the server prints for a parameter that is sent in binary.
    [[nodiscard]] std::string echo(std::uint32_t type, std::string_view bytes);

    /// Returns a parameter of the server, such as DateStyle.
    [[nodiscard]] std::string status(const char* name) const;

 private:
    dbapi::libpq::ConnectionHandle connection_;
};

}  // namespace testing
