// SPDX-License-Identifier: BSL-1.0
#include "support/cockroach/canned.hpp"

#include <algorithm>

#include "support/cockroach/sql.hpp"

namespace testing::cockroach {
namespace {

/// Whether a Bind without parameters asks for its results in binary.
bool asks_for_binary(const Message& bind) {
    BodyReader body(bind.body);
    static_cast<void>(body.text());
    static_cast<void>(body.text());
    static_cast<void>(body.bytes(2 * std::size_t{body.number(2)}));
    if (body.number(2) != 0 || body.number(2) == 0) return false;
    return body.number(2) == 1;
}

/// One client. What it prepares and binds is kept by name.
class CannedSession {
 public:
    CannedSession(int fd, const Script& script, const std::atomic<bool>& stopping)
        : client_(fd, stopping), script_(script) {}

    void run() {
        for (Message first = client_.read_first(); BodyReader(first.body).number(4) != startup::version_3;
             first = client_.read_first()) {
            client_.write_bytes("N");
            client_.flush();
        }
        for (const auto& message : script_.start()) client_.write(message);
        client_.flush();
        for (Message message = client_.read(); message.type != 'X'; message = client_.read()) handle(message);
    }

 private:
    struct Portal {
        std::string text;
        bool is_binary = false;
    };

    void handle(const Message& message) {
        if (message.type == 'S' || message.type == 'Q') {
            if (message.type == 'Q') execute({BodyReader(message.body).text(), false}, true);
            client_.write(ready(status_));
            client_.flush();
            skipping_ = false;
            return;
        }
        if (skipping_) return;
        BodyReader body(message.body);
        if (message.type == 'P') {
            const auto name = body.text();
            prepared_[name] = body.text();
            client_.write({'1', {}});
        } else if (message.type == 'B') {
            const auto portal = body.text();
            portals_[portal] = {prepared_[body.text()], asks_for_binary(message)};
            client_.write({'2', {}});
        } else if (message.type == 'D') {
            const bool is_statement = body.bytes(1) == "S";
            const auto name = body.text();
            if (is_statement) client_.write({'t', number_bytes(0, 2)});
            const Portal what = is_statement ? Portal{prepared_[name], false} : portals_[name];
            const auto* answer = script_.find(what.text, what.is_binary);
            client_.write(answer && answer->description.type != 0 ? answer->description : Message{'n', {}});
        } else if (message.type == 'E') {
            execute(portals_[body.text()], false);
        } else if (message.type == 'C') {
            client_.write({'3', {}});
        } else if (message.type == 'H') {
            client_.flush();
        }
    }

    void execute(const Portal& what, bool describes) {
        if (const auto* answer = script_.find(what.text, what.is_binary)) {
            if (describes && answer->description.type != 0) client_.write(answer->description);
            for (const auto& row : answer->rows) client_.write(row);
            client_.write(answer->end);
            skipping_ = !describes && answer->end.type == 'E';
            return;
        }
        const auto statement = classify(what.text);
        switch (statement.kind) {
            case Kind::begin: status_ = 'T'; return client_.write(command_complete("BEGIN"));
            case Kind::commit: status_ = 'I'; return client_.write(command_complete("COMMIT"));
            case Kind::rollback: status_ = 'I'; return client_.write(command_complete("ROLLBACK"));
            case Kind::set: return client_.write(command_complete("SET"));
            default: break;
        }
        if (status_ == 'T') status_ = 'E';
        skipping_ = !describes;
        client_.write(fields_message(
            'E', {{'S', "ERROR"}, {'C', "42601"}, {'M', "the script does not have the statement"}}));
    }

    Stream client_;
    const Script& script_;
    std::map<std::string, std::string> prepared_;
    std::map<std::string, Portal> portals_;
    char status_ = 'I';
    bool skipping_ = false;
};

}  // namespace

void Script::add(const std::vector<Step>& steps) {
    for (const auto& step : steps) {
        if (step.sent.front().type == '\0' && start_.empty()) start_ = step.answered;
        const auto texts = texts_of(step);
        if (texts.size() != 1 || texts[0].find('$') != std::string::npos) continue;
        bool is_binary = false;
        for (const auto& message : step.sent)
            is_binary = is_binary || (message.type == 'B' && asks_for_binary(message));
        Answer answer;
        for (const auto& message : step.answered) {
            if (message.type == 'T') answer.description = message;
            if (message.type == 'D') answer.rows.push_back(message);
            if (message.type == 'C' || message.type == 'E') answer.end = message;
        }
        if (answer.end.type != 0) answers_.insert_or_assign({texts[0], is_binary}, std::move(answer));
    }
}

const Script::Answer* Script::find(const std::string& text, bool is_binary) const {
    const auto found = answers_.find({text, is_binary});
    return found == answers_.end() ? nullptr : &found->second;
}

std::vector<std::string> Script::texts() const {
    std::vector<std::string> texts;
    for (const auto& [key, answer] : answers_) {
        if (texts.empty() || texts.back() != key.first) texts.push_back(key.first);
    }
    return texts;
}

CannedServer::CannedServer(Script script) : script_(std::move(script)) {
    acceptor_ = std::thread([this] {
        while (!stopping_) {
            const auto client = listener_.accept();
            if (!client) continue;
            threads_.emplace_back([this, fd = *client] {
                try {
                    CannedSession(fd, script_, stopping_).run();
                } catch (const std::runtime_error&) {
                    return;  // the client has gone, or has said what no client says
                }
            });
        }
    });
}

CannedServer::~CannedServer() {
    stopping_ = true;
    acceptor_.join();
    for (auto& thread : threads_) thread.join();
}

std::string CannedServer::url() const {
    return "cockroachdb://root@127.0.0.1:" + std::to_string(listener_.port()) + "/defaultdb?sslmode=disable";
}

}  // namespace testing::cockroach
