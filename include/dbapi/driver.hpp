// SPDX-License-Identifier: BSL-1.0
//
// Driver: what makes connections to one kind of database. PEP 249's module, as an object.
#pragma once

#include <dbapi/connect_options.hpp>
#include <dbapi/connection.hpp>
#include <dbapi/export.hpp>
#include <dbapi/globals.hpp>
#include <memory>
#include <span>
#include <string_view>

namespace dbapi {

/// Makes connections. Drivers are constants of static lifetime, used by any number of threads.
class DBAPI_EXPORT Driver {
 public:
    Driver(const Driver&) = delete;
    Driver& operator=(const Driver&) = delete;
    virtual ~Driver();

    /// Connects. PEP 249: C1 to C3.
    /// @throws ProgrammingError  a malformed dsn or an unknown parameter; the message repeats neither.
    /// @throws OperationalError  the database cannot be reached or refuses; no password is in the message.
    /// @throws DeadlineExceeded  options.timeout passed. Name resolution does not obey it.
    [[nodiscard]] std::shared_ptr<Connection> connect(const ConnectOptions& options) const;
    [[nodiscard]] std::shared_ptr<Connection> connect(std::string_view dsn) const;

    /// The driver's short name, such as "sqlite".
    [[nodiscard]] std::string_view name() const noexcept { return do_name(); }

    /// The URL schemes that it serves, such as "postgresql". Lifetime: static.
    [[nodiscard]] std::span<const std::string_view> schemes() const noexcept { return do_schemes(); }

    /// Whether the dsn is one for this driver.
    [[nodiscard]] bool accepts(std::string_view dsn) const noexcept { return do_accepts(dsn); }

    /// Whether such a connection has a database of its own, which ends with it, as one in memory. Extension.
    /// @throws ProgrammingError  as connect().
    [[nodiscard]] bool is_private(const ConnectOptions& options) const { return do_is_private(options); }

    /// How far threads may share. PEP 249: C5 to C10.
    [[nodiscard]] ThreadSafety threadsafety() const noexcept { return do_threadsafety(); }

 protected:
    Driver() = default;

 private:
    // Hooks. Called by any thread, at any time. See drivers/README.md.
    virtual std::string_view do_name() const noexcept = 0;
    virtual std::span<const std::string_view> do_schemes() const noexcept = 0;
    /// Connects by the deadline; throws as connect(). A field of the options that is set beats what the dsn
    /// says. Autocommit, time limit and parameter style are the core's, which sets them afterwards.
    virtual std::shared_ptr<Connection> do_connect(const ConnectOptions& options,
                                                   Deadline deadline) const = 0;
    /// By default: the text before the first ':' is one of the schemes.
    virtual bool do_accepts(std::string_view dsn) const noexcept;
    /// As is_private(), for a driver that has such databases.
    virtual bool do_is_private(const ConnectOptions&) const { return false; }
    virtual ThreadSafety do_threadsafety() const noexcept { return ThreadSafety::connection; }
};

}  // namespace dbapi
