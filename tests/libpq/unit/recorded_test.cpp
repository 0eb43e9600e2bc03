// SPDX-License-Identifier: BSL-1.0
//
// All that a CockroachDB has sent in tests/data/cockroachdb goes through the codecs, in the format it came
// in.
#include <doctest/doctest.h>

#include <algorithm>
#include <dbapi/errors.hpp>
#include <map>
#include <set>

#include "libpq/unit/recorded_messages.hpp"
#include "support/same_value.hpp"

using dbapi::Value;
using testing::decode;
using testing::read_recording;
using testing::RecordedField;

namespace {

/// Types that the driver has no entry for, and how many fields of theirs the recordings hold.
const std::map<std::uint32_t, std::size_t> foreign_types = {
    {22, 3},      // int2vector
    {30, 4},      // oidvector
    {2205, 3},    // regclass
    {2206, 3},    // regtype
    {2249, 6},    // record
    {100058, 2},  // an enum made in the database recorded
};

struct Place {
    const char* label;
    bool is_binary;
    friend auto operator<=>(const Place& a, const Place& b) {
        return std::pair(std::string_view(a.label), a.is_binary) <=>
               std::pair(std::string_view(b.label), b.is_binary);
    }
};

/// What the server sent of a number is not a number of the type that it named.
const std::set<Place> refused = {
    {"float8 max", false},                        // 15 digits, rounded up beyond the largest number
    {"binary parameter float8b oid 701", false},  // a double, described as float4
};

/// Where the server's text is not what it sends in binary.
const std::set<std::string> differing = {
    "floatbig",      // text has 15 digits
    "float8 third",  // the same
    "decinf",        // in binary infinities are NaN
    "dec -inf",      // the same
};

std::vector<RecordedField> all_fields() {
    std::vector<RecordedField> fields;
    for (const char* name :
         {"types_simple_text", "types_extended_text", "types_extended_binary", "parameters", "more_values"}) {
        const auto some = read_recording(name);
        fields.insert(fields.end(), some.begin(), some.end());
    }
    return fields;
}

bool is_refused(const RecordedField& field) {
    return refused.contains({field.label.c_str(), field.is_binary});
}

}  // namespace

TEST_CASE("every recorded value is read, but for those of types that the driver does not know") {
    const auto fields = all_fields();
    CHECK(fields.size() == 471);
    std::map<std::uint32_t, std::size_t> foreign;
    std::size_t refusals = 0;
    for (const auto& field : fields) {
        CAPTURE(field.label);
        CAPTURE(field.type);
        CAPTURE(field.is_binary);
        if (foreign_types.contains(field.type)) {
            ++foreign[field.type];
            CHECK_FALSE(decode(field).has_value());
        } else if (is_refused(field)) {
            ++refusals;
            CHECK_THROWS_AS(static_cast<void>(decode(field)), dbapi::DataError);
        } else {
            const auto value = decode(field);
            REQUIRE(value);
            CHECK(value->is_null() == !field.bytes);
        }
    }
    CHECK(foreign == foreign_types);
    CHECK(refusals == refused.size());
}

TEST_CASE("a value that came as text and in binary is the same value") {
    std::map<std::string, std::vector<RecordedField>> by_label;
    for (const char* name : {"types_simple_text", "types_extended_text", "types_extended_binary"}) {
        for (const auto& field : read_recording(name)) by_label["types " + field.label].push_back(field);
    }
    for (const auto& field : read_recording("more_values")) by_label["more " + field.label].push_back(field);

    std::size_t compared = 0;
    std::set<std::string> different;
    for (const auto& entry : by_label) {
        const auto& fields = entry.second;
        // Where a label has several, they are of different statements.
        if (std::ranges::count(fields, true, &RecordedField::is_binary) != 1 || fields.size() == 1) continue;
        ++compared;
        if (foreign_types.contains(fields.front().type) || std::ranges::any_of(fields, is_refused)) continue;
        CAPTURE(entry.first);
        for (const auto& field : fields) {
            const auto value = decode(field);
            const auto first = decode(fields.front());
            REQUIRE(value);
            REQUIRE(first);
            if (testing::same_value(*value, *first)) {
                CHECK(value->to_string() == first->to_string());
            } else if (differing.contains(field.label)) {
                different.insert(field.label);
            } else {
                CHECK(*value == *first);
                FAIL_CHECK("the values are not the same");
            }
        }
    }
    CHECK(compared == 83 + 46);
    for (const auto& label : differing) {
        CAPTURE(label);
        CHECK(different.contains(label));
    }
}
