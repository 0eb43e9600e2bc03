// SPDX-License-Identifier: BSL-1.0
//
// executemany(): where its parameter lists may come from, and how it ends. PEP 249: C90 to C94.
#include <doctest/doctest.h>

#include <istream>
#include <iterator>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

#include "support/database.hpp"
#include "support/made_range.hpp"

namespace {

using testing::Between;
using testing::connect;
using testing::Made;
using testing::Table;

struct Fixture {
    Table table{"id INT PRIMARY KEY, name TEXT"};
    std::shared_ptr<dbapi::Connection> conn = connect();
    std::unique_ptr<dbapi::Cursor> cursor = conn->cursor();
    std::string insert = table.sql("INSERT INTO {} VALUES (?, ?)");
    std::string insert_named = table.sql("INSERT INTO {} VALUES (:id, :name)");

    /// What the table holds, as "1:a 2:b ".
    std::string content() {
        std::string all;
        for (const auto& row : conn->execute(table.sql("SELECT id, name FROM {} ORDER BY id"))) {
            all += row[0].to_string() + ":" + row[1].to_string() + " ";
        }
        return all;
    }
};

/// A line of a file, read as it is written.
struct Line {
    int id;
    std::string name;
};
std::istream& operator>>(std::istream& in, Line& line) { return in >> line.id >> line.name; }

const std::string abc = "1:a 2:b 3:c ";

}  // namespace

TEST_CASE_FIXTURE(Fixture, "executemany takes tuples") {
    const std::vector<std::tuple<int, std::string>> lists = {{1, "a"}, {2, "b"}, {3, "c"}};
    cursor->executemany(insert, lists);
    CHECK(cursor->rowcount() == 3);
    CHECK(cursor->description() == nullptr);
    CHECK(content() == abc);
}

TEST_CASE_FIXTURE(Fixture, "executemany takes pairs, and a map of them by its values") {
    cursor->executemany(insert, std::vector<std::pair<int, const char*>>{{1, "a"}, {2, "b"}, {3, "c"}});
    CHECK(content() == abc);
}

TEST_CASE_FIXTURE(Fixture, "executemany takes lists of values, written out or not") {
    cursor->executemany(insert, {{1, "a"}, {2, "b"}});
    cursor->executemany(insert, std::vector<std::vector<dbapi::Value>>{{3, "c"}});
    CHECK(content() == abc);
}

TEST_CASE_FIXTURE(Fixture, "executemany takes mappings and Parameters") {
    cursor->executemany(insert_named,
                        std::vector<std::map<std::string, dbapi::Value>>{
                            {{"id", 1}, {"name", "a"}}, {{"id", 2}, {"name", "b"}, {"more", 0}}});
    cursor->executemany(insert_named, std::vector{dbapi::Parameters().set("name", "c").set("id", 3)});
    CHECK(cursor->rowcount() == 1);
    CHECK(content() == abc);
}

TEST_CASE_FIXTURE(Fixture, "executemany reads a lazy view, one list at a time") {
    int made = 0;
    cursor->executemany(insert, Made(1, 4, [&](int i) {
                            ++made;
                            return std::tuple(i, std::string(1, static_cast<char>('a' + i - 1)));
                        }));
    CHECK(made == 3);
    CHECK(content() == abc);
}

TEST_CASE_FIXTURE(Fixture, "executemany reads a range that can be read only once") {
    std::istringstream lines("1 a 2 b 3 c");
    cursor->executemany(insert, Between{std::istream_iterator<Line>(lines), std::istream_iterator<Line>()});
    CHECK(lines.eof());
    CHECK(content() == abc);
}

TEST_CASE_FIXTURE(Fixture, "executemany reads a range made of another cursor's rows") {
    const auto source = conn->cursor();
    source->execute(
        "SELECT 1 AS id, 'a' AS name UNION ALL SELECT 2, 'b' UNION ALL SELECT 3, 'c' ORDER BY id");
    cursor->executemany(insert, source->rows<int, std::string>());
    CHECK(content() == abc);
}

TEST_CASE_FIXTURE(Fixture, "executemany of an empty range does nothing") {
    cursor->executemany(insert, std::vector<std::tuple<int, std::string>>());
    CHECK(cursor->rowcount() == 0);
    CHECK(cursor->description() == nullptr);
    CHECK(conn->transaction_status() == dbapi::TransactionStatus::idle);
}

