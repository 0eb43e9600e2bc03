// SPDX-License-Identifier: BSL-1.0
//
// Which statements with lists the driver prepares by itself.
#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "server.hpp"

namespace {

std::shared_ptr<dbapi::Connection> connect() {
    dbapi::ConnectOptions options;
    options.autocommit = true;
    return testing::connect(options);
}

std::vector<std::string> prepared(dbapi::Connection& conn, const std::string& pattern) {
    std::vector<std::string> names;
    for (auto name :
         conn.execute("SELECT name FROM pg_prepared_statements WHERE statement LIKE ? ORDER BY 1", pattern)
             .rows<std::string>()) {
        names.push_back(name);
    }
    return names;
}

const std::string in_list = "SELECT 'listed' WHERE 1 IN (?)";

}  // namespace

TEST_CASE("a statement with a list is prepared when lists of that length come again") {
    auto conn = connect();
    conn->execute(in_list, dbapi::expand({1, 2}));
    conn->execute(in_list, dbapi::expand({1, 2, 3}));
    CHECK(prepared(*conn, "SELECT 'listed'%").empty());
    for (int i = 0; i < 3; ++i) CHECK(conn->execute(in_list, dbapi::expand({i, 5})).rowcount() == (i == 1));
    CHECK(prepared(*conn, "SELECT 'listed'%").size() == 1);
}

TEST_CASE("lists of ever other lengths do not push out what is prepared") {
    auto conn = connect();
    const std::string often = "SELECT 'often'";
    for (int i = 0; i < 3; ++i) conn->execute(often);
    const auto names = prepared(*conn, "SELECT 'often'%");
    REQUIRE(names.size() == 1);
    for (int length = 1; length <= 600; ++length) {
        conn->execute(in_list, dbapi::expand(std::vector<int>(static_cast<std::size_t>(length), 2)));
    }
    for (int i = 0; i < 3; ++i) conn->execute(often);
    CHECK(prepared(*conn, "SELECT 'often'%") == names);
}

TEST_CASE("a stream with a list that is not kept leaves nothing prepared") {
    auto conn = connect();
    for (int length = 1; length <= 50; ++length) {
        const std::vector<int> list(static_cast<std::size_t>(length), 1);
        CHECK(conn->stream(in_list, dbapi::expand(list)).fetchall().size() == 1);
    }
    CHECK(conn->stream("SELECT 'last'").fetchall().size() == 1);  // with it go the names that are not needed
    CHECK(prepared(*conn, "SELECT 'listed'%").size() <= 8);
}
