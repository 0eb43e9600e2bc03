// SPDX-License-Identifier: BSL-1.0
#include "support/cockroach/wire.hpp"

#include <stdexcept>

namespace testing::cockroach {
namespace {

constexpr std::size_t most_bytes = 1U << 28U;

std::string with_end(std::string_view text) { return std::string(text) + '\0'; }

}  // namespace

std::string number_bytes(std::uint32_t number, std::size_t size) {
    std::string bytes(size, '\0');
    for (std::size_t i = size; i > 0; --i, number >>= 8U) bytes[i - 1] = static_cast<char>(number & 0xffU);
    return bytes;
}

std::string encode(const Message& message) {
    std::string bytes;
    bytes.reserve(message.body.size() + 5);
    if (message.type != 0) bytes += message.type;
    bytes += number_bytes(static_cast<std::uint32_t>(message.body.size() + 4), 4);
    return bytes += message.body;
}

std::optional<Message> take_message(std::string& bytes, bool first) {
    const std::size_t letter = first ? 0 : 1;
    if (bytes.size() < letter + 4) return std::nullopt;
    const std::size_t length = BodyReader(std::string_view(bytes).substr(letter)).number(4);
    if (length < 4 || length > most_bytes) throw std::runtime_error("a message's length is none");
    if (bytes.size() < letter + length) return std::nullopt;
    Message message{first ? '\0' : bytes[0], bytes.substr(letter + 4, length - 4)};
    bytes.erase(0, letter + length);
    return message;
}

std::string_view BodyReader::bytes(std::size_t count) {
    if (count > rest_.size()) throw std::runtime_error("a message is too short");
    const auto taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
}

std::uint32_t BodyReader::number(std::size_t size) {
    std::uint32_t value = 0;
    for (const char byte : bytes(size)) value = value << 8U | static_cast<unsigned char>(byte);
    return value;
}

std::string BodyReader::text() {
    const auto end = rest_.find('\0');
    if (end == std::string_view::npos) throw std::runtime_error("a message's text has no end");
    const std::string taken(bytes(end));
    bytes(1);
    return taken;
}

Fields read_fields(const Message& message) {
    Fields fields;
    BodyReader body(message.body);
    while (!body.at_end()) {
        const char letter = body.bytes(1).front();
        if (letter == '\0') break;
        // A long text may have been cut off where it was recorded.
        const bool has_end = body.rest().find('\0') != std::string_view::npos;
        fields.emplace_back(letter, has_end ? body.text() : std::string(body.bytes(body.rest().size())));
    }
    return fields;
}

Message fields_message(char type, const Fields& fields) {
    Message message{type, {}};
    for (const auto& [letter, text] : fields) message.body += letter + with_end(text);
    message.body += '\0';
    return message;
}

std::string field(const Fields& fields, char letter) {
    for (const auto& [own, text] : fields) {
        if (own == letter) return text;
    }
    return {};
}

Message command_complete(std::string_view tag) { return {'C', with_end(tag)}; }

std::string tag_of(const Message& command_complete) { return BodyReader(command_complete.body).text(); }

Message ready(char status) { return {'Z', std::string(1, status)}; }

Message parameter_status(std::string_view name, std::string_view value) {
    return {'S', with_end(name) + with_end(value)};
}

Message row_description(const OneColumn& column) {
    constexpr std::uint32_t varying = 0xffff;
    const std::uint32_t size = column.type == 20 ? 8 : varying;
    return {'T', number_bytes(1, 2) + with_end(column.name) + number_bytes(0, 4 + 2) +
                     number_bytes(column.type, 4) + number_bytes(size, 2) + number_bytes(0xffff'ffff, 4) +
                     number_bytes(0, 2)};
}

Message data_row(std::string_view field) {
    return {'D', number_bytes(1, 2) + number_bytes(static_cast<std::uint32_t>(field.size()), 4) +
                     std::string(field)};
}

Message query(std::string_view sql) { return {'Q', with_end(sql)}; }

Message parse(std::string_view name, std::string_view sql) {
    return {'P', with_end(name) + with_end(sql) + number_bytes(0, 2)};
}

}  // namespace testing::cockroach