TEST_CASE_FIXTURE(Fixture, "executemany takes NULL and values of changing types") {
    cursor->executemany(insert, {{1, "a"}, {2, dbapi::null}, {3, "c"}});
    CHECK(content() == "1:a 2:NULL 3:c ");
    cursor->executemany(table.sql("UPDATE {} SET name = ? WHERE id = ?"), {{dbapi::null, 1}, {"b", 2}});
    CHECK(content() == "1:NULL 2:b 3:c ");
}

TEST_CASE_FIXTURE(Fixture, "executemany runs many lists") {
    cursor->executemany(insert, Made(0, 5000, [](int i) { return std::tuple(i, "x"); }));
    CHECK(cursor->rowcount() == 5000);
    conn->commit();
    CHECK(table.count() == 5000);
}

TEST_CASE_FIXTURE(Fixture, "a failure in the middle of executemany ends it; rollback undoes the rest") {
    int made = 0;
    auto lists = Made(0, 100'000, [&](int i) {
        ++made;
        return std::tuple(i == 5 ? 4 : i, "x");
    });
    CHECK_THROWS_AS(cursor->executemany(insert, lists), dbapi::UniqueViolation);
    CHECK(made < 10'000);
    CHECK(cursor->rowcount() == -1);
    CHECK(conn->is_usable());
    conn->rollback();
    CHECK(content().empty());
    conn->rollback();
    CHECK(table.count() == 0);
}

TEST_CASE_FIXTURE(Fixture, "a list of a wrong length in the middle of executemany throws ProgrammingError") {
    CHECK_THROWS_AS(cursor->executemany(insert, {{1, "a"}, {2}}), dbapi::ProgrammingError);
    conn->rollback();
    CHECK(content().empty());
}

TEST_CASE_FIXTURE(Fixture, "an exception of the range itself comes through, and the connection goes on") {
    auto lists = Made(0, 10, [](int i) {
        if (i == 3) throw std::runtime_error("the source is broken");
        return std::tuple(i, "x");
    });
    CHECK_THROWS_WITH_AS(cursor->executemany(insert, lists), "the source is broken", std::runtime_error);
    conn->rollback();
    CHECK(content().empty());
    conn->rollback();
    conn->set_autocommit(true);
    CHECK_THROWS_AS(cursor->executemany(insert, lists), std::runtime_error);
    CHECK(conn->transaction_status() == dbapi::TransactionStatus::idle);
    CHECK(table.count() == 0);
}

TEST_CASE_FIXTURE(
    Fixture, "a range that runs statements on the very connection throws InterfaceError, not a deadlock") {
    auto lists = Made(0, 2, [&](int i) {
        conn->execute("SELECT 1");
        return std::tuple(i, "x");
    });
    CHECK_THROWS_AS(cursor->executemany(insert, lists), dbapi::InterfaceError);
    conn->rollback();
    CHECK(content().empty());
}

TEST_CASE_FIXTURE(Fixture, "executemany refuses statements that return rows") {
    CHECK_THROWS_AS(
        cursor->executemany(table.sql("INSERT INTO {} VALUES (?, ?) RETURNING id"), {{1, "a"}, {2, "b"}}),
        dbapi::ProgrammingError);
    CHECK(cursor->description() == nullptr);
    conn->rollback();
    CHECK(content().empty());
    CHECK_THROWS_AS(cursor->executemany("SELECT ?", {{1}}), dbapi::ProgrammingError);
    conn->rollback();
    conn->set_autocommit(true);
    CHECK_THROWS_AS(cursor->executemany(table.sql("INSERT INTO {} VALUES (?, ?) RETURNING id"), {{1, "a"}}),
                    dbapi::ProgrammingError);
    CHECK(conn->transaction_status() == dbapi::TransactionStatus::idle);
    CHECK(table.count() == 0);
}

TEST_CASE_FIXTURE(Fixture, "executemany expands lists") {
    cursor->executemany(insert, {{1, "a"}, {2, "b"}, {3, "c"}, {4, "d"}});
    cursor->executemany(table.sql("DELETE FROM {} WHERE id IN (?)"),
                        std::vector{std::tuple(dbapi::expand(std::vector{4, 5})),
                                    std::tuple(dbapi::expand(std::vector<int>()))});
    CHECK(cursor->rowcount() == 1);
    CHECK(content() == abc);
}
