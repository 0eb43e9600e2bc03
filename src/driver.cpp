// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <dbapi/driver.hpp>
#include <dbapi/errors.hpp>

#include "connection_state.hpp"

namespace dbapi {

Driver::~Driver() = default;

std::shared_ptr<Connection> Driver::connect(const ConnectOptions& options) const {
    auto connection = do_connect(options, Deadline::after(options.timeout));
    auto& state = *connection->state_;
    state.driver_name = name();
    state.statements.emplace(connection->do_placeholder());
    state.self = connection;
    state.autocommit = options.autocommit;
    state.timeout = options.timeout;
    state.paramstyle = options.paramstyle;
    state.keep_settings();
    state.touches = connection->do_touches();
    return connection;
}

std::shared_ptr<Connection> Driver::connect(std::string_view dsn) const {
    return connect(ConnectOptions{.dsn = std::string(dsn)});
}

bool Driver::do_accepts(std::string_view dsn) const noexcept {
    const auto colon = dsn.find(':');
    if (colon == std::string_view::npos) return false;
    const auto known = schemes();
    return std::find(known.begin(), known.end(), dsn.substr(0, colon)) != known.end();
}

}  // namespace dbapi
