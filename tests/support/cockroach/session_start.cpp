// SPDX-License-Identifier: BSL-1.0
//
// How a session begins: encryption is refused, the password is PostgreSQL's affair, and the server calls
// itself CockroachDB.
#include <algorithm>
#include <array>
#include <sstream>

#include "support/cockroach/session.hpp"
#include "support/cockroach/translate.hpp"

namespace testing::cockroach {
namespace {

// What CockroachDB knows as parameters of a start-up, and PostgreSQL as well. Others are ignored.
constexpr auto known = std::to_array<std::string_view>(
    {"user", "database", "application_name", "client_encoding", "datestyle", "intervalstyle", "timezone",
     "extra_float_digits", "statement_timeout", "search_path", "bytea_output", "options", "lock_timeout",
     "idle_in_transaction_session_timeout", "default_transaction_read_only"});

constexpr Complaint too_many{"53300", "sorry, too many clients already",
                             "the maximum number of allowed connections is set by "
                             "server.max_connections_per_gateway"};

constexpr std::uint32_t sasl = 10;
constexpr auto asks_for_more = std::to_array<std::uint32_t>({3, 5, sasl, 11});

/// A parameter that has to have one of the values, if it is given.
struct OnlyValue {
    std::string_view name;
    std::string_view values;  // separated by ;
    Complaint otherwise;
};

constexpr auto only_values = std::to_array<OnlyValue>({
    {"server_version", "", {"55P02", "parameter \"server_version\" cannot be changed"}},
    {"client_encoding", "utf8;utf-8;unicode", {"0A000", "unimplemented client encoding"}},
    {"datestyle", "iso;iso, mdy", {"22023", "invalid value for parameter \"DateStyle\""}},
    {"intervalstyle", "postgres", {"22023", "invalid value for parameter \"IntervalStyle\""}},
    {"standard_conforming_strings", "on", {"22023", "invalid value for parameter"}},
    {"lock_timeout", "0", {"22023", "invalid value for parameter \"lock_timeout\""}},
    {"idle_in_transaction_session_timeout", "0", {"22023", "invalid value for parameter"}},
});

/// Returns what an old version says of a parameter of the start-up that it does not take, or null.
const Complaint* refused_value(const Profile& profile, const std::map<std::string, std::string>& given) {
    if (profile.name != "v20.1") return nullptr;
    for (const auto& row : only_values) {
        const auto found = given.find(std::string(row.name));
        if (found == given.end()) continue;
        const auto values = ';' + std::string(row.values) + ';';
        if (values.find(';' + found->second + ';') == std::string::npos) return &row.otherwise;
    }
    return nullptr;
}

Message startup_message(const std::map<std::string, std::string>& parameters) {
    Message message{'\0', number_bytes(startup::version_3, 4)};
    for (const auto& [name, value] : parameters) message.body += name + '\0' + value + '\0';
    message.body += '\0';
    return message;
}

}  // namespace

bool Session::start() {
    for (;;) {
        const Message first = client_.read_first();
        switch (BodyReader(first.body).number(4)) {
            case startup::ssl:
                client_.write_bytes("N");
                client_.flush();
                continue;
            case startup::gss: client_.write(complain(profile_, profile_.gss)); break;
            case startup::cancel: forward_cancel(first); return false;
            case startup::version_3: return answer_first(first);
            default: client_.write(complain(profile_, {"08P01", "unknown protocol version"})); break;
        }
        client_.flush();
        return false;
    }
}

bool Session::answer_first(const Message& first) {
    const auto hit = node_.plan.choose({number_, at_connect, "CONNECT"});
    if (hit) {
        node_.plan.record({hit->fault, number_, "CONNECT", std::nullopt});
        if (hit->fault == Fault::refused) {
            client_.reset_at_end();
            return false;
        }
    }
    if (node_.draining || (hit && hit->fault == Fault::drain_connect)) {
        client_.write(complain(profile_, profile_.draining));
        client_.flush();
        return false;
    }
    BodyReader body(first.body);
    static_cast<void>(body.number(4));
    std::map<std::string, std::string> given;
    std::map<std::string, std::string> kept;
    for (std::string name = body.text(); !name.empty(); name = body.text()) {
        const auto value = body.text();
        given[lower(name)] = lower(value);
        if (std::find(known.begin(), known.end(), lower(name)) != known.end()) kept[name] = value;
    }
    if (const auto* refused = refused_value(profile_, given)) {
        if (refused->sqlstate != "55P02") client_.write({'R', number_bytes(0, 4)});
        client_.write(complain(profile_, *refused));
        client_.flush();
        return false;
    }
    if (profile_.name == "v20.1") kept.erase("options");
    kept.try_emplace("database", "defaultdb");
    // What a client leaves behind is cancelled; PostgreSQL would see it through.
    kept["client_connection_check_interval"] = "200ms";
    kept["default_transaction_isolation"] = node_.conflicts_pass ? "read committed" : "serializable";
    backend_ =
        std::make_unique<Backend>(Stream::connect_to(node_.server_host, node_.server_port), node_.stopping);
    if (!authenticate(startup_message(kept))) return false;
    if (hit && hit->fault == Fault::too_many_clients) {
        client_.write(complain(profile_, too_many));
        client_.flush();
        return false;
    }
    client_.write({'R', number_bytes(0, 4)});
    report_parameters();
    backend_->on_report([this](const Message& message) { report(message); });
    if (profile_.has_cancel_key) client_.write({'K', key_bytes_});
    client_.write(ready('I'));
    client_.flush();
    return true;
}

/// Passes questions and answers on until PostgreSQL is content, and reads what it says of itself.
bool Session::authenticate(const Message& startup) {
    backend_->send(startup);
    for (;;) {
        const Message told = backend_->read();
        if (told.type == 'Z') return true;
        if (told.type == 'E') {
            client_.write(from_postgresql(profile_, told));
            client_.flush();
            return false;
        }
        BodyReader body(told.body);
        if (told.type == 'S') {
            const auto name = body.text();
            parameters_[name] = body.text();
        } else if (told.type == 'K') {
            key_ = std::make_shared<SessionKey>(told.body);
            key_bytes_ = node_.keys.add(key_);
        } else if (told.type == 'R') {
            const auto method = body.number(4);
            if (method == 0) continue;
            client_.write(told);
            client_.flush();
            const bool asks =
                std::find(asks_for_more.begin(), asks_for_more.end(), method) != asks_for_more.end();
            if (asks) backend_->send(client_.read());
        }
    }
}

void Session::report_parameters() {
    parameters_["server_version"] = profile_.server_version;
    parameters_["crdb_version"] = profile_.crdb_version;
    std::istringstream names{std::string(profile_.reported)};
    for (std::string name; names >> name;) client_.write(parameter_status(name, parameters_[name]));
}

/// A request goes to PostgreSQL under the key that it has there. It is never answered.
void Session::forward_cancel(const Message& first) {
    const auto key = node_.keys.find(first.body.substr(4));
    if (!profile_.has_cancel_key || !key || !key->arrive(node_.stopping)) return;
    Stream server(Stream::connect_to(node_.server_host, node_.server_port), node_.stopping);
    server.write({'\0', number_bytes(startup::cancel, 4) + key->backend_key()});
    server.flush();
    server.wait_for_end();
}

}  // namespace testing::cockroach
