// SPDX-License-Identifier: BSL-1.0
#include "run_state.hpp"

#include <algorithm>
#include <dbapi/errors.hpp>
#include <random>

#include "text.hpp"

namespace dbapi::conformance {
namespace {

constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz";

std::string random_prefix() {
    std::random_device device;
    std::uniform_int_distribution<std::size_t> letter(0, letters.size() - 1);
    std::string prefix = "dbapi_";
    for (int i = 0; i < 8; ++i) prefix += letters[letter(device)];
    return prefix + "_";
}

}  // namespace

Context::Run::Run(const Driver& the_driver, const Profile& the_profile, Timeout the_timeout)
    : driver(the_driver), profile(the_profile), timeout(the_timeout), prefix(random_prefix()) {}

std::string Context::Run::next_name() { return prefix + std::to_string(++names); }

void Context::Run::cancel() noexcept {
    std::vector<std::shared_ptr<Connection>> open;
    {
        const std::lock_guard lock(mutex);
        for (const auto& connection : connections) {
            if (auto alive = connection.lock()) open.push_back(std::move(alive));
        }
    }
    for (const auto& connection : open) {
        try {
            if (!connection->is_closed()) connection->cancel();
        } catch (const std::exception&) {
            // Without the ability the statement runs to its end, or to its deadline.
        }
    }
}

void Context::Run::clean_up(const Case& test) {
    std::vector<std::string> todo(statements.rbegin(), statements.rend());
    // The last one first, since it may refer to those before it.
    for (auto table = tables.rbegin(); table != tables.rend(); ++table)
        todo.push_back(replaced(profile.dialect.drop_table, "{table}", *table));
    tables.clear();
    statements.clear();
    for (const auto& weak : connections) {
        if (const auto connection = weak.lock()) {
            try {
                connection->close();
            } catch (const std::exception& error) {
                problems.push_back(std::string(test.id) +
                                   " left a connection that cannot be closed: " + error.what());
            }
        }
    }
    connections.clear();
    if (todo.empty() && xids.empty()) return;
    try {
        auto options = options_for(profile, test.connections);
        options.autocommit = true;
        options.timeout = timeout;
        const auto connection = driver.connect(options);
        roll_back_prepared(*connection);  // first: their locks are on the tables
        const auto cursor = connection->cursor();
        for (const auto& statement : todo) {
            try {
                cursor->execute(statement);
            } catch (const std::exception& error) {
                problems.push_back(std::string(test.id) + " left something behind: " + statement + ": " +
                                   error.what());
            }
        }
        connection->close();
    } catch (const std::exception& error) {
        problems.push_back(std::string(test.id) + " cannot be cleaned up after: " + error.what());
    }
}

void Context::Run::roll_back_prepared(Connection& connection) {
    const auto made = std::move(xids);
    xids.clear();
    if (made.empty() || !connection.features().two_phase) return;
    for (const auto& xid : connection.tpc_recover()) {
        if (std::ranges::find(made, xid) != made.end()) connection.tpc_rollback(xid);
    }
}

const ConnectOptions& options_for(const Profile& profile, Connections connections) noexcept {
    const bool shared = connections == Connections::several && !profile.shared_options.dsn.empty();
    return shared ? profile.shared_options : profile.options;
}

}  // namespace dbapi::conformance
