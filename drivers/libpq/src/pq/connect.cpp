// SPDX-License-Identifier: BSL-1.0
#include "pq/connect.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <dbapi/errors.hpp>
#include <memory>
#include <string_view>
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

/// A failure to connect gives no result with fields, only text. In its verbose form the SQLSTATE stands in
/// it, `… failed: FATAL:  28P01: password …`, and a line about the server's source, `LOCATION:  auth_failed,
/// auth.c:326`. There may be several: with and without TLS.
struct Refusal {
    std::string message;
    Sqlstate sqlstate = sqlstate::cannot_connect;  // the first, if there is any
};

constexpr std::string_view behind_label = ":  ";

/// Returns the code behind the first label of the line, or nothing.
std::string_view code_in(std::string_view line) {
    const auto label = line.find(behind_label);
    if (label == line.npos) return {};
    const auto rest = line.substr(label + behind_label.size());
    const auto code = rest.substr(0, rest.find(": "));
    const bool is_code = code.size() == 5 && std::ranges::all_of(code, [](char c) {
                             return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
                         });
    return is_code ? code : std::string_view();
}

/// Whether the line ends with the number of one in a source file; its label may be in any language.
bool is_location(std::string_view line) {
    const auto label = line.find(behind_label);
    const auto number = line.rfind(':');
    return label != line.npos && number > label && number + 1 < line.size() &&
           line.find_first_not_of("0123456789", number + 1) == line.npos && line.find(": ") == label;
}

Refusal read_refusal(std::string_view text) {
    Refusal refusal;
    bool has_code = false;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
        std::string line(text.substr(0, end));
        text.remove_prefix(end);
        while (!line.empty() && line.back() == '\n') line.pop_back();
        if (has_code && is_location(line)) continue;
        if (const auto code = code_in(line); !code.empty()) {
            if (!has_code) refusal.sqlstate = Sqlstate(code);
            has_code = true;
            line.erase(static_cast<std::size_t>(code.data() - line.data()), code.size() + 2);
        }
        refusal.message += line + '\n';
    }
    return refusal;
}

void poll_until_open(PGconn* connection, const Keywords& keywords, Deadline deadline) {
    auto next = PGRES_POLLING_WRITING;
    while (next != PGRES_POLLING_OK) {
        if (next == PGRES_POLLING_FAILED || PQstatus(connection) == CONNECTION_BAD) {
            const Refusal refusal = read_refusal(PQerrorMessage(connection));
            const bool is_from_server = refusal.sqlstate != sqlstate::cannot_connect;
            const std::string text = one_line(refusal.message);
            throw OperationalError(is_from_server ? text : without_values(text, keywords),
                                   ErrorDetails{.sqlstate = refusal.sqlstate, .connection_usable = false});
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
    PQsetErrorVerbosity(connection.get(), PQERRORS_VERBOSE);
    poll_until_open(connection.get(), keywords, deadline);
    PQsetErrorVerbosity(connection.get(), PQERRORS_DEFAULT);
    if (PQsetnonblocking(connection.get(), 1) != 0) throw_lost(connection.get(), false);
    return connection;
}

}  // namespace dbapi::libpq
