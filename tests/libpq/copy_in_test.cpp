// SPDX-License-Identifier: BSL-1.0
//
// copy_in(): rows of the program that become rows of a table, and what is refused.
#include <doctest/doctest.h>

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "libpq/notes.hpp"
#include "libpq/scratch_table.hpp"
#include "support/made_range.hpp"

using namespace dbapi;
using testing::Notes;
using testing::notes_in;
using testing::ScratchTable;

namespace {

constexpr CopyFormat formats[] = {CopyFormat::automatic, CopyFormat::text, CopyFormat::csv,
                                  CopyFormat::binary};

struct Account {
    int id;
    std::optional<std::string> note;
};

}  // namespace

TEST_CASE("every kind of range that executemany() takes is loaded, in every format") {
    const ScratchTable table("copy_in_ranges", "id int PRIMARY KEY, note text");
    const auto conn = testing::connect();
    const CopyTable target{table.name(), {"id", "note"}};
    const Notes wanted = {{1, "ann"}, {2, std::nullopt}};
    for (const CopyFormat format : formats) {
        CAPTURE(static_cast<int>(format));
        const CopyOptions options{.format = format};
        const auto check = [&](const Result& result) {
            CHECK(result.rowcount() == 2);
            CHECK(result.statusmessage() == "COPY 2");
            CHECK(result.description() == nullptr);
            CHECK(notes_in(*conn, table.name()) == wanted);
            conn->rollback();
            CHECK(table.count() == 0);
        };
        using Tuple = std::tuple<int, std::optional<std::string>>;
        check(conn->copy_in(target, std::vector<Tuple>{{1, "ann"}, {2, std::nullopt}}, options));
        check(conn->copy_in(target, std::vector<Account>{{1, "ann"}, {2, std::nullopt}}, options));
        check(conn->copy_in(target, std::vector<std::vector<Value>>{{1, "ann"}, {2, null}}, options));
        check(conn->copy_in(target, {{1, "ann"}, {2, null}}, options));
        check(conn->copy_in({table.name()}, {{1, "ann"}, {2, null}}, options));
        std::vector<std::map<std::string, Value>> named(2);
        named[0] = {{"note", "ann"}, {"id", 1}, {"unused", 7}};
        named[1] = {{"id", 2}, {"note", null}};
        check(conn->copy_in(target, named, options));
        check(conn->copy_in({table.name(), {"note", "id"}}, {{"ann", 1}, {null, 2}}, options));
        check(conn->copy_in(target,
                            testing::Made(1, 3,
                                          [](int id) {
                                              return id == 1 ? Account{1, "ann"} : Account{2, std::nullopt};
                                          }),
                            options));
    }
}

TEST_CASE("text arrives as it is, in every format") {
    const ScratchTable table("copy_in_text", "id int PRIMARY KEY, note text");
    const auto conn = testing::connect();
    const std::vector<std::string> texts = {
        "",      "NULL",     "\\N",      "\\.",        "\\",   "a\\",    "\t",      "a\tb",       "\n",
        "a\nb",  "\r\n",     "\r",       "\"",         "\"\"", "a,\"b",  ",",       "a\n\\.\nb",  "\\.\n",
        "\\x00", "\\\\N",    "\b\f\v",   "  a  ",      "é€😀",  "{1,2}",  "\\t\\n",  "'; DROP --", "\x7f",
        "\x01",  "a\"\nb\"", "\\.\\.\n", "\n\\.\n\\.", "#",    "\\0123", "\\u0041", "$$",         "%s ? :a"};
    Notes wanted;
    for (const auto& text : texts) wanted.emplace_back(static_cast<int>(wanted.size()), text);
    for (const CopyFormat format : formats) {
        CAPTURE(static_cast<int>(format));
        conn->copy_in({table.name(), {"id", "note"}}, wanted, {.format = format});
        CHECK(notes_in(*conn, table.name()) == wanted);
        conn->rollback();
        // A table of one column has lines that could be taken for the end, or for NULL.
        conn->execute("CREATE TEMP TABLE single (note text)");
        std::vector<std::tuple<std::string>> single;
        for (const auto& text : texts) single.emplace_back(text);
        conn->copy_in({"single"}, single, {.format = format});
        std::vector<std::tuple<std::string>> got;
        for (const auto& note : conn->execute("SELECT note FROM single").rows<std::string>())
            got.emplace_back(note);
        CHECK(got == single);
        conn->rollback();
        CHECK_THROWS_AS(conn->copy_in({table.name()}, {{1, std::string("a\0b", 3)}}, {.format = format}),
                        DataError);
        conn->rollback();
    }
}

