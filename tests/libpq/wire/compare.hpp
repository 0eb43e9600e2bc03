// SPDX-License-Identifier: BSL-1.0
//
// The server's two formats of a value against each other.
#pragma once

#include <doctest/doctest.h>

#include <cstdint>
#include <dbapi/dbapi.hpp>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "codec/registry.hpp"
#include "libpq/wire/session.hpp"
#include "oids.hpp"
#include "support/same_value.hpp"

namespace testing {

/// Values of a type.
struct Sample {
    std::uint32_t type;
    const char* sql;
};

/// A session whose time zone has had odd offsets, down to seconds.
inline Session session_in_amsterdam() {
    Session session;
    session.run("SET TimeZone = 'Europe/Amsterdam'");
    return session;
}

/// Checks that both formats give the same value, of the type's kind, and the same text. Returns the value.
inline dbapi::Value check_formats(std::uint32_t type, std::string_view text, std::string_view binary) {
    const auto& info = *dbapi::libpq::find_type(type);
    const dbapi::Value value = info.view_text(text).to_value();
    const dbapi::ValueView view = info.view_binary(binary);
    CHECK(view.kind() == info.kind);
    CHECK(same_value(view.to_value(), value));
    CHECK(view.to_value().to_string() == value.to_string());
    std::string shown;
    view.append_text(shown);
    if (type != dbapi::libpq::oid::float4) CHECK(shown == value.to_string());  // which is that of the double
    return value;
}

/// Checks that every type that is read and fulfils a condition has a sample.
template <class Condition>
void check_samples(std::span<const Sample> samples, Condition condition) {
    std::set<std::uint32_t> tried{dbapi::libpq::oid::unknown};  // a column of it is described as text
    for (const auto& sample : samples) tried.insert(sample.type);
    for (const auto& type : dbapi::libpq::built_in_types()) {
        if (!condition(type)) continue;
        CAPTURE(type.name);
        CHECK((type.view_text != nullptr));
        CHECK((type.view_binary != nullptr));
        CHECK(tried.count(type.oid) == 1);
    }
}

}  // namespace testing
