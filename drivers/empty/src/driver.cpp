// SPDX-License-Identifier: BSL-1.0
#include <array>
#include <dbapi/empty/driver.hpp>

#include "connection.hpp"

namespace dbapi::empty {
namespace {

class EmptyDriver final : public Driver {
    std::string_view do_name() const noexcept override { return "empty"; }

    // What stands before the first ':' of the URLs that are yours.
    std::span<const std::string_view> do_schemes() const noexcept override {
        static constexpr auto schemes = std::to_array<std::string_view>({"empty"});
        return schemes;
    }

    // Reads the options, and connects before the deadline. What a field of ConnectOptions says beats what the
    // dsn says. Take driver::parse_url() (dbapi/driver/url.hpp) unless your C library reads URLs itself.
    //
    // Throws ProgrammingError for a malformed dsn or an unknown parameter, OperationalError for a database
    // that cannot be reached or refuses, DeadlineExceeded when time is up. No message repeats the dsn or a
    // password.
    //
    // Autocommit, time limit and parameter style are the core's: it sets them when this has returned.
    std::shared_ptr<Connection> do_connect(const ConnectOptions&, Deadline) const override {
        return std::make_shared<EmptyConnection>();
    }
};

}  // namespace

const Driver& driver() {
    static const EmptyDriver instance;
    return instance;
}

}  // namespace dbapi::empty
