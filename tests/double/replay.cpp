// SPDX-License-Identifier: BSL-1.0
#include "double/replay.hpp"

#include <algorithm>
#include <chrono>

namespace testing {
namespace {

using namespace cockroach;

constexpr auto patience =
    std::chrono::milliseconds(300);  // with what is not recorded to end in ReadyForQuery
constexpr auto long_patience = std::chrono::milliseconds(1500);  // with what is
constexpr int tick_ms = 10;

std::size_t count(const std::vector<Message>& messages, char type) {
    return static_cast<std::size_t>(std::count_if(messages.begin(), messages.end(),
                                                  [&](const auto& message) { return message.type == type; }));
}

std::vector<std::string> sorted(std::vector<std::string> rows) {
    std::sort(rows.begin(), rows.end());
    return rows;
}

bool is_first(const Step& step) { return step.sent.front().type == '\0'; }

}  // namespace

/// 40001 takes another transaction at the right time, and CANCEL QUERY knows no numbers of ours.
void Replay::inject_for(const Step& step, const Client& client) {
    server_.clear();
    std::size_t completed = 0;
    for (const auto& message : step.answered) {
        if (message.type == 'C') ++completed;
        if (message.type != 'E') continue;
        if (field(read_fields(message), 'C') != "40001") return;
        break;
    }
    const auto texts = texts_of(step);
    if (count(step.answered, 'E') == 0 || texts.empty()) return;
    const auto text = texts[std::min(completed, texts.size() - 1)];
    const auto statements = split(text);
    if (statements.empty()) return;
    // Several statements in one text: those before have been completed.
    const auto& failing =
        statements[texts.size() > 1 ? statements.size() - 1 : std::min(completed, statements.size() - 1)];
    const auto kind = failing.kind;
    const auto fault = kind == Kind::commit    ? Fault::retry_at_commit
                       : kind == Kind::release ? Fault::retry_at_release
                                               : Fault::retry_at_statement;
    server_.inject({.fault = fault, .when = failing.sql, .connection = client.number});
}

/// Reads what an earlier step has missed, so that the next has its own answer.
void Replay::catch_up(Client& client) {
    if (client.owed == 0 || !client.stream) return;
    Step missed;
    missed.answered.assign(std::exchange(client.owed, 0), ready('I'));
    if (receive(missed, client).closed) client.stream.reset();
    client.owed = 0;
}

void Replay::send(const Step& step, Client& client) {
    // A client whose request for encryption was refused goes on with the connection it has.
    const bool goes_on = std::exchange(client.was_refused_encryption, false);
    if (!client.stream || (is_first(step) && !goes_on)) {
        client.owed = 0;
        const int before = server_.connections();
        client.stream = std::make_unique<Stream>(Stream::connect_to("127.0.0.1", server_.port()), stopping_);
        while (server_.connections() == before) continue;
        client.number = server_.connections();
    }
    for (const auto& message : step.sent) client.stream->write(message);
    client.stream->flush();
}

Replay::Answer Replay::receive(const Step& step, Client& client) {
    Answer answer;
    const auto wanted = count(step.answered, 'Z');
    auto last = std::chrono::steady_clock::now();
    try {
        for (;;) {
            const bool has_all = wanted > 0 ? count(answer.messages, 'Z') >= wanted
                                            : answer.messages.size() >= step.answered.size();
            if (has_all && !step.closed) return answer;
            if (client.stream->has_input()) {
                const bool is_byte = !step.answered.empty() && step.answered[0].type == '-';
                if (is_byte) {
                    answer.messages.push_back({'-', std::string(1, client.stream->read_byte())});
                } else {
                    answer.messages.push_back(client.stream->read());
                }
                last = std::chrono::steady_clock::now();
                continue;
            }
            wait_for_either(*client.stream, *client.stream, tick_ms);
            const auto limit = wanted > 0 && answer.messages.empty() ? long_patience : patience;
            if (std::chrono::steady_clock::now() - last > limit) {
                client.owed += wanted - std::min(wanted, count(answer.messages, 'Z'));
                return answer;
            }
        }
    } catch (const Disconnected&) {
        answer.closed = true;
    }
    return answer;
}

void Replay::compare(const std::vector<Step>& steps, std::size_t number, Client& client) {
    const Step& step = steps[number - 1];
    const auto answer = receive(step, client);
    if (answer.closed || step.sent.back().type == 'X') client.stream.reset();
    client.was_refused_encryption = !answer.messages.empty() && answer.messages[0].type == '-';
    const auto recorded = shape_of(step.answered, step.closed);
    const auto answered = shape_of(answer.messages, answer.closed);
    const bool same_values = sorted(rows_of(step.answered)) == sorted(rows_of(answer.messages));
    if (recorded != answered || !same_values) {
        differences_.push_back({number, step.label, recorded, answered, recorded == answered});
    }
}

std::vector<Difference> Replay::run(const std::vector<Step>& steps) {
    for (std::size_t number = 1; number <= steps.size(); ++number) {
        const Step& step = steps[number - 1];
        Client& client = clients_[step.connection];
        if (client.waiting != 0) compare(steps, std::exchange(client.waiting, 0), client);
        catch_up(client);
        if (!client.stream && step.sent.front().type == 'X') continue;
        if (!client.stream && !is_first(step)) {
            differences_.push_back(
                {number, step.label, shape_of(step.answered, step.closed), "(closed)", false});
            continue;
        }
        inject_for(step, client);
        try {
            send(step, client);
        } catch (const Disconnected&) {
            client.stream.reset();
            differences_.push_back(
                {number, step.label, shape_of(step.answered, step.closed), "(closed)", false});
            continue;
        }
        if (step.waits) {
            client.waiting = number;
        } else {
            compare(steps, number, client);
        }
    }
    for (auto& [name, client] : clients_) {
        if (client.waiting != 0) compare(steps, client.waiting, client);
    }
    return std::move(differences_);
}

}  // namespace testing
