// SPDX-License-Identifier: BSL-1.0
//
// Parameters on their way into SQLite: what is bound as what, what is refused, and what must not become NULL.
#include <doctest/doctest.h>

#include <cmath>
#include <dbapi/dbapi.hpp>
#include <functional>
#include <optional>
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

TEST_CASE("an array is refused in every way to give it, and nothing is executed") {
    const auto connection = memory({.autocommit = true});
    connection->execute("CREATE TABLE t (a, b)");
    const auto cursor = connection->cursor();
    const std::vector<std::string> names{"ann", "bob"};
    const dbapi::Array array(std::vector<Value>{1, 2});
    const std::function<void()> ways[] = {
        [&] { cursor->execute("INSERT INTO t VALUES (?, ?)", 1, names); },
        [&] {
            cursor->execute("INSERT INTO t VALUES (:a, :b)", {{"a", 1}, {"b", names}});
        },
        [&] {
            cursor->execute("INSERT INTO t VALUES (?, ?)", {1, Value(array)});
        },
        [&] { cursor->execute("INSERT INTO t VALUES (?, ?)", 1, dbapi::Array()); },
        [&] { cursor->execute("INSERT INTO t VALUES (?, ?)", 1, std::optional(names)); },
        [&] {
            cursor->executemany("INSERT INTO t VALUES (?, ?)", {{1, "x"}, {2, Value(array)}, {3, "y"}});
        },
        [&] {
            cursor->executemany("INSERT INTO t VALUES (:a, :b)",
                                std::vector{dbapi::Parameters().set("a", 1).set("b", Value(array))});
        },
    };
    for (const bool autocommit : {true, false}) {
        connection->set_autocommit(autocommit);
        for (const auto& insert : ways) {
            CAPTURE(autocommit);
            CAPTURE(&insert - ways);
            const auto error = caught(insert);
            CHECK(error.error_class == "NotSupportedError");
            CHECK(error.sqlstate == "0A000");
            CHECK(error.message.find("expand()") != std::string::npos);
            CHECK(error.message.find("Json") != std::string::npos);
            CHECK(error.details.connection_usable);
            connection->rollback();
            CHECK(connection->execute("SELECT count(*) FROM t").scalar<int>() == 0);
        }
    }
}

TEST_CASE("a list is stored as JSON, and read by SQL") {
    const auto connection = memory();
    CHECK(
        connection->execute("SELECT sum(value) FROM json_each(?)", dbapi::Json("[1, 2, 3]")).scalar<int>() ==
        6);
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
