// SPDX-License-Identifier: BSL-1.0
//
// Parameters on their way into SQLite: what is bound as what, what is refused, and what must not become NULL.
#include <doctest/doctest.h>

#include <cmath>
#include <dbapi/dbapi.hpp>
#include <string>
#include <vector>

#include "fixtures.hpp"

using dbapi::Value;
using fixtures::caught;
using fixtures::memory;

namespace {

std::string typeof_parameter(const Value& value) {
    return memory()->execute("SELECT typeof(?)", value).scalar<std::string>();
}

}  // namespace

TEST_CASE("an empty blob and an empty string are not NULL") {
    CHECK(typeof_parameter(dbapi::Binary(std::string_view())) == "blob");
    CHECK(typeof_parameter(std::string()) == "text");
    CHECK(memory()->execute("SELECT typeof(?)", std::string_view()).scalar<std::string>() == "text");
    CHECK(memory()->execute("SELECT x''").scalar<dbapi::Binary>().size() == 0);
}

TEST_CASE("NaN is refused, since SQLite would store NULL") {
    const auto connection = memory();
    const auto error = caught([&] { connection->execute("SELECT ?", std::nan("")); });
    CHECK(error.error_class == "DataError");
    CHECK(connection->execute("SELECT 1").scalar<int>() == 1);
}

TEST_CASE("an array is refused with what to do instead, and a list can be spread") {
    const auto connection = memory();
    const std::vector<int> numbers{1, 3};
    const auto error = caught([&] { connection->execute("SELECT ?", numbers); });
    CHECK(error.error_class == "NotSupportedError");
    CHECK(error.message.find("expand()") != std::string::npos);
    CHECK(connection->execute("SELECT 3 IN (?)", dbapi::expand(numbers)).scalar<bool>());
}

TEST_CASE("parameters are copied: a stream outlives its arguments") {
    const auto connection = memory();
    auto result = [&] {
        const std::string text = "a text that is long enough not to be kept inside the object";
        return connection->stream("VALUES (1), (2), (?)", text);
    }();
    CHECK(result.fetchall().back().get<std::string>(0).size() == 59);
}

TEST_CASE("what SQLite takes for a parameter, and the style does not, is an error and not NULL") {
    const auto connection = memory();
    for (const std::string sql : {"SELECT :x", "SELECT @x", "SELECT $x", "SELECT ?, :x"}) {
        CAPTURE(sql);
        const auto error = caught([&] {
            if (sql.find('?') == std::string::npos) {
                connection->execute(sql);
            } else {
                connection->execute(sql, 1);
            }
        });
        CHECK(error.error_class == "ProgrammingError");
        CHECK(error.sqlstate == "42601");
    }
    CHECK(caught([&] { connection->execute("SELECT 1; SELECT :x"); }).sqlstate == "42601");
    CHECK(connection->execute("SELECT ':x', :x", {{"x", 7}}).fetchall().front().get<int>(1) == 7);
}
