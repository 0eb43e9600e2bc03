// SPDX-License-Identifier: BSL-1.0
//
// What the round trips are made over: the formats that a connection can be told to use, and whether arrays go
// too.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "libpq/server.hpp"
#include "support/generate.hpp"

namespace testing {

/// Values of the connection's parameter `format`.
inline constexpr const char* wire_formats[] = {"text", "binary", "auto"};

/// A type of the server, an array type perhaps, and how its values are made.
struct RoundTripType {
    std::string name;
    dbapi::Kind kind;
    std::string marker;  ///< Of a parameter that is stored in a column of the type.
    const Generator* element;

    [[nodiscard]] dbapi::Value make(Random& random) const {
        return kind == dbapi::Kind::array ? make_array(random, *element) : element->make(random);
    }
};

[[nodiscard]] inline std::vector<RoundTripType> round_trip_types() {
    const auto all = generators();
    std::vector<RoundTripType> types;
    for (const auto& scalar : all) {
        const std::string name(scalar.sql_type);
        types.push_back({name, scalar.kind, "?", &scalar});
        // Strings go as text[], which the server stores in columns of text[] and varchar[] alone.
        const bool is_assigned =
            scalar.kind != dbapi::Kind::string || name == "text" || name == "character varying";
        types.push_back({name + "[]", dbapi::Kind::array, is_assigned ? "?" : "?::" + name + "[]", &scalar});
    }
    return types;
}

[[nodiscard]] inline std::shared_ptr<dbapi::Connection> connect_with_format(const std::string& format) {
    dbapi::ConnectOptions options;
    options.parameters["format"] = format;
    return testing::connect(options);
}

}  // namespace testing
