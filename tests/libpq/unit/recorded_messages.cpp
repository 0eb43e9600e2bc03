// SPDX-License-Identifier: BSL-1.0
//
// Reads the lines, and of the messages those that say in which format a field came: RowDescription, or Bind
// where only the statement was described.
#include "libpq/unit/recorded_messages.hpp"

#include <cstddef>
#include <dbapi/binary.hpp>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string_view>

#include "codec/registry.hpp"

namespace testing {
namespace {

/// Reads a message's body from front to back.
class Body {
 public:
    explicit Body(std::string_view bytes) : rest_(bytes) {}

    std::string_view take(std::size_t count) {
        if (count > rest_.size()) throw std::runtime_error("a recorded message is too short");
        const auto taken = rest_.substr(0, count);
        rest_.remove_prefix(count);
        return taken;
    }
    std::uint32_t number(std::size_t size) {
        std::uint32_t value = 0;
        for (const char byte : take(size)) value = value << 8U | static_cast<unsigned char>(byte);
        return value;
    }
    std::string_view text() {
        const auto content = take(rest_.find('\0'));
        take(1);
        return content;
    }

 private:
    std::string_view rest_;
};

struct Column {
    std::string name;
    std::uint32_t type;
    bool is_binary;
};

std::vector<Column> read_row_description(Body body) {
    std::vector<Column> columns(body.number(2));
    for (auto& column : columns) {
        column.name = body.text();
        body.take(4 + 2);  // table and number of the attribute
        column.type = body.number(4);
        body.take(2 + 4);  // size and modifier
        column.is_binary = body.number(2) == 1;
    }
    return columns;
}

/// Returns the formats that Bind asks for: none, one for all columns, or one each.
std::vector<bool> read_result_formats(Body body) {
    body.text();
    body.text();
    body.take(2 * body.number(2));
    for (auto parameters = body.number(2); parameters > 0; --parameters) {
        const auto size = body.number(4);
        if (size != 0xffff'ffff) body.take(size);
    }
    std::vector<bool> formats(body.number(2));
    for (auto&& format : formats) format = body.number(2) == 1;
    return formats;
}

/// What one connection has said so far.
class Session {
 public:
    void read(char direction, char type, Body body, const std::string& label,
              std::vector<RecordedField>& fields) {
        if (direction == 'F' && type == 'B') formats_ = read_result_formats(body);
        if (direction != 'B') return;
        if (type == 'T') columns_ = read_row_description(body);
        if (type == '2') apply_formats();
        if (type == 'D') read_row(body, label, fields);
    }

 private:
    void apply_formats() {
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            columns_[i].is_binary = !formats_.empty() && formats_[formats_.size() == 1 ? 0 : i];
        }
    }

    void read_row(Body body, const std::string& label, std::vector<RecordedField>& fields) {
        if (body.number(2) != columns_.size()) throw std::runtime_error("a recorded row has other columns");
        for (const auto& column : columns_) {
            RecordedField field{label, column.type, column.is_binary};
            if (columns_.size() > 1) field.label += "." + column.name;
            if (const auto size = body.number(4); size != 0xffff'ffff) field.bytes = body.take(size);
            fields.push_back(std::move(field));
        }
    }

    std::vector<bool> formats_;
    std::vector<Column> columns_;
};

}  // namespace

std::vector<RecordedField> read_recording(const std::string& name) {
    std::ifstream file(DBAPI_TEST_DATA "/cockroachdb/" + name + ".txt");
    if (!file) throw std::runtime_error("no recording " + name);
    std::map<std::string, Session> sessions;
    std::vector<RecordedField> fields;
    std::string label;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("# ")) {
            label = line.substr(2, line.find(": ") - 2);
            continue;
        }
        std::istringstream words(line);
        std::string connection;
        char direction = 0;
        char type = 0;
        std::string digits;
        if (!(words >> connection >> direction >> type)) throw std::runtime_error("no message: " + line);
        words >> digits;
        const auto body = dbapi::Binary::from_hex(digits);
        sessions[connection].read(direction, type, Body(body.view()), label, fields);
    }
    return fields;
}

std::optional<dbapi::Value> decode(const RecordedField& field) {
    const auto* type = dbapi::libpq::find_type(field.type);
    const auto view = !type ? nullptr : field.is_binary ? type->view_binary : type->view_text;
    if (!view) return std::nullopt;
    if (!field.bytes) return dbapi::Value();
    return view(*field.bytes).to_value();
}

}  // namespace testing
