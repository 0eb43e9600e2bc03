// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <dbapi/conformance/context.hpp>

#include "run_state.hpp"
#include "text.hpp"

namespace dbapi::conformance {

Context::Context(const Driver& driver, const Profile& profile, const Case& test, Run& run)
    : driver_(driver), profile_(profile), case_(test), run_(run) {}

Context::~Context() = default;

// ── the database ──

ConnectOptions Context::options() const {
    auto options = options_for(profile_, case_.connections);
    if (options.timeout == Timeout::zero()) options.timeout = run_.timeout;
    return options;
}

std::shared_ptr<Connection> Context::connect(const ConnectOptions& options) {
    auto connection = driver_.connect(options);
    const std::lock_guard lock(run_.mutex);
    run_.connections.push_back(connection);
    return connection;
}

Connection& Context::connection() {
    if (!connection_) connection_ = connect();
    return *connection_;
}

std::string Context::name() {
    auto name = run_.next_name();
    run_.tables.push_back(name);
    return name;
}

std::string Context::table(std::string_view columns) {
    auto table = name();
    // A private in-memory database has only this one connection.
    auto& conn = connection();
    conn.cursor()->execute(sql("CREATE TABLE {} (" + std::string(columns) + ")", table));
    conn.commit();
    return table;
}

Xid Context::xid() {
    const auto name = run_.next_name();
    const std::lock_guard lock(run_.mutex);
    return run_.xids.emplace_back(1, name, "branch");
}

void Context::at_end(std::string sql) { run_.statements.push_back(std::move(sql)); }

std::string Context::sql(std::string_view text, std::string_view name) const {
    auto result = replaced(text, "{}", name);
    for (const auto& type : profile_.dialect.types)
        result = replaced(result, "{" + type.name + "}", type.type);
    return result;
}

std::string Context::numbers(std::size_t count) const {
    return replaced(profile_.dialect.numbers, "{count}", std::to_string(count));
}

std::int64_t Context::committed_rows(std::string_view table) {
    const auto conn = connect();
    const auto rows = conn->execute("SELECT count(*) FROM " + std::string(table)).scalar<std::int64_t>();
    conn->close();
    return rows;
}

const TypeSamples& Context::type(std::string_view name) {
    const auto& types = profile_.dialect.types;
    const auto found = std::ranges::find(types, name, &TypeSamples::name);
    if (found == types.end() || found->type.empty()) unmet("the type " + std::string(name));
    return *found;
}

const std::string& Context::need(const std::string& text, std::string_view what) {
    if (text.empty()) unmet(what);
    return text;
}

// ── the verdict ──

void Context::check(bool holds, std::string_view what, Place where) {
    if (holds) return;
    const std::string_view path = where.file;
    const auto file = path.substr(path.rfind('/') + 1);  // find() or npos + 1: all of it
    const std::lock_guard lock(run_.mutex);
    run_.failures.push_back(std::string(what) + " (" + std::string(file) + ":" + std::to_string(where.line) +
                            ")");
}

void Context::require(bool holds, std::string_view what, Place where) {
    check(holds, what, where);
    if (!holds) throw CaseEnded{CaseEnded::Why::failed};
}

void Context::note(std::string_view text) {
    const std::lock_guard lock(run_.mutex);
    run_.notes.emplace_back(text);
}

void Context::unmet(std::string_view what) {
    note("it needs " + std::string(what));
    throw CaseEnded{CaseEnded::Why::unmet};
}

void Context::unequal(std::string_view what, std::string_view got, std::string_view wanted, Place where) {
    check(false, std::string(what) + ": " + std::string(got) + " instead of " + std::string(wanted), where);
}

void Context::no_error(std::string_view what, Place where) {
    check(false, std::string(what) + ": no exception", where);
}

void Context::wrong_error(std::string_view what, std::string_view got, std::string_view text, Place where) {
    check(false, std::string(what) + ": " + std::string(got) + " (" + std::string(text) + ")", where);
}

}  // namespace dbapi::conformance
