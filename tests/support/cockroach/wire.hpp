// SPDX-License-Identifier: BSL-1.0
//
// The messages of PostgreSQL's protocol 3.0: their frame, the parts of a body, and those that the double
// sends itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace testing::cockroach {

/// One message: its letter, and what comes behind the length. The first of a client has no letter.
struct Message {
    char type = 0;
    std::string body;
    friend bool operator==(const Message&, const Message&) = default;
};

/// What a client's first message may ask for instead of a session; the number is sent instead of a version.
namespace startup {
constexpr std::uint32_t cancel = 80877102;
constexpr std::uint32_t ssl = 80877103;
constexpr std::uint32_t gss = 80877104;
constexpr std::uint32_t version_3 = 196608;
}  // namespace startup

/// Returns the message as it travels.
[[nodiscard]] std::string encode(const Message& message);

/// Returns the first whole message in the bytes and takes it off them; nothing while it is not complete.
/// @param first  whether it is a client's first, without a letter.
/// @throws std::runtime_error  its length is none.
[[nodiscard]] std::optional<Message> take_message(std::string& bytes, bool first = false);

/// Reads a body from front to back. Lifetime: the body is kept by reference.
/// Every function throws std::runtime_error when the body is too short.
class BodyReader {
 public:
    explicit BodyReader(std::string_view body) : rest_(body) {}
    std::string_view bytes(std::size_t count);
    std::uint32_t number(std::size_t size);
    std::string text();
    [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }
    [[nodiscard]] std::string_view rest() const noexcept { return rest_; }

 private:
    std::string_view rest_;
};

/// Returns the number in `size` bytes, the highest first.
[[nodiscard]] std::string number_bytes(std::uint32_t number, std::size_t size);

/// The fields of an ErrorResponse or NoticeResponse: letter and text, in their order.
using Fields = std::vector<std::pair<char, std::string>>;
[[nodiscard]] Fields read_fields(const Message& message);
[[nodiscard]] Message fields_message(char type, const Fields& fields);

/// Returns the text of a field; empty when it is not there.
[[nodiscard]] std::string field(const Fields& fields, char letter);

/// A column of type TEXT, or of another, and rows of one text each.
struct OneColumn {
    std::string name;
    std::vector<std::string> rows;
    std::uint32_t type = 25;
};

[[nodiscard]] Message command_complete(std::string_view tag);
[[nodiscard]] std::string tag_of(const Message& command_complete);
[[nodiscard]] Message ready(char status);
[[nodiscard]] Message parameter_status(std::string_view name, std::string_view value);
[[nodiscard]] Message row_description(const OneColumn& column);
[[nodiscard]] Message data_row(std::string_view field);
[[nodiscard]] Message query(std::string_view sql);
[[nodiscard]] Message parse(std::string_view name, std::string_view sql);

}  // namespace testing::cockroach
