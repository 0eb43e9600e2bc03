// SPDX-License-Identifier: BSL-1.0
//
// A program that uses the driver, on DATABASE_URL.
#include <array>
#include <cstdlib>
#include <dbapi/dbapi.hpp>
#include <iostream>
#include <odbc/driver.hpp>

int main() {
    const char* const url = std::getenv("DATABASE_URL");
    if (!url) return 2;
    const std::array<const dbapi::Driver*, 1> drivers{&odbc::driver()};
    const auto conn = dbapi::connect({.dsn = url}, drivers);
    conn->execute("CREATE TABLE people (id INTEGER PRIMARY KEY, name VARCHAR(20), born DATE)");
    conn->cursor()->executemany(
        "INSERT INTO people VALUES (?, ?, ?)",
        {{1, "ann", dbapi::Date(1990, 2, 28)}, {2, "bj\u00f6rn \U0001f600", nullptr}});
    conn->execute("SAVEPOINT people_are_there");
    try {
        conn->execute("INSERT INTO people VALUES (:id, :name, NULL)", {{"id", 1}, {"name", "carl"}});
        return 1;
    } catch (const dbapi::IntegrityError&) {
        conn->execute("ROLLBACK TO SAVEPOINT people_are_there");
    }
    const auto last = conn->execute("SELECT name, born FROM people ORDER BY id DESC").fetchone();
    if ((*last)["name"] != "bj\u00f6rn \U0001f600" || !(*last)["born"].is_null()) return 1;
    const auto sum = conn->execute("SELECT sum(id) FROM people").one<int>();
    const auto name = conn->execute("SELECT name FROM people WHERE id = ?", 1).one<std::string>();
    conn->rollback();
    try {
        conn->execute("SELECT * FROM people");
        return 1;
    } catch (const dbapi::ProgrammingError&) {
    }
    std::cout << sum << ' ' << name << '\n';
}
