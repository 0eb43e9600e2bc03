// SPDX-License-Identifier: BSL-1.0
//
// COPY's formats by themselves: what is written, and what malformed data is refused as.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "bytes.hpp"
#include "codec/copy_position.hpp"
#include "codec/copy_read.hpp"
#include "codec/copy_write.hpp"
#include "oids.hpp"

using namespace dbapi;
using namespace dbapi::libpq;

namespace {

using Texts = std::vector<std::optional<std::string>>;

Texts texts_of(const CopyReader& reader) {
    Texts texts;
    for (const auto& field : reader.fields()) {
        texts.push_back(field.is_null ? std::nullopt : std::optional(std::string(field.bytes)));
    }
    return texts;
}

/// All rows of data that comes in pieces of a size.
std::vector<Texts> read_all(bool is_binary, std::size_t columns, const std::string& data, std::size_t piece) {
    CopyReader reader(is_binary, columns);
    std::vector<Texts> rows;
    for (std::size_t at = 0; at < data.size(); at += piece) {
        const std::string own = data.substr(at, piece);  // a sanitizer sees what goes beyond it
        reader.feed(own);
        while (reader.next()) rows.push_back(texts_of(reader));
    }
    reader.finish();
    return rows;
}

std::string header() { return std::string(copy_signature) + std::string(8, '\0'); }
const std::string trailer = "\xff\xff";

}  // namespace

TEST_CASE("lines of text are taken apart however they are cut into pieces") {
    const std::string data = "1\ta\\tb\\\\\n\\N\t\n\\\\N\t\\b\\f\\v\\r\\n\n";
    const std::vector<Texts> wanted = {{"1", "a\tb\\"}, {std::nullopt, ""}, {"\\N", "\b\f\v\r\n"}};
    for (std::size_t piece = 1; piece <= data.size(); ++piece)
        CHECK(read_all(false, 2, data, piece) == wanted);
    CHECK(read_all(false, 0, "\n\n", 1) == std::vector<Texts>(2));
    CHECK(read_all(false, 1, "\n", 1) == std::vector<Texts>{{""}});
    CHECK(read_all(false, 1, "", 1).empty());
}

TEST_CASE("malformed text is refused") {
    for (const char* data : {"1\n", "1\t2\t3\n", "1\t2", "1\t\\\n", "1\t\\q\n", "\\.\n", "1\t\\x41\n"}) {
        CAPTURE(data);
        CHECK_THROWS_AS(read_all(false, 2, data, 100), DataError);
    }
}

TEST_CASE("binary rows are read, and data cut anywhere is refused") {
    const std::string row =
        testing::from_hex("0002000000016100000000") + testing::from_hex("0002ffffffff0000000162");
    const std::vector<Texts> wanted = {{"a", ""}, {std::nullopt, "b"}};
    const std::string data = header() + row + trailer;
    CHECK(read_all(true, 2, data, data.size()) == wanted);
    CHECK(read_all(true, 2, header() + trailer, 100).empty());
    const std::string extended =
        std::string(copy_signature) + testing::from_hex("0000ffff00000003") + "abc" + row + trailer;
    CHECK(read_all(true, 2, extended, extended.size()) == wanted);
    for (std::size_t size = 0; size < data.size(); ++size) {
        CHECK_THROWS_AS(read_all(true, 2, data.substr(0, size), data.size()), DataError);
    }
    for (const std::string& bad :
         {std::string("PGCOPY\n\xff\r\n\x01", 11) + std::string(8, '\0') + trailer,
          std::string(copy_signature) + testing::from_hex("0001000000000000") + trailer,
          std::string(copy_signature) + testing::from_hex("00000000ffffffff") + trailer, data + "x",
          header() + testing::from_hex("000100000000") + trailer, header() + testing::from_hex("fffe"),
          header() + testing::from_hex("0002fffffffe") + trailer,
          header() + testing::from_hex("00027fffffff") + trailer}) {
        CAPTURE(testing::to_hex(bad));
        CHECK_THROWS_AS(read_all(true, 2, bad, bad.size()), DataError);
    }
    CopyReader reader(true, 2);
    reader.feed(data);
    while (reader.next()) {
    }
    CHECK_THROWS_AS(reader.feed("more"), DataError);
}

TEST_CASE("what is written in text is what is read") {
    const std::vector<Value> values = {null, "",  "\\N", "\\.",          "a\tb\nc\rd\\",
                                       7,    1.5, true,  Binary("\t\\"), Array({"a\\b", null})};
    std::vector<ValueView> views;
    Texts wanted;
    for (const Value& value : values) {
        views.emplace_back(value);
        wanted.push_back(value.is_null() ? std::nullopt : std::optional(value.to_string()));
    }
    const CopyWriter writer(CopyFormat::text, {}, dialect_for(""));
    std::string data;
    writer.start(data);
    writer.write(data, views);
    writer.finish(data);
    CHECK(read_all(false, views.size(), data, data.size()) == std::vector<Texts>{wanted});
    std::string csv;
    CopyWriter(CopyFormat::csv, {}, dialect_for(""))
        .write(csv, std::vector<ValueView>{views[0], views[1], views[3]});
    CHECK(csv == ",\"\",\"\\.\"\n");
}

TEST_CASE("statements quote names and leave out what is the default") {
    const CopyTable table{.table = "t\"x", .columns = {"a", "B c"}, .schema = "s"};
    CHECK(copy_in_statement(table, CopyFormat::text) == "COPY \"s\".\"t\"\"x\" (\"a\", \"B c\") FROM STDIN");
    CHECK(copy_in_statement({"t"}, CopyFormat::csv) == "COPY \"t\" FROM STDIN WITH (FORMAT csv)");
    CHECK(select_statement(table) == "SELECT \"a\", \"B c\" FROM \"s\".\"t\"\"x\"");
    CHECK(copy_out_statement("SELECT 1", CopyFormat::binary) ==
          "COPY (SELECT 1\n) TO STDOUT WITH (FORMAT binary)");
}

TEST_CASE("the row at fault is the one that the context names, else all") {
    struct Case {
        const char* context;
        CopyFormat format;
        RowRange wanted;
    };
    for (const auto& item : std::vector<Case>{
             {"COPY t, line 3, column a: \"x\"", CopyFormat::text, {2, 2}},
             {"COPY t, line 3", CopyFormat::binary, {2, 2}},
             {"COPY t, Zeile 10", CopyFormat::text, {9, 9}},
             {"PL/pgSQL function f() line 7 at RAISE\nCOPY t, line 2: \"1\"", CopyFormat::text, {1, 1}},
             {"COPY t, line 3", CopyFormat::csv, {0, 9}},
             {"COPY t, line 11", CopyFormat::text, {0, 9}},
             {"COPY t, line 0", CopyFormat::text, {0, 9}},
             {"COPY other, line 3", CopyFormat::text, {0, 9}},
             {"COPY t, line", CopyFormat::text, {0, 9}},
             {"COPY t, \nline 3", CopyFormat::text, {0, 9}},
             {"COPY t, line , 3", CopyFormat::text, {0, 9}},
             {"", CopyFormat::text, {0, 9}}}) {
        CAPTURE(item.context);
        CHECK(rows_at_fault({.context = item.context}, "t", item.format, 10) == item.wanted);
    }
}
