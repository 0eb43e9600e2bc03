// SPDX-License-Identifier: BSL-1.0
#include "support/cockroach/backend.hpp"

namespace testing::cockroach {

void Backend::send(const Message& message) {
    static constexpr std::string_view extended = "PBDEC";
    stream_.write(message);
    if (extended.find(message.type) != std::string_view::npos) {
        unsynced_ = true;
        stream_.write({'H', {}});
    }
    stream_.flush();
}

Message Backend::read() {
    Message message = stream_.read();
    if (message.type == 'Z') {
        unsynced_ = false;
        status_ = message.body.at(0);
    }
    return message;
}

Backend::Answer Backend::read_answer() {
    Answer answer;
    for (;;) {
        Message message = read();
        if (message.type == 'Z') return answer;
        if (message.type == 'S' && report_) report_(message);
        if (message.type == 'C') answer.tag = tag_of(message);
        if (message.type == 'E') answer.error = std::move(message);
        if (message.type == 'G') send({'f', std::string(1, '\0')});
    }
}

Backend::Answer Backend::command(std::string_view sql) {
    send(query(sql));
    return read_answer();
}

Backend::Answer Backend::sync() {
    send({'S', {}});
    return read_answer();
}

void Backend::break_transaction() { command("the double makes it fail"); }

}  // namespace testing::cockroach
