// SPDX-License-Identifier: BSL-1.0
//
// From ConnectOptions to the connections to try: what the URL says, what its fields override, and
// CockroachDB's defaults where libpq would take PostgreSQL's.
#pragma once

#include <dbapi/connect_options.hpp>
#include <dbapi/deadline.hpp>
#include <vector>

#include "pq/connect.hpp"
#include "settings.hpp"

namespace dbapi::libpq {

/// A connection to be made.
struct Target {
    Keywords keywords;
    Settings settings{};
    bool names_database =
        false;  ///< Whether anybody named a database; libpq takes the user's name otherwise.
};

/// Makes the keywords for libpq.
/// @throws ProgrammingError  a malformed dsn, or an unknown parameter; the message repeats neither.
[[nodiscard]] Target make_target(const ConnectOptions& options);

/// Returns one set of keywords for each host of a list, in its order, so that each has a deadline of its own.
[[nodiscard]] std::vector<Keywords> split_hosts(const Keywords& keywords);

/// Puts the hosts in the order in which they are tried.
void put_in_order(std::vector<Keywords>& hosts, HostOrder order);

/// Returns by when one of `hosts_left` hosts must have answered: its share of the time, and connect_timeout.
[[nodiscard]] Deadline host_deadline(const Keywords& keywords, std::size_t hosts_left, Deadline deadline);

}  // namespace dbapi::libpq
