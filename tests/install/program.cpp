// SPDX-License-Identifier: BSL-1.0
//
// What somebody else's program looks like.
#include <dbapi/dbapi.hpp>
#include <iostream>

int main() {
    const auto conn = dbapi::connect("sqlite::memory:");
    conn->execute("CREATE TABLE people (id INT, name TEXT)");
    conn->cursor()->executemany("INSERT INTO people VALUES (?, ?)", {{1, "ann"}, {2, "bob"}});
    conn->commit();
    std::cout << conn->execute("SELECT sum(id) FROM people").one<int>() << ' '
              << conn->execute("SELECT name FROM people WHERE id = :id", {{"id", 1}}).one<std::string>()
              << '\n';
}
