// SPDX-License-Identifier: BSL-1.0
#include <array>
#include <dbapi/errors.hpp>
#include <odbc/driver.hpp>

#include "connection.hpp"

namespace odbc {
namespace {

constexpr std::string_view scheme = "odbc";

void add(std::string& text, std::string_view name, const std::string& value) {
    if (value.empty()) return;
    text.append(";").append(name).append("={");
    for (const char c : value) text.append(c == '}' ? 2 : 1, c);
    text += '}';
}

std::string connection_string(const dbapi::ConnectOptions& options) {
    if (!options.dsn.starts_with("odbc:")) throw dbapi::ProgrammingError("the URL begins with odbc:");
    std::string text = options.dsn.substr(scheme.size() + 1);
    add(text, "Server", options.host);
    add(text, "UID", options.user);
    add(text, "PWD", options.password);
    add(text, "Database", options.database);
    for (const auto& [name, value] : options.parameters) add(text, name, value);
    return text;
}

class OdbcDriver final : public dbapi::Driver {
    std::string_view do_name() const noexcept override { return "odbc"; }

    std::span<const std::string_view> do_schemes() const noexcept override {
        static constexpr auto schemes = std::to_array<std::string_view>({scheme});
        return schemes;
    }

    std::shared_ptr<dbapi::Connection> do_connect(const dbapi::ConnectOptions& options,
                                                  dbapi::Deadline deadline) const override {
        return std::make_shared<OdbcConnection>(connection_string(options), deadline);
    }
};

}  // namespace

const dbapi::Driver& driver() {
    static const OdbcDriver instance;
    return instance;
}

}  // namespace odbc
