// SPDX-License-Identifier: BSL-1.0
//
// The loop over the client's messages, and what is answered to it.
#include "support/cockroach/session.hpp"

#include <sys/socket.h>

#include "support/cockroach/tags.hpp"
#include "support/cockroach/translate.hpp"

namespace testing::cockroach {
namespace {

constexpr int tick_ms = 20;  // how soon an idle session sees that its node drains
constexpr Complaint shutting_down{"57P01", "server is shutting down"};

}  // namespace

Session::Session(int client, int number, Node& node)
    : node_(node),
      profile_(node.profile),
      number_(number),
      client_(client, node.stopping),
      settings_(profile_) {}

Session::~Session() {
    if (key_) key_->let_go();
    if (!key_bytes_.empty()) node_.keys.remove(key_bytes_);
}

void Session::run() {
    try {
        if (start()) serve();
    } catch (const Disconnected&) {
        // The client or PostgreSQL has gone, or the double ends. What PostgreSQL said last may still be
        // passed on.
        try {
            client_.flush();
        } catch (const Disconnected&) {
            return;
        }
    }
}

void Session::serve() {
    for (;;) {
        const Message message = next_message();
        if (message.type == 'X') return;
        handle(message);
    }
}

/// Waits for the client; PostgreSQL may have something to say meanwhile.
Message Session::next_message() {
    for (;;) {
        if (client_.has_input()) return client_.read();
        wait_for_either(client_, backend_->stream(), tick_ms);
        if (node_.stopping) throw Disconnected();
        if (!client_.has_input() && backend_->stream().has_input()) heed_backend();
        if (node_.draining && state_ == State::idle && !in_extended_) say_goodbye(shutting_down);
    }
}

void Session::heed_backend() {
    const Message message = backend_->read();
    if (message.type == 'E') client_.write(from_postgresql(profile_, message));
    if (message.type == 'S') report(message);
    if (message.type == 'N') client_.write(from_postgresql(profile_, message));
    client_.flush();
}

void Session::handle(const Message& message) {
    static constexpr std::string_view extended_letters = "PBDECHS";
    if (message.type == 'Q') {
        if (skipping_) return;
        if (in_extended_ && !profile_.batch_is_transaction) {
            static_cast<void>(fail({"08P01", "SimpleQuery not allowed while in extended protocol mode"}));
            return be_ready();
        }
        simple_query(message.body.substr(0, message.body.find('\0')));
    } else if (extended_letters.find(message.type) != std::string_view::npos) {
        extended(message);
    } else if (message.type != 'd' && message.type != 'c' && message.type != 'f') {
        static_cast<void>(fail({"08P01", "unrecognized client message type"}));
        skipping_ = true;
        client_.flush();
    }
}

void Session::be_ready() {
    static constexpr std::string_view letters = "ITET";
    client_.write(ready(letters[static_cast<std::size_t>(state_)]));
    // In one packet with the answer, so that a client reads both at once.
    if (goodbye_ && goodbye_ != Fault::session_cancelled) say_goodbye(shutting_down);
    client_.flush();
    in_extended_ = false;
    if (holding_ && key_) key_->let_go();
    holding_ = false;
    if (goodbye_) throw Disconnected();
}

/// Says why, and waits a little for the client to close, so that it surely reads it.
void Session::say_goodbye(const Complaint& complaint) {
    client_.write(complain(profile_, complaint));
    client_.flush();
    shutdown(client_.fd(), SHUT_WR);
    for (int waited = 0; waited < 25 && !node_.stopping && !client_.is_gone(); ++waited)
        wait_for_either(client_, client_, tick_ms);
    throw Disconnected();
}

// ── answers ──

bool Session::done(std::string_view tag) {
    client_.write(command_complete(tag));
    return true;
}

bool Session::fail(const Complaint& complaint) { return fail(complain(profile_, complaint)); }

/// Sends an error of the double's own. What PostgreSQL has open fails as well.
bool Session::fail(const Message& error) {
    if (backend_->has_unsynced() || state_ == State::open || implicit_) backend_->break_transaction();
    if (state_ == State::open) state_ = State::aborted;
    client_.write(error);
    return false;
}

/// Passes an error of PostgreSQL's on, which has already made its transaction fail.
void Session::pass_error(const Message& error) {
    const Message told = from_postgresql(profile_, error);
    must_restart_ = must_restart_ || field(read_fields(told), 'C') == "40001";
    if (state_ == State::open) state_ = State::aborted;
    client_.write(told);
}

/// Passes a changed parameter on, where the version reports it: before what waits of the extended protocol.
void Session::report(const Message& message) {
    const auto name = BodyReader(message.body).text();
    const auto names = ' ' + std::string(profile_.reported) + ' ';
    if (names.find(' ' + name + ' ') == std::string::npos) return;
    if (in_extended_) {
        client_.write_ahead(message);
    } else {
        client_.write(message);
    }
}

void Session::notify(const Message& notice) {
    if (in_extended_) {
        client_.write_ahead(notice);
    } else {
        client_.write(notice);
    }
}

/// Whether the version has a notice of this kind: old ones do not say what IF EXISTS and the like passed
/// over.
bool Session::tells(const Message& notice) const {
    return profile_.name != "v20.1" || field(read_fields(notice), 'V') != "NOTICE";
}

/// Waits for PostgreSQL, as long as the client is there.
Message Session::next_answer() {
    while (!backend_->stream().has_input()) {
        wait_for_either(backend_->stream(), backend_->stream(), tick_ms);
        if (node_.stopping || client_.is_gone()) throw Disconnected();
    }
    return backend_->read();
}

/// Passes PostgreSQL's answer on until one of the letters, or its error. Behind an error PostgreSQL is in
/// order.
Session::Relayed Session::relay(const Relay& how) {
    Relayed relayed{.ok = true};
    Message completion;
    for (;;) {
        const Message message = how.is_silent ? backend_->read() : next_answer();
        // A changed parameter is reported before the completion; PostgreSQL does it behind.
        if (message.type != 'S' && completion.type != 0)
            complete(how, relayed, std::exchange(completion, {}));
        const bool is_silent = how.is_silent || (how.rows_at_most && relayed.rows >= *how.rows_at_most);
        switch (message.type) {
            case 'E':
                relayed.ok = false;
                relayed.sqlstate = field(read_fields(message), 'C');
                if (!how.is_silent) pass_error(message);
                if (how.until != "Z") {
                    if (backend_->has_unsynced()) static_cast<void>(backend_->sync());
                    return relayed;
                }
                break;
            case 'N':
                if (!is_silent && tells(message)) notify(from_postgresql(profile_, message));
                break;
            case 'S': report(message); break;
            case 'Z': break;
            case 'A': break;
            case 'D':
                if (is_silent && relayed.cut.type == 0) relayed.cut = message;
                if (!is_silent) client_.write(message);
                ++relayed.rows;
                break;
            case 'G':
                client_.write(message);
                receive_copy();
                break;
            case 'C': completion = message; break;
            default:
                if (!is_silent) client_.write(message);
                break;
        }
        if (how.until.find(message.type) == std::string_view::npos) continue;
        if (completion.type != 0) complete(how, relayed, completion);
        return relayed;
    }
}

void Session::complete(const Relay& how, const Relayed& relayed, const Message& completion) {
    if (how.is_silent || how.rows_at_most) return;
    if (how.statement) {
        client_.write(command_complete(tag_for(profile_, *how.statement, tag_of(completion), relayed.rows)));
    } else {
        client_.write(completion);
    }
}

/// Passes on what the client copies, until it is at its end or PostgreSQL has something to say.
void Session::receive_copy() {
    client_.flush();
    while (!backend_->stream().has_input()) {
        if (!client_.has_input()) {
            wait_for_either(client_, backend_->stream(), tick_ms);
            continue;
        }
        const Message data = client_.read();
        if (data.type == 'H' || data.type == 'S') continue;
        backend_->send(data);
        if (data.type != 'd') return;
    }
}

}  // namespace testing::cockroach
