// SPDX-License-Identifier: BSL-1.0
#include <array>
#include <dbapi/sqlite/driver.hpp>

#include "connection.hpp"
#include "options.hpp"

namespace dbapi::sqlite {
namespace {

class SqliteDriver final : public Driver {
    std::string_view do_name() const noexcept override { return "sqlite"; }

    std::span<const std::string_view> do_schemes() const noexcept override {
        static constexpr auto schemes = std::to_array<std::string_view>({"sqlite"});
        return schemes;
    }

    std::shared_ptr<Connection> do_connect(const ConnectOptions& options, Deadline deadline) const override {
        return std::make_shared<SqliteConnection>(parse_options(options), deadline);
    }

    bool do_is_private(const ConnectOptions& options) const override {
        return parse_options(options).file == in_memory;
    }
};

}  // namespace

const Driver& driver() {
    static const SqliteDriver instance;
    return instance;
}

}  // namespace dbapi::sqlite
