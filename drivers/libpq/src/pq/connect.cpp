// SPDX-License-Identifier: BSL-1.0
#include "pq/connect.hpp"

#include <libpq-fe.h>

#include <dbapi/errors.hpp>
#include <memory>
#include <vector>

#include "pq/error.hpp"
#include "pq/wait.hpp"

namespace dbapi::libpq {
namespace {

struct OptionsDeleter {
    void operator()(PQconninfoOption* options) const noexcept { PQconninfoFree(options); }
};
using Options = std::unique_ptr<PQconninfoOption, OptionsDeleter>;

Keywords set_ones(const PQconninfoOption* options) {
    Keywords keywords;
    for (; options && options->keyword; ++options) {
        if (options->val) keywords[options->keyword] = options->val;
    }
    return keywords;
}

/// libpq quotes a value that it does not like: `invalid sslmode value: "…"`. What names the server and the
/// user may be shown; any other value is left out.
std::string without_values(std::string message, const Keywords& keywords) {
    for (const auto& [name, value] : keywords) {
        const bool may_show = name == "host" || name == "hostaddr" || name == "user" || name == "dbname";
        if (may_show || value.empty() || message.find('"' + value + '"') == std::string::npos) continue;
        message = "the connection parameter \"" + name + "\" has a value that libpq does not take";
    }
    return message;
}

void poll_until_open(PGconn* connection, const Keywords& keywords, Deadline deadline) {
    auto next = PGRES_POLLING_WRITING;
    while (next != PGRES_POLLING_OK) {
        if (next == PGRES_POLLING_FAILED || PQstatus(connection) == CONNECTION_BAD) {
            throw OperationalError(
                without_values(one_line(PQerrorMessage(connection)), keywords),
                ErrorDetails{.sqlstate = sqlstate::cannot_connect, .connection_usable = false});
        }
        const auto readiness = wait_for(PQsocket(connection), next == PGRES_POLLING_READING,
                                        next == PGRES_POLLING_WRITING, deadline);
        if (readiness == Readiness::expired) {
            throw DeadlineExceeded(
                "the server did not answer in time while connecting",
                ErrorDetails{.sqlstate = sqlstate::cannot_connect, .connection_usable = false});
        }
        next = PQconnectPoll(connection);
    }
}

}  // namespace

Keywords parse_conninfo(const std::string& text) {
    char* complaint = nullptr;
    const Options options(PQconninfoParse(text.c_str(), &complaint));
    PQfreemem(complaint);
    if (!options) {
        throw ProgrammingError(
            "the connection string is malformed, or has a parameter that libpq does not know; in a "
            "URL, special characters of user and password are written as %-escapes");
    }
    return set_ones(options.get());
}

Keywords environment_defaults() {
    const Options options(PQconndefaults());
    return set_ones(options.get());
}

bool is_known_keyword(const std::string& name) {
    const Options options(PQconndefaults());
    for (const PQconninfoOption* option = options.get(); option && option->keyword; ++option) {
        if (name == option->keyword) return true;
    }
    return false;
}

ConnectionHandle open(const Keywords& keywords, Deadline deadline) {
    std::vector<const char*> names;
    std::vector<const char*> values;
    for (const auto& [name, value] : keywords) {
        names.push_back(name.c_str());
        values.push_back(value.c_str());
    }
    names.push_back(nullptr);
    values.push_back(nullptr);
    ConnectionHandle connection(PQconnectStartParams(names.data(), values.data(), 0));
    if (!connection)
        throw OperationalError("out of memory while connecting", ErrorDetails{.sqlstate = "53200"});
    PQsetNoticeReceiver(
        connection.get(), [](void*, const PGresult*) {}, nullptr);
    poll_until_open(connection.get(), keywords, deadline);
    if (PQsetnonblocking(connection.get(), 1) != 0) throw_lost(connection.get(), false);
    return connection;
}

}  // namespace dbapi::libpq
