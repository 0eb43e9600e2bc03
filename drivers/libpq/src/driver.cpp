// SPDX-License-Identifier: BSL-1.0
//
// The libpq driver: from a URL to a session with PostgreSQL or CockroachDB.
#include <algorithm>
#include <array>
#include <dbapi/errors.hpp>
#include <dbapi/libpq/driver.hpp>
#include <memory>
#include <string_view>
#include <utility>

#include "connection.hpp"
#include "options.hpp"

namespace dbapi::libpq {
namespace {

/// Whether the next host will say the same: it is about who connects, or the database.
bool is_final(std::string_view state) { return state.starts_with("28") || state == "3D000"; }

/// Connects to a host, and has the session as the driver needs it.
std::shared_ptr<LibpqConnection> connect_to(const Keywords& host, const Settings& settings,
                                            Deadline deadline) {
    auto connection = std::make_shared<LibpqConnection>(open(host, deadline), settings);
    try {
        connection->fix_settings(deadline);
        connection->learn_features(deadline);
    } catch (const ConnectionLost& error) {  // nothing was there to be lost yet
        ErrorDetails details = error.details();
        details.outcome_unknown = false;
        throw OperationalError(error.what(), std::move(details));
    }
    return connection;
}

/// Tries the hosts one after the other. The last failure is the one that is told.
std::shared_ptr<LibpqConnection> connect_to_any(const Target& target, Deadline deadline) {
    auto hosts = split_hosts(target.keywords);
    put_in_order(hosts, target.settings.host_order.value_or(HostOrder::as_written));
    for (std::size_t i = 0;; ++i) {
        const auto hosts_left = hosts.size() - i;
        try {
            return connect_to(hosts[i], target.settings, host_deadline(hosts[i], hosts_left, deadline));
        } catch (const OperationalError& error) {
            if (hosts_left == 1 || deadline.is_expired() || is_final(error.sqlstate())) throw;
        }
    }
}

class LibpqDriver final : public Driver {
    std::string_view do_name() const noexcept override { return "libpq"; }

    std::span<const std::string_view> do_schemes() const noexcept override {
        static constexpr auto schemes =
            std::to_array<std::string_view>({"postgresql", "postgres", "cockroachdb"});
        return schemes;
    }

    /// Also libpq's key=value strings, which have no scheme: the first word is followed by '='.
    bool do_accepts(std::string_view dsn) const noexcept override {
        const auto known = do_schemes();
        const auto is_ours = [&](std::string_view scheme) {
            return dsn.starts_with(scheme) && dsn.substr(scheme.size()).starts_with("://");
        };
        if (std::any_of(known.begin(), known.end(), is_ours)) return true;
        const auto word = dsn.find_first_not_of("abcdefghijklmnopqrstuvwxyz_");
        return word != 0 && word != std::string_view::npos &&
               dsn.find_first_not_of(' ', word) != std::string_view::npos &&
               dsn[dsn.find_first_not_of(' ', word)] == '=';
    }

    std::shared_ptr<Connection> do_connect(const ConnectOptions& options, Deadline deadline) const override {
        Target target = make_target(options);
        auto connection = connect_to_any(target, deadline);
        const bool is_cockroach = !connection->session().parameter("crdb_version").empty();
        if (is_cockroach && !target.names_database) {
            // libpq has filled in the user's name, and CockroachDB takes any name until it is used.
            target.keywords["dbname"] = "defaultdb";
            connection = connect_to_any(target, deadline);
        }
        return connection;
    }
};

}  // namespace

const Driver& driver() {
    static const LibpqDriver instance;
    return instance;
}

}  // namespace dbapi::libpq
