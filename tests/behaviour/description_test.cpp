// SPDX-License-Identifier: BSL-1.0
//
// What a cursor tells about its result: description, type objects, rowcount, statusmessage, messages. PEP
// 249: C52 to C69, C104 to C106, C125 to C127.
#include <doctest/doctest.h>

#include <string>
#include <tuple>
#include <vector>

#include "support/database.hpp"

using testing::connect;
using testing::Table;

TEST_CASE("a description names the columns in their order and has seven items each") {
    const Table table("id INT PRIMARY KEY, name VARCHAR(20), price DECIMAL(10,2)");
    const auto conn = connect();
    const auto cursor = conn->cursor();
    cursor->execute(table.sql("SELECT id, name AS label, price, 1 + 1 AS two FROM {}"));
    const auto description = cursor->description();
    REQUIRE(description);
    REQUIRE(description->size() == 4);
    CHECK(description->at(0).name == "id");
    CHECK(description->at(1).name == "label");
    CHECK(description->at(2).name == "price");
    CHECK(description->at(3).name == "two");
    const dbapi::Column& price = description->at(2);
    CHECK_FALSE(price.display_size);
    CHECK(price.precision == 10);
    CHECK(price.scale == 2);
    CHECK_FALSE(description->at(0).scale);
}

TEST_CASE("a description stays valid whatever the cursor does next") {
    const auto conn = connect();
    auto cursor = conn->cursor();
    cursor->execute("SELECT 1 AS a");
    const auto description = cursor->description();
    cursor->execute("SELECT 1 AS b");
    cursor.reset();
    CHECK(description->at(0).name == "a");
}

TEST_CASE("type codes equal exactly one type object, on either side of ==") {
    const Table table(
        "id INT, large BIGINT, half DOUBLE PRECISION, price DECIMAL(10,2), flag BOOLEAN, name TEXT, "
        "code VARCHAR(5), bytes " +
        std::string(testing::is_sqlite() ? "BLOB" : "BYTEA") + ", day DATE, at TIMESTAMP, key UUID");
    const std::vector<std::tuple<std::string, dbapi::TypeObject>> expected = {
        {"id", dbapi::NUMBER},    {"large", dbapi::NUMBER}, {"half", dbapi::NUMBER}, {"price", dbapi::NUMBER},
        {"flag", dbapi::NUMBER},  {"name", dbapi::STRING},  {"code", dbapi::STRING}, {"bytes", dbapi::BINARY},
        {"day", dbapi::DATETIME}, {"at", dbapi::DATETIME},  {"key", dbapi::STRING},
    };
    const auto result = connect()->execute(table.sql("SELECT * FROM {}"));
    const auto description = result.description();
    REQUIRE(description->size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const auto& name = std::get<0>(expected[i]);
        const auto& object = std::get<1>(expected[i]);
        CAPTURE(name);
        const auto code = description->at(i).type_code;
        CHECK(description->at(i).name == name);
        CHECK(code == object);
        CHECK(object == code);
        int equal = 0;
        for (const auto& other :
             {dbapi::STRING, dbapi::BINARY, dbapi::NUMBER, dbapi::DATETIME, dbapi::ROWID}) {
            equal += code == other ? 1 : 0;
            CHECK((other != code) == !(code == other));
        }
        CHECK(equal == 1);
    }
    CHECK(description->at(8).type_code !=
          description->at(9).type_code);  // DATE and TIMESTAMP both equal DATETIME
}

TEST_CASE("description is null before any execute and after statements without rows") {
    const Table table("id INT");
    const auto conn = connect();
    const auto cursor = conn->cursor();
    CHECK(cursor->description() == nullptr);
    cursor->execute("SELECT 1");
    CHECK(cursor->description() != nullptr);
    cursor->execute(table.sql("INSERT INTO {} VALUES (1)"));
    CHECK(cursor->description() == nullptr);
}

TEST_CASE("rowcount is -1 before any execute, and what each kind of statement did after it") {
    const Table table("id INT PRIMARY KEY, v INT");
    const auto conn = connect();
    const auto cursor = conn->cursor();
    CHECK(cursor->rowcount() == -1);
    const std::vector<std::tuple<const char*, std::int64_t>> statements = {
        {"INSERT INTO {} VALUES (1, 0)", 1},
        {"INSERT INTO {} VALUES (2, 0), (3, 0), (4, 0)", 3},
        {"INSERT INTO {} SELECT id + 10, v FROM {} WHERE id > 100", 0},
        {"INSERT INTO {} VALUES (1, 0) ON CONFLICT DO NOTHING", 0},
        {"UPDATE {} SET v = 1 WHERE id = 77", 0},
        {"UPDATE {} SET v = 1 WHERE id <= 2", 2},
        {"UPDATE {} SET v = 1 WHERE id <= 2", 2},  // found by WHERE, though nothing changes
        {"SELECT * FROM {}", 4},
        {"SELECT * FROM {} WHERE id > 100", 0},
        {"WITH x AS (SELECT id FROM {}) SELECT count(*) FROM x", 1},
        {"DELETE FROM {} WHERE id = 77", 0},
        {"DELETE FROM {} WHERE id = 1", 1},
        {"INSERT INTO {} VALUES (5, 0), (6, 0) RETURNING id", 2},
        {"DELETE FROM {}", 5},
        {"CREATE INDEX {}_v ON {} (v)", -1},
        {"DROP INDEX {}_v", -1},
    };
    for (const auto& statement : statements) {
        const auto& sql = std::get<0>(statement);
        const auto& count = std::get<1>(statement);
        CAPTURE(sql);
        cursor->execute(table.sql(sql));
        CHECK(cursor->rowcount() == count);
    }
    conn->commit();
}

