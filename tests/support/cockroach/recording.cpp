// SPDX-License-Identifier: BSL-1.0
#include "support/cockroach/recording.hpp"

#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

namespace testing::cockroach {
namespace {

char nibble(char digit) { return static_cast<char>(digit <= '9' ? digit - '0' : digit - 'a' + 10); }

std::string from_hex(std::string_view digits) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
        bytes += static_cast<char>(nibble(digits[i]) * 16 + nibble(digits[i + 1]));
    return bytes;
}

/// Puts one line's message where it belongs.
class StepBuilder {
 public:
    void add(const std::string& connection, char direction, const std::string& type, std::string bytes,
             const std::string& label) {
        const auto found = current_.find(connection);
        const bool is_new = found == current_.end();
        if (direction == 'F') {
            if (is_new || type == "-" || has_answer(steps_[found->second])) {
                current_[connection] = steps_.size();
                steps_.push_back({connection, label});
            }
            if (type == "-") bytes.erase(0, 4);
            steps_[current_[connection]].sent.push_back({type == "-" ? '\0' : type[0], std::move(bytes)});
            return;
        }
        if (is_new) throw std::runtime_error("an answer to nothing");
        Step& step = steps_[found->second];
        if (found->second + 1 != steps_.size()) step.waits = true;
        if (type == "EOF") {
            step.closed = true;
        } else if (type == "-" && bytes.size() == 1) {
            step.answered.push_back({'-', std::move(bytes)});
        } else if (type == "-") {
            step.answered.push_back(take_message(bytes).value());
        } else if (type != "TIMEOUT") {
            step.answered.push_back({type[0], std::move(bytes)});
        }
    }
    [[nodiscard]] std::vector<Step> take() { return std::move(steps_); }

 private:
    static bool has_answer(const Step& step) { return !step.answered.empty() || step.closed; }

    std::vector<Step> steps_;
    std::map<std::string, std::size_t> current_;
};

std::string shape_of(const Message& message) {
    BodyReader body(message.body);
    switch (message.type) {
        case 'C': return "C:" + body.text();
        case 'D': return "D";
        case 'E': return "E:" + field(read_fields(message), 'C');
        case 'N': return "N:" + field(read_fields(message), 'S');
        case 'R': return "R" + std::to_string(body.number(4));
        case 'S': return "S:" + body.text();
        case 'T': return "T" + std::to_string(body.number(2));
        case 't': return "t" + std::to_string(body.number(2));
        case 'Z': return "Z:" + std::string(body.bytes(1));
        default: return std::string(1, message.type);
    }
}

}  // namespace

std::vector<Step> read_steps(const std::string& path) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error("no recording " + path);
    StepBuilder builder;
    std::string label;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with('#')) {
            label = line.substr(std::min<std::size_t>(2, line.size()));
            continue;
        }
        std::istringstream words(line);
        std::string connection;
        char direction = 0;
        std::string type;
        std::string digits;
        if (!(words >> connection >> direction >> type)) throw std::runtime_error("no message: " + line);
        words >> digits;
        builder.add(connection, direction, type, from_hex(digits), label);
    }
    return builder.take();
}

std::vector<std::string> texts_of(const Step& step) {
    std::vector<std::string> texts;
    for (const auto& message : step.sent) {
        const auto name_end = message.type == 'P' ? message.body.find('\0') + 1 : 0;
        if (message.type == 'Q' || message.type == 'P')
            texts.push_back(message.body.substr(name_end, message.body.find('\0', name_end) - name_end));
    }
    return texts;
}

std::string shape_of(const std::vector<Message>& answered, bool closed) {
    std::string line;
    std::size_t same = 0;
    for (std::size_t i = 0; i < answered.size(); ++i) {
        // Rows in a row are counted.
        const bool goes_on =
            answered[i].type == 'D' && i + 1 < answered.size() && answered[i + 1].type == 'D';
        ++same;
        if (goes_on) continue;
        if (!line.empty()) line += ' ';
        line += shape_of(answered[i]);
        if (same > 1) line += 'x' + std::to_string(same);
        same = 0;
    }
    return closed ? line + " EOF" : line;
}

std::vector<std::string> rows_of(const std::vector<Message>& answered) {
    std::vector<std::string> rows;
    for (const auto& message : answered) {
        if (message.type == 'D') rows.push_back(message.body);
    }
    return rows;
}

}  // namespace testing::cockroach
