// SPDX-License-Identifier: BSL-1.0
//
// The fields of the rows in a recording of tests/data/cockroachdb, with what is needed to decode them.
#pragma once

#include <cstdint>
#include <dbapi/value.hpp>
#include <optional>
#include <string>
#include <vector>

namespace testing {

/// One field of one DataRow.
struct RecordedField {
    std::string label;  ///< The comment before it up to ": "; with ".column" in rows of several columns.
    std::uint32_t type = 0;
    bool is_binary = false;
    std::optional<std::string> bytes{};  ///< Nothing for NULL.
};

/// Returns the fields in the order in which they came.
/// @param name  of the file, without its directory and ".txt".
/// @throws std::runtime_error  there is no such file, or it is no recording.
[[nodiscard]] std::vector<RecordedField> read_recording(const std::string& name);

/// Returns the field as its type's codec for its format reads it; nothing when there is no such codec.
/// @throws dbapi::DataError  the codec refuses it.
[[nodiscard]] std::optional<dbapi::Value> decode(const RecordedField& field);

}  // namespace testing
