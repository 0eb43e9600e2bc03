// SPDX-License-Identifier: BSL-1.0
//
// The parameters are rows of a table: a name, what it takes, and how it is set.
#include "options.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <dbapi/driver/url.hpp>
#include <dbapi/errors.hpp>
#include <utility>

namespace dbapi::sqlite {
namespace {

template <class T, std::size_t N>
bool choose(T& target, std::string_view value, const std::array<std::pair<std::string_view, T>, N>& choices) {
    const auto found =
        std::find_if(choices.begin(), choices.end(), [&](const auto& c) { return c.first == value; });
    if (found == choices.end()) return false;
    target = found->second;
    return true;
}

bool set_mode(Options& options, std::string_view value) {
    return choose<OpenMode, 3>(
        options.mode, value,
        {{{"ro", OpenMode::read_only}, {"rw", OpenMode::read_write}, {"rwc", OpenMode::create}}});
}

bool set_busy_timeout(Options& options, std::string_view value) {
    int milliseconds = 0;
    const auto end = value.data() + value.size();
    const auto result = std::from_chars(value.data(), end, milliseconds);
    if (value.empty() || result.ec != std::errc() || result.ptr != end || milliseconds < 0) return false;
    options.busy_timeout = std::chrono::milliseconds(milliseconds);
    return true;
}

bool set_prepared_max(Options& options, std::string_view value) {
    const auto [end, error] =
        std::from_chars(value.data(), value.data() + value.size(), options.prepared_max);
    return error == std::errc() && end == value.data() + value.size();
}

bool set_foreign_keys(Options& options, std::string_view value) {
    return choose<bool, 2>(options.foreign_keys, value, {{{"on", true}, {"off", false}}});
}

bool set_journal_mode(Options& options, std::string_view value) {
    static constexpr auto modes =
        std::to_array<std::string_view>({"delete", "wal", "truncate", "memory", "off", "persist"});
    const auto found = std::find(modes.begin(), modes.end(), value);
    if (found == modes.end()) return false;
    options.journal_mode = *found;
    return true;
}

bool set_transaction(Options& options, std::string_view value) {
    return choose<std::string_view, 3>(options.begin, value,
                                       {{{"deferred", "BEGIN DEFERRED"},
                                         {"immediate", "BEGIN IMMEDIATE"},
                                         {"exclusive", "BEGIN EXCLUSIVE"}}});
}

struct Parameter {
    std::string_view name;
    std::string_view takes;
    bool (*set)(Options&, std::string_view value);
};

constexpr auto parameters = std::to_array<Parameter>({
    {"mode", "ro|rw|rwc", set_mode},
    {"busy_timeout", "MILLISECONDS", set_busy_timeout},
    {"foreign_keys", "on|off", set_foreign_keys},
    {"journal_mode", "delete|wal|truncate|memory|off|persist", set_journal_mode},
    {"prepared_max", "NUMBER", set_prepared_max},
    {"transaction", "deferred|immediate|exclusive", set_transaction},
});

[[noreturn]] void refuse(std::string message) {
    message += "; the SQLite driver knows";
    for (const char* separator = " "; const auto& parameter : parameters) {
        message.append(separator).append(parameter.name).append("=").append(parameter.takes);
        separator = ", ";
    }
    throw ProgrammingError(message);
}

void set(Options& options, std::string_view name, std::string_view value) {
    const auto found = std::find_if(parameters.begin(), parameters.end(),
                                    [&](const Parameter& p) { return p.name == name; });
    if (found == parameters.end()) refuse("an unknown connection parameter");
    if (!found->set(options, value))
        refuse("a bad value for connection parameter " + std::string(found->name));
}

std::string file_of(const driver::Url& url) {
    std::string_view path = url.path;
    if (url.has_authority) {
        if (!url.authority.empty()) {
            throw ProgrammingError(
                "a SQLite URL has no host: write sqlite:///relative/path or sqlite:////absolute/path");
        }
        if (path.empty()) return std::string(in_memory);
        path.remove_prefix(1);
    }
    return std::string(path);
}

void check_file(const std::string& file) {
    if (file.empty()) throw ProgrammingError("the SQLite URL names no file; in memory is sqlite::memory:");
    if (file.find('\0') != std::string::npos)
        throw ProgrammingError("the database's name contains a NUL byte");
}

}  // namespace

Options parse_options(const ConnectOptions& given) {
    if (!given.host.empty() || !given.user.empty() || !given.password.empty()) {
        throw ProgrammingError("SQLite has neither host nor user nor password");
    }
    Options options;
    if (!given.dsn.empty() || given.database.empty()) {
        const driver::Url url = driver::parse_url(given.dsn);
        if (url.scheme != "sqlite")
            throw ProgrammingError("the URL is not one for SQLite: it begins with sqlite:");
        options.file = file_of(url);
        for (const auto& [name, value] : url.query) set(options, name, value);
    }
    if (!given.database.empty()) options.file = given.database;
    for (const auto& [name, value] : given.parameters) set(options, name, value);
    check_file(options.file);
    return options;
}

}  // namespace dbapi::sqlite