TEST_CASE("names of tables, columns and schemas are quoted") {
    const auto conn = testing::connect();
    conn->execute("CREATE SCHEMA \"Copy \"\"in\"");
    conn->execute("CREATE TABLE \"Copy \"\"in\".\"t\"\"; DROP TABLE x; --\" (\"a \"\"b\" int, \"C\" int)");
    const CopyTable table{.table = "t\"; DROP TABLE x; --", .columns = {"a \"b", "C"}, .schema = "Copy \"in"};
    for (const CopyFormat format : formats) {
        conn->copy_in(table, {{1, 2}}, {.format = format});
    }
    const auto rows = conn->copy_out(table).fetchall();
    REQUIRE(rows.size() == 4);
    CHECK(rows[3].get<int>("C") == 2);
    conn->rollback();
    CHECK_THROWS_AS(conn->copy_in({""}, {{1}}), ProgrammingError);
    CHECK_THROWS_AS(conn->copy_in({"t", {""}}, {{1}}), ProgrammingError);
    CHECK_THROWS_AS(conn->copy_in({std::string("t\0u", 3)}, {{1}}), ProgrammingError);
    CHECK(conn->transaction_status() == TransactionStatus::idle);
    CHECK_THROWS_AS(conn->copy_in({"no_such_table"}, {{1}}), ProgrammingError);
    conn->rollback();
    CHECK_THROWS_AS(conn->copy_in({"pg_class", {"no_such_column"}}, {{1}}), ProgrammingError);
}

TEST_CASE(
    "in binary a value that does not fit its column is refused by name and row; text leaves it to the "
    "server") {
    const ScratchTable table("copy_in_fit",
                             "i2 int2, i4 int4, f4 float4, n numeric, d date, ts timestamp, tz timestamptz, "
                             "u uuid, j jsonb, b bytea, t text, a int[], flag bool");
    const auto conn = testing::connect();
    struct Case {
        std::string column;
        Value value;
        bool text_works;
    };
    const std::vector<Case> cases = {{"i2", 40000, false},
                                     {"i4", std::int64_t{1} << 40, false},
                                     {"i4", "12", true},
                                     {"i4", 1.5, false},
                                     {"f4", 1e300, false},
                                     {"f4", 1e-300, false},
                                     {"n", "x", false},
                                     {"d", "2024-02-30", false},
                                     {"d", 5, false},
                                     {"ts", "2024-01-01 00:00:00+02", true},
                                     {"tz", "2024-01-01 00:00:00", true},
                                     {"u", "x", false},
                                     {"j", 5, true},
                                     {"b", "\\x00", true},
                                     {"t", Binary("a"), true},
                                     {"a", "{1,2}", true},
                                     {"flag", "yes", true},
                                     {"flag", 2, false},
                                     {"a", Array({1, "x"}), false},
                                     {"ts", Timestamp::parse("2024-01-01 00:00:00+02"), true}};
    for (const Case& item : cases) {
        const auto& column = item.column;
        const auto& value = item.value;
        CAPTURE(column);
        CAPTURE(value);
        const std::vector<std::vector<Value>> rows = {{null}, {value}};
        try {
            conn->copy_in({table.name(), {column}}, rows);
            FAIL_CHECK("it was accepted");
        } catch (const DataError& error) {
            CHECK(std::string(error.what()).find("column \"" + column + "\"") != std::string::npos);
            CHECK(std::string(error.what()).find("CopyFormat::text") != std::string::npos);
            CHECK(error.row_range() == RowRange{1, 1});
            CHECK(error.is_connection_usable());
        }
        CHECK(conn->transaction_status() == TransactionStatus::failed);
        conn->rollback();
        const auto as_text = [&] {
            conn->copy_in({table.name(), {column}}, rows, {.format = CopyFormat::text});
        };
        if (item.text_works) {
            CHECK_NOTHROW(as_text());
        } else {
            CHECK_THROWS_AS(as_text(), DataError);
        }
        conn->rollback();
    }
}

