// SPDX-License-Identifier: BSL-1.0
//
// The simple and the extended protocol.
#include <algorithm>

#include "support/cockroach/session.hpp"
#include "support/cockroach/translate.hpp"

namespace testing::cockroach {
namespace {

constexpr Complaint aborted{
    "25P02", "current transaction is aborted, commands ignored until end of transaction block"};

bool ends_or_mends(const Statement& statement) {
    return statement.kind == Kind::commit || statement.kind == Kind::rollback ||
           statement.kind == Kind::rollback_to || statement.kind == Kind::savepoint ||
           begins_with(statement.words, "SHOW TRANSACTION STATUS");
}

constexpr Complaint nested{"0A000", "unimplemented: nested arrays are not supported",
                           "You have attempted to use a feature that is not yet implemented."};

/// Whether Bind carries what looks like an array of arrays.
bool has_nested_array(const Statement& statement, const Message& bind) {
    if (!contains(statement.sql, "[]") && !contains(statement.sql, " array")) return false;
    BodyReader body(bind.body);
    static_cast<void>(body.text());
    static_cast<void>(body.text());
    static_cast<void>(body.bytes(2 * std::size_t{body.number(2)}));
    for (auto count = body.number(2); count > 0; --count) {
        const auto size = body.number(4);
        if (size == 0xffff'ffff) continue;
        const auto value = body.bytes(size);
        const bool is_binary = value.size() >= 12 && value.starts_with(std::string_view("\0\0\0\2\0\0\0", 7));
        if (is_binary || value.starts_with("{{") || value.starts_with("[1:1][")) return true;
    }
    return false;
}

}  // namespace

void Session::simple_query(const std::string& text) {
    const auto statements = split(text);
    if (statements.empty()) client_.write({'I', {}});
    if (statements.size() < 2 || parses(statements)) static_cast<void>(run_batch(statements));
    be_ready();
}

/// A text that has an error of syntax somewhere is refused as a whole.
bool Session::parses(const std::vector<Statement>& statements) {
    if (state_ != State::idle || in_extended_) return true;
    for (const auto& statement : statements) {
        if (is_local(statement) || refusal_of(profile_, statement)) continue;
        backend_->send(parse("", to_postgresql(profile_, statement)));
        const auto answer = backend_->sync();
        if (!answer.error || field(read_fields(*answer.error), 'C') != "42601") continue;
        pass_error(*answer.error);
        return false;
    }
    return true;
}

bool Session::run_batch(const std::vector<Statement>& statements) {
    const bool is_one = profile_.batch_is_transaction && statements.size() > 1 && state_ == State::idle;
    if (is_one) {
        backend_->command(begin_for_postgresql(profile_, {}, node_.conflicts_pass));
        implicit_ = true;
    }
    bool ok = true;
    for (const auto& statement : statements) {
        ok = perform(statement, nullptr);
        if (!ok) break;
    }
    if (!std::exchange(implicit_, false)) return ok;
    const auto answer = backend_->command(ok ? "COMMIT" : "ROLLBACK");
    if (answer.error) pass_error(*answer.error);
    return ok && !answer.error;
}

void Session::extended(const Message& message) {
    if (message.type == 'S') return sync();
    if (message.type == 'H') return client_.flush();
    if (skipping_) return;
    in_extended_ = true;
    bool ok = true;
    try {
        switch (message.type) {
            case 'P': ok = parse_statement(message); break;
            case 'B': ok = bind(message); break;
            case 'D': ok = describe(message); break;
            case 'E': ok = execute(message); break;
            default: close_named(message); break;
        }
    } catch (const Disconnected&) {
        throw;
    } catch (const std::runtime_error&) {
        ok = fail({"08P01", "invalid message format"});
    }
    skipping_ = !ok;
}

void Session::sync() {
    skipping_ = false;
    if (backend_->has_unsynced()) {
        const auto answer = backend_->sync();
        if (answer.error) pass_error(*answer.error);
    }
    be_ready();
}

bool Session::parse_statement(const Message& message) {
    BodyReader body(message.body);
    const auto name = body.text();
    const auto statements = split(body.text());
    if (statements.size() > 1) return fail(profile_.several_statements);
    const auto types = std::string(body.rest());
    Prepared made;
    if (!statements.empty()) made.statement = statements.front();
    made.parse = {'P', name + '\0' + to_postgresql(profile_, made.statement) + '\0' + types};
    made.is_local = is_local(made.statement) || statements.empty();
    const auto same = name.empty() ? prepared_.end() : prepared_.find(name);
    if (same != prepared_.end() && (same->second.is_local || same->second.is_pending))
        return fail({"42P05", "prepared statement already exists"});
    if (const auto* refusal = refusal_of(profile_, made.statement)) return fail(*refusal);
    if (state_ == State::aborted && !made.is_local) {
        if (!profile_.parses_in_failed) return fail(aborted);
        made.is_pending = true;
    }
    if (made.is_local || made.is_pending) {
        client_.write({'1', {}});
    } else {
        backend_->send(made.parse);
        if (!relay({.until = "1"}).ok) return false;
    }
    prepared_[name] = std::move(made);
    return true;
}

bool Session::bind(const Message& message) {
    BodyReader body(message.body);
    const auto portal = body.text();
    const auto name = body.text();
    const auto found = prepared_.find(name);
    if (found != prepared_.end()) {
        auto& prepared = found->second;
        const bool is_failed = state_ == State::aborted && !ends_or_mends(prepared.statement);
        if (is_failed && !profile_.parses_in_failed) return fail(aborted);
        portals_[portal] = name;
        if (prepared.is_local || is_failed) {
            client_.write({'2', {}});
            return true;
        }
        if (has_nested_array(prepared.statement, message)) return fail(nested);
        if (prepared.is_pending) {
            backend_->send(prepared.parse);
            if (!relay({.until = "1", .is_silent = true}).ok) return fail(aborted);
            prepared.is_pending = false;
        }
    }
    backend_->send(message);
    return relay({.until = "2"}).ok;
}

bool Session::describe(const Message& message) {
    BodyReader body(message.body);
    const bool is_statement = body.bytes(1) == "S";
    auto name = body.text();
    if (!is_statement && portals_.contains(name)) name = portals_[name];
    const auto found = prepared_.find(name);
    if (found != prepared_.end()) {
        const auto& prepared = found->second;
        const bool is_failed = state_ == State::aborted && !ends_or_mends(prepared.statement);
        if (is_failed && !profile_.parses_in_failed) return fail(aborted);
        if (prepared.is_local || prepared.is_pending || is_failed) {
            if (is_statement) client_.write({'t', number_bytes(0, 2)});
            const bool gives_row =
                prepared.statement.kind == Kind::show || prepared.statement.kind == Kind::rows;
            client_.write(gives_row ? row_description({lower(prepared.statement.words.back()), {}})
                                    : Message{'n', {}});
            return true;
        }
    }
    backend_->send(message);
    return relay({.until = "Tn"}).ok;
}

bool Session::execute(const Message& message) {
    const auto portal = BodyReader(message.body).text();
    const auto bound = portals_.find(portal);
    const auto found = bound == portals_.end() ? prepared_.end() : prepared_.find(bound->second);
    if (found == prepared_.end()) return fail({"34000", "unknown portal \"" + portal + "\""});
    const Statement statement = found->second.statement;
    if (statement.kind == Kind::empty || statement.words.empty()) {
        client_.write({'I', {}});
        return true;
    }
    const bool ok = perform(statement, &message);
    // Each statement commits by itself, however many come before the sync.
    if (!ok || profile_.batch_is_transaction || state_ != State::idle || !backend_->has_unsynced()) return ok;
    const auto answer = backend_->sync();
    if (answer.error) pass_error(*answer.error);
    return !answer.error;
}

void Session::close_named(const Message& message) {
    BodyReader body(message.body);
    const bool is_statement = body.bytes(1) == "S";
    const auto name = body.text();
    const auto found = prepared_.find(is_statement ? name : portals_[name]);
    const bool is_here = found == prepared_.end() || found->second.is_local || found->second.is_pending;
    if (is_statement) {
        prepared_.erase(name);
    } else {
        portals_.erase(name);
    }
    if (is_here) {
        client_.write({'3', {}});
        return;
    }
    backend_->send(message);
    static_cast<void>(relay({.until = "3"}));
}

}  // namespace testing::cockroach
