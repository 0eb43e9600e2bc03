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

struct Addition {
    std::string_view driver;
    std::string_view setting;
    std::string_view value;
};

// What makes an ODBC driver leave transactions to us, unless the program says otherwise. PostgreSQL's sets a
// savepoint of its own around each statement, and fails when that is gone with a ROLLBACK TO.
constexpr auto additions = std::to_array<Addition>({
    {"Driver=PostgreSQL", "Protocol", "7.4-0"},
});

std::string connection_string(const dbapi::ConnectOptions& options) {
    if (!options.dsn.starts_with("odbc:")) throw dbapi::ProgrammingError("the URL begins with odbc:");
    if (!options.parameters.empty()) {
        throw dbapi::ProgrammingError(
            "ODBC drivers ignore what they do not know: settings go into the connection string itself");
    }
    std::string text = options.dsn.substr(scheme.size() + 1);
    for (const auto& row : additions) {
        const bool is_said = text.find(";" + std::string(row.setting) + "=") != text.npos;
        if (text.starts_with(row.driver) && !is_said) add(text, row.setting, std::string(row.value));
    }
    add(text, "Server", options.host);
    add(text, "UID", options.user);
    add(text, "PWD", options.password);
    add(text, "Database", options.database);
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
        return std::make_shared<OdbcConnection>(connection_string(options), options.application_name,
                                                deadline);
    }
};

}  // namespace

const dbapi::Driver& driver() {
    static const OdbcDriver instance;
    return instance;
}

}  // namespace odbc