TEST_CASE("in binary values become those of the column where nothing is lost") {
    const auto conn = testing::connect();
    conn->execute(
        "CREATE TEMP TABLE fit (i2 int2, i8 int8, f4 float4, f8 float8, n numeric, d date, t text, "
        "v varchar(9), u uuid, j json, jb jsonb, flag bool, tz timestamptz, iv interval, a text[])");
    conn->copy_in(
        {"fit"},
        {{true, Decimal("5"), 0.1, 7, 1.5, "2024-02-29", 12, 1.5, "00000000-0000-0000-0000-00000000000a",
          "[1]", Json("{}"), 1, "infinity", "1 day", Array({1, null, 2.5})}},
        {.format = CopyFormat::binary});
    CHECK(conn->execute("SELECT fit::text FROM fit").scalar<std::string>() ==
          "(1,5,0.1,7,1.5,2024-02-29,12,1.5,00000000-0000-0000-0000-00000000000a,[1],{},t,infinity,\"1 day\","
          "\"{1,NULL,2.5}\")");
}

TEST_CASE(
    "a column of a type without a binary writer makes the whole COPY text, unless binary is asked for") {
    const auto conn = testing::connect();
    conn->execute("CREATE TYPE copy_mood AS ENUM ('sad', 'happy')");
    conn->execute("CREATE TEMP TABLE other (id int, m money, p point, mood copy_mood, moods copy_mood[])");
    conn->copy_in({"other", {"id", "m", "p"}}, {{1, "12.50", "(1,2)"}});
    CHECK(conn->execute("SELECT (p)[0] + id FROM other").scalar<double>() == 2);
    CHECK_THROWS_AS(conn->copy_in({"other", {"m"}}, {{"1"}}, {.format = CopyFormat::binary}),
                    NotSupportedError);
    conn->copy_in({"other", {"mood", "moods"}}, {{"sad", Array({"happy", null})}},
                  {.format = CopyFormat::binary});
    CHECK(conn->execute("SELECT moods::text FROM other WHERE mood = 'sad'").scalar<std::string>() ==
          "{happy,NULL}");
}

TEST_CASE("generated columns are left out when no columns are named") {
    const auto conn = testing::connect();
    conn->execute("CREATE TEMP TABLE made (a int, twice int GENERATED ALWAYS AS (a * 2) STORED, b text)");
    CHECK(conn->copy_in({"made"}, {{1, "x"}, {2, "y"}}).rowcount() == 2);
    CHECK(conn->execute("SELECT sum(twice) FROM made").scalar<int>() == 6);
    conn->copy_in({"made", {"a", "b"}}, {{3, "z"}}, {.format = CopyFormat::binary});
    CHECK_THROWS_AS(conn->copy_in({"made"}, {{1, "x"}}, {.format = CopyFormat::binary}), ProgrammingError);
    CHECK(conn->transaction_status() == TransactionStatus::active);
    CHECK(conn->copy_out(CopyTable{"made"}).rows<int, int, std::string>().take() ==
          std::tuple(1, 2, std::string("x")));
}

TEST_CASE("rows of another width, expansions and names without columns are ProgrammingErrors about the row") {
    const ScratchTable table("copy_in_width", "id int, note text");
    const auto conn = testing::connect();
    const auto refused = [&](auto&& call) {
        try {
            call();
            FAIL_CHECK("it was accepted");
        } catch (const ProgrammingError& error) {
            CHECK(error.row_range() == RowRange{1, 1});
        }
        conn->rollback();
    };
    for (const CopyFormat format : formats) {
        const CopyOptions options{.format = format};
        refused([&] { conn->copy_in({table.name()}, {{1, "a"}, {2}}, options); });
        refused([&] { conn->copy_in({table.name()}, {{1, "a"}, {2, "b", 3}}, options); });
        refused([&] { conn->copy_in({table.name()}, {{1, "a"}, {}}, options); });
    }
    std::vector<std::map<std::string, Value>> named = {{{"id", 1}, {"note", "a"}}, {{"id", 1}}};
    refused([&] { conn->copy_in({table.name(), {"id", "note"}}, named); });
    CHECK_THROWS_AS(conn->copy_in({table.name()}, named), ProgrammingError);
    conn->rollback();
    CHECK_THROWS_AS(conn->copy_in({table.name(), {"id"}}, std::vector{std::tuple(expand(std::vector{1, 2}))}),
                    ProgrammingError);
}

TEST_CASE("an empty range loads nothing, and the table is checked all the same") {
    const ScratchTable table("copy_in_empty", "id int");
    const auto conn = testing::connect();
    for (const CopyFormat format : formats) {
        const auto result = conn->copy_in({table.name()}, std::vector<std::tuple<int>>(), {.format = format});
        CHECK(result.rowcount() == 0);
        CHECK(result.statusmessage() == "COPY 0");
    }
    conn->commit();
    CHECK_THROWS_AS(conn->copy_in({"no_such_table"}, std::vector<std::tuple<int>>()), ProgrammingError);
}
