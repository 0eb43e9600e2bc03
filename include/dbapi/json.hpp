// SPDX-License-Identifier: BSL-1.0
//
// Json: a string that is meant as JSON, told apart from other strings by its type. SQL's JSON, JSONB.
#pragma once

#include <ostream>
#include <string>
#include <utility>

namespace dbapi {

/// JSON as text. Nothing parses or checks it here; the database does. A value type that owns it.
class Json {
 public:
    /// Holds `text`, which should be JSON in UTF-8.
    explicit Json(std::string text) noexcept : text_(std::move(text)) {}

    /// Lifetime: until the object is changed.
    [[nodiscard]] const std::string& str() const& noexcept { return text_; }
    [[nodiscard]] std::string str() && noexcept { return std::move(text_); }

    /// Whether the texts are the same: spaces and the order of keys count.
    friend bool operator==(const Json&, const Json&) noexcept = default;
    friend std::ostream& operator<<(std::ostream& out, const Json& json) { return out << json.text_; }

 private:
    std::string text_;
};

}  // namespace dbapi
