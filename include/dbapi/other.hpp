// SPDX-License-Identifier: BSL-1.0
//
// The value kind for everything that has no kind of its own, so that nothing a server can send is refused.
#pragma once

#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

namespace dbapi {

/// A value of a type that dbapi does not know: the type's name and the bytes that came, usually text.
/// Immutable and cheap to copy; there is no move of its own, so that an object that was moved from is as
/// before.
class Other {
 public:
    Other(std::string type_name, std::string bytes)
        : content_(std::make_shared<const Content>(Content{std::move(type_name), std::move(bytes)})) {}
    Other(const Other&) noexcept = default;
    Other& operator=(const Other&) noexcept = default;

    /// Returns the database's name of the type. Lifetime: as long as this object or a copy of it.
    [[nodiscard]] const std::string& type_name() const noexcept { return content_->type_name; }

    /// Returns the bytes as the database sent them. Lifetime: as long as this object or a copy of it.
    [[nodiscard]] std::string_view bytes() const noexcept { return content_->bytes; }

    friend bool operator==(const Other& a, const Other& b) noexcept {
        return a.type_name() == b.type_name() && a.bytes() == b.bytes();
    }
    friend std::ostream& operator<<(std::ostream& out, const Other& other) { return out << other.bytes(); }

 private:
    struct Content {
        std::string type_name;
        std::string bytes;
    };
    std::shared_ptr<const Content> content_;
};

}  // namespace dbapi
