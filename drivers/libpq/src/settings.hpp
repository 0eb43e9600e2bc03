// SPDX-License-Identifier: BSL-1.0
//
// The driver's own settings, which stand among libpq's parameters in a URL or in ConnectOptions::parameters.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dbapi::libpq {

/// In which of the protocol's formats values travel.
enum class Format : std::uint8_t {
    automatic,  ///< Results in binary once a statement is prepared and all its columns can be; else in text.
    text,       ///< Always text.
    binary,     ///< As automatic, but statements are prepared at their first use.
};

/// In which order the hosts of a list are tried.
enum class HostOrder : std::uint8_t {
    as_written,
    random,  ///< So that many clients spread over nodes that are all alike.
};

struct Settings {
    Format format = Format::automatic;  ///< `format`: auto, text, binary.
    std::size_t prepare_threshold = 2;  ///< `prepare_threshold`: from which use on; 0 is never.
    std::size_t prepared_max = 256;     ///< `prepared_max`: how many the server keeps; 0 is none.

    std::optional<HostOrder> host_order;  ///< `load_balance_hosts`: disable, random; by default by scheme.

    /// Takes a parameter, if it is one of ours. Returns whether it was.
    /// @throws ProgrammingError  its value is none that it can have; the message does not repeat it.
    bool set(std::string_view name, std::string_view value);

    [[nodiscard]] bool prepares() const noexcept { return prepare_threshold > 0 && prepared_max > 0; }
};

/// Takes our parameters out of the query of a URL, and leaves the rest as it is; other texts too.
/// @throws ProgrammingError  as Settings::set().
[[nodiscard]] std::string take_settings(std::string dsn, Settings& settings);

}  // namespace dbapi::libpq