TEST_CASE("rowcount of executemany is the total") {
    const Table table("id INT PRIMARY KEY, v INT");
    const auto conn = connect();
    const auto cursor = conn->cursor();
    cursor->executemany(table.sql("INSERT INTO {} VALUES (?, 0)"), {{1}, {2}, {3}});
    CHECK(cursor->rowcount() == 3);
    cursor->executemany(table.sql("UPDATE {} SET v = 1 WHERE id >= ?"), {{1}, {3}, {9}});
    CHECK(cursor->rowcount() == 4);
    cursor->executemany(table.sql("DELETE FROM {} WHERE id = ?"), std::vector<std::tuple<int>>());
    CHECK(cursor->rowcount() == 0);
    CHECK_FALSE(cursor->lastrowid());
}

TEST_CASE("statusmessage is the command tag") {
    const Table table("id INT");
    const auto conn = connect();
    const auto cursor = conn->cursor();
    CHECK(cursor->statusmessage().empty());
    const std::vector<std::tuple<const char*, const char*>> statements = {
        {"INSERT INTO {} VALUES (1), (2)", "INSERT 0 2"},
        {"UPDATE {} SET id = id + 1", "UPDATE 2"},
        {"SELECT id FROM {}", "SELECT 2"},
        {"DELETE FROM {}", "DELETE 2"},
        {"CREATE TABLE {}_more (id INT)", "CREATE TABLE"},
        {"DROP TABLE {}_more", "DROP TABLE"},
    };
    for (const auto& statement : statements) {
        const auto& sql = std::get<0>(statement);
        const auto& tag = std::get<1>(statement);
        CAPTURE(sql);
        cursor->execute(table.sql(sql));
        CHECK(cursor->statusmessage() == tag);
    }
}

TEST_CASE("a failing execute resets everything") {
    const auto conn = connect();
    const auto cursor = conn->cursor();
    cursor->execute("SELECT 1");
    CHECK_THROWS_AS(cursor->execute("SELECT * FROM no_such_table"), dbapi::ProgrammingError);
    CHECK(cursor->description() == nullptr);
    CHECK(cursor->rowcount() == -1);
    CHECK_FALSE(cursor->rownumber());
    CHECK_FALSE(cursor->lastrowid());
    CHECK(cursor->statusmessage().empty());
}

TEST_CASE("lastrowid is told where Features say so") {
    const Table table("id INTEGER PRIMARY KEY, v INT");
    const auto conn = connect();
    const auto cursor = conn->cursor();
    CHECK_FALSE(cursor->lastrowid());
    cursor->execute(table.sql("INSERT INTO {} (id, v) VALUES (41, 1)"));
    if (conn->features().lastrowid) {
        CHECK(cursor->lastrowid() == 41);
    } else {
        CHECK_FALSE(cursor->lastrowid());
    }
}

TEST_CASE("messages of a cursor hold its errors, and the next execute clears them") {
    const auto conn = connect({.autocommit = true});
    const auto cursor = conn->cursor();
    CHECK(cursor->messages().empty());
    CHECK_THROWS_AS(cursor->execute("SELECT * FROM no_such_table"), dbapi::ProgrammingError);
    const auto messages = cursor->messages();
    REQUIRE(messages.size() == 1);
    CHECK(messages[0].error_class == dbapi::ErrorClass::programming_error);
    CHECK(messages[0].sqlstate == "42P01");
    CHECK(messages[0].text.find("no_such_table") != std::string::npos);
    cursor->clear_messages();
    CHECK(cursor->messages().empty());
    CHECK_THROWS_AS(cursor->execute("SELECT * FROM no_such_table"), dbapi::ProgrammingError);
    cursor->execute("SELECT 1");
    CHECK(cursor->messages().empty());
}

TEST_CASE("messages of a connection hold its own errors") {
    const auto conn = connect();
    conn->begin();
    CHECK_THROWS_AS(conn->begin(), dbapi::ProgrammingError);
    REQUIRE(conn->messages().size() == 1);
    CHECK(conn->messages()[0].error_class == dbapi::ErrorClass::programming_error);
    conn->rollback();
    CHECK(conn->messages().empty());
}

TEST_CASE("a notice of the server comes as a warning of the cursor that ran the statement") {
    if (testing::is_sqlite()) return;  // SQLite sends none
    const auto conn = connect();
    const auto cursor = conn->cursor();
    cursor->execute("DROP TABLE IF EXISTS no_such_table");
    REQUIRE(cursor->messages().size() == 1);
    CHECK(cursor->messages()[0].error_class == dbapi::ErrorClass::warning);
    CHECK(cursor->messages()[0].diagnostics.severity == "NOTICE");
    CHECK(conn->messages().empty());
}
