// SPDX-License-Identifier: BSL-1.0
//
// How a database is opened, read from a URL and ConnectOptions.
#pragma once

#include <chrono>
#include <cstddef>
#include <dbapi/connect_options.hpp>
#include <string>
#include <string_view>

namespace dbapi::sqlite {

/// The file that is none.
inline constexpr std::string_view in_memory = ":memory:";

enum class OpenMode { read_only, read_write, create };

/// What connect() was told, with the defaults of README.md.
struct Options {
    std::string file{};  ///< ":memory:" or a path.
    OpenMode mode = OpenMode::create;
    bool foreign_keys = true;
    std::chrono::milliseconds busy_timeout{5000};
    std::string_view journal_mode{};  ///< Empty: as the file has it. Lifetime: static.
    std::size_t prepared_max = 256;   ///< Statements that are kept prepared.
    std::string_view begin = {};      ///< What begins a transaction; empty: as it suits. Lifetime: static.
};

/// Reads the options.
/// @throws ProgrammingError  a malformed URL, an unknown parameter or a bad value; the message repeats
/// nothing of them.
[[nodiscard]] Options parse_options(const ConnectOptions& given);

}  // namespace dbapi::sqlite
