// SPDX-License-Identifier: BSL-1.0
#include "options.hpp"

#include <algorithm>
#include <charconv>
#include <dbapi/errors.hpp>
#include <random>
#include <string_view>
#include <utility>

namespace dbapi::libpq {
namespace {

constexpr std::string_view cockroach_scheme = "cockroachdb://";
constexpr std::string_view libpq_scheme = "postgresql://";

[[noreturn]] void throw_stray_at() {
    throw ProgrammingError(
        "the URL is malformed: an @, / or ? in user or password is written as a %-escape (%40 for @)");
}

/// libpq would read a stray @ or / of a password as part of the host, port or database, and repeat it in
/// messages.
void check_url(std::string_view url) {
    const auto rest = url.substr(url.find("://") + 3);
    const auto authority = rest.substr(0, rest.find_first_of("/?"));
    const auto path = rest.substr(authority.size(), rest.find('?') - authority.size());
    if (std::count(authority.begin(), authority.end(), '@') > 1 || path.find('@') != std::string_view::npos) {
        throw_stray_at();
    }
    const auto hosts = authority.substr(authority.find('@') + 1);  // npos + 1 is 0: all of it
    bool in_brackets = false;
    bool in_port = false;
    for (const char c : hosts) {
        in_brackets = c == '[' || (in_brackets && c != ']');
        if (in_brackets) continue;
        if (c == ',') in_port = false;
        if (in_port && (c < '0' || c > '9')) throw_stray_at();
        if (c == ':') in_port = true;
    }
}

// A peer that is gone without a word is noticed after a minute when nothing is said, and after half of one
// when something was sent. The system's own limits are hours.
constexpr std::pair<const char*, const char*> liveness[] = {
    {"keepalives_idle", "30"},      // seconds
    {"keepalives_interval", "10"},  // seconds
    {"keepalives_count", "3"},
    {"tcp_user_timeout", "30000"},  // milliseconds
};

bool is_url(std::string_view dsn) { return dsn.starts_with(libpq_scheme) || dsn.starts_with("postgres://"); }

void override_with(Keywords& keywords, const char* name, const std::string& value) {
    if (!value.empty()) keywords[name] = value;
}

std::vector<std::string> split_list(const std::string& list) {
    std::vector<std::string> items;
    for (std::size_t begin = 0;;) {
        const auto end = list.find(',', begin);
        items.push_back(list.substr(begin, end - begin));
        if (end == std::string::npos) return items;
        begin = end + 1;
    }
}

int number_of(const std::string& text) {
    int number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

}  // namespace

Target make_target(const ConnectOptions& options) {
    Target target;
    std::string dsn = take_settings(options.dsn, target.settings);
    const bool cockroach = dsn.starts_with(cockroach_scheme);
    if (cockroach) dsn = std::string(libpq_scheme) + dsn.substr(cockroach_scheme.size());
    if (is_url(dsn)) check_url(dsn);

    target.keywords = parse_conninfo(dsn);
    override_with(target.keywords, "user", options.user);
    override_with(target.keywords, "password", options.password);
    override_with(target.keywords, "host", options.host);
    if (!options.host.empty()) target.keywords.erase("hostaddr");  // libpq would prefer it
    override_with(target.keywords, "dbname", options.database);
    override_with(target.keywords, "application_name", options.application_name);
    for (const auto& [name, value] : options.parameters) {
        if (target.settings.set(name, value)) continue;
        if (!is_known_keyword(name))
            throw ProgrammingError("a connection parameter that libpq does not know");
        target.keywords[name] = value;
    }

    const auto defaults = environment_defaults();
    const bool has_service = target.keywords.contains("service") || defaults.contains("service");
    target.names_database = target.keywords.contains("dbname") || defaults.contains("dbname") || has_service;
    if (cockroach) {
        if (!target.names_database) target.keywords["dbname"] = "defaultdb";
        target.names_database = true;
        const auto port = defaults.find("port");
        const bool has_port = port != defaults.end() && port->second != "5432";
        if (!has_port && !has_service) target.keywords.try_emplace("port", "26257");
        target.keywords.try_emplace("gssencmode",
                                    "disable");  // CockroachDB answers such a request with an error
    }
    if (!target.settings.host_order) {
        target.settings.host_order = cockroach ? HostOrder::random : HostOrder::as_written;
    }
    if (!has_service) {
        for (const auto& [name, value] : liveness) target.keywords.try_emplace(name, value);
    }
    target.keywords["client_encoding"] = "UTF8";  // what every string of this interface is
    return target;
}

void put_in_order(std::vector<Keywords>& hosts, HostOrder order) {
    if (order != HostOrder::random || hosts.size() < 2) return;
    std::ranges::shuffle(hosts, std::mt19937(std::random_device()()));
}

std::vector<Keywords> split_hosts(const Keywords& keywords) {
    const auto defaults = environment_defaults();
    const auto value_of = [&](const char* name) -> std::string {
        if (const auto own = keywords.find(name); own != keywords.end()) return own->second;
        const auto other = defaults.find(name);
        return other == defaults.end() ? "" : other->second;
    };
    const std::string host = value_of("host");
    const std::string address = value_of("hostaddr");
    const auto hosts = split_list(host);
    const auto addresses = split_list(address);
    const auto ports = split_list(value_of("port"));
    const auto count = std::max(hosts.size(), addresses.size());
    const auto fits = [&](const auto& list) { return list.size() == 1 || list.size() == count; };
    // Lists that do not fit each other are libpq's to complain about; prefer-standby needs to see all hosts
    // at once.
    const bool together = value_of("target_session_attrs") == "prefer-standby";
    if (count == 1 || !fits(hosts) || !fits(addresses) || !fits(ports) || together) return {keywords};

    std::vector<Keywords> each(count, keywords);
    for (std::size_t i = 0; i < count; ++i) {
        if (hosts.size() == count) each[i]["host"] = hosts[i];
        if (addresses.size() == count) each[i]["hostaddr"] = addresses[i];
        each[i]["port"] = ports.size() == count ? ports[i] : ports[0];
    }
    return each;
}

Deadline host_deadline(const Keywords& keywords, std::size_t hosts_left, Deadline deadline) {
    const auto defaults = environment_defaults();
    int seconds = 0;
    if (const auto own = keywords.find("connect_timeout"); own != keywords.end()) {
        seconds = number_of(own->second);
    } else if (const auto other = defaults.find("connect_timeout"); other != defaults.end()) {
        seconds = number_of(other->second);
    }
    auto own = seconds > 0 ? Deadline::after(std::chrono::seconds(seconds)) : Deadline::never();
    if (!deadline.is_never() && hosts_left > 1) {
        const auto share = std::max(deadline.remaining_ms() / static_cast<int>(hosts_left), 1);
        own = Deadline::earlier(own, Deadline::after(Timeout(share)));
    }
    return Deadline::earlier(own, deadline);
}

}  // namespace dbapi::libpq
